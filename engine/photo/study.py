"""What is learnt about a photograph once, whatever style, palette and size it is then painted in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import torch

from engine.contracts import EDGE_REACH, Tensor
from engine.palette.oklab import srgb_to_oklab
from engine.photo.accent import accent, focus
from engine.photo.bearing import bearings, seam
from engine.photo.beside import ALONE, Beside
from engine.photo.borders import laid_over
from engine.photo.guided import blurred, guided, rolled, thinned, widened
from engine.photo.outlines import distances, rounded, seeds, sides
from engine.photo.place import busyness, depths
from engine.photo.regions import holding, means, merged
from engine.photo.resample import brought
from engine.photo.told import exaggerated, formed
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
SMOOTH, SLOPE, HORIZON = 0.09, 0.25, 0.45
"""Within a region: over what lightness is blurred, how much nearness to the horizon counts, and where that is, in picture heights."""
STEPS, THIN = 256, 4
"""Steps of lightness in which a region's places are counted; and on every how many pixels what is blurred for it is."""
ENDS = ("amin", "amax")
SOFT = 1.2
"""Pixels by which borders of flat regions are blurred, so that they curve; framing.crisp draws them sharp again."""
SHAPES, PARTS, DRAWN = 0.022, 0.004, 0.04
"""Scales of the big shapes, of their parts and of what is drawn round with a line."""
STRIKING = 0.055
"""Sides of a border that differ by less are not drawn round."""


@dataclass(frozen=True)
class Study:
    """Planes (H, W) of at most PIXELS pixels. What only some pictures need is made when one first does.

    fine, calm: (3, H, W) OKLab without noise, and without small things. shapes, parts: regions, their colours (3, n) beside them, those
    of parts without texture; part_of: (n,) the shape that each part is of.
    small, few: the small pass (3, h, w), its colours VIVID, and its shapes. smooth: (3, H / 2, W / 2) depth, and cosine and sine of twice
    the angle along which things run; cut: where its halves turn over. marked: the accent, blurred as borders are. focus: the middle of
    the accent, in parts of width and height. far: from -1 where what is far is dark to 1 where it is light.
    """

    fine: Tensor
    calm: Tensor
    shapes: Tensor
    parts: Tensor
    shape_colours: Tensor
    part_colours: Tensor
    part_of: Tensor
    small: Tensor
    few: Tensor
    cut: float
    smooth: Tensor
    marked: Tensor
    focus: tuple[float, float]
    far: float

    @classmethod
    @torch.no_grad()
    def of(cls, photo: Photograph, device: torch.device | str = "cpu", beside: Beside = ALONE) -> Study:
        """What every picture needs, some 0.15 s on one core."""
        weights = _weights(device)[:, None]
        colours = working(photo, device) * weights
        smoothed = beside.ask(lambda: guided(colours, colours, FINE * colours.shape[1], FLAT))
        calm = rolled(colours, CALM * colours.shape[1], FLATTER, 2)
        fine, turned = smoothed(), beside.ask(lambda: bearings(calm))
        small = _small(torch.lerp(fine, calm, 0.5))
        parts = merged(small, PARTS, merged(small, PARTS))  # again, as from regions on borders are asked whether they step at all
        laid_parts = beside.ask(lambda: laid_over(parts, small, fine))
        shapes = merged(small, SHAPES, parts)
        tones, running = small / weights, turned()
        depth = depths(tones, busyness(_small(colours[:1])[0]), shapes)
        own, within = means(tones, shapes), holding(parts, shapes)
        spot, laid = accent(tones, shapes), laid_over(shapes, small, fine)
        return cls(
            fine=fine / weights,
            calm=calm / weights,
            shapes=laid,
            parts=laid_parts(),
            shape_colours=own,
            part_colours=formed(means(tones, parts), own.index_select(1, within)),
            part_of=within,
            small=small,
            few=shapes,
            cut=seam(running),
            smooth=torch.cat((widened(depth[None], running.shape[1:]), running)),
            marked=blurred(_brought(spot, shapes, laid)[None], SOFT)[0],
            focus=focus(spot),
            far=_far(depth, tones[0]),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """(H, W)."""
        return self.shapes.shape[0], self.shapes.shape[1]

    @cached_property
    @torch.no_grad()
    def outlined(self) -> tuple[Tensor, Tensor]:
        """Pixels to the next outline, and the same negative on its dark side."""
        drawn, weights = rounded(merged(self.small, DRAWN, self.few)), _weights(self.small.device)
        return _outlined(_telling(means(self.small, drawn) / weights)[laid_over(drawn, self.small, self.fine * weights[:, None])])

    @cached_property
    @torch.no_grad()
    def told(self) -> tuple[Tensor, Tensor]:
        """Colours of shapes and parts (3, n) by which inks are chosen: figures are set off from their ground."""
        shapes = exaggerated(self.small, self.shape_colours, self.few)
        return shapes, self.part_colours + (shapes - self.shape_colours).index_select(1, self.part_of)

    @cached_property
    @torch.no_grad()
    def within(self) -> Tensor:
        """Each place's rank in its region, evenly spread over [0, 1], dark to light."""
        return _ranked_within(self.shapes, self.calm[0])


def _weights(device: torch.device | str) -> Tensor:
    """(3, 1) how much lightness, a and b count when things are told apart."""
    return torch.tensor([1.0, VIVID, VIVID], device=device)[:, None]


def _outlined(hard: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) of flat regions, a number each -> pixels to the next border, and the same negative on its darker side."""
    (low, high), soft = sides(hard), blurred(hard[None], SOFT)[0]
    edges = distances(*seeds(soft, low, high, STRIKING), EDGE_REACH * hard.shape[0])
    return edges, edges * torch.where(soft * 2 > low + high, 1.0, -1.0)


def _ranked_within(label: Tensor, lightness: Tensor) -> Tensor:
    """(H, W) regions and lightness -> (H, W): how much of its region is darker than a place, along soft curves.

    Lightness is compared with the region's own, so that blurring it carries nothing over a border; where it says little, what is
    nearer to the horizon is lighter.
    """
    height, place = label.shape[0], label.flatten()
    aside = thinned((lightness - means(lightness[None], label)[0].index_select(0, place).view_as(lightness))[None], THIN)
    own = widened(blurred(aside, SMOOTH * height / THIN), label.shape)[0]
    rows = (torch.arange(height, device=label.device) + 0.5) / height
    level = own.sub_(((rows - HORIZON).abs_() * SLOPE)[:, None]).flatten()
    size = torch.bincount(place)
    low, high = (torch.zeros(len(size), device=label.device).scatter_reduce_(0, place, level, ends, include_self=False) for ends in ENDS)
    scale = STEPS / (high - low).clamp_min_(1e-9)
    step = level.sub_(low.index_select(0, place)).mul_(scale.index_select(0, place))
    whole = step.long().clamp_(max=STEPS - 1)
    slot = (place * STEPS).add_(whole)
    counts = torch.bincount(slot, minlength=len(size) * STEPS).reshape(-1, STEPS)
    darker = (counts.cumsum(1) - counts) / size[:, None]
    part = counts / size[:, None]
    found = darker.flatten().index_select(0, slot).addcmul_(part.flatten().index_select(0, slot), step.sub_(whole))
    return found.view_as(label)


def _brought(spot: Tensor, shapes: Tensor, laid: Tensor) -> Tensor:
    """The accent of the small pass on every pixel: along the borders of its regions where it is made of whole ones."""
    size = torch.bincount(shapes.flatten())
    marked = torch.bincount(shapes.flatten(), weights=spot.flatten().float(), minlength=len(size)) / size
    if bool(((marked > 0) & (marked < 1)).any()):
        return widened(spot[None].float(), laid.shape)[0]
    return marked.float()[laid]


def working(photo: Photograph, device: torch.device | str = "cpu") -> Tensor:
    """(3, H, W) OKLab of the photograph, brought to about PIXELS pixels: averaged from a larger one, smoothly drawn from a smaller."""
    height, width = photo.pixels.shape[:2]
    scale = math.sqrt(PIXELS / (height * width))
    size = max(16, round(height * scale)), max(16, round(width * scale))
    pixels = torch.tensor(photo.pixels).to(device).permute(2, 0, 1)
    return srgb_to_oklab(brought(pixels, size).clamp_(0, 255).div_(255))


def _small(planes: Tensor) -> Tensor:
    height, width = planes.shape[1:]
    scale = math.sqrt(SMALL / (height * width))
    return brought(planes, (max(8, round(height * scale)), max(8, round(width * scale))))


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
