"""GET /presets and GET /healthz: what the studio offers, and whether it is well."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import Response

from engine import ImageGenerator, Knobs
from engine.catalogue import LookEntry, PaletteEntry
from engine.contracts import ENGINE_VERSION, MAX_SIDE, MIN_SIDE
from engine.store import Store
from ui.api.answers import json_answer
from ui.api.workroom import Workroom


class Presets:
    """The catalogue as JSON, put together once."""

    def __init__(self, generator: ImageGenerator) -> None:
        catalogue = generator.catalogue
        self._content = {
            "themes": [{"id": entry.id, "name": entry.name, "about": entry.about} for entry in catalogue.themes.values()],
            "styles": [{"id": entry.id, "name": entry.name, "about": entry.about} for entry in catalogue.styles.values()],
            "palettes": [_palette(entry) for entry in catalogue.palettes.values()],
            "looks": [_look(entry) for entry in catalogue.looks.values()],
            "knobs": [{"id": name, "least": 0.0, "most": 1.0, "default": value} for name, value in Knobs().model_dump().items()],
            "size": {"min_side": MIN_SIDE, "max_side": MAX_SIDE, "max_pixels": generator.max_pixels},
        }

    async def get(self, request: Request) -> Response:
        """200, the same for everyone."""
        return json_answer(self._content, headers={"Cache-Control": "public, max-age=300"})


def _palette(entry: PaletteEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "name": entry.name,
        "family": entry.family,
        "colours": [{"hex": swatch.hex, "weight": swatch.weight} for swatch in entry.colours],
        "background": entry.background,
        "accent": entry.accent,
    }


def _look(entry: LookEntry) -> dict[str, object]:
    """A look's preferences as a request may send them: what it leaves at its default is left out."""
    return {
        "id": entry.id,
        "name": entry.name,
        "about": entry.about,
        "preferences": entry.preferences.model_dump(mode="json", exclude_defaults=True),
    }


class Health:
    """Whether this process answers, and whether pictures can be kept. The store is asked at most once in `REST` seconds."""

    REST = 10.0

    def __init__(self, store: Store, workroom: Workroom) -> None:
        self._store, self._workroom = store, workroom
        self._asked, self._trouble = float("-inf"), ""

    async def get(self, request: Request) -> Response:
        """Always 200 while the server lives: pictures are painted and shown even when they cannot be kept. `store` says which."""
        if time.monotonic() - self._asked > self.REST:
            self._asked = time.monotonic()
            self._trouble = await self._workroom.keep(self._store.ready)
        store = {"ok": not self._trouble, **({"message": self._trouble} if self._trouble else {})}
        return json_answer({"status": "degraded" if self._trouble else "ok", "engine": ENGINE_VERSION, "store": store})
