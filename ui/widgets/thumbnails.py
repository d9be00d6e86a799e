"""POST /thumbnails: one picker's tiles as one JPEG sheet, painted in the colours and the style now chosen.

One request and one picture a picker, painted in a thread of its own so that it never stands before the live preview, remembered
by what was asked (bounded), and refused with 503 when too many wait: the page then keeps the tiles it has.
"""

from __future__ import annotations

import asyncio
import io
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from PIL import Image
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import ImageGenerator, Preferences
from engine.errors import InvalidPreferencesError
from ui.api.answers import RequestError, route
from ui.api.bodies import read_json

TILE = (160, 120)
SEED = 7
KINDS = ("theme", "style")
MAX_BODY = 64 * 1024


class Sheets:
    """Sheets of thumbnails by what they show. Shared by all visitors: a sheet holds nothing but preferences made visible.

    most: sheets remembered; the longest unasked goes first. most_waiting: sheets in line to be painted.
    """

    def __init__(self, generator: ImageGenerator, *, most: int = 48, most_waiting: int = 12) -> None:
        self._generator = generator
        self._most, self._most_waiting = most, most_waiting
        self._painter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thumbnails")
        self._sheets: OrderedDict[tuple[str, str], Future[bytes]] = OrderedDict()
        self._lock = Lock()

    def ask(self, kind: str, asked: Preferences) -> Future[bytes]:
        """The sheet of a kind for these preferences. Raises InvalidPreferencesError, and RequestError `busy`."""
        neutral = self._generator.resolve(asked).model_copy(update={"seed": SEED, "knobs": Preferences().knobs, "words": ""})
        key = (kind, neutral.model_copy(update={kind: None}).model_dump_json())
        with self._lock:
            if key in self._sheets:
                self._sheets.move_to_end(key)
                return self._sheets[key]
            if sum(not sheet.done() for sheet in self._sheets.values()) >= self._most_waiting:
                raise RequestError("busy", "Many people are choosing just now; the thumbnails will follow.")
            sheet = self._sheets[key] = self._painter.submit(self._paint, kind, neutral)
            while len(self._sheets) > self._most:
                self._sheets.popitem(last=False)
            return sheet

    def _paint(self, kind: str, preferences: Preferences) -> bytes:
        names = self._generator.themes if kind == "theme" else self._generator.styles
        sheet = Image.new("RGB", (TILE[0] * len(names), TILE[1]))
        for place, name in enumerate(names):
            tile = self._generator.preview(preferences.model_copy(update={kind: name}), TILE).image
            sheet.paste(tile, (place * TILE[0], 0))
        packed = io.BytesIO()
        sheet.save(packed, "JPEG", quality=86, subsampling=0)
        return packed.getvalue()


def thumbnail_routes(generator: ImageGenerator) -> list[Route]:
    """POST /thumbnails {"kind": "theme" | "style", "preferences": {...}} -> image/jpeg, tiles side by side in catalogue order."""
    sheets = Sheets(generator)

    async def thumbnails(request: Request) -> Response:
        asked = await read_json(request, MAX_BODY)
        kind, preferences = asked.get("kind"), asked.get("preferences")
        if kind not in KINDS or not isinstance(preferences, dict):
            raise InvalidPreferencesError("Send a kind, theme or style, and preferences.")
        sheet = await asyncio.wrap_future(sheets.ask(kind, Preferences.parse(preferences)))
        return Response(sheet, media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    return [route("/thumbnails", post=thumbnails)]
