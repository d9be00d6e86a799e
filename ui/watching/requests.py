"""Every request watched from the outermost place: its id, its time, its status; one log line, one count, one point for the plots."""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.watching.history import History
from ui.watching.logs import FIELDS, REQUEST_ID
from ui.watching.metrics import Metrics

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_QUIET = {"/healthz", "/readyz", "/metrics", "/admin/figures", "page"}
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_log = logging.getLogger("hueprint.requests")


class Requests:
    """ASGI. routes: the paths of our own, to count by; everything else is Gradio's page."""

    def __init__(self, app: ASGIApp, metrics: Metrics, history: History, routes: frozenset[str]) -> None:
        self._app, self._metrics, self._history = app, metrics, history
        self._exact = {route for route in routes if "{" not in route}
        self._prefixes = {route.partition("{")[0]: route for route in routes if "{" in route}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        id_ = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
        token, began, seen = REQUEST_ID.set(id_), time.perf_counter(), {"status": 499, "code": ""}

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = id_
                seen.update(status=message["status"], code=headers.get("hueprint-error", ""))
            await send(message)

        try:
            await self._app(scope, receive, send_watched)
        finally:
            self._note(scope, int(str(seen["status"])), str(seen["code"]), time.perf_counter() - began)
            REQUEST_ID.reset(token)

    def _note(self, scope: Scope, status: int, code: str, seconds: float) -> None:
        route, method = self._route(scope["path"]), scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.request(route, method, status, seconds)
        if code:
            self._metrics.error(code)
        if route in _QUIET and status < 400:
            return
        self._history.add(seconds, status)
        fields = {"route": route, "method": method, "status": status, "ms": round(1000 * seconds, 1), **({"code": code} if code else {})}
        _log.info("request", extra={FIELDS: fields})

    def _route(self, path: str) -> str:
        if path in self._exact:
            return path
        return next((route for prefix, route in self._prefixes.items() if path.startswith(prefix)), "page")
