"""POST /looks: a file of looks, YAML or JSON, read by the schema the studio's own looks have. Nothing of it is kept or executed.

{"text": "- name: First light\n  theme: alpine\n  ..."} -> {"looks": [{"name": "First light", "preferences": {...}}]}
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from collections.abc import Mapping
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from engine import HueprintError, ImageGenerator, Preferences
from engine.errors import InvalidPreferencesError
from ui.api.answers import json_answer, route
from ui.api.bodies import read_json

MAX_BODY = 768 * 1024
MAX_TEXT = 256 * 1024
MAX_YAML = 64 * 1024  # YAML is read by a slow parser
MAX_LOOKS = 100
MAX_NAME = 64
MAX_DEPTH = 16
_UNREADABLE = "This file is neither JSON nor YAML; check its indents, quotes and brackets."
_NO_PREFERENCES = frozenset({"id", "name", "about"})


def looks_routes(generator: ImageGenerator) -> list[Route]:
    """POST /looks. 422 with one sentence that names the look and what is wrong with it."""

    async def looks(request: Request) -> Response:
        text = (await read_json(request, MAX_BODY)).get("text")
        if not isinstance(text, str):
            raise InvalidPreferencesError("Send the file's text as “text”.")
        found = await asyncio.to_thread(read_looks, generator, text)
        return json_answer({"looks": [{"name": name, "preferences": asked.model_dump(mode="json")} for name, asked in found]})

    return [route("/looks", post=looks)]


def read_looks(generator: ImageGenerator, text: str) -> list[tuple[str, Preferences]]:
    """A file's text -> names and preferences, checked against the catalogue. Raises InvalidPreferencesError with one sentence."""
    if len(text) > MAX_TEXT:
        raise InvalidPreferencesError(f"This file is too large for looks; at most {MAX_TEXT // 1024} KB are read.")
    rows = _parse(text)
    if isinstance(rows, Mapping) and isinstance(rows.get("looks"), list):
        rows = rows["looks"]
    if not isinstance(rows, list) or not rows:
        raise InvalidPreferencesError("This file holds no list of looks; each is written as name, theme, style, palette, seed and so on.")
    if len(rows) > MAX_LOOKS:
        raise InvalidPreferencesError(f"This file holds {len(rows)} looks; at most {MAX_LOOKS} are taken at once.")
    return [_look(generator, place, row) for place, row in enumerate(rows, 1)]


def _parse(text: str) -> Any:
    """JSON, else plain YAML: no tags that make objects, and no aliases, with which a short file can say a great deal."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if len(text) > MAX_YAML:
        raise InvalidPreferencesError(f"This file is too large for YAML; at most {MAX_YAML // 1024} KB are read, or write it as JSON.")
    if _depth(text) > MAX_DEPTH:  # the parser's time grows as the square of it
        raise InvalidPreferencesError(_UNREADABLE)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise InvalidPreferencesError("This file uses YAML aliases (*name), which are not read; write each look out.")
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date that is none
        raise InvalidPreferencesError(_UNREADABLE) from None


def _depth(text: str) -> int:
    """How deep the brackets of a text nest, those in quotes included, or how many list marks stand in a row."""
    steps = ({"[": 1, "{": 1, "]": -1, "}": -1}.get(letter, 0) for letter in text)
    marks = max((len(run) // 2 for run in re.findall(r"(?:[-?:] )+", text)), default=0)
    return max(marks, *itertools.accumulate(steps), 0)


def _look(generator: ImageGenerator, place: int, row: Any) -> tuple[str, Preferences]:
    if not isinstance(row, Mapping) or not all(isinstance(key, str) for key in row):
        raise InvalidPreferencesError(f"Look {place} is not a set of names and values such as theme: alpine.")
    name = str(row.get("name") or row.get("id") or f"Look {place}").strip()[:MAX_NAME]
    try:
        asked = Preferences.parse({key: value for key, value in row.items() if key not in _NO_PREFERENCES})
        if asked.theme is None or asked.style is None or asked.palette is None:
            raise InvalidPreferencesError("a look names its theme, its style and its palette.")
        generator.resolve(asked)
    except HueprintError as error:
        raise InvalidPreferencesError(f"Look {place} (“{name}”): {error.message}") from None
    return name, asked
