"""Many small pictures on one sheet, each with its name beneath: how the studio's own pictures are judged."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from engine.contracts import Preferences, Size
from engine.errors import PictureTooLargeError
from engine.image_generator import ImageGenerator, Painting

MAX_PIXELS = 120_000_000
LOOKS_IN_A_ROW = 6
_PAPER, _INK = "#f4f4f4", "#404040"


@dataclass(frozen=True)
class SheetPlan:
    """What goes on a sheet. Empty themes, styles or palettes: all of them.

    every: paint each theme x style with every palette and seed; otherwise palettes and seeds take turns from cell to cell.
    columns: cells in a row; 0 for one row a theme. looks: the studio's looks instead of all that, six in a row unless said.
    """

    themes: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    palettes: tuple[str, ...] = ()
    seeds: tuple[int, ...] = (7,)
    cell: tuple[int, int] = (320, 213)
    columns: int = 0
    every: bool = False
    looks: bool = False


@dataclass(frozen=True)
class Sheet:
    """A painted sheet: image (PIL RGB) and the paintings on it, in reading order."""

    image: Image.Image
    paintings: tuple[Painting, ...]


def paint_sheet(generator: ImageGenerator, plan: SheetPlan) -> Sheet:
    """Raises InvalidPreferencesError, UnknownNameError or PictureTooLargeError."""
    cell = Size.parse(plan.cell)
    cells = list(_cells(generator, plan))
    columns = min(plan.columns or (LOOKS_IN_A_ROW if plan.looks else len(plan.styles or generator.styles)), len(cells))
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
    for place, (asked, words) in enumerate(cells):
        painting = generator.preview(asked, cell)
        left, top = gap + place % columns * step_x, gap + place // columns * step_y
        image.paste(painting.image, (left, top))
        write.text((left, top + cell.height + caption * 0.12), words, fill=_INK, font=font)
        paintings.append(painting)
    return Sheet(image, tuple(paintings))


def _cells(generator: ImageGenerator, plan: SheetPlan) -> Iterator[tuple[Preferences, str]]:
    """What each cell shows and the words beneath it, in reading order."""
    catalogue = generator.catalogue
    if plan.looks:
        yield from ((look.preferences, look.name) for look in catalogue.looks.values())
        return
    for theme, style, palette, seed in _combinations(generator, plan):
        words = f"{catalogue.themes[theme].name} · {catalogue.styles[style].name} · {palette} · {seed}"
        yield Preferences(theme=theme, style=style, palette=palette, seed=seed), words


def _combinations(generator: ImageGenerator, plan: SheetPlan) -> Iterator[tuple[str, str, str, int]]:
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
