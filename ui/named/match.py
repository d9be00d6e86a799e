"""The endpoint that matches pictures to references."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from ui.api.service import Service
from ui.match.asked import MatchAsked
from ui.match.order import order_for
from ui.named.ordered import client_of, colours, named, painted, photograph, told_plainly
from ui.photos import HeldPhotos


def match_with(service: Service, photos: HeldPhotos) -> Callable[..., dict[str, Any]]:
    """The endpoint."""

    def match(
        references: list[str],
        photo: str = "",
        content: float = 0.5,
        palette: str = "",
        seed: int = 0,
        width: int = 0,
        height: int = 0,
        request: gr.Request = None,  # Gradio fills it in
    ) -> dict[str, Any]:
        """Make a picture of a photograph's content with the strokes and textures of references; without a photograph, more like them.

        Args:
            references: 1 to 6 pictures, each its file (JPEG, PNG, WebP) as base64 text, or the handle that POST /photos gave for it
            photo: the photograph whose content it has, likewise; more like the references if empty
            content: from 0, the references decide all shapes, to 1, the photograph does
            palette: a palette's id, or 2 to 12 colours with commas between, that it is fitted to; the references' own colours if empty
            seed: from 0 to 2147483647; another seed is another picture
            width: in pixels; the photograph's shape, 512 pixels long, unless both are given; at most 1.6 million pixels in all
            height: in pixels

        Returns:
            image_url (where the picture opens, relative to the studio), recipe, fidelity; or, when it takes long, job (for the tool job)
        """
        with told_plainly():
            seen, theirs = photograph(photos, photo) if photo else None, [photograph(photos, one) for one in references]
            size = [width, height] if width and height else None
            asked = MatchAsked.parse({"content": content, "seed": seed, **named(palette=colours(palette), size=size)})
            return painted(service, order_for(service.generator, asked, theirs, seen, client_of(request)))

    return match
