"""POST /photos holds a photograph for the page; POST /restyle paints one, held or sent along; POST /edit lays an edit over one, or over
a picture painted here (docs/api.md).

Nothing of a photograph is written to a disk, and nothing of it is logged. A kept picture holds its sha256 and no more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from engine import ImageGenerator, InvalidPreferencesError, Recipe, Size
from engine.image_generator import size_of
from engine.photo.upload import MAX_BYTES, read_photograph
from engine.photograph import Photograph
from ui.access.callers import caller
from ui.api.answers import RequestError, json_answer, route
from ui.api.asking import Asking
from ui.api.bodies import parse_object, read_body, read_json
from ui.api.generate import order_for
from ui.api.ordering import Ordering
from ui.api.service import Service
from ui.photos.edits import EditAsked, edited_recipe, read_picture
from ui.photos.forms import is_form, read_form
from ui.photos.held import HeldPhotos

Read = TypeVar("Read")

MOST_UPLOADS = 4
"""Photographs being received at once: each may hold MAX_BYTES of memory."""
KINDS = ("image/", "application/octet-stream")
OWN = {"photo", "size", "format", "light", "colour", "recolour", "plain", "recipe"}


def photo_routes(service: Service, held: HeldPhotos) -> list[BaseRoute]:
    """The routes."""
    desk = PhotoDesk(service, held)
    return [
        route("/photos", post=desk.put),
        route("/photos/{handle}", delete=desk.forget),
        route("/restyle", post=desk.restyle),
        route("/edit", post=desk.edit),
    ]


class PhotoDesk:
    """The handlers. For one event loop."""

    def __init__(self, service: Service, held: HeldPhotos) -> None:
        self._service, self._held, self._uploads, self._ordering = service, held, 0, Ordering(service)

    async def put(self, request: Request) -> Response:
        """The file as the body -> 200 with {"photo", "sha256", "width", "height"}. `photo` opens it here until it is forgotten."""
        if not request.headers.get("content-type", "").lower().startswith(KINDS):
            raise RequestError("unsupported_media_type", "Send the photograph itself, with its own Content-Type such as image/jpeg.")
        photograph = await self._read(lambda: read_body(request, MAX_BYTES), read_photograph)
        handle = self._held.put(photograph, caller(request))
        height, width = photograph.pixels.shape[:2]
        return json_answer({"photo": handle, "sha256": photograph.sha256, "width": width, "height": height})

    async def forget(self, request: Request) -> Response:
        """204, whether it was held or not."""
        self._held.forget(request.path_params["handle"])
        return Response(status_code=204)

    async def restyle(self, request: Request) -> Response:
        """See Ordering.answer."""
        asking = Asking.of(request.headers)
        if is_form(request):
            photograph, asked = await self._form(request, read_photograph)
        else:
            asked = await read_json(request, self._service.most_bytes)
            photograph = self._held.get(str(asked.get("photo", "")))
        recipe = to_recipe(self._service.generator, photograph, asked)
        order = order_for(recipe, asked, asking, caller(request), photograph)
        return await self._ordering.answer(request, order, asking)

    async def edit(self, request: Request) -> Response:
        """The same for a picture painted here, or a photograph, with an edit laid over it (ui/photos/edits.py)."""
        asking = Asking.of(request.headers)
        if is_form(request):
            (recipe, photograph), asked = await self._form(request, read_picture)
        else:
            asked, recipe = await read_json(request, self._service.most_bytes), None
            photograph = self._held.get(str(asked["photo"])) if asked.get("photo") is not None else None
        edited = edited_recipe(self._service.generator, recipe, photograph, EditAsked.parse(asked))
        order = order_for(edited, asked, asking, caller(request), photograph)
        return await self._ordering.answer(request, order, asking)

    async def _form(self, request: Request, decode: Callable[[bytes], Read]) -> tuple[Read, dict[str, Any]]:
        text = ""

        async def read() -> bytes:
            nonlocal text
            data, text = await read_form(request)
            return data

        found = await self._read(read, decode)
        return found, parse_object(text.encode())

    async def _read(self, receive: Callable[[], Awaitable[bytes]], decode: Callable[[bytes], Read]) -> Read:
        """Receive and decode, a few at a time."""
        if self._uploads >= MOST_UPLOADS:
            raise RequestError("busy", "Many photographs are arriving just now; try again in a few seconds.")
        self._uploads += 1
        try:
            data = await receive()
            return await self._service.workroom.keep(lambda: decode(data))
        finally:
            self._uploads -= 1


def to_recipe(generator: ImageGenerator, photograph: Photograph, asked: Mapping[str, Any]) -> Recipe:
    """A request -> what to paint: a recipe, or preferences with how much of its own the photograph keeps beside them."""
    size = None if asked.get("size") is None else Size.parse(asked["size"])
    kept = {name: asked[name] for name in ("light", "colour", "recolour", "plain") if name in asked}
    preferences = {key: value for key, value in asked.items() if key not in OWN}
    if "recipe" not in asked:
        return generator.restyled(photograph, preferences, size or size_of(photograph), **kept)
    if preferences:
        raise InvalidPreferencesError("Send either a recipe or preferences, not both; size and format may go with either.")
    return generator.restyled(photograph, Recipe.parse(asked["recipe"]), size, **kept)
