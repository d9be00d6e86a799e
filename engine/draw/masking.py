"""How deep within a mask a place lies: outlines as signed distances, so that a feather is as wide at every size.

Distances to a box are exact; to an ellipse they are the first-order ones of Quilez (2015), exact on its border; a stroke of the brush is
the union of capsules.
"""

from __future__ import annotations

import itertools

import torch

from engine.contracts import Tensor
from engine.draw.capsules import Limb, capsules
from engine.draw.grid import Grid
from engine.mask import Bounds, Brush, Ellipse, Rectangle

Drawn = Brush | Rectangle | Ellipse
AT_ONCE = 8
"""Limbs of a stroke measured together: as many planes."""
BLOCK = 96
"""Rows and columns of the blocks that a stroke is measured in, so that each meets the few limbs near by alone."""
OUTSIDE = -1.0


def depth(shape: Drawn, grid: Grid) -> Tensor:
    """(H, W) how far within the outline a place lies, in picture heights; negative outside."""
    if isinstance(shape, Brush):
        return _stroke(shape, grid)
    (x, y), (wide, tall) = shape.middle, shape.halves
    across, down = (grid.x - x).abs(), (grid.y - y).abs()
    return _box(across, down, wide, tall) if isinstance(shape, Rectangle) else _ellipse(across, down, wide, tall)


def reach(shape: Drawn) -> float:
    """How deep the deepest place within it lies."""
    return shape.radius if isinstance(shape, Brush) else min(shape.halves)


def overlap(one: Bounds, other: Bounds) -> Bounds | None:
    """Where two boxes meet."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _box(across: Tensor, down: Tensor, wide: float, tall: float) -> Tensor:
    u, v = across - wide, down - tall
    outside = torch.sqrt(u.clamp_min(0).square() + v.clamp_min(0).square())
    return -(outside + torch.maximum(u, v).clamp_max(0))


def _ellipse(across: Tensor, down: Tensor, wide: float, tall: float) -> Tensor:
    near = torch.sqrt((across / wide).square() + (down / tall).square())
    slope = torch.sqrt((across / wide**2).square() + (down / tall**2).square()).clamp_min(1e-6)
    return torch.minimum(near * (1 - near) / slope, (1 - near) * min(wide, tall))


def _stroke(brush: Brush, grid: Grid) -> Tensor:
    """Block by block, each with the limbs that come within a radius of it."""
    limbs = _limbs(brush)
    plane = grid.full(OUTSIDE)
    for top, left in itertools.product(range(0, grid.shape[0], BLOCK), range(0, grid.shape[1], BLOCK)):
        rows, columns = slice(top, top + BLOCK), slice(left, left + BLOCK)
        part = grid.part(rows, columns)
        (low, high), (upper, lower) = part.span
        near = [
            limb for limb in limbs if overlap(_around(limb), (low - grid.pixel, upper - grid.pixel, high + grid.pixel, lower + grid.pixel))
        ]
        for first in range(0, len(near), AT_ONCE):
            found = -capsules(part.x, part.y, near[first : first + AT_ONCE])
            plane[rows, columns] = torch.maximum(plane[rows, columns], found)
    return plane


def _limbs(brush: Brush) -> list[Limb]:
    ends = brush.points if len(brush.points) > 1 else brush.points * 2
    return [(*one, *other, brush.radius) for one, other in itertools.pairwise(ends)]


def _around(limb: Limb) -> Bounds:
    x0, y0, x1, y1, radius = limb
    return min(x0, x1) - radius, min(y0, y1) - radius, max(x0, x1) + radius, max(y0, y1) + radius
