"""The page's login: a form, and a signed cookie that says who and until when. Nothing about it is kept on the server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ui.access.keys import Keys
from ui.access.policy import Policy
from ui.api.answers import route
from ui.api.bodies import read_body

COOKIE = "hueprint-login"
DAYS = 7
_MOST_BYTES = 4096
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Hueprint</title><style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;display:grid;place-items:center;min-height:100vh;margin:0}
form{display:grid;gap:.75rem;width:min(20rem,90vw)}h1{font-size:1.25rem;margin:0}label{display:grid;gap:.25rem}
input,button{font:inherit;padding:.5rem .75rem;border-radius:.375rem;border:1px solid #8886}p{margin:0;min-height:1.5em}</style>
<form method="post"><h1>Hueprint</h1><label>Name <input name="name" autocomplete="username" required autofocus></label>
<label>Password <input name="secret" type="password" autocomplete="current-password" required></label>
<button>Open the studio</button><p role="alert">NOTICE</p></form></html>"""


def login_routes(policy: Policy) -> list[Route]:
    """/login, where there is anybody who may."""
    login = Login(policy.people, policy.secret)
    return [route("/login", get=login.form, post=login.enter)] if policy.people else []


class Login:
    """GET and POST /login. people: who may. secret: signs the cookies."""

    def __init__(self, people: Keys, secret: bytes) -> None:
        self._people, self._secret = people, hmac.digest(secret, b"login", hashlib.sha256)

    def name(self, cookies: dict[str, str]) -> str:
        """Who is logged in; "" for nobody."""
        name, _, rest = cookies.get(COOKIE, "").partition(".")
        until, _, signature = rest.partition(".")
        expected = self._signature(name, until)
        good = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
        return _decoded(name) if good and time.time() < float(until) else ""

    async def form(self, request: Request) -> Response:
        """200: the form."""
        return _page("")

    async def enter(self, request: Request) -> Response:
        """303 to the page with the cookie, or 401 with the form again."""
        fields = parse_qs((await read_body(request, _MOST_BYTES)).decode("utf-8", "replace"))
        name, secret = (fields.get(field, [""])[0] for field in ("name", "secret"))
        if not self._people.opens(name, secret):
            return _page("That name and password do not go together; try again.", 401)
        answer = RedirectResponse("/", 303)
        encoded, until = base64.urlsafe_b64encode(name.encode()).decode(), str(int(time.time()) + DAYS * 86_400)
        # Inside another site's frame (a Space's page) only a cookie marked so is sent; SameOrigin refuses foreign posts all the same.
        mark = "SameSite=None; Secure; Partitioned" if _is_secure(request) else "SameSite=Lax"
        value = f"{encoded}.{until}.{self._signature(encoded, until)}"
        answer.headers.append("Set-Cookie", f"{COOKIE}={value}; Max-Age={DAYS * 86_400}; Path=/; HttpOnly; {mark}")
        return answer

    def _signature(self, name: str, until: str) -> str:
        return hmac.new(self._secret, f"{name}.{until}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _is_secure(request: Request) -> bool:
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", "").split(",")[0].strip())


def _decoded(name: str) -> str:
    return base64.urlsafe_b64decode(name).decode("utf-8", "replace")


def _page(notice: str, status: int = 200) -> Response:
    return HTMLResponse(_PAGE.replace("NOTICE", notice), status, {"Cache-Control": "no-store"})
