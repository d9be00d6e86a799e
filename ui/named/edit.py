"""The endpoint that paints a part of a picture otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from engine.jobs import Order
from ui.api.service import Service
from ui.named.ordered import client_of, colours, named, painted, photograph, told_plainly
from ui.photos import HeldPhotos
from ui.photos.edits import EditAsked, edited_recipe


def edit_with(service: Service, photos: HeldPhotos) -> Callable[..., dict[str, Any]]:
    """The endpoint."""

    def edit(
        mask: list[dict[str, Any]],
        recipe: dict[str, Any] | None = None,
        photo: str = "",
        theme: str = "",
        style: str = "",
        palette: str = "",
        seed: int = -1,
        feather: float = 0.065,
        request: gr.Request = None,  # Gradio fills it in
    ) -> dict[str, Any]:
        """Paint a part of a picture otherwise, and keep the result; outside the mask nothing changes and no seam shows.

        Args:
            mask: 1 to 16 outlines in picture heights from the middle, x right and y down, such as
                [{"kind": "ellipse", "left": -0.3, "top": -0.2, "right": 0.3, "bottom": 0.2}], [{"kind": "rectangle", ...the same}],
                [{"kind": "brush", "points": [[-0.4, 0.1], [0.3, 0.2]], "radius": 0.1}] or [{"kind": "region", "x": 0.2, "y": -0.3}]
            recipe: the picture: the recipe that an earlier answer gave; empty to edit a photograph as it is
            photo: a photograph as base64 text or a handle: the one to edit, or the one that the recipe's picture was made from
            theme: what is to be seen inside: a theme's id from list_presets; as around it if empty
            style: how the inside is painted: a style's id; as around it if empty
            palette: a palette's id, or 2 to 12 colours with commas between, for the inside; as around it if empty
            seed: of the inside, from 0 to 2147483647; that of the picture if negative
            feather: how far within its border the old runs into the new, from 0 to 0.5 picture heights

        Returns:
            image_url (where the picture opens, relative to the studio), recipe (with the edit in it), fidelity
        """
        with told_plainly():
            seen = photograph(photos, photo) if photo else None
            inside = named(theme=theme, style=style, palette=colours(palette), seed=seed if seed >= 0 else None)
            asked = EditAsked.parse({"mask": mask, "inside": inside, "feather": feather, **named(recipe=recipe)})
            made = edited_recipe(service.generator, None, seen, asked)
            photographs = tuple(filter(None, [seen]))
            return painted(service, Order(recipe=made, photographs=photographs, client=client_of(request)))

    return edit
