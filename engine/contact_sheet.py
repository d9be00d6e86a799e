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
    cells: sizes of a picture; with several, each picture is painted at all of them, side by side. columns: pictures in a row; 0 for one
    row a theme. looks: the studio's looks instead of all that, six in a row unless said.
    """

    themes: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    palettes: tuple[str, ...] = ()
    seeds: tuple[int, ...] = (7,)
    cells: tuple[tuple[int, int], ...] = ((320, 213),)
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
    sizes = [Size.parse(cell) for cell in plan.cells]
    shown = list(_cells(generator, plan))
    columns = min(plan.columns or (LOOKS_IN_A_ROW if plan.looks else len(plan.styles or generator.styles)), len(shown))
    tall = max(size.height for size in sizes)
    gap, caption = max(4, tall // 24), max(12, tall // 14)
    lefts = list(itertools.accumulate((size.width + gap for size in sizes * columns), initial=gap))
    step_y = tall + gap + caption
    canvas = (lefts[-1], gap + -(-len(shown) // columns) * step_y)
    if canvas[0] * canvas[1] > MAX_PIXELS:
        raise PictureTooLargeError(
            f"{len(shown)} pictures make too large a sheet ({canvas[0]} x {canvas[1]} pixels); ask for fewer or smaller ones."
        )
    image = Image.new("RGB", canvas, _PAPER)
    write = ImageDraw.Draw(image)
    font = ImageFont.load_default(caption * 0.72)
    paintings = []
    for place, ((asked, words), (turn, size)) in enumerate(itertools.product(shown, enumerate(sizes))):
        painting = generator.preview(asked, size)
        row, column = divmod(place, columns * len(sizes))
        left, top = lefts[column], gap + row * step_y
        image.paste(painting.image, (left, top))
        if turn == 0:
            room = lefts[column + len(sizes)] - left - gap
            write.text((left, top + tall + caption * 0.12), _fitting(words, font, room), fill=_INK, font=font)
        paintings.append(painting)
    return Sheet(image, tuple(paintings))


def _fitting(words: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int) -> str:
    """As many parts of a caption, from the first, as fit under its picture."""
    while font.getlength(words) > room and " · " in words:
        words = words.rpartition(" · ")[0]
    return words


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
