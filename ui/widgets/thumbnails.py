"""POST /thumbnails: small pictures as one WebP sheet, tiles side by side.

{"kind": "theme" | "style" | "look", "names": [...], "preferences": {...}, "density": 1 | 2, "zoom": 1 | 2}   a picker's tiles, in the order
    of `names` (without it, all), for a screen of one or two pixels to a CSS pixel; zoom 2: the middle of each at twice the size
{"each": [{...}, ...], "tile": [240, 160], "photo": "<handle>", "zoom": 1 | 2}   these very pictures: up to 12 preferences; the handle (from
    POST /photos) of the photograph that any of them are of
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from engine import Preferences
from engine.errors import InvalidPreferencesError
from engine.photograph import Photograph
from ui.api.answers import RequestError, route
from ui.api.bodies import read_json
from ui.widgets.sheets import TILES, ZOOMS, LeftError, Sheet, Sheets

KINDS = ("theme", "style", "look")
MOST_TILES = 12
LEAST_SIDE, MOST_SIDE, MOST_PIXELS = 16, 480, 140_000
MAX_BODY = 64 * 1024


Photos = Callable[[str], Photograph]
"""The photograph of a handle; raises HueprintError where there is none."""


def thumbnail_routes(sheets: Sheets, photos: Photos) -> list[Route]:
    """POST /thumbnails -> image/webp. 410 for a photograph that is forgotten, 422 for what cannot be painted, 503 when too many wait."""

    async def thumbnails(request: Request) -> Response:
        asked = await read_json(request, MAX_BODY)
        sheet = _each(sheets, photos, asked) if "each" in asked else _kind(sheets, asked)
        return Response(await _painted(sheets, sheet, request), media_type="image/webp", headers={"Cache-Control": "no-store"})

    return [route("/thumbnails", post=thumbnails)]


def _kind(sheets: Sheets, asked: dict[str, Any]) -> Sheet:
    kind, names, preferences = asked.get("kind"), asked.get("names", []), asked.get("preferences")
    if kind not in KINDS or not isinstance(preferences, dict):
        raise InvalidPreferencesError("Send a kind, theme, style or look, and preferences.")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise InvalidPreferencesError("“names” lists ids of the kind, each once.")
    density = asked.get("density", 2)
    if not isinstance(density, int) or density not in TILES:
        raise InvalidPreferencesError("“density” is 1 or 2.")
    return sheets.ask(kind, Preferences.parse(preferences), tuple(names), density, _zoom(asked))


def _zoom(asked: dict[str, Any]) -> int:
    zoom = asked.get("zoom", 1)
    if not isinstance(zoom, int) or zoom not in ZOOMS:
        raise InvalidPreferencesError("“zoom” is 1 or 2.")
    return zoom


def _each(sheets: Sheets, photos: Photos, asked: dict[str, Any]) -> Sheet:
    each, handle = asked["each"], asked.get("photo", "")
    if not isinstance(each, list) or not 1 <= len(each) <= MOST_TILES or not all(isinstance(one, dict) for one in each):
        raise InvalidPreferencesError(f"“each” lists 1 to {MOST_TILES} preferences.")
    if not isinstance(handle, str):
        raise InvalidPreferencesError("“photo” is the handle that POST /photos gave.")
    pictures, tile, zoom = tuple(Preferences.parse(one) for one in each), _tile(asked.get("tile")), _zoom(asked)
    return sheets.ask_each(pictures, tile, photos(handle) if handle else None, zoom)


def _tile(asked: Any) -> tuple[int, int]:
    if isinstance(asked, list) and len(asked) == 2 and all(type(side) is int and LEAST_SIDE <= side <= MOST_SIDE for side in asked):
        width, height = asked
        if width * height <= MOST_PIXELS:
            return width, height
    raise InvalidPreferencesError(f"“tile” is a width and a height of {LEAST_SIDE} to {MOST_SIDE} pixels, at most {MOST_PIXELS} in all.")


async def _painted(sheets: Sheets, sheet: Sheet, request: Request) -> bytes:
    """The sheet's bytes, unless the browser that asked has gone meanwhile."""
    done = asyncio.ensure_future(_ended(sheet))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({done, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not sheet.done():
            raise ClientDisconnect
        if sheet.cancelled() or isinstance(sheet.exception(), LeftError):
            raise RequestError("busy", "The thumbnails were put off; ask again.")
        return sheet.result()
    finally:
        sheets.leave(sheet)
        for task in (done, gone):
            task.cancel()
        await asyncio.gather(done, gone, return_exceptions=True)


async def _ended(sheet: Sheet) -> None:
    """Returns once the sheet is done, however it ended. Not asyncio.wrap_future: to give that up would cancel it for everybody."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def tell(_: object) -> None:
        with suppress(RuntimeError):  # the server is closing: its loop takes nothing more
            loop.call_soon_threadsafe(ended.set)

    sheet.add_done_callback(tell)
    await ended.wait()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
