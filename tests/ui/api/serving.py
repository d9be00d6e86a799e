"""The API behind its guards, on a real socket, with one painter and a short line."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from engine import ImageGenerator
from engine.animate import Clip
from engine.errors import CalledOffError
from engine.image_generator import Painting
from engine.jobs import LocalDesk
from engine.store import Store
from tests.ui.live.live_server import RecordingGenerator
from ui.access.links import Links
from ui.animate import animate_routes
from ui.api import Service, Workroom, api_routes
from ui.api.palette import palette_routes
from ui.guards import BodyLimit, SafeHeaders, SameOrigin
from ui.match import Trials, match_routes
from ui.photos import HeldPhotos, photo_routes

MOST_JSON = 64 * 1024
SECRET = b"a secret of the tests alone"
QUICK = 75.0
"""Seconds that a request waits for its picture: on a busy machine too it is there by then."""


class HeldGenerator(RecordingGenerator):
    """The real engine, whose pictures, clips and matches may all be held; called_off: clips and matches that were left off."""

    def __init__(self) -> None:
        super().__init__()
        self.called_off: list[str] = []

    def animate(self, *asked: Any, **how: Any) -> Clip:
        with self._noted("clip"):
            return super().animate(*asked, **how)

    def match(self, *asked: Any, **how: Any) -> Painting:
        with self._noted("match"):
            return super().match(*asked, **how)

    @contextmanager
    def _noted(self, what: str) -> Iterator[None]:
        self._free.wait()
        try:
            yield
        except CalledOffError:
            self.called_off.append(what)
            raise


@contextmanager
def serving(generator: ImageGenerator, store: Store, *, most: int = 2) -> Iterator[str]:
    """Its address."""
    workroom = Workroom(workers=1, max_waiting=2)
    desk = LocalDesk(generator, store, workers=1, most=most)
    desk.start()
    service = Service(generator, store, workroom, desk, Links(store, SECRET), SECRET, MOST_JSON, QUICK)
    guards = [
        Middleware(SafeHeaders),
        Middleware(SameOrigin, origins=frozenset({"https://studio.example.com"}), loopback_only=True),
        Middleware(BodyLimit, most_json=MOST_JSON, most_upload=4 * MOST_JSON),
    ]
    held = HeldPhotos()
    routes = [
        *api_routes(service),
        *palette_routes(generator),
        *photo_routes(service, held),
        *animate_routes(service, held),
        *match_routes(service, held, Trials(desk, store)),
    ]
    app = Starlette(routes=routes, middleware=guards)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    desk.close()
    workroom.close()
