"""Cold-press paper: its height, the light that grazes it, and the pigment that settles in its valleys (Curtis et al. 1997)."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, visible

BUMPS = 150.0
"""Bumps a picture height."""
HAIRS = 125.0
"""Hairs of a broad brush a picture height."""


def tooth(grid: Grid, chance: Chance, bumps: float = BUMPS) -> Tensor:
    """(H, W) the paper's height, mean 0 and standard deviation about 1: rounded bumps with a finer felt on them."""
    height = Noise(chance, "bumps").plane(grid, bumps).mul_(0.85 * visible(bumps, grid.pixel))
    fine = visible(bumps * 2.2, grid.pixel)
    if fine > 0:
        height.add_(Noise(chance, "felt").plane(grid, bumps * 2.2), alpha=0.5 * fine)
    return height


def relief(height: Tensor, grid: Grid, bumps: float = BUMPS) -> Tensor:
    """(H, W) light on the paper from the upper left, about [-1, 1]: bright on slopes that face it."""
    lit = height.clone()
    lit[1:, 1:] -= height[:-1, :-1]
    lit[0], lit[:, 0] = 0, 0
    return lit.mul_(0.22 / (grid.pixel * bumps))


def sweep(grid: Grid, chance: Chance, flow: Tensor) -> Tensor:
    """(H, W) the trace of a broad brush's hairs, standard deviation about 1: level where the flow is, upright elsewhere."""
    seen = visible(HAIRS, grid.pixel)
    level = Noise(chance, "level").plane(grid, HAIRS, 26.0)
    upright = Noise(chance, "upright").plane(grid, HAIRS / 18.0, 1 / 18.0)
    return torch.lerp(upright, level, flow[0].square().mul_(2).sub_(0.5).clamp_(0, 1)).mul_(seen)


def dry_brush(grid: Grid, chance: Chance, trace: Tensor, height: Tensor, amount: float) -> Tensor:
    """(H, W) how much of a pixel a dry brush skipped: streaks of paper along its hairs' `trace`, broken by the paper's `height`.

    amount in [0, 1]: streaks get longer and more; they stay rare in every picture.
    """
    patches = Noise(chance, "skipped").plane(grid, 3.2, 1.6).clamp_(-2, 1.25)
    dry = patches.mul_(0.75).add_(trace, alpha=0.62).add_(height, alpha=0.22)
    return dry.sub_(2.68 - 0.95 * amount).mul_(2.2).clamp_(0, 1)
