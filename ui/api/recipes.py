"""POST /recipe: a picture or its sidecar in, the recipe in it out, checked by the schema; for the page, which never reads one itself.

The page sends a picture's notes without its pixels (ui/assets/picture_notes.js), so the body is small. Nothing sent here is kept.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from engine import NoRecipeError, Recipe, RecipeError
from engine.store import bytes_to_recipe
from ui.api.answers import json_answer
from ui.api.bodies import read_body

MOST_BYTES = 512 * 1024


async def read_recipe(request: Request) -> Response:
    """200 {"recipe": {...}}, or null for a picture without one. A body that begins as JSON does is a sidecar, anything else a picture.

    Refused as invalid_recipe (damaged or edited) or unreadable_picture.
    """
    body = await read_body(request, MOST_BYTES)
    try:
        recipe = _sidecar(body) if body.lstrip()[:1] == b"{" else bytes_to_recipe(body)
    except NoRecipeError:  # most pictures are somebody else's: nothing is wrong with them
        return json_answer({"recipe": None})
    return json_answer({"recipe": recipe.model_dump(mode="json")})


def _sidecar(body: bytes) -> Recipe:
    try:
        return Recipe.parse(body)
    except RecursionError:
        raise RecipeError("This recipe is nested too deeply to be one; choose another file.") from None
