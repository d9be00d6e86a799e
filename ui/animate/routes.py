"""POST /animate: a seamless loop, or a passage from look to look, as a job; POST /animate/estimate: how long that would take;
POST /animate/moment: one frame of it.

{"theme": "ocean", "style": "ink", "seconds": 4, "fps": 24, "size": [720, 720], "format": "mp4"}
{"recipe": {...}, "looks": [{...}, {...}], "hold": 0.3}        from this picture through others and back
{"photo": "<handle>", "style": "oil", "seconds": 3}            a photograph that is held (POST /photos)
"""

from __future__ import annotations

import io
import math
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from engine import ImageGenerator, InvalidPreferencesError, Preferences, Recipe, Size
from engine.animate import CLIP_KINDS
from engine.contracts import MAX_LOOKS
from engine.image_generator import CLIP_SIZE, size_of
from engine.jobs import Order
from engine.jobs.order import Format
from engine.photograph import Photograph
from ui.access.callers import caller
from ui.api.answers import json_answer, route
from ui.api.asking import Asking
from ui.api.bodies import read_json
from ui.api.ordering import Ordering
from ui.api.service import Service
from ui.photos.held import HeldPhotos

SEEN = 512
"""Pixels of the longer side of a frame that is only looked at."""
MOTION = ("seconds", "fps", "hold")
KEPT = ("light", "colour", "recolour", "plain")
OWN = {*MOTION, *KEPT, "looks", "size", "format", "photo", "recipe"}


def animate_routes(service: Service, held: HeldPhotos) -> list[BaseRoute]:
    """The routes."""
    animate = Animate(service, held)
    return [
        route("/animate", post=animate.post),
        route("/animate/estimate", post=animate.estimate),
        route("/animate/moment", post=animate.moment),
    ]


class Animate:
    """The handlers."""

    def __init__(self, service: Service, held: HeldPhotos) -> None:
        self._service, self._held, self._ordering = service, held, Ordering(service)

    async def post(self, request: Request) -> Response:
        """202 with {"job"}; 200 with {"image_url", ...} where the same clip was made lately, or is worth the wait that was asked for."""
        asking = replace(Asking.of(request.headers), image="")  # the file is to be had from the job, in parts from its address
        recipe, kind, photograph = await self._wish(request)
        photographs = tuple(filter(None, [photograph]))
        order = Order(recipe=recipe, format=kind, priority=asking.priority, client=caller(request), photographs=photographs)
        return await self._ordering.answer(request, order, asking, patience=0.0)

    async def estimate(self, request: Request) -> Response:
        """200 with {"frames", "seconds", "wait", "size"}: two frames are painted to tell. wait: until it would be begun."""
        recipe, kind, photograph = await self._wish(request)
        generator, size = self._service.generator, [recipe.size.width, recipe.size.height]
        told = await self._service.workroom.paint(lambda: generator.estimate(recipe, kind, photograph=photograph))
        load = await self._service.workroom.keep(self._service.desk.load)
        return json_answer({**asdict(told), "wait": round(load.seconds, 2), "size": size})

    async def moment(self, request: Request) -> Response:
        """200 with a frame of it, a JPEG no longer than SEEN pixels, and how long it took. `at` in the address: when, from 0 to 1."""
        at = _moment(request.query_params.get("at", "0"))
        recipe, _, photograph = await self._wish(request)
        small = min(1.0, SEEN / max(recipe.size.width, recipe.size.height))
        size = Size(width=max(16, round(recipe.size.width * small)), height=max(16, round(recipe.size.height * small)))

        def frame() -> tuple[bytes, float]:
            began, file = time.perf_counter(), io.BytesIO()
            self._service.generator.moment(recipe, at, size, photograph=photograph).save(file, "JPEG", quality=90, subsampling=0)
            return file.getvalue(), 1000 * (time.perf_counter() - began)

        seen, took = await self._service.workroom.paint(frame)
        headers = {"Cache-Control": "no-store", "Server-Timing": f"paint;dur={took:.1f}"}  # a page sizes its next frame by it
        return Response(seen, headers=headers, media_type="image/jpeg")

    async def _wish(self, request: Request) -> tuple[Recipe, Format, Photograph | None]:
        """What is asked for: recipe, format, and the photograph that the recipe names."""
        asked = await read_json(request, self._service.most_bytes)
        photograph = self._held.get(str(asked["photo"])) if asked.get("photo") is not None else None
        kind = file_format(asked)
        return to_recipe(self._service.generator, asked, kind, photograph), kind, photograph


def to_recipe(generator: ImageGenerator, asked: Mapping[str, Any], kind: str, photograph: Photograph | None) -> Recipe:
    """A request -> what to make. Raises InvalidPreferencesError, UnknownNameError, PictureTooLargeError or RecipeError."""
    size = None if asked.get("size") is None else Size.parse(asked["size"])
    motion = {name: asked[name] for name in MOTION if name in asked}
    if "looks" in asked:
        motion["looks"] = _looks(asked["looks"])
    preferences = {key: value for key, value in asked.items() if key not in OWN}
    if preferences and "recipe" in asked:
        raise InvalidPreferencesError("Send either a recipe or preferences, not both; what says how it moves may go with either.")
    start = Recipe.parse(asked["recipe"]) if "recipe" in asked else Preferences.parse(preferences)
    if photograph is None and (start.preferences if isinstance(start, Recipe) else start).photo is not None:
        raise InvalidPreferencesError("photo: this recipe is of a photograph; send its handle (from POST /photos) as “photo”.")
    if photograph is not None:
        kept = {name: asked[name] for name in KEPT if name in asked}
        own = start.size if isinstance(start, Recipe) else size_of(photograph, max(CLIP_SIZE))
        moving = start.motion if isinstance(start, Recipe) else None
        start = generator.restyled(photograph, start, size or own, **kept).model_copy(update={"motion": moving})
    return generator.moving(start, kind, size, **motion)


def _moment(text: str) -> float:
    try:
        at = float(text)
    except ValueError:
        at = math.nan
    if not 0 <= at <= 1:
        raise InvalidPreferencesError("at: choose a moment of the loop, from 0 to 1.")
    return at % 1.0


def file_format(asked: Mapping[str, Any]) -> Format:
    """The request's `format`, mp4 unless given. Raises InvalidPreferencesError."""
    name = asked.get("format", "mp4")
    for kind in CLIP_KINDS:
        if kind.id == name:
            return kind.id
    raise InvalidPreferencesError(f"format: choose one of {', '.join(kind.id for kind in CLIP_KINDS)}.")


def _looks(asked: Any) -> list[Preferences | Recipe]:
    if not isinstance(asked, list) or len(asked) > MAX_LOOKS or not all(isinstance(one, dict) for one in asked):
        raise InvalidPreferencesError(f"looks: a list of at most {MAX_LOOKS} preferences or recipes.")
    return [Recipe.parse(one) if "preferences" in one else Preferences.parse(one) for one in asked]
