"""Palettes for the page's editor and for programs: from one colour, from a picture, from pasted text, and a new throw of the dice.

Every answer is {"colours": [{"hex", "weight"}, ...]}, shares summing to 1. Nothing sent here is stored or logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import ImageGenerator, InvalidPreferencesError, Preferences
from engine.contracts import MAX_SEED, Swatch
from engine.palette.extract import MAX_BYTES, extract_palette
from engine.palette.harmony import harmonise, reroll
from engine.palette.listing import parse_colours
from ui.api.answers import RequestError, json_answer, route
from ui.api.bodies import read_body, read_json
from ui.api.workroom import Workroom

MOST_JSON = 64 * 1024
MOST_UPLOADS = 6
"""Pictures being received at once: each may hold MAX_BYTES of memory."""


def palette_routes(generator: ImageGenerator) -> list[Route]:
    """POST /palette/harmony, /palette/reroll, /palette/parse and /palette/extract, worked in a small room of their own."""
    desk = PaletteDesk(generator)
    return [
        route("/palette/harmony", post=desk.harmony),
        route("/palette/reroll", post=desk.reroll),
        route("/palette/parse", post=desk.parse),
        route("/palette/extract", post=desk.extract),
    ]


class PaletteDesk:
    """The four handlers. For one event loop."""

    def __init__(self, generator: ImageGenerator) -> None:
        self._generator = generator
        self._room = Workroom(workers=1, max_waiting=24)
        self._uploads = 0

    async def harmony(self, request: Request) -> Response:
        """{"colour": any written form, "kind": a name from HARMONIES}."""
        data = await read_json(request, MOST_JSON)
        colour, kind = _text(data, "colour"), _text(data, "kind")
        return _answer(await self._room.paint(lambda: harmonise(colour, kind)))

    async def reroll(self, request: Request) -> Response:
        """{"colours": a palette's id or its colours, "locked": [indices], "seed": 0..2**31 - 1}."""
        data = await read_json(request, MOST_JSON)
        swatches = self._swatches(data.get("colours"))
        locked = _whole_numbers(data.get("locked", []), "locked")
        (seed,) = _whole_numbers([data.get("seed", 0)], "seed")
        return _answer(await self._room.paint(lambda: reroll(swatches, frozenset(locked), seed)))

    async def parse(self, request: Request) -> Response:
        """{"text": colours in any mix of forms}."""
        text = _text(await read_json(request, MOST_JSON), "text")
        return _answer(await self._room.paint(lambda: parse_colours(text)))

    async def extract(self, request: Request) -> Response:
        """The bytes of a picture, at most 20 MB; `?count=` asks for 3 to 12 colours."""
        asked = request.query_params.get("count", "5")
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 4):
            raise InvalidPreferencesError("“count” is a whole number from 3 to 12.")
        if self._uploads >= MOST_UPLOADS:
            raise RequestError("busy", "Many pictures are being read just now; try again in a few seconds.")
        self._uploads += 1
        try:
            picture = await read_body(request, MAX_BYTES)
            return _answer(await self._room.paint(lambda: extract_palette(picture, int(asked))))
        finally:
            self._uploads -= 1

    def _swatches(self, colours: object) -> Sequence[Swatch]:
        palette = self._generator.resolve(Preferences.parse({"palette": colours})).palette if colours is not None else None
        if not isinstance(palette, tuple):
            raise InvalidPreferencesError("“colours” is missing; send the palette's colours.")
        return palette


def _answer(swatches: Sequence[Swatch]) -> Response:
    total = sum(swatch.weight for swatch in swatches)
    return json_answer({"colours": [{"hex": swatch.hex, "weight": round(swatch.weight / total, 4)} for swatch in swatches]})


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise InvalidPreferencesError(f"“{name}” is missing or not text; send it as text.")
    return value


def _whole_numbers(values: object, name: str) -> list[int]:
    """Refuses true and 1.0, which Python would take for numbers of swatches."""
    if not isinstance(values, list) or any(type(value) is not int or not 0 <= value <= MAX_SEED for value in values):
        raise InvalidPreferencesError(f"“{name}” holds whole numbers from 0 to {MAX_SEED} only.")
    return values
