"""Firs standing on a slope: each a cone of drooping boughs, ragged at its edge, on a short trunk."""

from __future__ import annotations

import math

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.stand import stand

TIERS = 7.0
SLIM = 0.23
"""Half a fir's width beside its height."""


def firs(
    grid: Grid, chance: Chance, ground: Tensor, tall: float, detail: float, density: float, t: float, sway: float
) -> tuple[Tensor, Tensor]:
    """(H, W) distance to two staggered rows of firs of about `tall` heights on the profile `ground` (1, W) and to all beneath it, and
    (H, W) in about [-1, 1]: light on one side of each tree. density in [0, 1]; t: loop phase; sway: how far the tops move.
    """
    soil = ground + 0.01 - grid.y
    body, light = soil, grid.full(0.0)
    for name, pitch, size in (("back", 0.40 * tall, 0.72), ("front", 0.62 * tall, 1.0)):
        row = stand(grid, chance.of(name), pitch, 3, 0.3)
        height, phase, shown = row.own
        high = tall * size * (0.45 + 0.75 * height) * ((0.50 + 0.60 * density - shown) * 5).clamp(0, 1).clamp_min(1e-3)
        down = torch.addcmul(1 - (ground + 0.012) / high, grid.y, 1 / high).clamp_(max=1.0)
        swing = 0.012 * sway * tall * torch.sin(2 * math.pi * (phase + t))
        across = torch.addcmul(row.across, (1 - down), swing).abs_()
        boughs = torch.addcmul(phase * 3, down, 4.0 + TIERS * torch.ones_like(phase) * (0.5 + detail))
        boughs.sub_(across, alpha=1.6 / (SLIM * tall)).frac_()
        ragged = 0.26 + 0.30 * detail
        width = (down * 0.9).add_(0.04).mul_(boughs.mul_(ragged).add_(1 - 0.6 * ragged)).clamp_(min=0)
        wide = (high * SLIM).clamp(max=0.34 * pitch)
        own = torch.addcmul(across, width, wide, value=-1).add_((-down).clamp_(min=0).mul_(0.2))
        shade = (own < 0) * (row.across / wide.clamp_min(1e-3)).clamp(-1, 1)
        light = light.mul_(own >= 0).add_(shade)
        body = torch.minimum(body, own)
    return body, light.mul_((soil * (8 / tall)).clamp_(0, 1))
