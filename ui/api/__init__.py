"""The studio for programs: POST /generate_image and /recipe, GET /pictures/<name>, /presets and /healthz. docs/api.md describes them."""

from __future__ import annotations

from starlette.routing import BaseRoute

from engine import ImageGenerator
from engine.store import Store
from ui.api.answers import route
from ui.api.generate import GenerateImage
from ui.api.offer import Health, Presets
from ui.api.pictures import PICTURES, Pictures
from ui.api.recipes import read_recipe
from ui.api.workroom import Workroom

__all__ = ["PICTURES", "Workroom", "api_routes"]


def api_routes(generator: ImageGenerator, store: Store, workroom: Workroom, *, most_bytes: int = 2**20) -> list[BaseRoute]:
    """The routes. `most_bytes`: the largest JSON request; `workroom` is closed by whoever made it."""
    return [
        route("/generate_image", post=GenerateImage(generator, store, workroom, most_bytes).post),
        route(PICTURES + "{name}", get=Pictures(store, workroom).get),
        route("/recipe", post=read_recipe),
        route("/presets", get=Presets(generator).get),
        route("/healthz", get=Health(store, workroom).get),
    ]
