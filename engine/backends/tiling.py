"""Which pieces a picture is painted in. They hang on its size alone, never on who paints them: so the bytes are the same for everyone."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.backends.memory import REMEMBERED_PIXELS
from engine.contracts import Size

Box = tuple[int, int, int, int]
"""(left, top, right, bottom) in pixels of the picture."""

TILE_PIXELS = 400_000
"""Of a picture too large to be painted in one piece or two: planes of 1.6 MB."""
BANDS_PIXELS = 90_000
"""From here on a preview is painted in two bands at once; below, the cost of calling every operation twice outweighs that."""
LEAD = 0.46
"""The upper band's part of the height: whoever paints it makes the small pass too."""


def bands_or_tiles(size: Size) -> list[Box]:
    """For processor cores: a preview as two bands (a very small one whole), else tiles."""
    if not BANDS_PIXELS <= size.pixels <= REMEMBERED_PIXELS:
        return one_or_tiles(size)
    cut = round(LEAD * size.height)
    return [(0, 0, size.width, cut), (0, cut, size.width, size.height)]


def one_or_tiles(size: Size) -> list[Box]:
    """A preview whole, else tiles."""
    return [(0, 0, size.width, size.height)] if size.pixels <= REMEMBERED_PIXELS else list(tiles(size, TILE_PIXELS))


def tiles(size: Size, pixels: int) -> Iterator[Box]:
    """Nearly square tiles of about `pixels` pixels that cover the picture, row by row."""
    side = math.sqrt(pixels)
    columns = max(1, round(size.width / side))
    rows = max(1, math.ceil(size.pixels / columns / pixels * 0.85))
    for row in range(rows):
        for column in range(columns):
            yield (
                size.width * column // columns,
                size.height * row // rows,
                size.width * (column + 1) // columns,
                size.height * (row + 1) // rows,
            )
