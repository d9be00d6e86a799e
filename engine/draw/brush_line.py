"""Contours drawn with a loaded brush: swelling, tapering, lifting, and breaking into flying white where the brush runs dry."""

from __future__ import annotations

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, Octave, visible

HAIRS = 400.0
"""Hairs of the brush across a picture height."""


def pressure_noise(chance: Chance) -> list[Octave]:
    """How a line swells and tapers."""
    return [Noise(chance, "pressure").octave(3.6, 0.5), Noise(chance, "tremble").octave(15.0, 0.14)]


def dry_noise(chance: Chance) -> list[Octave]:
    """Where a brush runs dry."""
    return [Noise(chance, "dry").octave(2.4, 0.9)]


def brush_line(grid: Grid, chance: Chance, across: Tensor, weight: Tensor, pressure: Tensor, dry: Tensor, dryness: float) -> Tensor:
    """(H, W) coverage of lines. Changes `pressure`.

    across: the distance from the line's middle, in `weight`s: the line's half width in heights where the brush presses most.
    pressure, dry: noises, as above. dryness in [0, 1]: how much of the line breaks up, first between the hairs, which run along it.
    """
    half = pressure.add_(0.58).clamp_(max=1.5)
    body = (half - across).mul_(weight).mul_(1 / grid.pixel).add_(0.5).clamp_(0, 1)
    at = body.flatten().nonzero()[:, 0]
    here, half, weight, dry = (plane.flatten()[at] for plane in (across, half, weight, dry))
    dry.add_((here / half.clamp_min_(1e-4)).clamp_(0, 1), alpha=0.5)
    seen = visible(HAIRS * 0.6, grid.pixel)
    if seen > 0:
        width = grid.shape[1]
        along = grid.x[0, at % width] * 3.0 + grid.y[at // width, 0] * 2.5
        dry.add_(Noise(chance, "hairs").at(along[None], here.mul_(weight)[None] * HAIRS, 1.0)[0], alpha=0.8 * seen)
    kept = dry.mul_(-4.0).add_(0.5 + 4.0 * (2.3 - 1.8 * dryness)).clamp_(0, 1)
    flat = body.flatten()
    return flat.index_copy_(0, at, kept.mul_(flat[at])).view(grid.shape)
