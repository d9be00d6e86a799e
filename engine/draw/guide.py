"""What brush strokes ask of the whole picture: which tone and which way to go, learnt on the small pass.

Along the flow; along outlines where there are any, by a blurred structure tensor, as in Hertzmann, "Painterly rendering with curved brush
strokes of multiple sizes" (1998).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.easel import Plan
from engine.draw.grid import wrapped
from engine.draw.noise import smoothstep

FURTHEST = 5.0
"""Deviations, past which a blur's weights are nothing: numbers too small for float32 to hold in full slow a product twenty times."""


@dataclass(frozen=True)
class Guide:
    """What strokes ask of the plan, as one stack of planes: rank, accent, cos 2a, sin 2a of the way to go, busyness."""

    plan: Plan
    planes: Tensor

    @classmethod
    def of(cls, plan: Plan) -> Guide:
        """Along the flow; along outlines where there are any, by a blurred structure tensor."""
        fields, rank, pixel, tile = plan.fields, plan.rank, plan.grid.pixel, plan.grid.tile
        gx, gy = _gradient(rank + fields.accent, pixel, tile)
        xx, yy = gx * gx, gy * gy
        bent = (xx + yy).add_(6.0).reciprocal_()
        fx, fy = fields.flow[0], fields.flow[1]
        cosine = (fx * fx).addcmul_(fy, fy, value=-1).mul_(6.0).add_(yy).sub_(xx)
        sine = (fx * fy).mul_(12.0).addcmul_(gx, gy, value=-2)
        near, wide = 0.010 / pixel, 0.026 / pixel
        busy = (rank - _blurred(rank, wide, tile)).abs_()
        soft = _blurred(torch.stack((cosine.mul_(bent), sine.mul_(bent), busy, fields.accent)), near, tile)
        busy = smoothstep(0.01, 0.13, soft[2]).add_(soft[3], alpha=2).clamp_(0, 1)
        return cls(plan, torch.stack((rank, fields.accent, soft[0], soft[1], busy)))

    def busy(self, x: Tensor, y: Tensor) -> Tensor:
        """How much there is to tell at plane coordinates, in [0, 1]."""
        return self.plan.sample(self.planes[4], x, y)

    def at(self, x: Tensor, y: Tensor) -> Tensor:
        """(4, ...) of the other planes at plane coordinates."""
        return self.plan.sample(self.planes[:4], x, y)


def _gradient(plane: Tensor, pixel: float, tile: tuple[float, float]) -> tuple[Tensor, Tensor]:
    wide, tall = (1 if period else 0 for period in tile)
    padded = functional.pad(plane[None, None], (wide, wide, tall, tall), mode="circular") if wide or tall else plane[None, None]
    padded = functional.pad(padded, (1 - wide, 1 - wide, 1 - tall, 1 - tall), mode="replicate")[0, 0] * (0.5 / pixel)
    return padded[1:-1, 2:] - padded[1:-1, :-2], padded[2:, 1:-1] - padded[:-2, 1:-1]


def _blurred(plane: Tensor, deviation: float, tile: tuple[float, float]) -> Tensor:
    """A Gaussian blur of small planes (..., H, W) as two matrix products; weights sum to 1 up to the border, and go round where the
    picture repeats."""
    down, across = (
        _weights(count, deviation, period > 0, plane.device) for count, period in zip(plane.shape[-2:], tile[::-1], strict=True)
    )
    return down @ plane @ across.T


@functools.lru_cache(maxsize=16)
def _weights(count: int, deviation: float, round_: bool, device: torch.device) -> Tensor:
    index = torch.arange(count, device=device, dtype=torch.float32) / deviation
    away = wrapped(index[:, None] - index[None, :], count / deviation if round_ else 0.0).square()
    weights = torch.exp(-0.5 * away).masked_fill_(away > FURTHEST**2, 0.0)
    return weights / weights.sum(1, keepdim=True)
