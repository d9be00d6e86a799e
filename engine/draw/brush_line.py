"""Contours drawn with a loaded brush: swelling, tapering, lifting, and breaking into flying white where the brush runs dry."""

from __future__ import annotations

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, visible

HAIRS = 400.0
"""Hairs of the brush across a picture height."""


def brush_line(grid: Grid, chance: Chance, distance: Tensor, weight: Tensor | float, dryness: float, paper: Tensor) -> Tensor:
    """(H, W) coverage of lines along where `distance` (heights) is zero.

    weight: the line's half width where the brush presses most, in heights. dryness in [0, 1]: how much of it breaks up, first
    between the hairs, which run along the line, and in the valleys of the paper (its height, standard deviation 1).
    """
    pressure = Noise(chance, "pressure").plane(grid, 3.6).mul_(0.5).add_(Noise(chance, "tremble").plane(grid, 15.0), alpha=0.14).add_(0.58)
    half = pressure.clamp(0, 1.5).mul_(weight)
    body = (half - distance).div_(grid.pixel).add_(0.5).clamp_(0, 1).mul_(pressure.mul_(8.0).clamp_(0, 1))
    hairs = Noise(chance, "hairs").at(grid.x * 3.0 + grid.y * 2.5, distance * HAIRS, 1.0).mul_(visible(HAIRS * 0.6, grid.pixel))
    dry = Noise(chance, "dry").plane(grid, 2.4).mul_(0.9).add_(hairs, alpha=0.8).sub_(paper, alpha=0.35)
    dry.add_((distance / half.clamp_min_(1e-4)).clamp_(0, 1), alpha=0.5)
    return body.mul_(dry.mul_(-4.0).add_(0.5 + 4.0 * (2.3 - 1.8 * dryness)).clamp_(0, 1))
