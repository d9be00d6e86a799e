"""POST /generate_image: Preferences in, a picture out; kept with an address, or as bytes when the Accept header asks for an image.

{"theme": "alpine", "style": "ink", "palette": "ember", "size": [1920, 1080], "format": "png"}
{"recipe": {...}, "size": [3840, 2160]}           the same picture again, here larger
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from engine import ImageGenerator, InvalidPreferencesError, Painting, Recipe, Size
from engine.image_generator import DEFAULT_SIZE
from engine.store import PictureKind, Store, kind_named, picture_to_bytes
from ui.api.answers import json_answer
from ui.api.bodies import read_json
from ui.api.workroom import Workroom


class GenerateImage:
    """The handler. `most_bytes` bounds the request."""

    def __init__(self, generator: ImageGenerator, store: Store, workroom: Workroom, most_bytes: int) -> None:
        self._generator, self._store, self._workroom, self._most_bytes = generator, store, workroom, most_bytes

    async def post(self, request: Request) -> Response:
        """200 with {"image_url", "recipe", "fidelity", ...}, or 200 with the file itself."""
        asked = await read_json(request, self._most_bytes)
        wanted = image_type(request.headers.get("accept", ""))
        kind = kind_named(wanted or file_format(asked))
        painting, picture = await self._workroom.paint(lambda: self._paint(asked, kind))
        if wanted:
            return Response(picture, headers=_headers(painting, kind), media_type=kind.content_type)
        kept = await self._workroom.keep(lambda: self._store.keep(picture, recipe=painting.recipe, extension=kind.extension))
        return json_answer(
            {
                "image_url": kept.url,
                "name": kept.name,
                "where": kept.where,
                "notice": kept.notice,
                "format": kind.id,
                "bytes": kept.bytes,
                "sha256": kept.sha256,
                "size": [painting.recipe.size.width, painting.recipe.size.height],
                "fidelity": asdict(painting.fidelity),
                "seconds": round(painting.seconds, 4),
                "recipe": painting.recipe.model_dump(mode="json"),
            }
        )

    def _paint(self, asked: dict[str, Any], kind: PictureKind) -> tuple[Painting, bytes]:
        painting = self._generator.paint(to_recipe(self._generator, asked))
        return painting, picture_to_bytes(painting.image, painting.recipe, kind)


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


def image_type(accept: str) -> str:
    """The first picture type that an Accept header names ("image/webp, */*" -> "image/webp"), or "" when it wants JSON."""
    for part in accept.lower().split(","):
        kind = part.partition(";")[0].strip()
        if kind in {"image/png", "image/jpeg", "image/webp"}:
            return kind
        if kind in {"application/json", "*/*", "application/*"}:
            return ""
    return ""


def file_format(asked: Mapping[str, Any]) -> str:
    """The request's `format`, png unless given. Raises InvalidPreferencesError."""
    name = asked.get("format", "png")
    if name not in ("png", "jpeg", "webp"):
        raise InvalidPreferencesError("format: choose one of png, jpeg, webp.")
    return str(name)


def _headers(painting: Painting, kind: PictureKind) -> dict[str, str]:
    """A name to save the file under, and the figures that the JSON answer would carry."""
    size = painting.recipe.size
    return {
        "Cache-Control": "no-store",
        "Content-Disposition": f'inline; filename="hueprint-{size.width}x{size.height}.{kind.extension}"',
        "Hueprint-On-Palette": f"{painting.fidelity.on_palette_share:.4f}",
        "Hueprint-Share-Error": f"{painting.fidelity.share_error:.4f}",
    }
