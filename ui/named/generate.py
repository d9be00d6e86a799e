"""The endpoint that paints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from engine.jobs import Order
from ui.api.generate import to_recipe
from ui.api.service import Service
from ui.named.ordered import client_of, colours, named, painted, told_plainly


def generate_image_with(service: Service) -> Callable[..., dict[str, Any]]:
    """The endpoint."""

    def generate_image(
        theme: str = "",
        style: str = "",
        palette: str = "",
        words: str = "",
        seed: int = 0,
        width: int = 1024,
        height: int = 1024,
        knobs: dict[str, float] | None = None,
        request: gr.Request = None,  # Gradio fills it in
    ) -> dict[str, Any]:
        """Paint a picture in exactly the chosen colours, and keep it. The same arguments always give the same picture.

        Args:
            theme: what is in the picture: a theme's id from list_presets, such as alpine or ocean; chosen from the words if empty
            style: how it is painted: a style's id, such as watercolour or ink; chosen from the words if empty
            palette: a palette's id, or 2 to 12 colours with commas between, such as #1b2a49, #e8663f, #f3d9b1
            words: free text, at most 500 characters, that chooses whatever is not named
            seed: from 0 to 2147483647; another seed is another picture
            width: in pixels, 16 to 16384
            height: in pixels, 16 to 16384
            knobs: any of detail, contrast, energy, depth, texture, scale, each from 0 to 1, such as {"detail": 0.8}

        Returns:
            image_url (where the picture opens, relative to the studio), recipe (everything needed to paint it again), fidelity
        """
        with told_plainly():
            said = named(theme=theme, style=style, palette=colours(palette), knobs=knobs)
            recipe = to_recipe(service.generator, {"words": words, "seed": seed, "size": [width, height], **said})
            return painted(service, Order(recipe=recipe, client=client_of(request)))

    return generate_image
