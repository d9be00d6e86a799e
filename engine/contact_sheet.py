"""Many small pictures on one sheet, each with its name beneath: how the studio's own pictures are judged."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from engine.contracts import Size
from engine.errors import PictureTooLargeError
from engine.image_generator import ImageGenerator, Painting

MAX_PIXELS = 120_000_000
_PAPER, _INK = "#f4f4f4", "#404040"


@dataclass(frozen=True)
class SheetPlan:
    """What goes on a sheet. Empty themes, styles or palettes: all of them.

    every: paint each theme x style with every palette and seed; otherwise palettes and seeds take turns from cell to cell.
    columns: cells in a row; 0 for one row a theme.
    """

    themes: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    palettes: tuple[str, ...] = ()
    seeds: tuple[int, ...] = (7,)
    cell: tuple[int, int] = (320, 213)
    columns: int = 0
    every: bool = False


@dataclass(frozen=True)
class Sheet:
    """A painted sheet: image (PIL RGB) and the paintings on it, in reading order."""

    image: Image.Image
    paintings: tuple[Painting, ...]


def paint_sheet(generator: ImageGenerator, plan: SheetPlan) -> Sheet:
    """Raises InvalidPreferencesError, UnknownNameError or PictureTooLargeError."""
    cell = Size.parse(plan.cell)
    cells = list(_cells(generator, plan))
    columns = min(plan.columns or len(plan.styles or generator.styles), len(cells))
    rows = -(-len(cells) // columns)
    gap = max(4, cell.height // 24)
    caption = max(12, cell.height // 14)
    step_x, step_y = cell.width + gap, cell.height + gap + caption
    if columns * step_x * rows * step_y > MAX_PIXELS:
        raise PictureTooLargeError(
            f"{len(cells)} cells of {cell.width} x {cell.height} make too large a sheet; ask for fewer or smaller ones."
        )
    image = Image.new("RGB", (gap + columns * step_x, gap + rows * step_y), _PAPER)
    write = ImageDraw.Draw(image)
    font = ImageFont.load_default(caption * 0.72)
    paintings = []
    for place, (theme, style, palette, seed) in enumerate(cells):
        painting = generator.preview({"theme": theme, "style": style, "palette": palette, "seed": seed}, cell)
        left, top = gap + place % columns * step_x, gap + place // columns * step_y
        image.paste(painting.image, (left, top))
        words = f"{_name(generator.catalogue.themes[theme])} · {_name(generator.catalogue.styles[style])} · {palette} · {seed}"
        write.text((left, top + cell.height + caption * 0.12), words, fill=_INK, font=font)
        paintings.append(painting)
    return Sheet(image, tuple(paintings))


def _cells(generator: ImageGenerator, plan: SheetPlan) -> Iterator[tuple[str, str, str, int]]:
    """(theme, style, palette, seed) of each cell, in reading order."""
    themes, styles = plan.themes or generator.themes, plan.styles or generator.styles
    palettes: Sequence[str] = plan.palettes or generator.palettes
    if plan.every:
        yield from (
            (theme, style, palette, seed) for palette, seed, theme, style in itertools.product(palettes, plan.seeds, themes, styles)
        )
        return
    for (row, theme), (column, style) in itertools.product(enumerate(themes), enumerate(styles)):
        turn = row * len(styles) + column
        yield theme, style, palettes[turn % len(palettes)], plan.seeds[turn % len(plan.seeds)]


def _name(entry: object) -> str:
    return str(getattr(entry, "name", ""))
