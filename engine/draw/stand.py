"""What stands in a row, one in each cell along x, each with numbers of its own: trunks, firs, flowers. Worked out per column."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid

CELLS = 128
"""A row repeats after so many, which is far more than a picture sees."""


@dataclass(frozen=True)
class Stand:
    """across: (1, W) distance of a column from the middle of what stands in its cell, negative on its left, in heights; middle: (1, W)
    its x; own: (n, 1, W) in [0, 1), the cell's own numbers.
    """

    across: Tensor
    middle: Tensor
    own: Tensor


def stand(grid: Grid, chance: Chance, pitch: float, numbers: int, jitter: float = 0.5) -> Stand:
    """A row `pitch` apart; each stands within `jitter` of a cell about its cell's middle."""
    table = grid.once(("stand", chance.path), lambda: chance.uniforms("stand", numbers + 1, CELLS).to(grid.device))
    place = grid.x / pitch + chance.uniform("shift", 0, CELLS)
    cell = place.floor()
    found = torch.index_select(table, 1, numbered(cell).flatten()).view(-1, *cell.shape)
    across = (place - cell - 0.5).sub_(found[0] - 0.5, alpha=jitter).mul_(pitch)
    return Stand(across, grid.x - across, found[1:])


def numbered(cell: Tensor) -> Tensor:
    """Whole numbers -> which of CELLS, a power of two, each is: int32."""
    return cell.to(torch.int32).bitwise_and_(CELLS - 1)
