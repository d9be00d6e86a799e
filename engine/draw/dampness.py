"""Where the paper was wet: a given part of every picture, and where little is drawn, so that fine things stay legible."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.around import extended
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.noise import Noise, smoothstep, summed
from engine.draw.soften import coarser, spread

BLOCK = 4
"""Pixels of the plan a side that share one answer: wet patches are far wider."""
AROUND = 12
"""Blocks of a repeating picture's other side that are looked at too, twice the blur's reach."""
DAMP = 0.02
"""How wet paper must be for both sides of an edge to become one."""


@dataclass(frozen=True)
class Dampness:
    """On a grid of blocks of the plan, which reaches beyond the picture where that repeats, (h, w) each. wet: at most 0 on dry paper, 1
    on wet. patches: the noise behind it, mean 0, standard deviation about 1.1: low where a brush would be dry."""

    grid: Grid
    wet: Tensor
    patches: Tensor

    @classmethod
    def of(cls, plan: Plan, chance: Chance, part: float) -> Dampness:
        """About `part` of the picture is past the middle: patches of noise, a little rather in the distance, away from fine
        drawing and from the accent.
        """
        whole, ranks, rest = plan.grid, plan.rank, torch.sub(plan.fields.depth * 0.4, plan.fields.accent, alpha=1.5)
        if any(whole.tile):
            more = (AROUND * BLOCK * bool(whole.tile[0]), AROUND * BLOCK * bool(whole.tile[1]))
            (_, ranks), (whole, rest) = extended(whole, ranks, more), extended(whole, rest, more)
        grid, rank = coarser(whole, BLOCK), _blocks(ranks)
        fine = (rank - rank.mean((1, 3), keepdim=True)).abs_()
        leaning = spread(grid, torch.sub(_blocks(rest), fine, alpha=9.0).mean((1, 3)), grid, 0.035)
        patches = summed(grid, [Noise(chance, "wet").octave(2.1), Noise(chance, "wetter").octave(6.5, 0.45)])
        leaning += patches
        level = torch.kthvalue(leaning.flatten(), min(leaning.numel(), 1 + int(leaning.numel() * (1 - part)))).values
        wet = smoothstep(-0.4, 0.4, leaning - level)
        return cls(grid, wet.mul_(1 / (1 - DAMP)).sub_(DAMP / (1 - DAMP)), patches)


def _blocks(plane: Tensor) -> Tensor:
    """(H, W) -> (h, BLOCK, w, BLOCK) without the few at the far ends."""
    tall, wide = (size // BLOCK for size in plane.shape)
    return torch.unflatten(torch.unflatten(plane[: BLOCK * tall, : BLOCK * wide], 0, (tall, BLOCK)), 2, (wide, BLOCK))
