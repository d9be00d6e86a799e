"""Squares laid edge to edge on the picture's plane: a window averaged down to them, and their colours laid out on it again.

Down to squares are products with matrices of overlaps (one an axis), so that a square is the same at every size of picture. Laid out, a
pixel is of one square: mixtures of two inks along the borders would be a good part of a small picture, and count as an ink between them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.grid import Grid

ALIKE = 4
"""Where the picture repeats, a period holds a whole number of so many squares: patterns of 4 x 4 squares repeat with it."""

SMALL, WHOLE = 1.0, 0.999
"""So many pixels wide, a square may fall between pixels' middles; so much of a pixel is all of it."""
EVEN = 1 / 64
"""Of a pixel: where a border runs through pixels' very middles, so far off them, or rounding would choose their squares."""


@dataclass(frozen=True)
class Squares:
    """The squares that a window shows. Along each axis: first number, side and border of number 0 (heights), and how many."""

    grid: Grid
    first: tuple[int, int]
    side: tuple[float, float]
    start: tuple[float, float]
    count: tuple[int, int]

    @classmethod
    def over(cls, grid: Grid, side: float) -> Squares:
        """Squares of about `side` picture heights; exactly so unless the picture repeats.

        One border runs through the middle; a repeating picture's own border runs through the middles of squares.
        """
        sides = [period / max(ALIKE, ALIKE * round(period / side / ALIKE)) if period else side for period in grid.tile]
        starts = [-(period + one) / 2 if period else 0.0 for period, one in zip(grid.tile, sides, strict=True)]
        half, spans = grid.pixel / 2, grid.span
        low = [math.floor((span[0] - half - start) / one + 1e-3) for span, start, one in zip(spans, starts, sides, strict=True)]
        high = [math.ceil((span[1] + half - start) / one - 1e-3) for span, start, one in zip(spans, starts, sides, strict=True)]
        counts = [max(1, end - begin) for begin, end in zip(low, high, strict=True)]
        return cls(grid, *((pair[0], pair[1]) for pair in (low, sides, starts, counts)))  # type: ignore[arg-type]

    def numbers(self, axis: int) -> Tensor:
        """(n,) whole numbers of the squares along x (0) or y (1)."""
        return torch.arange(self.count[axis], device=self.grid.device) + self.first[axis]

    def _overlap(self, axis: int, low: float, high: float, least: float = 0.0) -> Tensor:
        """(n, pixels): how much (heights) of each pixel lies between the parts `low` and `high` of each square, widened to `least`."""
        places = (self.grid.x[0], self.grid.y[:, 0])[axis]
        begin = (self.numbers(axis) + low) * self.side[axis] + self.start[axis]
        wide = (high - low) * self.side[axis]
        spare = max(0.0, least - wide) / 2
        half = self.grid.pixel / 2
        end = torch.minimum((places + half)[None], (begin + wide + spare)[:, None])
        return end.sub_(torch.maximum((places - half)[None], (begin - spare)[:, None])).clamp_(min=0)

    def means(self, planes: Tensor, part: float) -> Tensor:
        """(..., H, W) -> (..., rows, columns): what the middle `part` (of a side) of each square shows."""
        across, down = (self._overlap(axis, 0.5 - part / 2, 0.5 + part / 2, self.grid.pixel) for axis in (0, 1))
        across, down = (weights.div_(weights.sum(1, keepdim=True).clamp_min(1e-9)) for weights in (across, down))
        means: Tensor = down @ planes @ across.T
        return means

    def laid(self, values: Tensor) -> Tensor:
        """(..., rows, columns) -> (..., H, W): each square in its flat colour, its border along whole pixels.

        Of squares smaller than pixels some would be lost, and the tones woven of them with those: they share pixels, never four one.
        """
        if min(self.side) >= SMALL * self.grid.pixel:
            across, down = (self._holding(axis) for axis in (0, 1))
            return torch.index_select(torch.index_select(values, -1, across), -2, down)
        across, down = (self._overlap(axis, 0.0, 1.0).mul_(1 / self.grid.pixel) for axis in (0, 1))
        laid: Tensor = (down.T @ values) @ across
        most, shared = down.argmax(0), across.amax(0) < WHOLE
        laid[..., shared] = values[..., most, :] @ across[:, shared]
        return laid

    def _holding(self, axis: int) -> Tensor:
        """(pixels,) which of the squares along an axis holds a pixel's middle."""
        places = (self.grid.x[0], self.grid.y[:, 0])[axis]
        number = (places + (EVEN * self.grid.pixel - self.start[axis])).div_(self.side[axis]).floor_()
        return number.sub_(self.first[axis]).clamp_(0, self.count[axis] - 1).to(torch.int32)

    def rims(self, low: float, high: float) -> Tensor:
        """(H, W) in [0, 2]: how much of a pixel lies between these parts of a square's width, plus of its height."""
        across, down = (self._overlap(axis, low, high).sum(0).mul_(1 / self.grid.pixel) for axis in (0, 1))
        return across + down[:, None]
