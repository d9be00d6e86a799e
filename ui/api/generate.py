"""POST /generate_image: Preferences in, a picture out; kept with an address, or as bytes when the Accept header asks for an image.

{"theme": "alpine", "style": "ink", "palette": "ember", "size": [1920, 1080], "format": "png"}
{"recipe": {...}, "size": [3840, 2160]}           the same picture again, here larger
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from engine import ImageGenerator, InvalidPreferencesError, Recipe, Size
from engine.image_generator import DEFAULT_SIZE
from engine.jobs import Order
from engine.photograph import Photograph
from engine.store import kind_named
from ui.access.callers import caller
from ui.api.asking import Asking
from ui.api.bodies import read_json
from ui.api.ordering import Ordering
from ui.api.service import Service


class GenerateImage:
    """The handler."""

    def __init__(self, service: Service) -> None:
        self._service, self._ordering = service, Ordering(service)

    async def post(self, request: Request) -> Response:
        """See Ordering.answer."""
        asking = Asking.of(request.headers)
        asked = await read_json(request, self._service.most_bytes)
        recipe = to_recipe(self._service.generator, asked)
        if recipe.preferences.photo is not None:
            raise InvalidPreferencesError("photo: this recipe is of a photograph; send both to POST /restyle.")
        return await self._ordering.answer(request, order_for(recipe, asked, asking, caller(request)), asking)


def order_for(recipe: Recipe, asked: Mapping[str, Any], asking: Asking, client: str, photograph: Photograph | None = None) -> Order:
    """A still picture, kept unless its file is what was asked for. photograph: what the recipe's photo names.

    Raises InvalidPreferencesError for a format that is none.
    """
    kind, photographs = kind_named(asking.image or file_format(asked)), tuple(filter(None, [photograph]))
    return Order(recipe=recipe, format=kind.id, keep=not asking.image, priority=asking.priority, client=client, photographs=photographs)


def to_recipe(generator: ImageGenerator, asked: Mapping[str, Any]) -> Recipe:
    """A request -> what to paint. Raises InvalidPreferencesError, PictureTooLargeError or RecipeError."""
    preferences = {key: value for key, value in asked.items() if key not in {"size", "format"}}
    size = None if asked.get("size") is None else Size.parse(asked["size"])
    if "recipe" not in preferences:
        return generator.recipe(preferences, size or DEFAULT_SIZE)
    if len(preferences) > 1:
        raise InvalidPreferencesError("Send either a recipe or preferences, not both; size and format may go with either.")
    recipe = Recipe.parse(preferences["recipe"])
    return generator.recipe(recipe, size or recipe.size)


def file_format(asked: Mapping[str, Any]) -> str:
    """The request's `format`, png unless given. Raises InvalidPreferencesError."""
    name = asked.get("format", "png")
    if name not in ("png", "jpeg", "webp"):
        raise InvalidPreferencesError("format: choose one of png, jpeg, webp.")
    return str(name)
