"""What is learnt about a photograph once, whatever style, palette and size it is then painted in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import EDGE_REACH, Tensor
from engine.palette.oklab import srgb_to_oklab
from engine.photo.accent import accent, focus
from engine.photo.bearing import bearings, seam
from engine.photo.borders import laid_over
from engine.photo.guided import blurred, guided, rolled
from engine.photo.outlines import distances, seeds, sides
from engine.photo.place import busyness, depths
from engine.photo.regions import means, merged
from engine.photograph import Photograph

PIXELS = 300_000
"""Of the pass that is studied: what it cannot tell is smaller than any style's marks."""
SMALL = 36_000
"""Of the pass that is cut into regions."""
VIVID = 1.5
"""How much more than lightness colour counts when things are told apart."""
FINE, CALM = 0.008, 0.014
"""Reaches of the two smoothings, in picture heights."""
FLAT, FLATTER = 0.0012, 0.0008
"""Variances under which they take a place for flat."""
SMOOTH, SLOPE, HORIZON = 0.04, 0.12, 0.45
"""Within a region: over what lightness is blurred, how much nearness to the horizon counts, and where that is, in picture heights."""
SOFT = 1.2
"""Pixels by which borders of flat regions are blurred, so that they curve; framing.crisp draws them sharp again."""
SHAPES, PARTS, DRAWN = 0.022, 0.004, 0.03
"""Scales of the big shapes, of their parts and of what is drawn round with a line."""
STRIKING = 0.055
"""Sides of a border that differ by less are not drawn round."""


@dataclass(frozen=True)
class Study:
    """Planes (H, W) of at most PIXELS pixels.

    fine, calm: (3, H, W) OKLab without noise, and without small things. shapes, parts: regions, their colours (3, n) beside them.
    edges, aside: pixels to the next outline, and the same negative on its dark side. smooth: (3, H / 2, W / 2) depth, and cosine and
    sine of twice the angle along which things run; cut: where its halves turn over. marked: the accent, blurred as borders are.
    within: each place's rank in its region, evenly spread over [0, 1], dark to light. focus: the middle of the accent, in parts of width
    and height. far: from -1 where what is far is dark to 1 where it is light.
    """

    fine: Tensor
    calm: Tensor
    shapes: Tensor
    parts: Tensor
    shape_colours: Tensor
    part_colours: Tensor
    cut: float
    edges: Tensor
    aside: Tensor
    smooth: Tensor
    marked: Tensor
    within: Tensor
    focus: tuple[float, float]
    far: float

    @classmethod
    @torch.no_grad()
    def of(cls, photo: Photograph, device: torch.device | str = "cpu") -> Study:
        """Everything, some 0.3 s on one core."""
        weights = torch.tensor([1.0, VIVID, VIVID], device=device)[:, None, None]
        colours = working(photo, device) * weights
        fine = guided(colours, colours, FINE * colours.shape[1], FLAT)
        calm = rolled(colours, CALM * colours.shape[1], FLATTER, 2)
        small = _small(torch.lerp(fine, calm, 0.5))
        parts = merged(small, PARTS)
        shapes = merged(small, SHAPES, parts)
        edges, aside = _outlined(small, merged(small, DRAWN, shapes), fine)
        tones, running = small / weights, bearings(calm)
        depth = depths(tones, busyness(_small(colours[:1])[0]), shapes)
        spot, laid = accent(tones, shapes), laid_over(shapes, small, fine)
        return cls(
            fine=fine / weights,
            calm=calm / weights,
            shapes=laid,
            parts=laid_over(parts, small, fine),
            shape_colours=means(tones, shapes),
            part_colours=means(tones, parts),
            cut=seam(running),
            edges=edges,
            aside=aside,
            smooth=torch.cat((_resized(depth[None], running.shape[1:]), running)),
            marked=blurred(_brought(spot, shapes, laid)[None], SOFT)[0],
            within=_ranked_within(laid, calm[0]),
            focus=focus(spot),
            far=_far(depth, tones[0]),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """(H, W)."""
        return self.edges.shape[0], self.edges.shape[1]


def _outlined(small: Tensor, drawn: Tensor, fine: Tensor) -> tuple[Tensor, Tensor]:
    """Pixels to the next outline, and the same negative on its dark side. drawn: regions of the small pass with an outline each."""
    weights = torch.tensor([1.0, 1 / VIVID, 1 / VIVID], device=small.device)[:, None]
    hard = _telling(means(small, drawn) * weights)[laid_over(drawn, small, fine)]
    (low, high), soft = sides(hard), blurred(hard[None], SOFT)[0]
    edges = distances(*seeds(soft, low, high, STRIKING), EDGE_REACH * hard.shape[0])
    return edges, edges * torch.where(soft * 2 > low + high, 1.0, -1.0)


def _ranked_within(label: Tensor, lightness: Tensor) -> Tensor:
    """(H, W) regions and lightness -> (H, W): how much of its region is darker than a place, along soft curves.

    Lightness is compared with the region's own, so that blurring it carries nothing over a border; where it says little, what is
    nearer to the horizon is lighter.
    """
    height, width = label.shape
    own = blurred((lightness - means(lightness[None], label)[0][label])[None], SMOOTH * height)[0]
    rows = (torch.arange(height, device=label.device) + 0.5) / height
    level = own - SLOPE * (rows - HORIZON).abs()[:, None]
    low, high = level.amin(), level.amax()
    order = (label * 2**20 + ((level - low) / (high - low) * (2**20 - 1)).long()).flatten().argsort(stable=True)
    size = torch.bincount(label.flatten())
    place = torch.empty(order.shape, device=label.device)
    place[order] = torch.arange(len(order), device=label.device, dtype=torch.float32)
    first = (size.cumsum(0) - size)[label.flatten()]
    return ((place - first + 0.5) / size[label.flatten()]).reshape(height, width)


def _brought(spot: Tensor, shapes: Tensor, laid: Tensor) -> Tensor:
    """The accent of the small pass on every pixel: along the borders of its regions where it is made of whole ones."""
    size = torch.bincount(shapes.flatten())
    marked = torch.bincount(shapes.flatten(), weights=spot.flatten().float(), minlength=len(size)) / size
    if bool(((marked > 0) & (marked < 1)).any()):
        return _resized(spot[None].float(), laid.shape)[0]
    return marked.float()[laid]


def _resized(planes: Tensor, shape: torch.Size) -> Tensor:
    return functional.interpolate(planes[None], tuple(shape), mode="bilinear", align_corners=False)[0]


def working(photo: Photograph, device: torch.device | str = "cpu") -> Tensor:
    """(3, H, W) OKLab of the photograph, brought to about PIXELS pixels: averaged from a larger one, smoothly drawn from a smaller."""
    height, width = photo.pixels.shape[:2]
    scale = math.sqrt(PIXELS / (height * width))
    size = max(16, round(height * scale)), max(16, round(width * scale))
    pixels = torch.tensor(photo.pixels).to(device).permute(2, 0, 1).float()
    if scale < 1:
        pixels = functional.interpolate(pixels[None], size, mode="area")[0]
    else:
        pixels = functional.interpolate(pixels[None], size, mode="bicubic", align_corners=False)[0].clamp(0, 255)
    return srgb_to_oklab(pixels / 255)


def _small(planes: Tensor) -> Tensor:
    height, width = planes.shape[1:]
    scale = math.sqrt(SMALL / (height * width))
    return functional.interpolate(planes[None], (max(8, round(height * scale)), max(8, round(width * scale))), mode="area")[0]


def _telling(colours: Tensor) -> Tensor:
    """(3, n) -> (n,): one number that tells regions apart: lightness, and the direction in which their colours differ most."""
    chroma = colours[1:] - colours[1:].mean(1, keepdim=True)
    _, vectors = torch.linalg.eigh(chroma @ chroma.T)
    told: Tensor = colours[0] + 0.8 * (vectors[:, -1] @ chroma)
    return told


def _far(depth: Tensor, lightness: Tensor) -> float:
    """Which way depth and lightness go together, from -1 to 1 and never nearly 0."""
    pair = torch.corrcoef(torch.stack((depth.flatten(), lightness.flatten())))
    agree = float(pair[0, 1].nan_to_num(0.0))
    return math.copysign(min(1.0, 0.35 + abs(agree)), agree)
