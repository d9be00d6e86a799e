"""What stands before every route, the page's included: who may call, how much they may send, and the headers each answer carries.

Plain ASGI, so that WebSockets and streams pass through untouched.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.answers import RequestError, refusal

PATIENCE = 60.0
"""Seconds for a whole body to arrive, the largest upload on a slow line included."""
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_UPLOADS = ("image/", "multipart/form-data", "application/octet-stream")
_DEFAULT_PORTS = (":443", ":80")
_FORBIDDEN = (
    "This studio answers its own pages only. If this address is yours, whoever runs the studio can let it in: "
    "set HUEPRINT_SERVER__ALLOWED_ORIGINS to it, as in https://studio.example.com."
)


class SameOrigin:
    """Refuses (403, or a closed handshake) what another site's page sends: POSTs and WebSockets whose Origin is not this Host.

    A request without Origin is a program's, not a page's, and passes. origins: other sites that may call, such as https://studio.example.com.
    loopback_only: the server listens to its own machine, so another Host is a page whose name was bent to us (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str] = frozenset(), loopback_only: bool = False) -> None:
        self._app, self._origins, self._loopback_only = app, origins, loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on, or refuses it."""
        if scope["type"] == "lifespan" or self._is_welcome(scope, Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "open the studio itself"})
        else:
            await refusal(RequestError("forbidden_origin", _FORBIDDEN))(scope, receive, send)

    def _is_welcome(self, scope: Scope, headers: Headers) -> bool:
        host, origin = _host(headers.get("host", "")), headers.get("origin")
        if self._loopback_only and not self._is_own(host):
            return False
        if origin is None or (scope["type"] == "http" and scope["method"] in _SAFE_METHODS):
            return True
        return origin in self._origins or (host != "" and _host(_netloc(origin)) == host)

    def _is_own(self, host: str) -> bool:
        return _name(host) in _LOOPBACK or host in {_host(_netloc(origin)) for origin in self._origins}


def _name(host: str) -> str:
    """`localhost:7860` -> `localhost`; `[::1]:7860` -> `::1`. A request that names no host (HTTP/1.0) counts as local."""
    try:
        return urlsplit(f"//{host}").hostname or "localhost"
    except ValueError:
        return ""


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _host(netloc: str) -> str:
    plain = netloc.lower()
    return next((plain.removesuffix(port) for port in _DEFAULT_PORTS if plain.endswith(port)), plain)


class BodyLimit:
    """Refuses (413) a body longer than its kind may be, whether it says so in Content-Length or just keeps coming."""

    def __init__(self, app: ASGIApp, most_json: int, most_upload: int) -> None:
        self._app, self._most_json, self._most_upload = app, most_json, most_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on with its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self._most_upload if headers.get("content-type", "").lower().startswith(_UPLOADS) else self._most_json
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > most:
            await _drain(receive, 8 * most)
            await _too_large(most)(scope, receive, send)
        else:
            await _Counted(self._app, most).run(scope, receive, send)


class _Counted:
    """One request whose body is counted as it comes. Past the limit, or past its time, the app sees a client that has gone, and the
    client a 413 or a 408.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._left, self._most, self._started = app, most, most, False
        self._whole, self._late, self._until = False, False, asyncio.get_running_loop().time() + PATIENCE

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted_receive() -> Message:
            message = await self._next(receive)
            self._left -= len(message.get("body", b""))
            return {"type": "http.disconnect"} if self._is_refused else message

        async def watched_send(message: Message) -> None:
            if not self._is_refused or self._started:
                self._started = True
                await send(message)

        try:
            await self._app(scope, counted_receive, watched_send)
        except Exception:
            if not self._is_refused or self._started:
                raise
        if self._is_refused and not self._started:
            await (_too_late() if self._late else _too_large(self._most))(scope, receive, send)

    @property
    def _is_refused(self) -> bool:
        return self._left < 0 or self._late

    async def _next(self, receive: Receive) -> Message:
        """The next piece; once the body is whole, only the news that the client has gone is left, and that may take its time."""
        if self._whole:
            return await receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await receive()
        except TimeoutError:
            self._late = True
            return {"type": "http.disconnect"}
        self._whole = not message.get("more_body", False)
        return message


def _too_late() -> ASGIApp:
    message = f"The request did not arrive within {PATIENCE:.0f} seconds; send it again."
    return refusal(RequestError("slow_request", message, {"Connection": "close"}))


def _too_large(most: int) -> ASGIApp:
    message = f"This request is too large; send at most {most / 2**20:.3g} MB."
    return refusal(RequestError("body_too_large", message, {"Connection": "close"}))


async def _drain(receive: Receive, most: int) -> None:
    """Read on for a while: a client that is still sending would not hear the answer."""
    while most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return


_FRAMES = "frame-ancestors 'self' https://huggingface.co https://*.huggingface.co"
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; {_FRAMES}",
}
# Gradio's page compiles its templates as it runs ('unsafe-eval') and carries its scripts inside; pictures may lie in a bucket.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob: https://storage.googleapis.com; media-src 'self' data: blob: https://storage.googleapis.com; "
    "font-src 'self' data:; "
    "connect-src 'self' ws: wss: data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; " + _FRAMES
)


class SafeHeaders:
    """Adds to every answer what keeps browsers from guessing: types, referrers, frames, devices."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; headers that the route itself set stay."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
