"""POST /thumbnails: one picker's tiles as one JPEG sheet, painted in the colours and the style now chosen.

One request and one picture a picker, painted in a thread of its own so that it never stands before the live preview, remembered
by what was asked (bounded), and refused with 503 when too many wait: the page then keeps the tiles it has.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from PIL import Image
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine import HueprintError, ImageGenerator, Preferences
from engine.errors import InvalidPreferencesError

TILE = (160, 120)
KINDS = ("theme", "style")
MAX_SHEETS = 48
MAX_WAITING = 12
MAX_BODY = 64 * 1024


class Sheets:
    """Sheets of thumbnails by what they show. Shared by all visitors: a sheet holds nothing but preferences made visible."""

    def __init__(self, generator: ImageGenerator) -> None:
        self._generator = generator
        self._painter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thumbnails")
        self._sheets: OrderedDict[tuple[str, str], Future[bytes]] = OrderedDict()
        self._lock = Lock()

    def ask(self, kind: str, asked: Preferences) -> Future[bytes] | None:
        """The sheet of a kind for these preferences, or None when too many are waiting. Raises InvalidPreferencesError."""
        neutral = self._generator.resolve(asked).model_copy(update={"seed": 7, "knobs": Preferences().knobs, "words": ""})
        fixed = neutral.model_copy(update={kind: None})
        key = (kind, fixed.model_dump_json())
        with self._lock:
            if key in self._sheets:
                self._sheets.move_to_end(key)
                return self._sheets[key]
            if sum(not sheet.done() for sheet in self._sheets.values()) >= MAX_WAITING:
                return None
            sheet = self._sheets[key] = self._painter.submit(self._paint, kind, neutral)
            sheet.add_done_callback(lambda done: self._forget_failure(key, done))
            while len(self._sheets) > MAX_SHEETS:
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

    def _forget_failure(self, key: tuple[str, str], done: Future[bytes]) -> None:
        if done.exception() is not None:
            with self._lock:
                self._sheets.pop(key, None)


def thumbnail_routes(generator: ImageGenerator) -> list[Route]:
    """POST /thumbnails {"kind": "theme" | "style", "preferences": {...}} -> image/jpeg, tiles side by side in catalogue order."""
    sheets = Sheets(generator)

    async def thumbnails(request: Request) -> Response:
        try:
            kind, preferences = await _asked(request)
            sheet = sheets.ask(kind, preferences)
        except HueprintError as error:
            return _refusal(422, error.code, error.message)
        if sheet is None:
            return _refusal(503, "busy", "Many people are painting; the thumbnails will follow.")
        return Response(await asyncio.wrap_future(sheet), media_type="image/jpeg", headers={"Cache-Control": "no-store"})

    return [Route("/thumbnails", thumbnails, methods=["POST"])]


async def _asked(request: Request) -> tuple[str, Preferences]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise InvalidPreferencesError("This is more than a request for thumbnails needs; send at most 64 kB.")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidPreferencesError("The request is not JSON.") from None
    if not isinstance(data, dict) or data.get("kind") not in KINDS or not isinstance(data.get("preferences"), dict):
        raise InvalidPreferencesError("Send {“kind”: “theme” or “style”, “preferences”: {...}}.")
    return data["kind"], Preferences.parse(data["preferences"])


def _refusal(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status)
