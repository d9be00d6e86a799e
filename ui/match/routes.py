"""POST /match: a photograph's content with the patches of references, or more like them, as a job at /match/<id> (docs/api.md)."""

from __future__ import annotations

import math
from collections.abc import AsyncGenerator
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from engine import InvalidPreferencesError
from engine.contracts import MAX_REFERENCES
from engine.jobs import JobNotFoundError, is_job_id
from engine.photo.upload import MAX_BYTES, read_photograph
from engine.photograph import Photograph
from ui.access.callers import caller
from ui.api.answers import RequestError, json_answer, route
from ui.api.asking import image_type
from ui.api.bodies import parse_object, read_body, read_json
from ui.api.reports import done, picture, picture_file
from ui.api.service import Service
from ui.match.asked import MatchAsked
from ui.match.line import Matches, Matching
from ui.photos.forms import ROOM, InMemory
from ui.photos.held import HeldPhotos

MOST_UPLOADS = 2
"""Forms being received at once."""
MATCH = "/match/"


def match_routes(service: Service, held: HeldPhotos, matches: Matches) -> list[BaseRoute]:
    """The routes."""
    desk = MatchRoutes(service, held, matches)
    return [
        route("/match", post=desk.submit),
        route(MATCH + "{id}", get=desk.get, delete=desk.cancel, post=desk.keep),
        route(MATCH + "{id}/preview", get=desk.preview),
    ]


class MatchRoutes:
    """The handlers. For one event loop."""

    def __init__(self, service: Service, held: HeldPhotos, matches: Matches) -> None:
        self._service, self._held, self._matches, self._uploads = service, held, matches, 0

    async def submit(self, request: Request) -> Response:
        """202 with {"job"}: what to come back to."""
        client = caller(request)
        if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
            references, photo, text = await self._received(request)
            asked = MatchAsked.parse(parse_object(text.encode()))
        else:
            asked, references, photo = MatchAsked.parse(await read_json(request, self._service.most_bytes)), [], None
        references += [self._held.get(handle) for handle in asked.references]
        if asked.photo is not None:
            photo = self._held.get(asked.photo)
        if len(references) > MAX_REFERENCES:
            raise InvalidPreferencesError(f"references: give 1 to {MAX_REFERENCES} reference pictures, not {len(references)}.")
        one = await self._service.workroom.keep(lambda: self._matches.submit(asked, references, photo, client))
        content = {"status": "processing", **self._standing(one)}
        return json_answer(content, 202, {"Location": MATCH + one.id, "Retry-After": _retry(one)})

    async def get(self, request: Request) -> Response:
        """200 with its status; or, once it is done and if the Accept header asks for an image, the file itself."""
        one = self._matches.get(_name(request))
        if image_type(request.headers.get("accept", "")) and one.made is not None:
            return picture_file(one.made.file, one.made.result, {})
        return await self._service.workroom.keep(lambda: self._told(one))

    async def cancel(self, request: Request) -> Response:
        """200 with its status: cancelled soon, unless it was over already."""
        return self._told(self._matches.cancel(_name(request)))

    async def keep(self, request: Request) -> Response:
        """200 with {"image_url", "recipe", ...}: a finished one is put into the store."""
        name = _name(request)
        made = await self._service.workroom.keep(lambda: self._matches.keep(name))
        return await self._service.workroom.keep(lambda: done(made.result, self._service.links, {}))

    async def preview(self, request: Request) -> Response:
        """200 with what there is to see so far, a JPEG; 404 before there is anything."""
        one = self._matches.get(_name(request))
        if not one.preview:
            raise JobNotFoundError
        return Response(one.preview, headers={"Cache-Control": "no-store"}, media_type="image/jpeg")

    def _told(self, one: Matching) -> Response:
        content: dict[str, Any] = {"status": one.status, **self._standing(one)}
        if one.made is not None and one.status == "done":
            content |= picture(one.made.result, self._service.links) if one.made.result.name else _held(one)
        if one.error is not None:
            content["error"] = one.error.model_dump()
        return json_answer(content, 200, {} if one.is_over else {"Retry-After": _retry(one)})

    def _standing(self, one: Matching) -> dict[str, Any]:
        before = self._matches.ahead(one)
        return {
            "job": MATCH + one.id,
            "progress": round(one.part, 3),
            "ahead": len(before),
            "seconds_left": round(one.seconds_left + sum(other.seconds_left for other in before), 2),
            "previews": one.previews,
        }

    async def _received(self, request: Request) -> tuple[list[Photograph], Photograph | None, str]:
        """The form's files, decoded: `reference`, up to six, and `photo`; and its `preferences`."""
        if self._uploads >= MOST_UPLOADS:
            raise RequestError("busy", "Many photographs are arriving just now; try again in a few seconds.")
        self._uploads += 1
        try:
            references, photo, text = await _form(await read_body(request, MAX_BYTES + ROOM), request)
            return await self._service.workroom.keep(
                lambda: ([read_photograph(one) for one in references], None if photo is None else read_photograph(photo), text)
            )
        finally:
            self._uploads -= 1


async def _form(body: bytes, request: Request) -> tuple[list[bytes], bytes | None, str]:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body
        yield b""

    wrong = RequestError("malformed_form", "Send files as “reference” (1 to 6) and “photo” (at most one), and “preferences” as JSON text.")
    try:
        form = await InMemory(request.headers, whole(), max_files=MAX_REFERENCES + 1, max_fields=4, max_part_size=ROOM).parse()
    except MultiPartException:
        raise wrong from None
    try:
        files, photos, text = form.getlist("reference"), form.getlist("photo"), form.get("preferences", "{}")
        if len(photos) > 1 or not isinstance(text, str) or not all(isinstance(one, UploadFile) for one in (*files, *photos)):
            raise wrong
        read = [one.file.read() for one in (*files, *photos) if isinstance(one, UploadFile)]
        return read[: len(files)], (read[-1] if photos else None), text
    finally:
        await form.close()


def _held(one: Matching) -> dict[str, Any]:
    """What is known of a finished picture that nobody has kept yet."""
    result = one.made.result if one.made else None
    return {"image_url": MATCH + one.id, "recipe": result.recipe.model_dump(mode="json"), "seconds": result.seconds} if result else {}


def _name(request: Request) -> str:
    name = str(request.path_params["id"])
    if not is_job_id(name):
        raise JobNotFoundError
    return name


def _retry(one: Matching) -> str:
    return str(min(10, max(1, math.ceil(one.seconds_left / 8))))
