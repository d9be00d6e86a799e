"""The whole server: every own route behind the page speaks one language, and the guards stand before all of them."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from engine import ImageGenerator
from engine.store import open_store

OWN = [("/generate_image", "POST"), ("/presets", "GET"), ("/healthz", "GET"), ("/readyz", "GET"), ("/live", "POST")]
OWN += [
    ("/thumbnails", "POST"),
    ("/palette/parse", "POST"),
    ("/palette/harmony", "POST"),
    ("/palette/reroll", "POST"),
    ("/palette/extract", "POST"),
]


@pytest.fixture(scope="module")
def studio(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the real server on a port of its own."""
    import socket

    from ui.server import Server, ServerOptions

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    store = open_store(kind="local", folder=Path(tmp_path_factory.mktemp("pictures")))
    server = Server(generator, store, ServerOptions(port=port, max_json=64 * 1024))
    server.start()
    with httpx.Client(base_url=server.address, timeout=120, trust_env=False) as client:
        yield client
    server.close()


@pytest.mark.parametrize(("path", "method"), OWN)
def test_every_own_route_refuses_other_methods_in_our_form(studio: httpx.Client, path: str, method: str) -> None:
    answer = studio.request("DELETE", path)
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "method_not_allowed"
    assert answer.headers["allow"] == method


@pytest.mark.parametrize(("path", "method"), [pair for pair in OWN if pair[1] == "POST"])
def test_every_posting_route_refuses_what_it_cannot_read(studio: httpx.Client, path: str, method: str) -> None:
    for content, kind in ((b"{", "application/json"), (b"\x89PNG", "image/png"), (b"", "application/json"), (b"[1]", "application/json")):
        answer = studio.post(path, content=content, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500, (answer.status_code, answer.text)
        assert {"code", "message"} <= set(answer.json()["error"])


@pytest.mark.parametrize(
    "path", ["/generate_image", "/live", "/palette/parse", "/thumbnails", "/gradio_api/queue/join", "/gradio_api/upload"]
)
def test_the_guards_stand_before_our_routes_and_gradios(studio: httpx.Client, path: str) -> None:
    foreign = studio.post(path, json={}, headers={"Origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (403, "forbidden_origin")
    large = studio.post(path, content=b" " * 200_000, headers={"Content-Type": "application/json"})
    assert (large.status_code, large.json()["error"]["code"]) == (413, "body_too_large")


def test_the_page_is_served_and_nothing_beside_it_is_open(studio: httpx.Client) -> None:
    page = studio.get("/")
    assert page.status_code == 200
    assert "Hueprint" in page.text
    assert "frame-ancestors" in page.headers["content-security-policy"]
    for closed in ("/docs", "/redoc", "/monitoring", "/gradio_api/file=/etc/passwd", "/gradio_api/file=app.py"):
        assert studio.get(closed).status_code in {403, 404}


def test_another_sites_page_gets_no_live_preview(studio: httpx.Client) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    address = str(studio.base_url).replace("http", "ws") + "live"
    with pytest.raises(InvalidStatus):
        connect(address, origin="https://evil.example", proxy=None, open_timeout=60)  # type: ignore[arg-type]
    with connect(address, proxy=None, open_timeout=60) as own:
        own.send("{")
        assert "error" in own.recv(timeout=120)


def test_it_starts_without_asking_itself_for_its_page(generator: ImageGenerator, tmp_path: Path, free_port: int) -> None:
    from ui.server import Server, ServerOptions
    from ui.watching.metrics import Metrics

    metrics = Metrics()
    server = Server(generator, open_store(kind="local", folder=tmp_path), ServerOptions(port=free_port), metrics=metrics)
    server.start()
    try:
        httpx.get(server.address + "healthz", timeout=120, trust_env=False)
        until = time.monotonic() + 120
        while b'route="/healthz"' not in (told := metrics.text()) and time.monotonic() < until:
            time.sleep(0.1)  # an answer is counted once it has gone
        assert b'route="/healthz"' in told and b'method="HEAD"' not in told, "a machine too busy to answer that at once could not start"
    finally:
        server.close()


def test_a_start_that_outlasts_gradios_five_seconds_is_waited_for(
    generator: ImageGenerator, tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.server import Server, ServerOptions

    late = itertools.count(step=10)
    monkeypatch.setattr("gradio.http_server.time", SimpleNamespace(time=lambda: next(late), sleep=time.sleep))
    server = Server(generator, open_store(kind="local", folder=tmp_path), ServerOptions(port=free_port))
    server.start()
    try:
        assert httpx.get(server.address + "healthz", timeout=120, trust_env=False).status_code == 200
    finally:
        server.close()
