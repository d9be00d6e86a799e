"""POST /thumbnails: some of a picker's tiles as one JPEG sheet, painted in the colours and the style now chosen.

Painted in a thread of its own so that it never stands before the live preview, remembered
by what was asked (bounded), and refused with 503 when too many wait: the page then keeps the tiles it has.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from PIL import Image
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import ImageGenerator, Preferences, Priority
from engine.errors import InvalidPreferencesError
from ui.api.answers import RequestError, route
from ui.api.bodies import read_json

_log = logging.getLogger("hueprint.thumbnails")

TILE = (160, 120)
SEED = 7
KINDS = ("theme", "style", "look")
GREY = (128, 128, 128)
NEUTRAL = {"seed": SEED, "knobs": Preferences().knobs, "options": {}, "tile": "none", "words": ""}
"""What a tile leaves out of the preferences: it shows the theme or the style, not the picture in hand."""
MAX_BODY = 64 * 1024


class Sheets:
    """Sheets of thumbnails by what they show. Shared by all visitors: a sheet holds nothing but preferences made visible.

    most: sheets remembered; the longest unasked goes first. most_waiting: sheets in line to be painted.
    """

    def __init__(self, generator: ImageGenerator, *, most: int = 192, most_waiting: int = 12) -> None:
        self._generator = generator
        self._most, self._most_waiting = most, most_waiting
        self._painter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thumbnails")
        self._sheets: OrderedDict[tuple[str, tuple[str, ...], str], Future[bytes]] = OrderedDict()
        self._lock = Lock()

    def ask(self, kind: str, asked: Preferences, names: tuple[str, ...] = ()) -> Future[bytes]:
        """The sheet of these names of a kind (all, when none is said) in these preferences.

        Raises InvalidPreferencesError, UnknownNameError, and RequestError `busy`.
        """
        catalogue = self._generator.catalogue
        shelves: dict[str, Mapping[str, object]] = {"theme": catalogue.themes, "style": catalogue.styles, "look": catalogue.looks}
        shelf = shelves[kind]
        for name in names:
            shelf[name]  # an unknown one raises
        names = names or tuple(shelf)
        # A look is the same picture whatever is in hand.
        neutral = Preferences() if kind == "look" else self._generator.resolve(asked).model_copy(update=NEUTRAL)
        key = (kind, names, neutral.model_copy(update={kind: None} if kind != "look" else {}).model_dump_json())
        with self._lock:
            known = self._sheets.get(key)
            if known and not (known.done() and (known.cancelled() or known.exception())):
                self._sheets.move_to_end(key)
                return known
            if sum(not sheet.done() for sheet in self._sheets.values()) >= self._most_waiting:
                raise RequestError("busy", "Many people are choosing just now; the thumbnails will follow.")
            sheet = self._sheets[key] = self._painter.submit(self._paint, kind, names, neutral)
            while len(self._sheets) > self._most:
                self._sheets.popitem(last=False)
            return sheet

    def close(self) -> None:
        """Finish the sheet in hand and drop what waits: a process that ends under a painting thread ends in an abort."""
        self._painter.shutdown(wait=True, cancel_futures=True)

    def _shown(self, kind: str, name: str, preferences: Preferences) -> Preferences:
        """What a tile shows."""
        return self._generator.catalogue.looks[name].preferences if kind == "look" else preferences.model_copy(update={kind: name})

    def _paint(self, kind: str, names: tuple[str, ...], preferences: Preferences) -> bytes:
        sheet = Image.new("RGB", (TILE[0] * len(names), TILE[1]))
        failures: list[Exception] = []
        for place, name in enumerate(names):
            try:
                tile = self._generator.preview(self._shown(kind, name, preferences), TILE, Priority.BATCH).image
            except Exception as error:  # noqa: BLE001 - one theme that cannot be painted leaves its own tile grey, not all of them
                failures.append(error)
                tile = Image.new("RGB", TILE, GREY)
            sheet.paste(tile, (place * TILE[0], 0))
        if failures:
            _log.error("%d of %d tiles could not be painted (%s).", len(failures), len(names), type(failures[0]).__name__)
        if len(failures) == len(names):
            raise failures[0]
        packed = io.BytesIO()
        sheet.save(packed, "JPEG", quality=86, subsampling=0)
        return packed.getvalue()


def thumbnail_routes(sheets: Sheets) -> list[Route]:
    """POST /thumbnails {"kind": "theme" | "style" | "look", "names": [...], "preferences": {...}} -> image/jpeg, tiles side by side.

    In the order of `names`; without it, all of the kind in catalogue order.
    """

    async def thumbnails(request: Request) -> Response:
        asked = await read_json(request, MAX_BODY)
        kind, names, preferences = asked.get("kind"), asked.get("names", []), asked.get("preferences")
        if kind not in KINDS or not isinstance(preferences, dict):
            raise InvalidPreferencesError("Send a kind, theme, style or look, and preferences.")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
            raise InvalidPreferencesError("“names” lists ids of the kind, each once.")
        sheet = await asyncio.wrap_future(sheets.ask(kind, Preferences.parse(preferences), tuple(names)))
        return Response(sheet, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    return [route("/thumbnails", post=thumbnails)]
