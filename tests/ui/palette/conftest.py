"""The palette editor's real markup, scripts and routes on a bare page, without the rest of the studio."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from engine import ImageGenerator
from tests.ui.studio import PATIENCE_MS, SENTENCES_STAY
from ui.api.palette import palette_routes
from ui.widgets.offer import offer
from ui.widgets.palette_editor import palette_editor

ASSETS = Path(__file__).parents[3] / "ui" / "assets"
STYLES = ("tokens.css", "controls.css", "palette_editor.css", "looks.css", "palette_mine.css")
EDITOR = ("message", "bar", "order", "save", "mine", "gallery", "sources", "editor")
MODEL = ("memory.js", "state.js", "oklab.js", "palette.js", "palette_names.js", "palettes_own.js", "naming.js", "radio.js", "toast.js")
SCRIPTS = (*MODEL, *(f"palette_{part}.js" for part in EDITOR))
START = """
hueprint.state.offer = JSON.parse(document.querySelector("[data-offer]").dataset.offer);
window.heard = [];
document.addEventListener("hueprint:palette", (event) => heard.push(event.detail));
hueprint.mount();
hueprint.state.start({ knobs: {} });
hueprint.palette.set({ palette: "ember" }, { silent: true });
"""


def bare_page(generator: ImageGenerator) -> str:
    styles = "".join(f"<style>{(ASSETS / name).read_text('utf-8')}</style>" for name in STYLES)
    scripts = "".join(f"<script>{(ASSETS / name).read_text('utf-8')}</script>" for name in SCRIPTS)
    body = f'<div id="palette" class="hp-part" style="width:344px">{palette_editor(generator).value}</div>{offer(generator).value}'
    body += '<div id="toasts" role="status"></div>'
    return f'<!doctype html><link rel="icon" href="data:,"><title>editor</title>{styles}<body>{body}{scripts}<script>{START}</script>'


@pytest.fixture(scope="session")
def address(generator: ImageGenerator) -> Iterator[str]:
    html = bare_page(generator)

    async def page(request: Request) -> Response:
        return HTMLResponse(html)

    app = Starlette(routes=[Route("/", page), *palette_routes(generator)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The editor with the preset `ember`; the test fails on anything in the console or a palette that does not sum to one."""
    context = browser.new_context(viewport={"width": 400, "height": 700})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(SENTENCES_STAY)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" and "status of 4" not in line.text else None)
    page.goto(address)
    yield page
    for told in page.evaluate("heard"):
        if isinstance(told["palette"], list):
            assert abs(sum(swatch["weight"] for swatch in told["palette"]) - 1) < 1e-9
    context.close()
    assert complaints == []
