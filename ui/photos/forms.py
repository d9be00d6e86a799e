"""A form with a file in it, read in memory alone: Starlette's own parser would write a large file to the disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from engine.contracts import MAX_REFERENCES
from engine.photo.upload import MAX_BYTES
from ui.api.answers import RequestError
from ui.api.bodies import read_body

ROOM = 2**20
"""For the other fields and the boundaries."""


class InMemory(MultiPartParser):
    """Keeps whole files in memory."""

    spool_max_size = MAX_BYTES + ROOM


async def read_form(request: Request) -> tuple[bytes, str]:
    """multipart/form-data with the file `photo` and the JSON text `preferences` ("{}" where there is none).

    Raises RequestError: 400, 408 or 413.
    """
    wrong = RequestError("malformed_form", "Send the photograph as the file “photo”, and “preferences” as JSON text.")
    files, text = await _files(request, {"photo": 1}, wrong)
    if not files["photo"]:
        raise wrong
    return files["photo"][0], text


async def read_match_form(request: Request) -> tuple[list[bytes], bytes | None, str]:
    """The same with any number of files `reference`, as many as a match may have, and at most one `photo`."""
    wrong = RequestError("malformed_form", "Send files as “reference” (1 to 6) and “photo” (at most one), and “preferences” as JSON text.")
    files, text = await _files(request, {"reference": MAX_REFERENCES, "photo": 1}, wrong)
    return files["reference"], next(iter(files["photo"]), None), text


def is_form(request: Request) -> bool:
    """Whether a form with files is what was sent."""
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


async def _files(request: Request, most: dict[str, int], wrong: RequestError) -> tuple[dict[str, list[bytes]], str]:
    """The files of these names, and the text `preferences`. Raises `wrong` for a form that has other things under these names."""
    body = await read_body(request, MAX_BYTES + ROOM)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body
        yield b""

    try:
        form = await InMemory(request.headers, whole(), max_files=sum(most.values()), max_fields=4, max_part_size=ROOM).parse()
    except MultiPartException:
        raise wrong from None
    try:
        sent, text = {name: form.getlist(name) for name in most}, form.get("preferences", "{}")
        if not isinstance(text, str) or any(len(sent[name]) > most[name] for name in most):
            raise wrong
        if not all(isinstance(one, UploadFile) for each in sent.values() for one in each):
            raise wrong
        return {name: [one.file.read() for one in each if isinstance(one, UploadFile)] for name, each in sent.items()}, text
    finally:
        await form.close()
