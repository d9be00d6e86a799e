"""Sheets of thumbnails: several small pictures side by side in one WebP, painted as many at once as the engine is made for.

Threads of their own paint them, so that they never stand before the live preview. A sheet is remembered by what it shows (bounded), and
given up once everybody who asked for it has left; when too many wait, the next is refused and the page keeps the tiles it has. A sheet of
a photograph is for whoever asked alone, and is not remembered.
"""

from __future__ import annotations

import io
import logging
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import RLock

from PIL import Image

from engine import ImageGenerator, Preferences, Priority
from engine.errors import InvalidPreferencesError
from engine.photograph import Photograph
from ui.api.answers import RequestError

_log = logging.getLogger("hueprint.thumbnails")

TILES = {1: (96, 72), 2: (160, 120)}
"""A picker's tile for screens of that many pixels to a CSS pixel."""
ZOOMS = (1, 2)
"""The whole picture, or its middle at twice the size."""
QUALITY = 64
"""A page shows some 20 tiles at once: at this quality half a JPEG's bytes, and no seam to be seen at a tile's size."""
EFFORT = 6
"""The encoder's most: a twentieth fewer bytes, for no more time than a tile's painting varies by."""
GREY = (128, 128, 128)
NEUTRAL = {"knobs": Preferences().knobs, "options": {}, "tile": "none", "words": "", "phase": 0.0}
"""What a picker's tile leaves out of the preferences: it shows the theme or the style at its plainest, composed by the seed in hand."""

Size = tuple[int, int]


class LeftError(Exception):
    """Everybody who asked for the sheet has gone."""


class Sheet(Future[bytes]):
    """A WebP to come. shown: what its tiles show, left to right. tile: their size in pixels. photograph: that they are of, if any.
    zoom: each tile is the middle of a picture so many times as wide. askers: how many wait; left: all gave up."""

    def __init__(self, shown: tuple[Preferences, ...], tile: Size, photograph: Photograph | None = None, zoom: int = 1) -> None:
        super().__init__()
        self.shown, self.tile, self.photograph, self.zoom = shown, tile, photograph, zoom
        self.askers = 0
        self.left = False

    @property
    def failed(self) -> bool:
        """Whether it must be painted again to be had."""
        return self.left or (self.done() and (self.cancelled() or self.exception() is not None))


class Sheets:
    """Sheets by what they show. Shared by all visitors: a sheet holds nothing but preferences made visible.

    most: sheets remembered; the longest unasked goes first. most_waiting: sheets in line to be painted.
    """

    def __init__(self, generator: ImageGenerator, *, most: int = 192, most_waiting: int = 12) -> None:
        self._generator = generator
        self._most, self._most_waiting = most, most_waiting
        self._painter = ThreadPoolExecutor(generator.side_by_side, thread_name_prefix="thumbnails")
        self._sheets: OrderedDict[tuple[object, ...], Sheet] = OrderedDict()
        self._lock = RLock()  # a sheet that is called off under it forgets itself

    def ask(self, kind: str, asked: Preferences, names: tuple[str, ...] = (), density: int = 2, zoom: int = 1) -> Sheet:
        """The sheet of these names of a kind, theme, style or look (all, when none is said), in these preferences. density: of TILES.

        zoom: of ZOOMS; the marks of a style are finer than the pixels of a tile that shows the whole picture.

        Raises InvalidPreferencesError, UnknownNameError, and RequestError `busy`.
        """
        catalogue = self._generator.catalogue
        shelves: dict[str, Mapping[str, object]] = {"theme": catalogue.themes, "style": catalogue.styles, "look": catalogue.looks}
        shelf = shelves[kind]
        for name in names:
            shelf[name]  # an unknown one raises
        names, tile = names or tuple(shelf), TILES[density]
        if kind == "look":  # the same picture whatever is in hand
            return self._sheet((kind, names, tile), Sheet(tuple(catalogue.looks[name].preferences for name in names), tile))
        neutral = self._generator.resolve(asked).model_copy(update=NEUTRAL)
        key = (kind, names, tile, zoom, neutral.model_copy(update={kind: None}).model_dump_json())
        return self._sheet(key, Sheet(tuple(neutral.model_copy(update={kind: name}) for name in names), tile, zoom=zoom))

    def ask_each(self, each: tuple[Preferences, ...], tile: Size, photograph: Photograph | None = None, zoom: int = 1) -> Sheet:
        """The sheet of these very pictures, each `tile` pixels large. photograph: that any of them are of. Raises what `ask` does."""
        shown = tuple(self._generator.resolve(asked).model_copy(update={"words": ""}) for asked in each)
        theirs = {asked.photo.sha256 for asked in shown if asked.photo}
        if theirs - {photograph.sha256 if photograph else ""}:
            raise InvalidPreferencesError("photo: send the handle (from POST /photos) of the photograph that these pictures are of.")
        if theirs:
            return self._sheet((object(),), Sheet(shown, tile, photograph, zoom))
        return self._sheet((tile, zoom, *(asked.model_dump_json() for asked in shown)), Sheet(shown, tile, zoom=zoom))

    def leave(self, sheet: Sheet) -> None:
        """One who asked for it has had it, or has gone. With the last of them the painting ends, after the tile in hand."""
        with self._lock:
            sheet.askers -= 1
            if sheet.askers <= 0 and not sheet.done() and not sheet.cancel():
                sheet.left = True

    def close(self) -> None:
        """Finish the tile in hand and drop what waits: a process that ends under a painting thread ends in an abort."""
        with self._lock:
            for sheet in list(self._sheets.values()):
                sheet.cancel()
        self._painter.shutdown(wait=True)

    def _sheet(self, key: tuple[object, ...], fresh: Sheet) -> Sheet:
        with self._lock:
            sheet = self._sheets.get(key)
            if sheet is None or sheet.failed:
                if sum(not other.done() for other in self._sheets.values()) >= self._most_waiting:
                    raise RequestError("busy", "Many people are choosing just now; the thumbnails will follow.")
                sheet = self._sheets[key] = fresh
                if sheet.photograph is not None:
                    sheet.add_done_callback(lambda _: self._forget(key))
                self._painter.submit(self._finish, sheet)
            self._sheets.move_to_end(key)
            while len(self._sheets) > self._most:
                self._sheets.popitem(last=False)
            sheet.askers += 1
            return sheet

    def _forget(self, key: tuple[object, ...]) -> None:
        with self._lock:
            self._sheets.pop(key, None)

    def _finish(self, sheet: Sheet) -> None:
        if not sheet.set_running_or_notify_cancel():
            return
        try:
            sheet.set_result(self._paint(sheet))
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            sheet.set_exception(error)

    def _paint(self, sheet: Sheet) -> bytes:
        width, height = sheet.tile
        picture = Image.new("RGB", (width * len(sheet.shown), height))
        failures: list[Exception] = []
        for place, shown in enumerate(sheet.shown):
            if sheet.left:
                raise LeftError
            try:
                tile = self._tile(shown, sheet)
            except Exception as error:  # noqa: BLE001 - one theme that cannot be painted leaves its own tile grey, not all of them
                failures.append(error)
                tile = Image.new("RGB", sheet.tile, GREY)
            picture.paste(tile, (place * width, 0))
        if failures:
            _log.error("%d of %d tiles could not be painted (%s).", len(failures), len(sheet.shown), type(failures[0]).__name__)
        if len(failures) == len(sheet.shown):
            raise failures[0]
        packed = io.BytesIO()
        picture.save(packed, "WEBP", quality=QUALITY, method=EFFORT)
        return packed.getvalue()

    def _tile(self, shown: Preferences, sheet: Sheet) -> Image.Image:
        width, height = sheet.tile
        whole = self._generator.preview(shown, (width * sheet.zoom, height * sheet.zoom), Priority.BATCH, sheet.photograph).image
        left, top = (whole.width - width) // 2, (whole.height - height) // 2
        return whole.crop((left, top, left + width, top + height))
