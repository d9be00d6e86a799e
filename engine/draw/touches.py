"""Short tapered touches of a brush, one a cell of a lattice that stands still on the picture, along the picture's flow.

Each cell's touch is worked out once, from the easel's plan, as two affine maps; a pixel then asks the four nearest cells.
"""

from __future__ import annotations

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
    low_x, low_y = _first(grid.x, cell), _first(grid.y, cell)
    columns, rows = _cells(grid.x, cell, low_x), _cells(grid.y, cell, low_y)
    maps = _touches(plan, chance, cell, width, presence, (low_x, low_y), (int(rows[-1]) + 2, int(columns[-1]) + 2))
    cover = grid.full(0.0)
    for below in (0, 1):
        strip = maps[:, rows + below]
        for right in (0, 1):
            a, b, c, d, e, f, thick = strip[:, :, columns + right]
            along = torch.addcmul(torch.addcmul(c, a, grid.x), b, grid.y)
            across = torch.addcmul(torch.addcmul(f, d, grid.x), e, grid.y).abs_()
            taper = (1 - along.square()).clamp_(0).mul_(1.0 - 0.55 * along)
            cover = torch.maximum(cover, taper.mul_(thick).sub_(across))
    return (cover / grid.pixel + 0.5).clamp_(0, 1) * (cover > 0)


def _first(axis: Tensor, cell: float) -> int:
    return int((axis.flatten()[0] / cell - 0.5).floor())


def _cells(axis: Tensor, cell: float, first: int) -> Tensor:
    """Each pixel's lower neighbour among the cells' middles, counted from `first`."""
    return (axis.flatten() / cell - 0.5).floor().long() - first


def _touches(
    plan: Plan, chance: Chance, cell: float, width: float, presence: Tensor, first: tuple[int, int], shape: tuple[int, int]
) -> Tensor:
    """(7, rows, columns): along = a x + b y + c in [-1, 1] from head to tail, across = d x + e y + f and the half thickness in heights."""
    device = plan.rank.device
    rows, columns = torch.arange(shape[0], device=device) + first[1], torch.arange(shape[1], device=device) + first[0]
    dice = chance.uniforms("touches", 5, HASH, HASH).to(device)[:, rows % HASH][:, :, columns % HASH]
    x = (columns[None, :] + 0.5 + (dice[0] - 0.5) * 2 * JITTER) * cell
    y = (rows[:, None] + 0.5 + (dice[1] - 0.5) * 2 * JITTER) * cell
    cos, sin, here = plan.sample(torch.cat((plan.fields.flow, presence[None])), x, y)
    turn = (dice[2] - 0.5) * 0.5
    cos, sin = cos - sin * turn, sin + cos * turn
    size = torch.rsqrt(cos.square() + sin.square() + 1e-8)
    cos, sin = cos * size, sin * size
    reach = 1.0 / (cell * HALF * (0.55 + 0.45 * dice[3]))
    thick = width * ((here - dice[4]) * 4).clamp(0, 1) * (0.6 + 0.6 * dice[3])
    thick = thick - (thick < 1e-4).float()
    return torch.stack((cos * reach, sin * reach, -(x * cos + y * sin) * reach, -sin, cos, x * sin - y * cos, thick))
