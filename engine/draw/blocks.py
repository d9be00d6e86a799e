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


@dataclass(frozen=True)
class Nest:
    """Blocks of `side` x `side` pixels, four to a square and four squares to a large square, aligned to the picture, covering a
    window and a margin around it. What is found in a large square or a square is handed down to its blocks by broadcasting.

    large: (2, L) x and y of the large squares' centres. squares: (2, 4 L) of the squares', corner by corner. rows, columns: of
    large squares. inner: (side,) offsets of a block's pixels from its centre. bounds: least and greatest x, then y, of all. A
    block's number is its corner in its square, then its square's corner, then its large square's number.
    """

    large: Tensor
    squares: Tensor
    inner: Tensor
    side: int
    pixel: float
    rows: int
    columns: int
    skip: tuple[int, int]
    bounds: tuple[tuple[float, float], tuple[float, float]]

    @classmethod
    def of(cls, grid: Grid, size: float, margin: int) -> Nest:
        """Blocks about `size` picture heights wide, `margin` pixels around the window too."""
        side = max(1, round(size / grid.pixel))
        (height, width), pixel, large = grid.shape, grid.pixel, 4 * side
        (least_x, _), (least_y, _) = grid.span
        whole = round(grid.aspect / pixel), round(1 / pixel)
        left = round(least_x / pixel - 0.5 + whole[0] / 2) - margin
        top = round(least_y / pixel - 0.5 + whole[1] / 2) - margin
        first_column, first_row = left // large, top // large
        columns = (left + width + 2 * margin - 1) // large - first_column + 1
        rows = (top + height + 2 * margin - 1) // large - first_row + 1
        x = torch.arange(first_column, first_column + columns, device=grid.device, dtype=torch.float32)
        y = torch.arange(first_row, first_row + rows, device=grid.device, dtype=torch.float32)
        x, y = ((axis * large + (large - count) / 2) * pixel for axis, count in zip((x, y), whole, strict=True))
        centres = torch.stack((x.repeat(rows), y.repeat_interleave(columns)))
        inner = (torch.arange(side, device=grid.device, dtype=torch.float32) - (side - 1) / 2) * pixel
        squares = (centres[:, None] + cls._corners(side * pixel, grid.device)).flatten(1)
        skip = left - first_column * large, top - first_row * large
        firsts, counts = (first_column, first_row), (columns, rows)
        (west, east), (north, south) = (
            ((first * large - 0.5 * count) * pixel, ((first + number) * large - 0.5 * count) * pixel)
            for first, number, count in zip(firsts, counts, whole, strict=True)
        )
        return cls(centres, squares, inner, side, pixel, rows, columns, skip, ((west, east), (north, south)))

    @staticmethod
    def _corners(reach: float, device: torch.device) -> Tensor:
        return torch.tensor([[[-reach], [reach], [-reach], [reach]], [[-reach], [-reach], [reach], [reach]]], device=device)

    @property
    def half(self) -> float:
        """Half a block's side, in picture heights."""
        return 0.5 * self.side * self.pixel

    @property
    def within(self) -> Tensor:
        """(2, 4, 1) offsets of a square's blocks from its centre."""
        return self._corners(self.half, self.inner.device)

    @property
    def blocks(self) -> Tensor:
        """(2, blocks) the blocks' centres."""
        return (self.squares[:, None] + self.within).flatten(1)

    def plane(self, values: Tensor, shape: tuple[int, int], places: Tensor) -> Tensor:
        """(C, side * side, blocks) values -> (C, H, W) of the window and its margin, of that shape.

        places: (blocks,) int32, at which place of `values` each block stands.
        """
        (tall, wide), count = shape, self.rows * self.columns
        across, column = self._numbers(self.skip[0], wide, 1, count)
        down, row = self._numbers(self.skip[1], tall, self.columns, 2 * count)
        found = torch.index_select(places, 0, (down[:, None] + across).flatten()).view(shape)
        found.add_((row * self.side)[:, None] + column, alpha=16 * count)
        return torch.index_select(values.reshape(len(values), -1), 1, found.flatten()).view(-1, *shape)

    def _numbers(self, skip: int, count: int, large: int, small: int) -> tuple[Tensor, Tensor]:
        """(count,) int32 each, along an axis from pixel `skip` on: the block's number, where large squares count `large` and squares
        `small`; and which of the block's pixels."""
        pixels = torch.arange(skip, skip + count, device=self.inner.device, dtype=torch.int32)
        blocks = torch.div(pixels, self.side, rounding_mode="floor")
        number = (blocks % 2 * 4 + torch.div(blocks, 2, rounding_mode="floor") % 2) * small
        return torch.div(blocks, 4, rounding_mode="floor").mul_(large).add_(number), pixels - blocks * self.side
