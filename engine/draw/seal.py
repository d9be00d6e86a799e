"""A painter's seal: a small cut stone pressed in a quiet corner, its strokes left bare."""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.noise import Noise
from engine.draw.shapes import box, coverage

SIDE = 0.022
"""Half of the seal's side in heights; less in a narrow picture."""
INSET = 0.085
"""How far its middle stands from both edges."""
STROKES = 3


def seal(grid: Grid, plan: Plan, chance: Chance) -> Tensor:
    """(H, W) coverage of the seal, in whichever lower corner of the plan is lighter."""
    cover = grid.full(0.0)
    half = SIDE * min(1.0, grid.aspect)
    x, y = _corner(plan, chance)
    rows, columns = _around(grid.y[:, 0], y, half), _around(grid.x[0], x, half)
    near = replace(grid, x=grid.x[:, columns] - x, y=grid.y[rows] - y)
    if near.shape[0] > 0 and near.shape[1] > 0:
        worn = 0.0016 * Noise(chance, "worn").plane(near, 70.0)
        cut = torch.maximum(near.x.abs(), near.y.abs()) - half + worn
        for stroke in range(STROKES):
            cut = torch.maximum(cut, -(_stroke(near, chance.of(f"stroke {stroke}"), stroke, half) + worn))
        cover[rows, columns] = coverage(cut, grid.pixel)
    return cover


def _stroke(grid: Grid, chance: Chance, stroke: int, half: float) -> Tensor:
    """(H, W) distance to one cut stroke of a seal at the grid's origin: level and upright in turn, one under the other."""
    reach, shift = half * chance.uniform("reach", 0.35, 0.66), half * chance.uniform("shift", -0.16, 0.16)
    thin = half * 0.085
    if stroke % 2:
        return box(grid, 0.0, shift, thin, reach)
    return box(grid, shift, (stroke - (STROKES - 1) / 2) * half * 0.52, reach, thin)


def _around(axis: Tensor, middle: float, half: float) -> slice:
    """The pixels of an axis that the seal may touch."""
    first, step = float(axis[0]), float(axis[1] - axis[0])
    low, high = (middle - 1.2 * half - first) / step, (middle + 1.2 * half - first) / step
    return slice(max(0, math.floor(low)), max(0, math.ceil(high) + 1))


def _corner(plan: Plan, chance: Chance) -> tuple[float, float]:
    """The middle of the seal."""
    inset = INSET * min(1.0, plan.grid.aspect)
    x, y = (plan.grid.aspect / 2 - inset) * chance.sign("side"), 0.5 - inset
    across = torch.tensor([x, -x], device=plan.rank.device)
    first, other = plan.sample(plan.rank, across, torch.full_like(across, y)).tolist()
    return (x if first + 0.15 >= other else -x), y
