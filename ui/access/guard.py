"""The one guard before everything: who calls, whether they may, and not too often. Plain ASGI: routes, WebSocket, Gradio and MCP alike."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from engine import HueprintError
from ui.access.callers import CALLER, anonymous
from ui.access.login import Login
from ui.access.policy import Policy
from ui.access.rates import Rates
from ui.api.answers import RequestError, refusal
from ui.live.origin import client_address

# Gradio asks its own server for the last of them as it starts; it tells nothing. /admin is an empty page until a key has been typed.
_OPEN = {"/healthz", "/readyz", "/login", "/admin", "/gradio_api/startup-events"}
_ADMIN = {"/metrics", "/admin/figures"}
_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1", "testserver"}
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class Access:
    """See the module. Leaves the caller in the scope, for fairness to count by."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app, self._policy = app, policy
        self._login, self._rates = Login(policy.people, policy.secret), Rates(policy.per_minute, policy.at_once)
        self._slow = Rates(20, 8)  # tries at passwords and keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on, or refuses it: 401, 403, 429, or a closed handshake."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        try:
            await self._guarded(scope, receive, send)
        except HueprintError as error:
            await self._refuse(error, scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        address = client_address(connection, self._policy.limits)
        name = self._name(connection, address)
        scope[CALLER] = anonymous(f"key {name}" if name else address)
        self._check_admin(connection) if scope["path"] in _ADMIN else self._check_entry(connection, name)
        if scope["path"] == "/login":
            with self._slow.spend(address):
                await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "POST" and scope["path"] != "/live":
            with self._rates.spend(scope[CALLER]):
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _name(self, connection: HTTPConnection, address: str) -> str:
        """Whose key or login came along, "" for neither. A wrong key is refused, and soon refused unread."""
        token = _token(connection)
        if not token:
            return self._login.name(connection.cookies) if self._policy.people else ""
        for keys in (self._policy.admin, self._policy.keys):
            if holder := keys.holder(token):
                return holder
        if not (self._policy.admin or self._policy.keys):
            return ""
        with self._slow.spend(address):
            raise RequestError("invalid_key", "That key opens nothing here; check it.", {"WWW-Authenticate": "Bearer"})

    def _check_entry(self, connection: HTTPConnection, name: str) -> None:
        closed = bool(self._policy.keys or self._policy.people)
        if closed and not name and connection.scope["path"] not in _OPEN and not _is_link(connection):
            message = "This studio is not open to everybody; log in, or send your key as “Authorization: Bearer …”."
            raise RequestError("login_required", message, {"WWW-Authenticate": "Bearer"})

    def _check_admin(self, connection: HTTPConnection) -> None:
        if self._policy.admin.holder(_token(connection)) or (not self._policy.admin and _is_this_machine(connection)):
            return
        raise RequestError("admin_only", "Only whoever runs this studio may see this: on its own machine, or with the admin key.")

    async def _refuse(self, error: HueprintError, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "log in"})
        elif error.code == "login_required" and self._policy.people and _wants_page(HTTPConnection(scope)):
            await RedirectResponse("/login", 303, {"Cache-Control": "no-store"})(scope, receive, send)
        else:
            await refusal(error)(scope, receive, send)


def _token(connection: HTTPConnection) -> str:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else connection.headers.get("x-api-key", "")


def _wants_page(connection: HTTPConnection) -> bool:
    return connection.scope["method"] in {"GET", "HEAD"} and "text/html" in connection.headers.get("accept", "")


def _is_link(connection: HTTPConnection) -> bool:
    """A signed link to a picture carries its own right, which the route checks."""
    return connection.scope["path"].startswith("/pictures/") and connection.scope.get("method") in {"GET", "HEAD"}


def _is_this_machine(connection: HTTPConnection) -> bool:
    """No proxy in between: to a proxy on this machine everybody would look local."""
    host = connection.client.host if connection.client else ""
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = host == "testclient"
    return local and (connection.url.hostname or "") in _LOOPBACK_NAMES and not any(name in connection.headers for name in _FORWARDED)
