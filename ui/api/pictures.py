"""GET /pictures/<name>: the kept pictures that this server serves itself, to whoever has a link that still holds.

POST /pictures/<name> with the picture's recipe gives a new link: who has the recipe could paint the picture anyway.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from engine import PictureNotFoundError, Recipe
from engine.store import content_type_of
from ui.access.links import PICTURES
from ui.api.answers import json_answer
from ui.api.bodies import read_json
from ui.api.ranges import part_of
from ui.api.service import Service

__all__ = ["PICTURES", "Pictures"]


class Pictures:
    """The two handlers."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def get(self, request: Request) -> Response:
        """The file, cacheable by the browser that asked: a name never gets another picture. 404 for any other name."""
        name = request.path_params["name"]
        content_type_of(name)  # what is no name is not found, whatever its signature
        self._service.links.check(name, request.query_params)
        picture = await self._service.workroom.keep(lambda: self._service.store.open(name))
        headers = {
            "Cache-Control": "private, max-age=31536000, immutable",
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        return part_of(picture, request.headers.get("range", ""), headers, content_type_of(name))

    async def post(self, request: Request) -> Response:
        """200 with {"image_url"}: a new link, for {"recipe"} that is the picture's own. 404 for every other."""
        name = request.path_params["name"]
        recipe = Recipe.parse((await read_json(request, self._service.most_bytes)).get("recipe", {}))
        return await self._service.workroom.keep(lambda: self._linked(name, recipe))

    def _linked(self, name: str, recipe: Recipe) -> Response:
        if self._service.store.recipe(name) != recipe:
            raise PictureNotFoundError("There is no kept picture of that name and recipe; keep the picture again.")
        return json_answer({"image_url": self._service.links.to(name)})
