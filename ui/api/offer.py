"""GET /presets, /healthz and /readyz: what the studio offers, whether it is well, and whether it can work."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from engine import ImageGenerator, Knobs, Preferences
from engine.catalogue import LookEntry, PaletteEntry
from engine.contracts import ENGINE_VERSION, MAX_SIDE, MIN_SIDE
from ui.api.answers import json_answer
from ui.api.service import Service
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
    """Whether this process answers, and whether it can work. Store and desk are asked at most once in `REST` seconds."""

    REST = 10.0

    def __init__(self, service: Service) -> None:
        self._service = service
        self._store = _Asked(service.store.ready)
        self._desk = _Asked(service.desk.ready)
        self._warm = False

    async def live(self, request: Request) -> Response:
        """Always 200 while the server lives: pictures are painted and shown even when they cannot be kept. `store` says which."""
        trouble = await self._store.told(self._service.workroom, self.REST)
        return json_answer({"status": "degraded" if trouble else "ok", "engine": ENGINE_VERSION, "store": _part(trouble)})

    async def ready(self, request: Request) -> Response:
        """200 once a picture has been painted and both the store and whoever paints can be reached; 503 until then."""
        parts = {
            "generator": await self._painted(),
            "store": await self._store.told(self._service.workroom, self.REST),
            "jobs": await self._desk.told(self._service.workroom, 1.0),
        }
        well = not any(parts.values())
        content = {"status": "ready" if well else "unready", **{name: _part(trouble) for name, trouble in parts.items()}}
        return json_answer(content, 200 if well else 503, {} if well else {"Retry-After": "2"})

    async def _painted(self) -> str:
        if not self._warm:
            generator = self._service.generator
            await self._service.workroom.paint(lambda: generator.preview(Preferences(), (64, 64)))
            self._warm = True
        return ""


class _Asked:
    """A question that may take time, and its last answer ("" when all is well)."""

    def __init__(self, question: Callable[[], str]) -> None:
        self._question, self._at, self._answer = question, float("-inf"), ""

    async def told(self, workroom: Workroom, rest: float) -> str:
        if time.monotonic() - self._at > rest:
            self._at = time.monotonic()
            self._answer = await workroom.keep(self._question)
        return self._answer


def _part(trouble: str) -> dict[str, object]:
    return {"ok": not trouble, **({"message": trouble} if trouble else {})}
