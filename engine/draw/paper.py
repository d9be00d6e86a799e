"""Cold-press paper: its height, the light that grazes it, and the pigment that settles in its valleys (Curtis et al. 1997)."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, planes, visible

BUMPS = 150.0
"""Bumps a picture height."""
HAIRS = 125.0
"""Hairs of a broad brush a picture height."""


@dataclass(frozen=True)
class Paper:
    """(H, W) each. height: mean 0, standard deviation about 1: rounded bumps with a finer felt on them. trace: of a broad
    brush's hairs, standard deviation about 1: level where the flow is, upright elsewhere. dryness: where the brush ran dry."""

    height: Tensor
    trace: Tensor
    dryness: Tensor

    @classmethod
    def under(cls, grid: Grid, felt: Chance, brush: Chance, flow: Tensor, bumps: float = BUMPS) -> Paper:
        """The paper and the brush that swept it along `flow` (2, H, W)."""
        fine, seen = visible(bumps * 2.2, grid.pixel), visible(HAIRS, grid.pixel)
        height = [Noise(felt, "bumps").octave(bumps, 0.85 * visible(bumps, grid.pixel))]
        height += [Noise(felt, "felt").octave(bumps * 2.2, 0.5 * fine)] if fine > 0 else []
        level = [Noise(brush, "level").octave(HAIRS, seen, 26.0)]
        upright = [Noise(brush, "upright").octave(HAIRS / 18.0, seen, 1 / 18.0)]
        dry = [Noise(brush, "skipped").octave(3.2, 0.75, 1.6)]
        rough, lying, trace, dryness = planes(grid, [height, level, upright, dry])
        trace.lerp_(lying, flow[0] * flow[0])
        dryness.clamp_(-1.5, 0.9375).add_(trace, alpha=0.62).add_(rough, alpha=0.22)
        return cls(rough, trace, dryness)

    def skipped(self, amount: float) -> Tensor:
        """(H, W) how much of a pixel a dry brush skipped: streaks of paper along its hairs, broken by the paper's bumps.

        amount in [0, 1]: streaks get longer and more; they stay rare in every picture.
        """
        return (self.dryness - (2.68 - 0.95 * amount)).mul_(2.2).clamp_(0, 1)


def relief(height: Tensor, grid: Grid, strength: float, bumps: float = BUMPS) -> Tensor:
    """(H, W) light on the paper from the upper left, about [-1, 1] times `strength`: bright on slopes that face it."""
    lit = torch.zeros_like(height)
    torch.sub(height[1:, 1:], height[:-1, :-1], out=lit[1:, 1:])
    return lit.mul_(0.22 * strength / (grid.pixel * bumps))
