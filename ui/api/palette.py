"""Palettes for the page's editor and for programs: from one colour, from a picture or a file, from pasted text, thrown anew, nudged;
judged; and as a file of another program.

Answers that are a palette are {"colours": [{"hex", "weight"}, ...]}, shares summing to 1. Nothing sent here is stored or logged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import ImageGenerator, InvalidPreferencesError, Preferences
from engine.contracts import MAX_SEED, Swatch
from engine.palette.contrast import contrasts, level
from engine.palette.extract import MAX_BYTES, extract_palette
from engine.palette.harmony import harmonise, reroll
from engine.palette.nudge import nudge, ramp
from engine.palette.palette_file import read_palette, read_text, write_palette
from engine.palette.vision import SIGHTS, alike, seen
from ui.api.answers import RequestError, json_answer, route
from ui.api.bodies import read_body, read_json
from ui.api.workroom import Workroom

T = TypeVar("T")

MOST_JSON = 64 * 1024
_LEAST = 0.0001  # a weight of nothing would be refused when the palette is sent back
MOST_UPLOADS = 6
"""Pictures being received at once: each may hold MAX_BYTES of memory."""


def palette_routes(generator: ImageGenerator) -> list[Route]:
    """POST /palette/harmony, reroll, nudge, ramp, parse, extract, open, check and save, worked in a small room of their own."""
    desk = PaletteDesk(generator)
    handlers = (desk.harmony, desk.reroll, desk.nudge, desk.ramp, desk.parse, desk.extract, desk.open, desk.check, desk.save)
    return [route(f"/palette/{handler.__name__}", post=handler) for handler in handlers]


class PaletteDesk:
    """The handlers. For one event loop."""

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

    async def nudge(self, request: Request) -> Response:
        """{"colours": a palette's id or its colours, "kind": a name from NUDGES, "locked": [indices]}. A background and an accent go along:
        "wells": {"background": a colour, "accent": a colour}; they come back under that name.
        """
        data = await read_json(request, MOST_JSON)
        swatches, kind = self._swatches(data.get("colours")), _text(data, "kind")
        locked, wells = _whole_numbers(data.get("locked", []), "locked"), _wells(data.get("wells", {}))
        moved = await self._room.paint(lambda: nudge(swatches, kind, frozenset(locked)))
        beside = {name: nudge([Swatch(hex=colour, weight=1.0)], kind)[0].hex for name, colour in wells.items()}
        return _answer(moved, wells=beside)

    async def ramp(self, request: Request) -> Response:
        """{"colours": ..., "count": 2 to 12}: even steps from the first of them to the last."""
        data = await read_json(request, MOST_JSON)
        swatches = self._swatches(data.get("colours"))
        (count,) = _whole_numbers([data.get("count", len(swatches))], "count")
        return _answer(await self._room.paint(lambda: ramp(swatches[0].hex, swatches[-1].hex, count)))

    async def parse(self, request: Request) -> Response:
        """{"text": colours in any mix of forms}, a style sheet included."""
        text = _text(await read_json(request, MOST_JSON), "text")
        found = await self._room.paint(lambda: read_text(text))
        return _answer(found.swatches, found.notice)

    async def check(self, request: Request) -> Response:
        """{"colours": ...} -> {"contrast", "levels": (n, n) each, "sights": {name: {"colours": [...], "alike": [[i, j], ...]}}}."""
        colours = [swatch.hex for swatch in self._swatches((await read_json(request, MOST_JSON)).get("colours"))]
        ratios = contrasts(colours)
        sights = {sight: {"colours": seen(colours, sight), "alike": alike(colours, sight)} for sight in SIGHTS}
        return json_answer({"contrast": ratios, "levels": [[level(ratio) for ratio in row] for row in ratios], "sights": sights})

    async def save(self, request: Request) -> Response:
        """{"colours": ..., "name": text, "format": an extension from WRITERS} -> the file."""
        data = await read_json(request, MOST_JSON)
        swatches, kind = self._swatches(data.get("colours")), _text(data, "format")
        name = _text(data, "name")
        file, content_type = await self._room.paint(lambda: write_palette(kind, name, swatches))
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="palette.{kind}"'}
        return Response(file, headers=headers, media_type=content_type)

    async def open(self, request: Request) -> Response:
        """The bytes of a palette file or of a picture, at most 20 MB; `?count=` as below. "notice" says what was left out, if anything."""
        count = _count(request)
        found = await self._receive(request, lambda data: read_palette(data, count))
        return _answer(found.swatches, found.notice)

    async def extract(self, request: Request) -> Response:
        """The bytes of a picture, at most 20 MB; `?count=` asks for 3 to 12 colours."""
        count = _count(request)
        return _answer(await self._receive(request, lambda data: extract_palette(data, count)))

    async def _receive(self, request: Request, work: Callable[[bytes], T]) -> T:
        if self._uploads >= MOST_UPLOADS:
            raise RequestError("busy", "Many pictures are being read just now; try again in a few seconds.")
        self._uploads += 1
        try:
            data = await read_body(request, MAX_BYTES)
            return await self._room.paint(lambda: work(data))
        finally:
            self._uploads -= 1

    def _swatches(self, colours: object) -> Sequence[Swatch]:
        palette = self._generator.resolve(Preferences.parse({"palette": colours})).palette if colours is not None else None
        if not isinstance(palette, tuple):
            raise InvalidPreferencesError("“colours” is missing; send the palette's colours.")
        return palette


def _answer(swatches: Sequence[Swatch], notice: str = "", wells: dict[str, str] | None = None) -> Response:
    total = sum(swatch.weight for swatch in swatches)
    colours = [{"hex": swatch.hex, "weight": max(_LEAST, round(swatch.weight / total, 4))} for swatch in swatches]
    return json_answer({"colours": colours, **({"notice": notice} if notice else {}), **({"wells": wells} if wells else {})})


def _wells(asked: object) -> dict[str, str]:
    """The colours of a palette's wells, as #rrggbb."""
    if not isinstance(asked, dict) or set(asked) - {"background", "accent"}:
        raise InvalidPreferencesError("“wells” may hold a background and an accent, each a colour.")
    parsed = Preferences.parse(asked)
    found = {"background": parsed.background, "accent": parsed.accent}
    return {name: colour for name, colour in found.items() if colour is not None}


def _count(request: Request) -> int:
    asked = request.query_params.get("count", "5")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 4):
        raise InvalidPreferencesError("“count” is a whole number from 3 to 12.")
    return int(asked)


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
