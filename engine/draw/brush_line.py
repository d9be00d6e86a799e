"""Contours drawn with a loaded brush: swelling, tapering, lifting, and breaking into flying white where the brush runs dry."""

from __future__ import annotations

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, smoothstep, visible

HAIRS = 400.0
"""Hairs of the brush across a picture height."""


def brush_line(grid: Grid, chance: Chance, distance: Tensor, weight: Tensor | float, dryness: float, paper: Tensor) -> Tensor:
    """(H, W) coverage of lines along where `distance` (heights) is zero.

    weight: the line's half width where the brush presses most, in heights. dryness in [0, 1]: how much of it breaks up, first
    between the hairs, which run along the line, and in the valleys of the paper (its height, standard deviation 1).
    """
    pressure = 0.58 + 0.50 * Noise(chance, "pressure").plane(grid, 3.6) + 0.14 * Noise(chance, "tremble").plane(grid, 15.0)
    half = pressure.clamp(0, 1.5).mul_(weight)
    body = ((half - distance) / grid.pixel + 0.5).clamp_(0, 1).mul_(smoothstep(0.0, 0.12, pressure))
    hairs = Noise(chance, "hairs").at(grid.x * 3.0 + grid.y * 2.5, distance * HAIRS, 1.0).mul_(visible(HAIRS * 0.6, grid.pixel))
    dry = Noise(chance, "dry").plane(grid, 2.4).mul_(0.9).add_(hairs, alpha=0.8).sub_(paper, alpha=0.35)
    dry = dry.add_((distance / half.clamp_min(1e-4)).clamp_(0, 1), alpha=0.5).add_(1.8 * dryness - 2.3)
    return body * (1 - smoothstep(-0.16, 0.16, dry))
