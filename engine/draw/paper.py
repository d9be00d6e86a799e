"""Cold-press paper: its height, the light that grazes it, and the pigment that settles in its valleys (Curtis et al. 1997)."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, Octave, visible

BUMPS = 150.0
"""Bumps a picture height."""


def height(grid: Grid, felt: Chance, bumps: float = BUMPS) -> list[Octave]:
    """Of the paper, mean 0, standard deviation about 1: rounded bumps with a finer felt on them."""
    fine = 0.5 * visible(bumps * 2.2, grid.pixel)
    terms = [Noise(felt, "bumps").octave(bumps, 0.85 * visible(bumps, grid.pixel))]
    return [*terms, Noise(felt, "felt").octave(bumps * 2.2, fine)] if fine > 0 else terms


def relief(height: Tensor, grid: Grid, strength: float, bumps: float = BUMPS) -> Tensor:
    """(H, W) light on the paper from the upper left, about [-1, 1] times `strength`: bright on slopes that face it."""
    lit = torch.zeros_like(height)
    torch.sub(height[1:, 1:], height[:-1, :-1], out=lit[1:, 1:])
    return lit.mul_(0.22 * strength / (grid.pixel * bumps))
