"""One Chromium for all browser tests (Playwright's sync API allows one a thread), and the real studio to point it at."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from engine import ImageGenerator
from engine.store import open_store
from tests.ui.studio import PATIENCE_MS, Studio, studio_in
from ui.api import PICTURES
from ui.live import Limits

FLAGS = [
    f"--{flag}"
    for flag in ("no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update", "disable-sync")
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the studio of this run keeps pictures."""
    return Path(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="session")
def studio_address(pictures: Path) -> Iterator[str]:
    """The real server, started once: page, live preview, API and store."""
    from ui.server import Server, ServerOptions  # imports gradio: only the tests that open the page pay for it

    store = open_store(kind="local", folder=pictures, base_url=PICTURES)
    # Small finals: what is tested is which picture is shown, not how large.
    options = ServerOptions(port=_free_port(), live=Limits(draft_pixels=128, final_pixels=256))
    server = Server(ImageGenerator(max_pixels=12_000_000), store, options)
    server.start()
    yield server.address
    server.close()


@pytest.fixture
def visit(browser: Browser, studio_address: str) -> Iterator[Callable[..., Studio]]:
    """visit(hash="", width=1280, ...) -> the studio in a browser profile of its own, first picture shown."""
    contexts: list[BrowserContext] = []

    def open_studio(after: str = "", *, width: int = 1280, height: int = 800, **options: object) -> Studio:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return studio_in(context, studio_address + after)

    yield open_studio
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def laptop(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for the tests of one visitor: a warm cache spares each of them Gradio's own scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def studio(laptop: BrowserContext, studio_address: str) -> Iterator[Studio]:
    """The studio on a laptop, as new; the test fails if its console said anything wrong."""
    opened = studio_in(laptop, studio_address)
    yield opened
    opened.page.evaluate("localStorage.clear()")
    opened.page.close()
    assert opened.complaints == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A blank page in a profile of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
