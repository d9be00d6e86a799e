"""Firs standing on a slope: each a cone of drooping boughs, ragged at its edge, on a short trunk."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch

from engine.contracts import Tensor
from engine.draw.affine import affine
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.stand import Stand, stand

TIERS = 7.0
SLIM = 0.23
"""Half a fir's width beside its height."""


def firs(
    grid: Grid, chance: Chance, ground: Tensor, tall: float, detail: float, density: float, t: float, sway: float
) -> tuple[Tensor, Tensor]:
    """(H, W) distance to two staggered rows of firs of about `tall` heights on the profile `ground` (1, W) and to all beneath it, and
    (H, W) in about [-1, 1]: light on one side of each tree. density in [0, 1]; t: loop phase; sway: how far the tops move.
    """
    body = ground + 0.01 - grid.y
    shade = body.mul(8 / tall).clamp_(0, 1)
    light, within = grid.full(0.0), torch.empty_like(body)
    for own, row, wide in _rows(grid, chance, ground, tall, detail, density, t, sway):
        light.lerp_((row.across / wide.clamp_min(1e-3)).clamp_(-1, 1), torch.lt(own, 0, out=within))
        body = torch.minimum(body, own, out=own)
    return body, light.mul_(shade)


def firs_unlit(grid: Grid, chance: Chance, ground: Tensor, tall: float, detail: float, density: float, t: float, sway: float) -> Tensor:
    """The distance alone, for silhouettes."""
    body = ground + 0.01 - grid.y
    for own, _, _ in _rows(grid, chance, ground, tall, detail, density, t, sway):
        body = torch.minimum(body, own, out=own)
    return body


def _rows(
    grid: Grid, chance: Chance, ground: Tensor, tall: float, detail: float, density: float, t: float, sway: float
) -> Iterator[tuple[Tensor, Stand, Tensor]]:
    """For either row (H, W) the distance to its trees, how they stand, and (1, W) half their widths."""
    for name, pitch, size in (("back", 0.40 * tall, 0.72), ("front", 0.62 * tall, 1.0)):
        row = stand(grid, chance.of(name), pitch, 3, 0.3)
        height, phase, shown = row.own
        high = tall * size * (0.45 + 0.75 * height) * ((0.50 + 0.60 * density - shown) * 5).clamp(0, 1).clamp_min(1e-3)
        down = torch.addcmul(1 - (ground + 0.012) / high, grid.y, 1 / high).clamp_(max=1.0)
        swing = 0.012 * sway * tall * torch.sin(2 * math.pi * (phase + t))
        across = torch.addcmul(row.across + swing, down, swing, value=-1).abs_()
        boughs = torch.add(phase * 3, down, alpha=4.0 + TIERS * (0.5 + detail))
        boughs.sub_(across, alpha=1.6 / (SLIM * tall)).frac_()
        ragged = 0.26 + 0.30 * detail
        width = affine(down, 0.9, 0.04).mul_(boughs.mul_(ragged).add_(1 - 0.6 * ragged)).clamp_(min=0)
        wide = (high * SLIM).clamp(max=0.34 * pitch)
        own = torch.addcmul(across, width, wide, value=-1).sub_(down.clamp_(max=0), alpha=0.2)
        yield own, row, wide
