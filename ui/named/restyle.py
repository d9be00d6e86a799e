"""The endpoint that paints photographs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from engine.jobs import Order
from ui.api.service import Service
from ui.named.ordered import client_of, colours, named, painted, photograph, told_plainly
from ui.photos import HeldPhotos
from ui.photos.routes import to_recipe


def restyle_with(service: Service, photos: HeldPhotos) -> Callable[..., dict[str, Any]]:
    """The endpoint."""

    def restyle(
        photo: str,
        style: str = "",
        palette: str = "",
        colour: float = 0.5,
        seed: int = 0,
        request: gr.Request = None,  # Gradio fills it in
    ) -> dict[str, Any]:
        """Paint a photograph in a style and in exactly the chosen colours, and keep the picture; the photograph itself is not kept.

        Args:
            photo: the photograph's file (JPEG, PNG, WebP, HEIC) as base64 text, or the handle that POST /photos gave for it
            style: how it is painted: a style's id from list_presets, such as oil or ink
            palette: a palette's id, or 2 to 12 colours with commas between, such as #1b2a49, #e8663f, #f3d9b1
            colour: how much of its own colours decides where each of yours goes, from 0 to 1
            seed: from 0 to 2147483647; another seed is another painting

        Returns:
            image_url (where the picture opens, relative to the studio), recipe, fidelity
        """
        with told_plainly():
            seen = photograph(photos, photo)
            asked = {"seed": seed, "colour": colour, **named(style=style, palette=colours(palette))}
            recipe = to_recipe(service.generator, seen, asked)
            return painted(service, Order(recipe=recipe, photographs=(seen,), client=client_of(request)))

    return restyle
