"""The endpoint that makes pictures move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from engine.jobs import Order
from ui.animate.routes import file_format, to_recipe
from ui.api.service import Service
from ui.named.ordered import client_of, colours, named, painted, photograph, told_plainly
from ui.photos import HeldPhotos


def animate_with(service: Service, photos: HeldPhotos) -> Callable[..., dict[str, Any]]:
    """The endpoint."""

    def animate(
        theme: str = "",
        style: str = "",
        palette: str = "",
        words: str = "",
        seed: int = 0,
        recipe: dict[str, Any] | None = None,
        photo: str = "",
        looks: list[dict[str, Any]] | None = None,
        seconds: float = 4.0,
        format: str = "mp4",  # noqa: A002  (its name in the API)
        width: int = 720,
        height: int = 720,
        request: gr.Request = None,  # Gradio fills it in
    ) -> dict[str, Any]:
        """Make a seamless loop of a picture in exactly the chosen colours, or a passage through other looks and back; and keep it.

        Args:
            theme: what is in the picture: a theme's id from list_presets, such as ocean; chosen from the words if empty
            style: how it is painted: a style's id, such as ink; chosen from the words if empty
            palette: a palette's id, or 2 to 12 colours with commas between, such as #1b2a49, #e8663f, #f3d9b1
            words: free text, at most 500 characters, that chooses whatever is not named
            seed: from 0 to 2147483647; another seed is another picture
            recipe: instead of all these: the recipe that an earlier answer gave for a picture
            photo: a photograph as base64 text or a handle, in place of the theme
            looks: up to 12 that it turns into one after the other, such as [{"theme": "alpine", "palette": "glacier"}]
            seconds: how long the loop takes, from 2 to 12
            format: mp4, webm, webp or gif
            width: in pixels; at most 3.7 million pixels in all
            height: in pixels

        Returns:
            image_url (where the clip opens, relative to the studio), recipe, fidelity; or, when it takes long, job (for the tool job)
        """
        with told_plainly():
            seen = photograph(photos, photo) if photo else None
            said = named(theme=theme, style=style, palette=colours(palette), words=words)
            picture = {"recipe": recipe} if recipe else {"seed": seed, **said}
            asked = {**picture, "seconds": seconds, "format": format, "size": [width, height], **named(looks=looks)}
            kind = file_format(asked)
            moving = to_recipe(service.generator, asked, kind, seen)
            photographs = tuple(filter(None, [seen]))
            return painted(service, Order(recipe=moving, format=kind, photographs=photographs, client=client_of(request)))

    return animate
