"""A painter's seal: a small cut stone pressed in a quiet corner, its strokes left bare."""

from __future__ import annotations

import math

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.shapes import coverage
from engine.draw.wobble import Box

SIDE = 0.022
"""Half of the seal's side in heights; less in a narrow picture."""
INSET = 0.085
"""How far its middle stands from both edges."""
STROKES = 3
WORN = 0.0012
"""How far the paper's grain eats into its edges, in heights."""


def seal(grid: Grid, chance: Chance, paper: Tensor) -> tuple[Tensor, Box]:
    """(h, w) coverage of the seal, in a lower corner, and the box of the window where that is.

    paper: (H, W) its height, mean 0, standard deviation 1: in its valleys the seal is worn.
    """
    half = SIDE * min(1.0, grid.aspect)
    x, y = _corner(grid.aspect, chance)
    (left, _), (top, _) = grid.span
    box = _around(top, grid, y, half), _around(left, grid, x, half)
    across, down = grid.x[:, box[1]] - x, grid.y[box[0]] - y
    middle_x, middle_y, wide, tall = torch.tensor(_strokes(chance, half), device=grid.device).T[..., None, None]
    cut = torch.maximum((across - middle_x).abs_().sub_(wide), (down - middle_y).abs_().sub_(tall)).amin(0)
    edge = torch.maximum(across.abs(), down.abs()).sub_(half)
    worn = paper[box] * WORN
    return coverage(torch.maximum(edge.add_(worn), cut.add_(worn).neg_()), grid.pixel), box


def _strokes(chance: Chance, half: float) -> list[tuple[float, float, float, float]]:
    """(x, y, half width, half height) of each cut stroke from the seal's middle: level and upright in turn, one under the other."""
    strokes, thin = [], half * 0.085
    for stroke in range(STROKES):
        here = chance.of(f"stroke {stroke}")
        reach, shift = half * here.uniform("reach", 0.35, 0.66), half * here.uniform("shift", -0.16, 0.16)
        level = (shift, (stroke - (STROKES - 1) / 2) * half * 0.52, reach, thin)
        strokes.append((0.0, shift, thin, reach) if stroke % 2 else level)
    return strokes


def _around(first: float, grid: Grid, middle: float, half: float) -> slice:
    """The pixels of an axis, from the place `first` on, that the seal may touch."""
    low, high = (middle - 1.2 * half - first) / grid.pixel, (middle + 1.2 * half - first) / grid.pixel
    return slice(max(0, math.floor(low)), max(0, math.ceil(high) + 1))


def _corner(aspect: float, chance: Chance) -> tuple[float, float]:
    """The middle of the seal: on the side that the seed says, for one that looked for light would change sides as clouds pass."""
    inset = INSET * min(1.0, aspect)
    return (aspect / 2 - inset) * chance.sign("side"), 0.5 - inset
