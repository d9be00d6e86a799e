"""POST /match: a photograph's content with the patches of references, or more like them, as a job at /match/<id> (docs/api.md)."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from engine.jobs import JobNotFoundError, Order, Report, is_job_id
from engine.photo.upload import read_photograph
from engine.photograph import Photograph
from ui.access.callers import caller
from ui.api.answers import RequestError, route
from ui.api.asking import Asking, image_type
from ui.api.bodies import parse_object, read_json
from ui.api.ordering import Ordering
from ui.api.reports import accepted, done, picture_file, standing
from ui.api.service import Service
from ui.match.asked import MatchAsked
from ui.match.order import order_for
from ui.match.trials import Trials
from ui.photos.forms import is_form, read_match_form
from ui.photos.held import HeldPhotos

MOST_UPLOADS = 2
"""Forms being received at once."""
MATCH = "/match/"


def match_routes(service: Service, held: HeldPhotos, trials: Trials) -> list[BaseRoute]:
    """The routes."""
    desk = MatchRoutes(service, held, trials)
    return [
        route("/match", post=desk.submit),
        route(MATCH + "{id}", get=desk.get, delete=desk.cancel, post=desk.keep),
        route(MATCH + "{id}/preview", get=desk.preview),
    ]


class MatchRoutes:
    """The handlers. For one event loop."""

    def __init__(self, service: Service, held: HeldPhotos, trials: Trials) -> None:
        self._service, self._held, self._trials, self._uploads = service, held, trials, 0
        self._ordering = Ordering(service, MATCH)

    async def submit(self, request: Request) -> Response:
        """202 with {"job"}; 200 with {"image_url", ...} where the same was matched lately, or is worth the wait that was asked for."""
        asking = replace(Asking.of(request.headers), image="")  # the file is to be had from the job
        asked, references, photo = await self._wish(request)
        order = order_for(self._service.generator, asked, references, photo, caller(request), asking.priority)
        return await self._ordering.answer(request, order, asking, patience=0.0) if asked.keep else await self._try(order, asking)

    async def get(self, request: Request) -> Response:
        """200 with its status; or, once it is done and if the Accept header asks for an image, the file itself."""
        name = _name(request)
        self._trials.ask(name)
        return await self._service.workroom.keep(lambda: self._told(name, image_type(request.headers.get("accept", ""))))

    async def cancel(self, request: Request) -> Response:
        """200 with its status: cancelled, unless it was over already."""
        name = _name(request)
        return await self._service.workroom.keep(lambda: self._standing(self._service.desk.cancel(name)))

    async def keep(self, request: Request) -> Response:
        """200 with {"image_url", "recipe", ...}: a finished one is put into the store."""
        name = _name(request)
        return await self._service.workroom.keep(lambda: done(self._trials.keep(name), self._service.links, {}))

    async def preview(self, request: Request) -> Response:
        """200 with what there is to see so far, a JPEG; 404 before there is anything, and once it is over."""
        name = _name(request)
        sight = await self._service.workroom.keep(lambda: self._service.desk.sight(name))
        if not sight.count:
            raise JobNotFoundError
        return Response(sight.picture, headers={"Cache-Control": "no-store"}, media_type="image/jpeg")

    async def _try(self, order: Order, asking: Asking) -> Response:
        """To be looked at first: a job that is kept when somebody says so, and called off when nobody asks about it."""
        if asking.key:
            raise RequestError("invalid_header", "An Idempotency-Key goes with what is kept; leave it out, or leave “keep” at true.")
        desk, keep = self._service.desk, self._service.workroom.keep
        ticket = await keep(lambda: desk.submit(order))
        self._trials.put(ticket.id)
        return accepted(await keep(lambda: desk.report(ticket.id)), MATCH)

    def _told(self, name: str, image: str) -> Response:
        report = self._service.desk.report(name)
        if image and report.result is not None:
            return picture_file(self._service.desk.file(name), report.result, {})
        return self._standing(report)

    def _standing(self, report: Report) -> Response:
        previews = 0 if report.is_over else self._service.desk.sight(report.id).count
        return standing(report, self._service.links, MATCH, previews=previews)

    async def _wish(self, request: Request) -> tuple[MatchAsked, list[Photograph], Photograph | None]:
        """What is asked for, the references, and the photograph."""
        if is_form(request):
            references, photo, text = await self._received(request)
            asked = MatchAsked.parse(parse_object(text.encode()))
        else:
            asked, references, photo = MatchAsked.parse(await read_json(request, self._service.most_bytes)), [], None
        references += [self._held.get(handle) for handle in asked.references]
        return asked, references, photo if asked.photo is None else self._held.get(asked.photo)

    async def _received(self, request: Request) -> tuple[list[Photograph], Photograph | None, str]:
        """The form's files, decoded: `reference`, up to six, and `photo`; and its `preferences`."""
        if self._uploads >= MOST_UPLOADS:
            raise RequestError("busy", "Many photographs are arriving just now; try again in a few seconds.")
        self._uploads += 1
        try:
            references, photo, text = await read_match_form(request)
            return await self._service.workroom.keep(
                lambda: ([read_photograph(one) for one in references], None if photo is None else read_photograph(photo), text)
            )
        finally:
            self._uploads -= 1


def _name(request: Request) -> str:
    name = str(request.path_params["id"])
    if not is_job_id(name):
        raise JobNotFoundError
    return name
