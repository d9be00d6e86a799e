"""Short tapered touches of a brush, one a cell of a lattice that stands still on the picture, along the picture's flow.

Each cell's touch is worked out once, from the easel's plan, as two affine maps, and drawn on the few pixels around it; where
touches overlap the deepest counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.grid import Grid

HASH = 61
"""The table of chances repeats after so many cells."""
JITTER, HALF = 0.36, 0.62
"""How far a touch's middle strays from its cell's and half of its length, in cells: together less than one."""


def touches(grid: Grid, plan: Plan, chance: Chance, cell: float, width: float, presence: Tensor) -> Tensor:
    """(H, W) coverage by touches of about 1.2 `cell`s length and `width` (heights); `presence`: (h, w) on the plan, in [0, 1],
    how likely a touch is there; where it is faint touches get thinner first, so that nothing pops.
    """
    laid = Touches.laid(grid, strewn(grid, plan, chance, cell, width, presence), cell, width)
    taper = (laid.along * -0.55).add_(1.0).clamp_(min=0.2).mul_(laid.along.square().neg_().add_(1))
    depth = taper.mul_(laid.thick).sub_(laid.across.abs_())
    deepest = grid.full(-1.0).flatten().scatter_reduce_(0, laid.at.flatten(), depth.flatten(), "amax").view(grid.shape)
    return deepest.div_(grid.pixel).add_(0.5).clamp_(0, 1)


def strewn(grid: Grid, plan: Plan, chance: Chance, cell: float, width: float, presence: Tensor, turn: float = 0.5) -> Tensor:
    """(10, N) the touches that may reach a window, see `_touches`. turn: how far (radians) across the flow, to both sides together."""
    wide, tall = (_fitted(cell, period) for period in grid.tile)
    columns, rows = _cells(grid.x[0], wide), _cells(grid.y[:, 0], tall)
    found = _touches(plan, chance, (cell, width, turn), presence, columns, rows).flatten(1)
    return found[:, (found[6] > 0).nonzero()[:, 0]]


@dataclass(frozen=True)
class Touches:
    """N touches, each on a square of S x S pixels around its middle.

    at: (N, S, S) which pixels, counted along the rows. along: (N, S, S) from -1 at the head to 1 at the tail. across: (N, S, S) heights
    from the spine. thick: (N, 1, 1) half the thickness in heights.
    """

    at: Tensor
    along: Tensor
    across: Tensor
    thick: Tensor

    @classmethod
    def laid(cls, grid: Grid, found: Tensor, cell: float, width: float) -> Touches:
        """Those of (10 or more, N) numbers, as `strewn` gives them."""
        a, b, c, d, e, f, thick, x, y = found[:9, :, None, None]
        side = 2 * math.ceil((HALF * cell + width) / grid.pixel) + 3
        column, row = _around(x[..., 0], grid.x[0], grid.pixel, side), _around(y[..., 0], grid.y[:, 0], grid.pixel, side)
        x, y = grid.x[0][column][:, None, :], grid.y[:, 0][row][:, :, None]
        along, across = (a * x + c) + b * y, (d * x + f) + e * y
        return cls(row[:, :, None] * grid.shape[1] + column[:, None, :], along, across, thick)


def _fitted(cell: float, period: float) -> float:
    """The size nearest to a cell's that goes into the period a whole number of times."""
    return period / max(1, round(period / cell)) if period else cell


def _hashed(numbers: Tensor, cell: float, period: float) -> Tensor:
    """(n,) numbers of cells -> where in the table of chances they look."""
    return (numbers % max(1, round(period / cell)) if period else numbers) % HASH


def _cells(axis: Tensor, cell: float) -> Tensor:
    """(n,) the cells whose touches may reach the pixels of an axis."""
    first, last = (axis[[0, -1]] / cell - 0.5).floor().long().tolist()
    return torch.arange(first, last + 2, device=axis.device)


def _around(middle: Tensor, axis: Tensor, pixel: float, side: int) -> Tensor:
    """(n, 1) middles -> (n, side) the pixels of an axis around each; those past an end become the end's, which does no harm."""
    first = ((middle - axis[0]) / pixel - side / 2).round().long()
    return (first + torch.arange(side, device=axis.device)).clamp_(0, len(axis) - 1)


def _touches(plan: Plan, chance: Chance, of: tuple[float, float, float], presence: Tensor, columns: Tensor, rows: Tensor) -> Tensor:
    """(10, rows, columns): along = a x + b y + c in [-1, 1] from head to tail, across = d x + e y + f, the half thickness, the
    middle's x and y in heights, and a chance of its own."""
    (cell, width, most), device = of, plan.rank.device
    wide, tall = plan.grid.tile
    dice = chance.uniforms("touches", 5, HASH, HASH).to(device)[:, _hashed(rows, cell, tall)][:, :, _hashed(columns, cell, wide)]
    x = (columns[None, :] + 0.5 + (dice[0] - 0.5) * 2 * JITTER) * _fitted(cell, wide)
    y = (rows[:, None] + 0.5 + (dice[1] - 0.5) * 2 * JITTER) * _fitted(cell, tall)
    cos, sin, here = plan.sample(torch.cat((plan.fields.flow, presence[None])), x, y)
    turn = (dice[2] - 0.5) * most
    cos, sin = cos - sin * turn, sin + cos * turn
    size = torch.rsqrt(cos.square() + sin.square() + 1e-8)
    cos, sin = cos * size, sin * size
    reach = 1.0 / (cell * HALF * (0.55 + 0.45 * dice[3]))
    thick = width * ((here - dice[4]) * 4).clamp(0, 1) * (0.6 + 0.6 * dice[3])
    thick = thick * (thick >= 1e-4)
    aside = x * sin - y * cos
    return torch.stack((cos * reach, sin * reach, -(x * cos + y * sin) * reach, -sin, cos, aside, thick, x, y, dice[2]))
