"""Which other sites' pages may read answers: those that the settings name, and none else.

Gradio brings a middleware of its own that lets every site in, with cookies, unless the server is called localhost. `instead_of_gradios`
puts this one in its place.
"""

from __future__ import annotations

import functools

import gradio.routes
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = "GET, HEAD, POST, DELETE, OPTIONS"
_SENT = "Accept, Authorization, Content-Type, Idempotency-Key, Prefer, X-API-Key, X-Request-ID"
_READ = "Content-Disposition, Hueprint-Error, Hueprint-On-Palette, Hueprint-Share-Error, Location, Retry-After, X-Cache, X-Request-ID"


class Cors:
    """The protocol of https://fetch.spec.whatwg.org/#http-cors-protocol for `origins`. Credentials are headers: cookies stay at home."""

    def __init__(self, app: ASGIApp, origins: frozenset[str] = frozenset()) -> None:
        self._app, self._origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; a preflight from a site that may call is answered here."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers({})
        origin = headers.get("origin", "")
        if origin not in self._origins:
            await self._app(scope, receive, send)
            return
        allowed = {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            told = {"Access-Control-Allow-Methods": _METHODS, "Access-Control-Allow-Headers": _SENT, "Access-Control-Max-Age": "600"}
            await Response(status_code=204, headers={**allowed, **told})(scope, receive, send)
            return

        async def send_allowed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update({**allowed, "Access-Control-Expose-Headers": _READ})
            await send(message)

        await self._app(scope, receive, send_allowed)


def instead_of_gradios(origins: frozenset[str]) -> None:
    """Servers started from now on in this process use Cors."""

    class Ours(Cors):
        def __init__(self, app: ASGIApp, **_: object) -> None:
            super().__init__(app, origins)

    gradio.routes.CustomCORSMiddleware = functools.partial(Ours)
