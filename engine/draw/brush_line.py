"""Contours drawn with a loaded brush: swelling, tapering, lifting, and breaking into flying white where the brush runs dry."""

from __future__ import annotations

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, smoothstep, visible

HAIRS = 620.0
"""Hairs of the brush across a picture height."""


def brush_line(grid: Grid, chance: Chance, distance: Tensor, weight: Tensor | float, dryness: float) -> Tensor:
    """(H, W) coverage of lines along where `distance` (heights) is zero.

    weight: the line's half width where the brush presses most, in heights. dryness in [0, 1]: how much of it breaks up.
    """
    pressure = 0.62 + 0.40 * Noise(chance, "pressure").plane(grid, 4.2) + 0.16 * Noise(chance, "tremble").plane(grid, 17.0)
    half = weight * pressure.clamp(0, 1.35)
    body = ((half - distance) / grid.pixel + 0.5).clamp_(0, 1) * smoothstep(0.0, 0.15, pressure)
    along = grid.x * 9.0 + grid.y * 7.0
    hairs = Noise(chance, "hairs").at(along, distance * HAIRS, 1.0) * visible(HAIRS / 2.5, grid.pixel)
    dry = Noise(chance, "dry").plane(grid, 2.7) * 0.8 + (dryness * 2.2 - 1.3) + 0.35 * (distance / half.clamp_min(1e-4)).clamp(0, 1)
    return body * (1 - smoothstep(-0.35, 0.35, hairs * 0.9 + dry))
