"""Short tapered touches of a brush, one a cell of a lattice that stands still on the picture, along the picture's flow.

Each cell's touch is worked out once, from the easel's plan, as two affine maps; a pixel then asks the four nearest cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.grid import Grid

HASH = 61
"""The table of chances repeats after so many cells."""
FAR = 9.0
"""Where touches go that are not there, in picture heights."""
JITTER, HALF = 0.36, 0.62
"""How far a touch's middle strays from its cell's and half of its length, in cells: together less than one."""


def touches(grid: Grid, plan: Plan, chance: Chance, cell: float, width: float, presence: Tensor) -> Tensor:
    """(H, W) coverage by touches of about 1.2 `cell`s length and `width` (heights); `presence`: (h, w) on the plan, in [0, 1],
    how likely a touch is there; where it is faint touches get thinner first, so that nothing pops.
    """
    columns, rows = _Cells.under(grid.x.flatten(), cell), _Cells.under(grid.y.flatten(), cell)
    maps = _touches(plan, chance, cell, width, presence, columns.numbers, rows.numbers)
    deepest = grid.full(-1.0)
    for below in (0, 1):
        a, b, c, d, e, f, thick = torch.index_select(maps, 1, rows.index + below)
        starts = torch.cat((a, torch.addcmul(c, b, grid.y)), 1), torch.cat((d, torch.addcmul(f, e, grid.y)), 1)
        for right in (0, 1):
            pick = columns.picks(right)
            spread = torch.cat((pick * grid.x, pick))
            along, across, room = starts[0] @ spread, (starts[1] @ spread).abs_(), thick @ pick
            taper = (1 - along.square()).mul_((along * -0.55).add_(1.0).clamp_(min=0.2))
            deepest = torch.maximum(deepest, taper.mul_(room).sub_(across))
    return (deepest / grid.pixel + 0.5).clamp_(0, 1)


@dataclass(frozen=True)
class _Cells:
    """The cells whose middles lie around the pixels of one axis. numbers: (n,) the cells; index: (pixels,) which lies just below."""

    numbers: Tensor
    index: Tensor

    @classmethod
    def under(cls, axis: Tensor, cell: float) -> _Cells:
        below = (axis / cell - 0.5).floor().long()
        first = int(below[0])
        return cls(torch.arange(first, int(below[-1]) + 2, device=axis.device), below - first)

    def picks(self, after: int) -> Tensor:
        """(n, pixels) 1 at each pixel's cell, or the one `after` it: a product with it spreads cells over pixels, exactly."""
        return (torch.arange(len(self.numbers), device=self.index.device)[:, None] == self.index[None] + after).float()


def _touches(plan: Plan, chance: Chance, cell: float, width: float, presence: Tensor, columns: Tensor, rows: Tensor) -> Tensor:
    """(7, rows, columns): along = a x + b y + c in [-1, 1] from head to tail, across = d x + e y + f and the half thickness in heights."""
    device = plan.rank.device
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
    aside = x * sin - y * cos + (thick < 1e-4) * FAR
    return torch.stack((cos * reach, sin * reach, -(x * cos + y * sin) * reach, -sin, cos, aside, thick))
