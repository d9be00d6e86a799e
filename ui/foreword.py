"""What must stand in the page's document before Gradio's own scripts: Gradio lays the head that it is given into the page after them."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.whole import whole_answer

_HEAD = b"<head>"


class Foreword:
    """Puts a script first into the head of GET /. Every other answer passes untouched."""

    def __init__(self, app: ASGIApp, script: str) -> None:
        self._app, self._head = app, _HEAD + f"<script>{script}</script>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; a document is sent as one."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        start, body = await whole_answer(self._app, scope, receive)
        headers = MutableHeaders(raw=start["headers"])
        if headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers:
            body = body.replace(_HEAD, self._head, 1)
            headers["Content-Length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})
