"""Named endpoints for Gradio's own clients (gradio_client, @gradio/client), which are also the tools of its MCP server.

Their docstrings are what an agent reads. Pictures come back as links, like those of POST /generate_image.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import gradio as gr

from engine import HueprintError, UnreadablePictureError
from engine.jobs import Order
from engine.photo.upload import read_photograph
from ui.access.callers import caller
from ui.api.generate import to_recipe
from ui.api.reports import ReportedError, picture
from ui.api.service import Service
from ui.photos import HeldPhotos
from ui.photos.routes import to_recipe as restyled

_PATIENCE = 120.0
_SHORTEST_FILE = 100
"""Characters: handles are shorter, and no picture's file is."""


def named_endpoints(service: Service, photos: HeldPhotos) -> None:
    """Adds them to the Blocks that is open."""
    gr.api(restyle_with(service, photos), api_name="restyle", concurrency_limit=4)
    gr.api(generate_image_with(service), api_name="generate_image", concurrency_limit=4)
    gr.api(list_presets_with(service), api_name="list_presets", queue=False)


def generate_image_with(service: Service) -> Callable[..., dict[str, Any]]:
    """The endpoint that paints."""

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
        asked = {"words": words, "seed": seed, "size": [width, height], **_named(theme=theme, style=style, palette=_colours(palette))}
        try:
            recipe = to_recipe(service.generator, {**asked, **({"knobs": knobs} if knobs else {})})
            return _painted(service, Order(recipe=recipe, client=_client(request)))
        except HueprintError as error:
            raise gr.Error(error.message, print_exception=False) from None

    return generate_image


def restyle_with(service: Service, photos: HeldPhotos) -> Callable[..., dict[str, Any]]:
    """The endpoint that paints photographs."""

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
        asked = {"seed": seed, "colour": colour, **_named(style=style, palette=_colours(palette))}
        try:
            photograph = photos.get(photo) if len(photo) < _SHORTEST_FILE else read_photograph(_decoded(photo))
            recipe = restyled(service.generator, photograph, asked)
            return _painted(service, Order(recipe=recipe, photographs=(photograph,), client=_client(request)))
        except HueprintError as error:
            raise gr.Error(error.message, print_exception=False) from None

    return restyle


def list_presets_with(service: Service) -> Callable[[], dict[str, Any]]:
    """The endpoint that lists."""

    def list_presets() -> dict[str, Any]:
        """The ids of all themes, styles and palettes, each with what it is.

        Returns:
            themes, styles and palettes, by id
        """
        catalogue = service.generator.catalogue
        return {
            "themes": {entry.id: entry.about for entry in catalogue.themes.values()},
            "styles": {entry.id: entry.about for entry in catalogue.styles.values()},
            "palettes": {entry.id: [swatch.hex for swatch in entry.colours] for entry in catalogue.palettes.values()},
        }

    return list_presets


def _client(request: gr.Request | None) -> str:
    connection = getattr(request, "request", None)
    return caller(connection) if connection is not None else ""


def _painted(service: Service, order: Order) -> dict[str, Any]:
    made = service.desk.find(order)
    if made is not None:
        return picture(made.result, service.links)
    ticket = service.desk.submit(order)
    try:
        report = service.desk.follow(ticket.id).result(timeout=_PATIENCE)
    except TimeoutError:
        raise HueprintError("The studio is busy; ask again in a minute.") from None
    finally:
        service.desk.leave(ticket.id)
    if report.result is None:
        raise ReportedError(report)
    return picture(report.result, service.links)


def _decoded(text: str) -> bytes:
    """The bytes of base64 text, also of a data: address. Raises UnreadablePictureError."""
    try:
        return base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text, validate=True)
    except ValueError:
        raise UnreadablePictureError("The photograph is not base64 text; encode the file and send that.") from None


def _colours(text: str) -> str | list[str]:
    """`ember`, or colours with commas between; rgb(1, 2, 3) keeps its own."""
    parts = [part.strip() for part in text.split(",")] if "(" not in text else [f"{part})".strip(" ,") for part in text.split(")") if part]
    return parts if len(parts) > 1 else text


def _named(**names: str | list[str]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if value}
