"""Wide blurs that cost little at any size, as matrix products with Gaussian weights.

`soften` blurs a window's own plane through a lattice that stands still on the picture's plane, so that tiles agree; `spread`
blurs a plane of the easel's plan, for what reaches further than a style may look.
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Tensor
from engine.draw.banded import banded
from engine.draw.easel import Plan
from engine.draw.grid import Grid

REACH = 4.4
"""How many sigmas around itself a softened pixel looks: what a style must have as halo."""
FAR = 6.0
"""No weights further than so many sigmas or lattice steps count."""
FAINT = -40.0
"""No weight's exponent is less: the processor is ten times slower with the tiny numbers below."""


def soften(plane: Tensor, grid: Grid, sigma: float) -> Tensor:
    """(..., H, W) on the grid -> the same, blurred by a Gaussian of `sigma` picture heights (no less than 1.2 pixels)."""
    sigma = max(sigma, 1.2 * grid.pixel)
    down_x, up_x = _through_lattice(grid.x[0], sigma)
    down_y, up_y = _through_lattice(grid.y[:, 0], sigma)
    few = banded(down_y, plane, 1.5 * FAR * sigma / grid.pixel) @ down_x.T
    return banded(up_y, few @ up_x.T, FAR)


def spread(plan: Plan, plane: Tensor, grid: Grid, sigma: float) -> Tensor:
    """(..., h, w) on the plan -> (..., H, W) on the grid, blurred by `sigma` picture heights (no less than 0.8 of its pixels)."""
    pixel, x, y = plan.grid.pixel, plan.grid.x, plan.grid.y
    sigma = max(sigma, 0.8 * pixel)
    while sigma > 1.7 * pixel:
        plane, x, y, pixel = _halved(_halved(plane, -1), -2), _halved(x, -1), _halved(y, -2), 2 * pixel
    top, bottom = grid.span[1]
    reach = FAR * sigma
    rows = ((y[:, 0] >= top - reach) & (y[:, 0] <= bottom + reach)).nonzero()[:, 0]
    plane, y = plane[..., rows, :], y[rows]
    across, down = _gaussian(grid.x[0], x[0], sigma), _gaussian(grid.y[:, 0], y[:, 0], sigma)
    return banded(down, plane @ across.T, 2 * reach / pixel + 2)


def _halved(plane: Tensor, axis: int) -> Tensor:
    """Means of pairs along axis -1 or -2; an odd one at the end is dropped."""
    pairs = plane.shape[axis] // 2
    return torch.unflatten(plane.narrow(axis, 0, 2 * pairs), axis, (pairs, 2)).mean(axis)


def _gaussian(at: Tensor, places: Tensor, sigma: float) -> Tensor:
    """(n,) and (m,) -> (n, m) weights of the places around each point, sum 1."""
    apart = torch.sub(at[:, None] / sigma, places / sigma)
    weights = apart.square_().mul_(-0.5).clamp_(min=FAINT).exp_()
    return weights.div_(weights.sum(1, keepdim=True))


def _through_lattice(at: Tensor, sigma: float) -> tuple[Tensor, Tensor]:
    """Pixel places (n,) -> weights (m, n) down to the lattice and (n, m) back up; together they blur by sigma.

    The lattice's step is 1.2 sigma; the spline on the way up blurs by sqrt(1 / 3) of a step, the Gaussian on the way down by the rest.
    """
    step = 1.2 * sigma
    low, high = math.floor(float(at[0]) / step) - 1, math.ceil(float(at[-1]) / step) + 1
    lattice = torch.arange(low, high + 1, device=at.device, dtype=torch.float32) * step
    down = _gaussian(lattice, at, sigma * math.sqrt(1 - 1.44 / 3))
    outer = torch.sub(at[:, None] / step, lattice / step).abs_().neg_().add_(2).clamp_(min=0)
    inner = (outer - 1).clamp_(min=0)
    up = (outer * outer).mul_(outer).sub_((inner * inner).mul_(inner), alpha=4).mul_(1 / 6)
    return down, up
