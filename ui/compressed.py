"""The page's own document, compressed: Gradio compresses the files it serves by their ending, and the page has none."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

QUALITY = 9
"""Of 11, the last two of which take seconds; and a document is compressed once for all visitors."""
REMEMBERED = 8
"""Documents: they differ by the address that a visitor came by."""


class Compressed:
    """Answers GET / in Brotli to whoever takes it. Every other answer passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known: OrderedDict[bytes, bytes] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; the answer's body is sent as one."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/" or not _takes_brotli(scope):
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body: list[bytes] = []

        async def gather(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send(start, b"".join(body), send)

        await self._app(scope, receive, gather)

    async def _send(self, start: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(raw=start["headers"])
        if headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers:
            body = self._packed(body)
            headers["Content-Encoding"], headers["Content-Length"] = "br", str(len(body))
            headers.add_vary_header("Accept-Encoding")
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _packed(self, body: bytes) -> bytes:
        key = sha256(body).digest()
        if key not in self._known:
            self._known[key] = brotli.compress(body, quality=QUALITY)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]


def _takes_brotli(scope: Scope) -> bool:
    return any(one.split(";")[0].strip() == "br" for one in Headers(scope=scope).get("accept-encoding", "").split(","))
