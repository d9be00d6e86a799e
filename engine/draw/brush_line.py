"""Contours drawn with a loaded brush: swelling, tapering, lifting, and breaking into flying white where the brush runs dry."""

from __future__ import annotations

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, planes, visible

HAIRS = 400.0
"""Hairs of the brush across a picture height."""


def brush_line(grid: Grid, chance: Chance, distance: Tensor, weight: Tensor | float, dryness: float, paper: Tensor) -> Tensor:
    """(H, W) coverage of lines along where `distance` (heights) is zero.

    weight: the line's half width where the brush presses most, in heights. dryness in [0, 1]: how much of it breaks up, first
    between the hairs, which run along the line, and in the valleys of the paper (its height, standard deviation 1).
    """
    press = [Noise(chance, "pressure").octave(3.6, 0.5), Noise(chance, "tremble").octave(15.0, 0.14)]
    pressure, dry = planes(grid, [press, [Noise(chance, "dry").octave(2.4, 0.9)]])
    half = pressure.add_(0.58).clamp(0, 1.5).mul_(weight)
    body = (half - distance).div_(grid.pixel).add_(0.5).clamp_(0, 1).mul_(pressure.mul_(8.0).clamp_(0, 1))
    at = body.flatten().nonzero()[:, 0]
    here, half, rough, dry = (plane.flatten()[at] for plane in (distance, half, paper, dry))
    dry.sub_(rough, alpha=0.35).add_((here / half.clamp_min_(1e-4)).clamp_(0, 1), alpha=0.5)
    seen = visible(HAIRS * 0.6, grid.pixel)
    if seen > 0:
        width = grid.shape[1]
        along = grid.x[0, at % width] * 3.0 + grid.y[at // width, 0] * 2.5
        dry.add_(Noise(chance, "hairs").at(along[None], here[None] * HAIRS, 1.0)[0], alpha=0.8 * seen)
    kept = dry.mul_(-4.0).add_(0.5 + 4.0 * (2.3 - 1.8 * dryness)).clamp_(0, 1)
    flat = body.flatten()
    return flat.index_copy_(0, at, kept.mul_(flat[at])).view(grid.shape)
