"""Cells in courses, as in brickwork: rows of cells, each row shifted by a length of its own, every cell with numbers of its own.

What a cell holds is a polynomial in y whose coefficients depend on the row and on x alone. So it is a product of two thin matrices, rows
by columns, and costs a plane about two operations, where a look-up of each pixel's cell costs ten. Cells are hashed by whole numbers
(Perlin 1985), and repeat where the grid does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid

CELLS = 64
"""Rows and columns after which cells come again: more than the widest picture shows of cells wider than 0.08."""


@dataclass(frozen=True)
class Courses:
    """The courses that a window shows. x: (R, W) from the middle of each course's cells; cell: (R, W) whole numbers below CELLS ** 2;
    rows: (H, R) 1 in the row's own course; down: (H, R) the height below the course's middle there, 0 elsewhere; pitch: (across, down)."""

    x: Tensor
    cell: Tensor
    rows: Tensor
    down: Tensor
    pitch: tuple[float, float]
    first: int

    @classmethod
    def laid(cls, grid: Grid, chance: Chance, across: float, down: float, shifts: Sequence[float] = ()) -> Courses:
        """Cells `across` by `down`, or as near to it as repeats. shifts: by how many cells courses are shifted, taking turns; without
        them each by a random length."""
        (wide, count_x), (tall, count_y) = _fitted(across, grid.tile[0]), _fitted(down, grid.tile[1], max(1, len(shifts)))
        _, (top, bottom) = grid.span
        first, last = math.floor(top / tall) - 1, math.floor(bottom / tall) + 1
        drawn = shifts or chance.uniforms("shift", CELLS).tolist()
        numbers = [(drawn[row % count_y % len(drawn)], float(row % count_y), row + 0.5) for row in range(first, last + 1)]
        shift, row, middle = torch.tensor(numbers, device=grid.device).T
        place = torch.add(grid.x * (1 / wide), shift[:, None])
        column = place.floor()
        x = place.sub_(column).sub_(0.5).mul_(wide)
        cell = torch.remainder(column, count_x).add_(row[:, None], alpha=CELLS)
        away = grid.y * (1 / tall) - middle
        rows = ((away >= -0.5) & (away < 0.5)).to(torch.float32)
        return cls(x, cell.to(torch.int32), rows, (away * rows).mul_(tall), (wide, tall), first)

    def numbers(self, table: Tensor) -> Tensor:
        """(m, CELLS ** 2) -> (m, R, W): each cell's own."""
        return torch.index_select(table, 1, self.cell.flatten()).reshape(-1, *self.cell.shape)

    def plane(self, values: Tensor) -> Tensor:
        """(R, W) -> (H, W)."""
        return self.rows @ values

    def planes(self, *terms: Tensor) -> Tensor:
        """Coefficients of 1, y, y ** 2 ... below the course's middle, each (k, R, W) -> (k, H, W)."""
        tall = [self.rows]
        for _ in terms[1:]:
            tall.append(tall[-1] * self.down)
        return torch.cat(tall, dim=1) @ torch.cat(terms, dim=1)


def third(grid: Grid, chance: Chance) -> tuple[float, float]:
    """A place near a third of the picture, where what leads the eye stands."""
    return grid.middle[0] + chance.sign("side") * grid.aspect / 6, grid.middle[1] + chance.sign("height") * 0.15


def led(grid: Grid, pitch: tuple[float, float], place: tuple[float, float], below: float = 0.0) -> tuple[Grid, tuple[float, float]]:
    """The window moved, along what does not repeat, so that what is drawn `below` the middle of the first cell stands at a place of the
    picture; and where that cell lies now. So the frame does not cut the cell that leads the eye, and it is the same one at any pitch."""
    moves = [0.0 if period else size / 2 - at for period, size, at in zip(grid.tile, pitch, place, strict=True)]
    cell = place[0] + moves[0], place[1] + moves[1]
    return grid.moved(moves[0], moves[1] + (0.0 if grid.tile[1] else below)), cell


def _fitted(pitch: float, period: float, multiple: int = 1) -> tuple[float, int]:
    """The pitch nearest to the one asked that goes into the period a whole number of times, and that number; CELLS without a period."""
    count = min(CELLS, max(1, round(period / pitch / multiple)) * multiple) if period else CELLS
    return (period / count if period else pitch), count
