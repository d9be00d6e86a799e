"""A form with a file in it, read in memory alone: Starlette's own parser would write a large file to the disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

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
    body = await read_body(request, MAX_BYTES + ROOM)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body
        yield b""

    try:
        form = await InMemory(request.headers, whole(), max_files=1, max_fields=4, max_part_size=ROOM).parse()
    except MultiPartException:
        raise RequestError("malformed_form", "The form cannot be read; send the file as “photo” and JSON text as “preferences”.") from None
    try:
        photo, preferences = form.get("photo"), form.get("preferences", "{}")
        if not isinstance(photo, UploadFile) or not isinstance(preferences, str):
            raise RequestError("malformed_form", "Send the photograph as the file “photo”, and “preferences” as JSON text.")
        return photo.file.read(), preferences
    finally:
        await form.close()
