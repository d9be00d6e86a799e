"""One Chromium for all browser tests (Playwright's sync API allows one a thread), and the real studio to point it at."""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from engine import ImageGenerator
from engine.store import open_store
from tests.ui.library_sheet import FILL, SIX
from tests.ui.studio import PATIENCE_MS, SENTENCES_STAY, Studio, studio_in
from ui.api import PICTURES
from ui.live import Limits

# Beside what Playwright switches off, which a list of one's own replaces: web pages that Chromium loads for the suggestions of its address
# bar in every window, though nobody sees it. They cost nearly as much as the studio's own page.
UNWANTED = """AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades HttpsFirstBalancedModeAutoEnable LensOverlay
    MediaRouter PaintHolding ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect OptimizationHints NetworkTimeServiceQuerying
    AimEnabled PreconnectToSearch WebUIOmniboxPopup WebUIOmniboxAimPopup WebUIOmniboxFullPopup"""
SWITCHES = "no-sandbox disable-gpu disable-quic disable-background-networking disable-component-update disable-sync"
FLAGS = [*(f"--{switch}" for switch in SWITCHES.split()), f"--disable-features={','.join(UNWANTED.split())}"]
_log = logging.getLogger(__name__)
expect.set_options(timeout=PATIENCE_MS)


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


class Profiles:
    """Windows of browser profiles of their own, each one visitor's at a time and wiped after.

    A warm cache spares the next one Gradio's own scripts, and a window that is there already costs the browser a third less than a new one.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser, self._origin = browser, origin
        self._free: dict[str, list[Page]] = {}
        self._lent: list[tuple[str, Page]] = []

    def lend(self, **options: Any) -> Page:
        """One that nobody has just now. options: what a window cannot change once it is there."""
        kind = json.dumps(options, sort_keys=True)
        free = self._free.setdefault(kind, [])
        page = free.pop() if free else self._made(options)
        self._lent.append((kind, page))
        return page

    def _made(self, options: dict[str, Any]) -> Page:
        context = self._browser.new_context(**options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(SENTENCES_STAY)
        return context.new_page()

    def take_back(self) -> None:
        """All that are lent; one that was closed, as it could not be made as new, is replaced."""
        for kind, page in self._lent:
            window = page.context.new_page() if page.is_closed() else page
            self._wipe(window)
            self._free[kind].append(window)
        self._lent.clear()

    def _wipe(self, page: Page) -> None:
        for other in page.context.pages:
            if other != page:
                other.close()
        page.unroute_all()
        # Whoever leaves the studio writes down where they were, so it is left first, for a page that has no script but may forget.
        page.goto(f"{self._origin}/healthz")
        page.evaluate("sessionStorage.clear()")
        page.mouse.move(-1, -1)
        session = page.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": self._origin, "storageTypes": "cookies,local_storage,indexeddb"})
        session.send("Page.resetNavigationHistory")
        session.detach()


@pytest.fixture(scope="session")
def profiles(browser: Browser, studio_address: str) -> Profiles:
    return Profiles(browser, studio_address.rstrip("/"))


@pytest.fixture
def visit(profiles: Profiles, studio_address: str) -> Iterator[Callable[..., Studio]]:
    """visit(hash="", width=1280, ...) -> the studio in a browser profile of its own, first picture shown."""

    opened: list[Studio] = []

    def open_studio(after: str = "", *, width: int = 1280, height: int = 800, **options: Any) -> Studio:
        opened.append(studio_in(profiles.lend(**options), studio_address + after, width, height))
        return opened[-1]

    yield open_studio
    for studio in opened:
        _log.warning("Complaints: %s. Unanswered: %s.", studio.complaints, studio.unanswered)  # only a failing test shows it
        studio.leave()
    profiles.take_back()


@pytest.fixture
def studio(visit: Callable[..., Studio]) -> Iterator[Studio]:
    """The studio on a laptop, as new; the test fails if its console said anything wrong."""
    opened = visit()
    yield opened
    assert opened.complaints == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A blank page in a profile of its own."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def library(studio: Studio) -> Studio:
    """Six kept pictures, the sheet open, its rows small enough to be more than one."""
    studio.page.evaluate(FILL, SIX)
    studio.page.evaluate("document.activeElement.blur()")
    studio.page.keyboard.press("j")
    studio.page.evaluate("document.querySelector('#library').style.setProperty('--row', '360px')")
    return studio
