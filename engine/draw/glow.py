"""Light that falls off around a point, and other soft planes, without a costly function on every pixel."""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from engine.contracts import Tensor
from engine.draw.grid import Grid

BELLS = ((0.06, 0.0663), (0.1595, 0.1097), (0.4243, 0.3181), (1.1282, 0.4362), (3.0, 0.0540))
"""Width and weight of the Gaussians whose sum is exp(-t), t >= 0, within 0.016: each is a column times a row."""
FAINT = -40.0
"""No exponent is less: the processor is ten times slower with the tiny numbers below."""


def glow(grid: Grid, x: float, y: float, fall: float, strength: float = 1.0) -> Tensor:
    """(H, W) strength * exp(-fall * distance from (x, y)), as one product of two thin matrices."""
    places = torch.cat((grid.x[0] - x, grid.y[:, 0] - y)).square_()
    sharp = torch.tensor([-0.5 * (fall / width) ** 2 for width, _ in BELLS], device=grid.device)
    bells = torch.outer(sharp, places).clamp_(min=FAINT).exp_()
    weights = torch.tensor([[strength * weight] for _, weight in BELLS], device=grid.device)
    wide = grid.shape[1]
    return bells[:, wide:].T @ bells[:, :wide].mul_(weights)


class Coarse:
    """A lattice of `step` picture heights that stands still on the plane: what is smooth is worked out there and raised to pixels.

    grid: the lattice's points. Raising blurs by half a step; windows that are cut differently agree.
    """

    def __init__(self, grid: Grid, step: float) -> None:
        (left, right), (top, bottom) = grid.span
        self._across, x = _spline(grid.x[0], left, right, step)
        self._down, y = _spline(grid.y[:, 0], top, bottom, step)
        root = ("coarse", step, grid.zoom, grid.root, grid.cut, grid.shape)
        self.grid = replace(grid, x=x[None], y=y[:, None], pixel=step, root=root, cut=(0, 0))

    def raised(self, planes: Tensor) -> Tensor:
        """(..., h, w) on the lattice -> (..., H, W) on the window, by cubic B-splines."""
        return self._down @ (planes @ self._across.T)


def _spline(at: Tensor, low: float, high: float, step: float) -> tuple[Tensor, Tensor]:
    """Pixel places (n,) between low and high -> weights (n, m) of the lattice's points, and their places (m,)."""
    points = torch.arange(math.floor(low / step) - 1, math.ceil(high / step) + 2, device=at.device, dtype=torch.float32)
    outer = torch.sub(at[:, None] * (1 / step), points).abs_().neg_().add_(2).clamp_(min=0)
    inner = (outer - 1).clamp_(min=0)
    return (outer * outer).mul_(outer).sub_((inner * inner).mul_(inner), alpha=4).mul_(1 / 6), points * step
