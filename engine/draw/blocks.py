"""A window cut into small square blocks of pixels, so that what is true of a whole block is worked out once.

Marks (strokes, facets) are looked for once a block, then evaluated at its pixels in planes of shape (pixels of a block, blocks):
every parameter is one row that broadcasts down the pixels, and no pixel gathers anything. GPU rasterisers bin triangles into
tiles for the same reason (Seiler et al., "Larrabee", 2008).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.grid import Grid


@dataclass(frozen=True)
class Blocks:
    """Blocks of `side` x `side` pixels, aligned to the picture (not to the window), covering a window and `margin` pixels around it.

    x, y: (N,) plane coordinates of the blocks' centres. dx, dy: (side * side, 1) offsets of a block's pixels from its centre.
    """

    x: Tensor
    y: Tensor
    dx: Tensor
    dy: Tensor
    side: int
    pixel: float
    columns: int
    skip: tuple[int, int]

    @classmethod
    def of(cls, grid: Grid, size: float, margin: int = 0) -> Blocks:
        """Blocks about `size` picture heights wide."""
        side = max(1, round(size / grid.pixel))
        (height, width), pixel = grid.shape, grid.pixel
        (least_x, _), (least_y, _) = grid.span
        left = round(least_x / pixel - 0.5 + round(grid.aspect / pixel) / 2) - margin
        top = round(least_y / pixel - 0.5 + round(1 / pixel) / 2) - margin
        first_column, first_row = left // side, top // side
        columns = (left + width + 2 * margin - 1) // side - first_column + 1
        rows = (top + height + 2 * margin - 1) // side - first_row + 1

        def centres(first: int, count: int, whole: int) -> Tensor:
            index = torch.arange(first, first + count, device=grid.device, dtype=torch.float32)
            return (index * side + (side - whole) / 2) * pixel

        x = centres(first_column, columns, round(grid.aspect / pixel))
        y = centres(first_row, rows, round(1 / pixel))
        inner = (torch.arange(side, device=grid.device, dtype=torch.float32) - (side - 1) / 2) * pixel
        return cls(
            x=x.repeat(rows),
            y=y.repeat_interleave(columns),
            dx=inner.repeat(side)[:, None],
            dy=inner.repeat_interleave(side)[:, None],
            side=side,
            pixel=pixel,
            columns=columns,
            skip=(left - first_column * side, top - first_row * side),
        )

    @property
    def half(self) -> float:
        """Half a block's side, in picture heights."""
        return 0.5 * self.side * self.pixel

    def holding(self, small: Blocks) -> Tensor:
        """(small blocks,) for each of a finer cut of the same window, the number of the block here that holds its centre."""
        size = 2 * self.half
        column = ((small.x - self.x[0]) / size + 0.5).floor().long()
        row = ((small.y - self.y[0]) / size + 0.5).floor().long()
        return row * self.columns + column

    def plane(self, values: Tensor, shape: tuple[int, int]) -> Tensor:
        """(..., side * side, N) values -> (..., H, W) of the window (and its margin), of that shape."""
        lead, side = values.shape[:-2], self.side
        square = values.reshape(*lead, side, side, -1, self.columns)
        order = (*range(len(lead)), -2, -4, -1, -3)
        whole = square.permute(*(o if o >= 0 else len(lead) + 4 + o for o in order))
        whole = whole.reshape(*lead, -1, self.columns * side)
        skip_x, skip_y = self.skip
        return whole[..., skip_y : skip_y + shape[0], skip_x : skip_x + shape[1]]
