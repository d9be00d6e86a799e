"""The API behind its guards on a real socket, and a client for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from engine import ImageGenerator
from engine.jobs import LocalDesk
from engine.store import Store
from engine.store.local import LocalStore
from ui.access.links import Links
from ui.api import PICTURES, Service, Workroom, api_routes
from ui.guards import BodyLimit, SafeHeaders, SameOrigin

MOST_JSON = 64 * 1024
SECRET = b"a secret of the tests alone"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A folder that this run alone writes to."""
    return LocalStore(Path(tmp_path_factory.mktemp("pictures")), base_url=PICTURES)


@pytest.fixture(scope="session")
def address(generator: ImageGenerator, store: Store) -> Iterator[str]:
    """Where the API answers."""
    workroom = Workroom(workers=1, max_waiting=2)
    desk = LocalDesk(generator, store, workers=1, most=2)
    desk.start()
    service = Service(generator, store, workroom, desk, Links(store, SECRET), SECRET, MOST_JSON)
    guards = [
        Middleware(SafeHeaders),
        Middleware(SameOrigin, origins=frozenset({"https://studio.example.com"}), loopback_only=True),
        Middleware(BodyLimit, most_json=MOST_JSON, most_upload=4 * MOST_JSON),
    ]
    app = Starlette(routes=api_routes(service), middleware=guards)
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


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A program that calls the API."""
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        yield client
