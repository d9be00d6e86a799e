"""How every own route answers: one form of error, and one table from what went wrong to a status.

Errors are problem details (RFC 9457) with two members more: `code`, which is stable, and `error`, the same for those who read no more.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from engine import HueprintError

Handler = Callable[[Request], Awaitable[Response]]

PROBLEM = "application/problem+json"

_MOST_SAID = 800

logger = logging.getLogger("hueprint")

STATUS = {
    "malformed_json": 400,
    "malformed_form": 400,
    "invalid_header": 400,
    "login_required": 401,
    "invalid_key": 401,
    "forbidden_origin": 403,
    "link_invalid": 403,
    "admin_only": 403,
    "not_found": 404,
    "picture_not_found": 404,
    "job_not_found": 404,
    "method_not_allowed": 405,
    "slow_request": 408,
    "link_expired": 410,
    "photo_forgotten": 410,
    "cancelled": 410,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "invalid_preferences": 422,
    "unknown_name": 422,
    "picture_too_large": 422,  # few bytes that ask for many pixels: the request is small, so it is not a 413
    "unreadable_picture": 422,
    "invalid_recipe": 422,
    "no_recipe": 422,
    "encoder_missing": 422,
    "idempotency_mismatch": 422,
    "too_many_requests": 429,
    "too_many_jobs": 429,
    "busy": 503,
    "broker_unavailable": 503,
    "store_unavailable": 503,
    "store_full": 507,
}


class RequestError(HueprintError):
    """A request that the web side refuses before the engine sees it. `code` is one of STATUS; `headers` go with the answer."""

    def __init__(self, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.headers = headers or {}


def json_answer(content: object, status: int = 200, headers: dict[str, str] | None = None, kind: str = "application/json") -> Response:
    """JSON as UTF-8. Lone surrogates, which a client may send and a message may quote, become question marks."""
    body = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, kind)


def refusal(error: HueprintError) -> Response:
    """An error as an answer; its message keeps to visible characters and to a length, whatever it quotes."""
    text = (
        error.message if len(error.message) <= _MOST_SAID else f"{error.message[: _MOST_SAID // 2]} … {error.message[-_MOST_SAID // 2 :]}"
    )
    message = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    headers = dict(getattr(error, "headers", {}))
    status = STATUS.get(error.code, 500)
    if status in {429, 503}:
        headers.setdefault("Retry-After", str(math.ceil(min(max(getattr(error, "retry_after", 2.0), 1.0), 600.0))))
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "code": error.code,
        "error": {"code": error.code, "message": message},
    }
    return json_answer(content, status, {"Hueprint-Error": error.code, **headers}, PROBLEM)


class Endpoint:
    """An ASGI app of one path: a handler for each method, and the error form for everything that goes wrong."""

    def __init__(self, handlers: dict[str, Handler]) -> None:
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. A client that has gone gets nothing."""
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except ClientDisconnect:
            return
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            return await self._handler(request.method)(request)
        except HueprintError as error:
            return refusal(error)
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001  (the last line: nothing may reach the client as a trace)
            logger.error("unexpected %s %s", type(error).__name__, _where(error))
            return refusal(HueprintError("Something went wrong on our side; try again, and tell us if it stays so."))

    def _handler(self, method: str) -> Handler:
        handler = self._handlers.get("GET" if method == "HEAD" else method)
        if handler is None:
            allowed = ", ".join(self._handlers)
            raise RequestError("method_not_allowed", f"This address answers {allowed} only; use that method.", {"Allow": allowed})
        return handler


def route(path: str, **handlers: Handler) -> Route:
    """`route("/pictures", get=show, post=keep)`: one path, every method answered in our form."""
    return Route(path, Endpoint({method.upper(): handler for method, handler in handlers.items()}))


def _where(error: BaseException) -> str:
    """The file and line an error came from, for the log. Not its text, which may quote what a visitor asked for."""
    place: Any = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"in {place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}" if place else ""
