"""A painter's seal: a small cut stone pressed in a quiet corner, its strokes left bare."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.noise import Noise
from engine.draw.shapes import box, coverage

SIDE = 0.036
"""Half of the seal's side in heights, before it is fitted to a narrow picture."""
INSET = 0.085
STROKES = 3


def seal(grid: Grid, plan: Plan, chance: Chance) -> Tensor:
    """(H, W) coverage of the seal, in whichever lower corner (or, failing both, upper corner) of the plan is lightest."""
    half = SIDE * min(1.0, grid.aspect) * 0.62
    x, y = _corner(plan, chance)
    edge = 0.0016 * Noise(chance, "worn").plane(grid, 70.0)
    gx, gy = grid.x - x, grid.y - y
    stone = torch.maximum(gx.abs(), gy.abs()) - half + edge
    cut = stone
    for stroke in range(STROKES):
        place = chance.of(f"stroke {stroke}")
        along = (stroke - (STROKES - 1) / 2) * half * 0.52
        reach, shift = half * place.uniform("reach", 0.35, 0.66), half * place.uniform("shift", -0.16, 0.16)
        bar = (
            torch.maximum(gx.abs() - half * 0.085, (gy - shift).abs() - reach)
            if stroke % 2
            else box(grid, x + shift, y + along, reach, half * 0.085)
        )
        cut = torch.maximum(cut, -(bar + edge))
    return coverage(cut, grid.pixel)


def _corner(plan: Plan, chance: Chance) -> tuple[Tensor, Tensor]:
    """The middle of the seal, as numbers on the device."""
    aspect = plan.grid.aspect
    inset = INSET * min(1.0, aspect)
    right = torch.tensor([1.0, -1.0], device=plan.rank.device) * chance.sign("side")
    x = right * (aspect / 2 - inset)
    y = torch.full_like(x, 0.5 - inset)
    tone = plan.sample(plan.rank, x, y)
    best = (tone + torch.tensor([0.15, 0.0], device=x.device)).argmax()
    return x[best], y[best]
