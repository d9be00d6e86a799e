"""Wide blurs that cost little at any size, as matrix products with Gaussian weights.

`soften` blurs a window's own plane through a lattice that stands still on the picture's plane, so that tiles agree; `spread`
blurs a plane of a smaller grid, such as the easel's plan, for what reaches further than a style may look. The weights hang on the
grids alone, so they are kept for the next picture of the same size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.banded import banded
from engine.draw.grid import Grid
from engine.draw.kept import Kept

REACH = 4.4
"""How many sigmas around itself a softened pixel looks: what a style must have as halo."""
FAR = 6.0
"""No weights further than so many sigmas or lattice steps count."""
FAINT = -40.0
"""No weight's exponent is less: the processor is ten times slower with the tiny numbers below."""
_WEIGHTS = Kept(limit=8 * 2**20, largest=2**20)


def soften(plane: Tensor, grid: Grid, sigma: float, gain: float = 1.0) -> Tensor:
    """(..., H, W) on the grid -> the same, blurred by a Gaussian of `sigma` picture heights (no less than 1.2 pixels), times `gain`."""
    sigma = max(sigma, 1.2 * grid.pixel)
    (left, right), (top, bottom) = grid.span
    across, down = _Lattice.over(left, right, sigma), _Lattice.over(top, bottom, sigma)
    gather_x = _WEIGHTS.get(("x down", grid.columns, sigma), lambda: across.down(grid.x[0]).T)
    gather_y = _WEIGHTS.get(("y down", grid.lines, sigma), lambda: down.down(grid.y[:, 0]))
    back_x = _WEIGHTS.get(("x up", grid.columns, sigma), lambda: across.up(grid.x[0]).T)
    back_y = _WEIGHTS.get(("y up", grid.lines, sigma), lambda: down.up(grid.y[:, 0]))
    few = (banded(gather_y, plane, 1.5 * FAR * sigma / grid.pixel) @ gather_x).mul_(gain)
    return banded(back_y, few @ back_x, FAR)


def spread(of: Grid, plane: Tensor, grid: Grid, sigma: float) -> Tensor:
    """(..., h, w) on one unzoomed grid -> (..., H, W) on another, blurred by `sigma` picture heights (no less than 0.8 of its pixels)."""
    sigma, by = max(sigma, 0.8 * of.pixel), 1
    while sigma > 1.7 * by * of.pixel:
        by *= 2
    if by > 1:
        plane, of = functional.avg_pool2d(plane[None], by)[0], coarser(of, by)
    (top, bottom), (first, _), reach = grid.span[1], of.span[1], FAR * sigma
    low = max(0, math.ceil((top - reach - first) / of.pixel))
    rows = slice(low, max(low + 1, math.floor((bottom + reach - first) / of.pixel) + 1))
    across = _WEIGHTS.get(("x", grid.columns, of.columns, sigma), lambda: _gaussian(grid.x[0], of.x[0], sigma).T)
    down = _WEIGHTS.get(("y", grid.lines, of.lines, sigma), lambda: _gaussian(grid.y[:, 0], of.y[rows, 0], sigma))
    return banded(down, plane[..., rows, :] @ across, 2 * reach / of.pixel + 2)


def coarser(grid: Grid, by: int) -> Grid:
    """An unzoomed grid with a pixel for every `by` x `by` pixels; those that are too few at the far ends are dropped."""
    if by == 1:
        return grid
    return grid.once(("coarser", grid.key, by), lambda: _coarser(grid, by))


def _coarser(grid: Grid, by: int) -> Grid:
    tall, wide = (count // by for count in grid.shape)
    shift = 0.5 * (by - 1) * grid.pixel
    x, y = grid.x[:, : by * wide : by] + shift, grid.y[: by * tall : by] + shift
    return replace(grid, x=x, y=y, pixel=grid.pixel * by, root=(grid.key, "coarser", by), cut=(0, 0))


def _gaussian(at: Tensor, places: Tensor, sigma: float) -> Tensor:
    """(n,) and (m,) -> (n, m) weights of the places around each point, sum 1."""
    apart = torch.sub(at[:, None] / sigma, places / sigma)
    weights = apart.square_().mul_(-0.5).clamp_(min=FAINT).exp_()
    return weights.div_(weights.sum(1, keepdim=True))


@dataclass(frozen=True)
class _Lattice:
    """The lines of a lattice that cover a stretch of an axis, `step` apart: from `low` to `high` steps.

    The step is 1.2 sigma; the spline on the way up blurs by sqrt(1 / 3) of a step, the Gaussian on the way down by the rest.
    """

    low: int
    high: int
    step: float

    @classmethod
    def over(cls, first: float, last: float, sigma: float) -> _Lattice:
        step = 1.2 * sigma
        return cls(math.floor(first / step) - 1, math.ceil(last / step) + 1, step)

    def _places(self, device: torch.device) -> Tensor:
        return torch.arange(self.low, self.high + 1, device=device, dtype=torch.float32)

    def down(self, at: Tensor) -> Tensor:
        """Pixel places (n,) -> (m, n) weights from the pixels to the lattice."""
        return _gaussian(self._places(at.device) * self.step, at, self.step / 1.2 * math.sqrt(1 - 1.44 / 3))

    def up(self, at: Tensor) -> Tensor:
        """Pixel places (n,) -> (n, m) weights from the lattice to the pixels."""
        outer = torch.sub(at[:, None] / self.step, self._places(at.device)).abs_().neg_().add_(2).clamp_(min=0)
        inner = (outer - 1).clamp_(min=0)
        return (outer * outer).mul_(outer).sub_((inner * inner).mul_(inner), alpha=4).mul_(1 / 6)
