"""POST /generate_image: Preferences in, a picture out; kept with an address, or as bytes when the Accept header asks for an image.

{"theme": "alpine", "style": "ink", "palette": "ember", "size": [1920, 1080], "format": "png"}
{"recipe": {...}, "size": [3840, 2160]}           the same picture again, here larger

Whoever asks waits for a picture that will soon be done (200), and is given a job to come back to (202) when it will not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from engine import ImageGenerator, InvalidPreferencesError, Recipe, Size
from engine.image_generator import DEFAULT_SIZE
from engine.jobs import Made, Order, Report, Ticket, job_id_for
from engine.store import kind_named
from ui.access.callers import caller
from ui.api.asking import Asking
from ui.api.bodies import read_json
from ui.api.reports import CLIENT_GONE, JOBS, ReportedError, accepted, done, picture_file
from ui.api.service import Service
from ui.api.waiting import first_of


class GenerateImage:
    """The handler."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def post(self, request: Request) -> Response:
        """200 with {"image_url", "recipe", "fidelity", ...}, 200 with the file itself, or 202 with {"job"}."""
        asking = Asking.of(request.headers)
        order = self._order(await read_json(request, self._service.most_bytes), asking, caller(request))
        key = job_id_for(self._service.secret, order.client, asking.key) if asking.key else None
        if key is None:
            made = await self._service.workroom.keep(lambda: self._service.desk.find(order))
            if made is not None:
                return await self._answer(made, asking, {"X-Cache": "hit"})
        ticket = await self._service.workroom.keep(lambda: self._service.desk.submit(order, key))
        return await self._paint(request, ticket, asking)

    def _order(self, asked: dict[str, Any], asking: Asking, client: str) -> Order:
        kind = kind_named(asking.image or file_format(asked))
        recipe = to_recipe(self._service.generator, asked)
        return Order(recipe=recipe, format=kind.id, keep=not asking.image, priority=asking.priority, client=client)

    async def _paint(self, request: Request, ticket: Ticket, asking: Asking) -> Response:
        """Wait as long as it is likely to be worth it; whoever goes meanwhile has nothing painted."""
        desk, keep = self._service.desk, self._service.workroom.keep
        patience = self._service.quick if asking.wait is None else asking.wait
        headers = {"X-Cache": "joined" if ticket.joined else "miss", **({"Location": JOBS + ticket.id} if asking.key else {})}
        try:
            if ticket.seconds <= patience:
                outcome = await first_of(await keep(lambda: desk.follow(ticket.id)), request, 1.5 * patience)
                if outcome == "gone":
                    return CLIENT_GONE
                if isinstance(outcome, Report) and outcome.is_over:
                    return await self._over(outcome, asking, headers)
            report = await keep(lambda: desk.promise(ticket.id))
            return await self._over(report, asking, headers) if report.is_over else accepted(report)
        finally:
            await keep(lambda: desk.leave(ticket.id))

    async def _over(self, report: Report, asking: Asking, headers: dict[str, str]) -> Response:
        if report.result is None:
            raise ReportedError(report)
        file = await self._service.workroom.keep(lambda: self._service.desk.file(report.id)) if asking.image else b""
        return await self._answer(Made(file, report.result), asking, headers)

    async def _answer(self, made: Made, asking: Asking, headers: dict[str, str]) -> Response:
        if asking.image:
            return picture_file(made.file, made.result, headers)
        return await self._service.workroom.keep(lambda: done(made.result, self._service.links, headers))


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


def file_format(asked: Mapping[str, Any]) -> str:
    """The request's `format`, png unless given. Raises InvalidPreferencesError."""
    name = asked.get("format", "png")
    if name not in ("png", "jpeg", "webp"):
        raise InvalidPreferencesError("format: choose one of png, jpeg, webp.")
    return str(name)
