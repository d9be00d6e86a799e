"""GET /pictures/<name>: the kept pictures that this server serves itself. Whoever has the name may see it; names cannot be guessed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from engine.store import Store, content_type_of
from ui.api.workroom import Workroom

PICTURES = "/pictures/"


class Pictures:
    """The handler."""

    def __init__(self, store: Store, workroom: Workroom) -> None:
        self._store, self._workroom = store, workroom

    async def get(self, request: Request) -> Response:
        """The file, cacheable for ever by the browser that asked: a name never gets another picture. 404 for any other name."""
        name = request.path_params["name"]
        picture = await self._workroom.keep(lambda: self._store.open(name))
        headers = {
            "Cache-Control": "private, max-age=31536000, immutable",
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(picture, headers=headers, media_type=content_type_of(name))
