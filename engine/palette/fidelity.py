"""The two figures of the colour promise, measured on delivered 8-bit pixels.

on-palette share: the part of pixels whose OKLab distance to the nearest segment between two inks, with the lightness difference
halved, is at most 0.02 (about one just-noticeable difference). share error: the largest |asked share - share of pixels nearest
that colour|. Background and accent count as inks but have no asked share.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from engine.contracts import Fidelity, Tensor
from engine.palette.oklab import bytes_to_oklab, hexes_to_oklab

Bytes = npt.NDArray[np.uint8]
ON_PALETTE_DISTANCE = 0.02
HALVED_LIGHTNESS = (0.5, 1.0, 1.0)
_AT_ONCE = 16_384
"""Pixels, so that what is worked out for 66 pairs of inks stays a few megabytes."""
SAMPLE = (4_000, 20_000)
"""Least and most pixels looked at; between them one in 32, which knows a share to within about 0.005 at 512 x 512."""


def sample_pixels(picture: Image.Image | Bytes, every: bool = False) -> Tensor:
    """(3, N) OKLab of some pixels of an RGB picture, evenly strided with a step that does not divide the rows; or of every pixel.

    picture: an image, or (H, W, 3 or more) uint8 whose first three are red, green and blue.
    """
    pixels = np.asarray(picture.convert("RGB")) if isinstance(picture, Image.Image) else picture
    flat, width = pixels.reshape(-1, pixels.shape[2]), pixels.shape[1]
    step = 1 if every else max(1, len(flat) // min(max(len(flat) // 32, SAMPLE[0]), SAMPLE[1]))
    while step > 1 and width % step == 0:
        step -= 1
    return bytes_to_oklab(torch.from_numpy(np.ascontiguousarray(flat[::step, :3].T)))


def distance_to_inks(pixels: Tensor, inks: Tensor) -> Tensor:
    """(3, N) OKLab pixels, (K, 3) OKLab inks, K at least 2 -> (N,) distance, lightness halved, to the nearest segment between two inks."""
    first, second = torch.triu_indices(len(inks), len(inks), 1, device=pixels.device)
    return torch.cat([_distance(some, inks, first, second) for some in torch.split(pixels, _AT_ONCE, dim=1)])


def on_palette(pixels: Tensor, inks: Tensor) -> float:
    """Of (3, N) OKLab pixels, the share whose `distance_to_inks` is at most ON_PALETTE_DISTANCE.

    This runs for every live frame, and most pixels lie between two inks that follow one another in lightness: only the others are held
    against every pair.
    """
    ladder = inks[inks[:, 0].argsort()]
    steps = torch.arange(len(inks), device=pixels.device)
    near = (
        torch.cat([_distance(some, ladder, steps[:-1], steps[1:]) for some in torch.split(pixels, _AT_ONCE, dim=1)]) <= ON_PALETTE_DISTANCE
    )
    rest = pixels[:, ~near]
    off = int((distance_to_inks(rest, inks) > ON_PALETTE_DISTANCE).sum()) if rest.shape[1] else 0
    return 1 - off / pixels.shape[1]


def _distance(pixels: Tensor, inks: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """(N,) to the nearest of the segments inks[first] -> inks[second]."""
    weights = torch.tensor(HALVED_LIGHTNESS, device=pixels.device)
    points, inks = pixels * weights[:, None], inks * weights
    lines, begins = inks[second] - inks[first], inks[first]
    lengths = lines.square().sum(1, keepdim=True).clamp_min(1e-12)
    along = torch.addmm(-(lines * begins).sum(1, keepdim=True), lines, points)
    t = (along / lengths).clamp_(0, 1)
    squared = torch.addmm(begins.square().sum(1, keepdim=True), begins, points, alpha=-2).addcmul_(
        t, along.mul_(2).addcmul_(t, lengths, value=-1), value=-1
    )
    return squared.amin(0).add_(points.square().sum(0)).clamp_min_(0).sqrt_()


def measure(
    picture: Image.Image | Bytes, colours: Sequence[str], weights: Sequence[float], extra: Sequence[str] = (), *, every: bool = False
) -> Fidelity:
    """An RGB picture, or every pixel of it (see `sample_pixels`), against `#rrggbb` colours with weights on any positive scale.

    extra: background and accent.
    """
    pixels = sample_pixels(picture, every)
    inks = hexes_to_oklab((*colours, *extra))
    asked = torch.tensor(weights) / sum(weights)
    asked_inks = inks[: len(colours)]
    apart = asked_inks.square().sum(1, keepdim=True) - 2 * asked_inks @ pixels  # squared distances, less what all inks share
    shares = torch.bincount(apart.min(0).indices, minlength=len(colours)) / pixels.shape[1]
    return Fidelity(
        on_palette_share=on_palette(pixels, inks),
        share_error=float((shares - asked).abs().max()),
        shares=tuple(round(float(share), 4) for share in shares),
    )
