"""Cold-press paper: its height, the light that grazes it, and the pigment that settles in its valleys (Curtis et al. 1997)."""

from __future__ import annotations

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, visible

BUMPS = 105.0
"""Bumps a picture height."""


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
