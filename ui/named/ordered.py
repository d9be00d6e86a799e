"""From an endpoint's arguments to an order, and from the order to what the endpoint gives back."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from engine import HueprintError, UnreadablePictureError
from engine.jobs import Order, Report
from engine.photo.upload import read_photograph
from engine.photograph import Photograph
from ui.access.callers import caller
from ui.api.reports import ReportedError, picture, told
from ui.api.service import Service
from ui.photos import HeldPhotos

_PATIENCE = 100.0
"""Seconds for which an endpoint waits; what takes longer is promised."""
_SHORTEST_FILE = 100
"""Characters: handles are shorter, and no picture's file is."""


def painted(service: Service, order: Order) -> dict[str, Any]:
    """Where the picture is kept, and what is known of it; or, when it takes long, the job to come back to. Raises HueprintError."""
    made = service.desk.find(order)
    if made is not None:
        return picture(made.result, service.links)
    ticket = service.desk.submit(order)
    try:
        return over(service, service.desk.follow(ticket.id).result(timeout=_PATIENCE))
    except TimeoutError:
        return told(service.desk.promise(ticket.id), service.links)
    finally:
        service.desk.leave(ticket.id)


def over(service: Service, report: Report) -> dict[str, Any]:
    """The picture of a job that is done. Raises HueprintError for one that has failed."""
    if report.result is None:
        raise ReportedError(report)
    return picture(report.result, service.links)


def client_of(request: gr.Request | None) -> str:
    """Whom fairness counts the order against."""
    connection = getattr(request, "request", None)
    return caller(connection) if connection is not None else ""


def photograph(photos: HeldPhotos, text: str) -> Photograph:
    """A file as base64 text, also of a data: address, or a handle. Raises UnreadablePictureError, PhotoForgottenError."""
    if len(text) < _SHORTEST_FILE:
        return photos.get(text)
    try:
        file = base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text, validate=True)
    except ValueError:
        raise UnreadablePictureError("The photograph is not base64 text; encode the file and send that.") from None
    return read_photograph(file)


def colours(text: str) -> str | list[str]:
    """`ember`, or colours with commas between; rgb(1, 2, 3) keeps its own."""
    parts = [part.strip() for part in text.split(",")] if "(" not in text else [f"{part})".strip(" ,") for part in text.split(")") if part]
    return parts if len(parts) > 1 else text


def named(**arguments: object) -> dict[str, Any]:
    """Those that say something."""
    return {name: value for name, value in arguments.items() if value not in ("", None, {}, [])}


@contextmanager
def told_plainly() -> Iterator[None]:
    """What goes wrong as the one sentence that Gradio shows."""
    try:
        yield
    except HueprintError as error:
        raise gr.Error(error.message, print_exception=False) from None
