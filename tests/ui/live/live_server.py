"""A real server on a real port, a real engine behind it, and a bare page that loads the shipped script."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from engine import ImageGenerator, Priority, Recipe
from engine.image_generator import Painting
from engine.photograph import Photograph
from ui.live import Limits, Live
from ui.live.turns import Session

ASSETS = Path(__file__).parents[3] / "ui" / "assets"
SCRIPTS = ("live_canvas.js", "live_fetch.js", "live.js")
PAGE = """<!doctype html><title>live</title><body><script src="/live.js"></script>
<script>setTimeout(() => document.body.insertAdjacentHTML('afterbegin', '<div id="preview" style="width:400px"></div>'), 50);
window.frames_ = []; window.errors_ = []; window.statuses_ = [];
document.addEventListener('hueprint:frame', (e) => frames_.push([e.detail.id, e.detail.final, preview.dataset.recipe]));
document.addEventListener('hueprint:error', (e) => errors_.push(e.detail));
document.addEventListener('hueprint:status', (e) => statuses_.push(e.detail.status));</script></body>"""


class RecordingGenerator(ImageGenerator):
    """The real engine, which also notes every recipe it was asked to paint, and may be told to take its time."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[Recipe] = []
        self.pause = 0.0
        self._free = threading.Event()
        self._free.set()

    def paint(self, recipe: Recipe, priority: Priority = Priority.LIVE, photograph: Photograph | None = None) -> Painting:
        self.painted.append(recipe)
        self._free.wait()
        time.sleep(self.pause)
        return super().paint(recipe, priority, photograph)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is painted meanwhile is not done before the end."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def seeds(self) -> list[int]:
        return [recipe.preferences.seed for recipe in self.painted]


class LiveServer:
    """/live and the bare page on one port; can be stopped and started again on the same port."""

    def __init__(self, generator: RecordingGenerator, limits: Limits, port: int = 0, *, sockets: bool = True) -> None:
        self.live = Live(generator, limits)
        routes = self.live.routes if sockets else self.live.routes[1:]
        page = [Route("/", lambda _: HTMLResponse(PAGE)), Route("/live.js", _script)]
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port = self._socket.getsockname()[1]
        config = uvicorn.Config(Starlette(routes=[*routes, *page]), log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        wait_for(lambda: self._server.started)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def clients(self) -> int:
        """How many are connected, or wait for an answer."""
        return self.live._room.seats._taken.total()

    @property
    def sessions(self) -> list[Session]:
        """Of those who have sent a state and are still there."""
        turns = self.live._room.turns
        with turns._changed:
            return [one for account in turns._accounts.values() for one in account.sessions]

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self.live.close()
        self._socket.close()


def _script(_: Request) -> Response:
    return Response("".join((ASSETS / name).read_text("utf-8") for name in SCRIPTS), media_type="text/javascript")


def wait_for(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    """Poll until the condition holds and return its value; fail loudly otherwise."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if value := condition():
            return value
        time.sleep(0.01)
    raise AssertionError("this did not happen in time")
