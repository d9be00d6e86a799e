"""The plan with what lies around it, for wide blurs of pictures that repeat."""

from __future__ import annotations

import math
from dataclasses import replace

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.grid import Grid
from engine.draw.soften import FAR, spread


def extended(of: Grid, plane: Tensor, by: tuple[int, int]) -> tuple[Grid, Tensor]:
    """A plane (..., H, W) of a whole picture with so many pixels more left and right, above and below, as the picture repeats."""
    wide, tall = by
    around = of.once(("around", of.key, wide, tall), lambda: _around(of, wide, tall))
    stack = plane.reshape(1, -1, *plane.shape[-2:])
    return around, functional.pad(stack, (wide, wide, tall, tall), mode="circular").view(*plane.shape[:-2], *around.shape)


def blurred(of: Grid, plane: Tensor, grid: Grid, sigma: float) -> Tensor:
    """As `spread`; where the picture repeats, what is blurred goes on beyond its border as the picture does."""
    wide, tall = (math.ceil(FAR * sigma / of.pixel) + 1 if period else 0 for period in of.tile)
    if not wide and not tall:
        return spread(of, plane, grid, sigma)
    return spread(*extended(of, plane, (wide, tall)), grid, sigma)


def _around(of: Grid, wide: int, tall: int) -> Grid:
    """A window that many pixels larger on each side."""
    x, y = (
        (torch.arange(-more, count + more, device=of.device) + (0.5 - count / 2)) * of.pixel
        for count, more in ((of.shape[1], wide), (of.shape[0], tall))
    )
    return replace(of, x=x[None], y=y[:, None], root=(of.key, "around", wide, tall), cut=(0, 0))
