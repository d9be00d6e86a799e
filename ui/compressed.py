"""What a first visit loads, compressed as far as it goes: the page's document, which Gradio sends plain, and Gradio's own assets.

The first who asks for something gets it compressed quickly; meanwhile it is compressed thoroughly, which may take seconds, for others.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.whole import whole_answer

QUICK, THOROUGH = 5, 11
MOST = 96
"""Bodies compressed thoroughly: more than the page has. A document names its address, and a visitor may make addresses up."""
_PACKABLE = ("text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml")


class Compressed:
    """Answers GET / and GET /assets/... in Brotli to whoever takes it. Every other answer passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packed: dict[bytes, bytes | None] = {}
        self._packer = ThreadPoolExecutor(1, "compress", initializer=_step_back)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; the answer's body is sent as one."""
        if not _is_asked_for(scope):
            await self._app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start, body = await whole_answer(self._app, {**scope, "headers": plain}, receive)
        headers = MutableHeaders(raw=start["headers"])
        if start["status"] == 200 and headers.get("content-type", "").startswith(_PACKABLE):
            body = self._pack(body)
            headers["Content-Encoding"], headers["Content-Length"] = "br", str(len(body))
            headers.add_vary_header("Accept-Encoding")
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _pack(self, body: bytes) -> bytes:
        key = sha256(body).digest()
        if key not in self._packed and len(self._packed) < MOST:
            self._packed[key] = None
            self._packer.submit(self._pack_thoroughly, key, body)
        return self._packed.get(key) or brotli.compress(body, quality=QUICK)

    def _pack_thoroughly(self, key: bytes, body: bytes) -> None:
        self._packed[key] = brotli.compress(body, quality=THOROUGH)


def _step_back() -> None:
    """Live pictures come first. Linux knows priorities of threads; elsewhere this one is as urgent as any."""
    if sys.platform.startswith("linux"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


def _is_asked_for(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not (scope["path"] == "/" or scope["path"].startswith("/assets/")):
        return False
    headers = Headers(scope=scope)
    takes = {one.split(";")[0].strip() for one in headers.get("accept-encoding", "").split(",")}
    return "br" in takes and "range" not in headers
