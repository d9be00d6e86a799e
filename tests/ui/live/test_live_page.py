"""The whole live path in Chromium: what the hand asks for is what the screen shows."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from engine import Recipe
from tests.ui.live.live_server import LiveServer, RecordingGenerator
from tests.ui.studio import PATIENCE_MS
from ui.live import Limits

pytestmark = pytest.mark.browser

Start = Callable[..., LiveServer]

SHOW = "(seed) => hueprint.live.show({theme: 'alpine', style: 'minimalist', seed}, {aspect: 1.5})"
SHOWN = "(seed) => preview.dataset?.recipe && JSON.parse(preview.dataset.recipe).preferences.seed === seed"
FINAL = "(seed) => preview.dataset?.final === 'true' && JSON.parse(preview.dataset.recipe).preferences.seed === seed"


def opened(page: Page, server: LiveServer) -> Page:
    page.goto(server.url)
    page.wait_for_selector("#preview", state="attached")
    return page


def test_final_comes_at_rest_with_its_recipe_and_its_own_bytes(page: Page, start: Start, generator: RecordingGenerator) -> None:
    opened(page, start()).evaluate(SHOW, 7)
    page.wait_for_function(FINAL, arg=7)
    frames = page.evaluate("frames_")
    assert [final for _, final, _ in frames] == [False, True]
    recipe = Recipe.parse(page.evaluate("preview.dataset.recipe"))
    blob = page.evaluate("hueprint.live.frame.blob.arrayBuffer().then((b) => btoa(String.fromCharCode(...new Uint8Array(b))))")
    shown = Image.open(io.BytesIO(base64.b64decode(blob)))
    canvas = page.evaluate("(() => { const c = document.querySelector('#preview canvas'); return [c.width, c.height]; })()")
    assert shown.size == (recipe.size.width, recipe.size.height) == tuple(canvas)
    again = io.BytesIO()
    generator.generate_image(recipe).save(again, "JPEG", quality=92, subsampling=0)
    assert again.getvalue() == base64.b64decode(blob), "the recipe on screen does not make the pixels on screen"


def test_figures_under_the_picture_are_those_of_the_frame(page: Page, start: Start, generator: RecordingGenerator) -> None:
    opened(page, start()).evaluate(SHOW, 3)
    page.wait_for_function(FINAL, arg=3)
    data = page.evaluate("({...preview.dataset})")
    fidelity = generator.paint(Recipe.parse(data["recipe"])).fidelity
    assert float(data["onPalette"]) == round(fidelity.on_palette_share, 4)
    assert float(data["shareError"]) == round(fidelity.share_error, 4)
    assert float(data["renderMs"]) > 0
    assert int(data["frame"]) == 2


def test_newest_wins_during_a_drag(page: Page, start: Start, generator: RecordingGenerator) -> None:
    generator.pause = 0.2  # slower than the hand, which may stop for a moment, as on a busy machine, and is not at rest
    opened(page, start(Limits(draft_pixels=128, final_pixels=192, rest=1.0)))
    tick = f"({SHOW})(i); if (++i > 60) {{ clearInterval(timer); done(); }}"
    page.evaluate(f"new Promise((done) => {{ let i = 0; const timer = setInterval(() => {{ {tick} }}, 8); }})")
    page.wait_for_function(FINAL, arg=60)
    seeds = [json.loads(recipe)["preferences"]["seed"] for _, _, recipe in page.evaluate("frames_")]
    assert seeds == sorted(seeds), "an older frame replaced a newer one"
    assert seeds[-2:] == [60, 60]
    assert 2 < len(generator.painted) < 50, "states that were overtaken must not be painted"
    assert all(recipe.size.width < 400 for recipe in generator.painted[:-1]), "no final while the hand moves"


def test_two_visitors_never_see_each_other(browser: Browser, start: Start) -> None:
    server = start()
    contexts = [browser.new_context() for _ in range(2)]
    for context in contexts:
        context.set_default_timeout(PATIENCE_MS)
    pages = [opened(context.new_page(), server) for context in contexts]
    for step in range(12):
        for visitor, page in enumerate(pages):
            page.evaluate(SHOW, 1000 * (visitor + 1) + step)
    for visitor, page in enumerate(pages):
        page.wait_for_function(FINAL, arg=1000 * (visitor + 1) + 11)
        seeds = {json.loads(recipe)["preferences"]["seed"] for _, _, recipe in page.evaluate("frames_")}
        assert seeds <= set(range(1000 * (visitor + 1), 1000 * (visitor + 1) + 12))
    for context in contexts:
        context.close()


def test_bad_preferences_are_explained_and_nothing_is_lost(page: Page, start: Start) -> None:
    opened(page, start()).evaluate(SHOW, 5)
    page.wait_for_function(FINAL, arg=5)
    page.evaluate("hueprint.live.show({theme: 'alpne'}, {aspect: 1.5})")
    page.wait_for_function("errors_.length === 1")
    error = page.evaluate("errors_[0]")
    assert error["code"] == "unknown_name"
    assert "alpine" in error["message"]
    assert page.evaluate("hueprint.live.status") == "connected"
    assert json.loads(page.evaluate("preview.dataset.recipe"))["preferences"]["seed"] == 5
    page.evaluate(SHOW, 6)
    page.wait_for_function(FINAL, arg=6)


def test_a_draft_is_drawn_on_the_canvas_of_the_full_picture(page: Page, start: Start) -> None:
    """All of it."""
    opened(page, start()).evaluate(SHOW, 5)
    page.wait_for_function(FINAL, arg=5)
    page.wait_for_function("hueprint.live.isSettled")
    page.evaluate(
        """() => {
            window.drawn = [];
            document.addEventListener("hueprint:frame", ({ detail: { final, width } }) => {
                const canvas = document.querySelector("#preview canvas");
                const corner = canvas.getContext("2d").getImageData(canvas.width - 2, canvas.height - 2, 1, 1).data.join();
                drawn.push({ final, width, canvas: canvas.width, isBlank: corner === "0,0,0,255" });
            });
        }"""
    )
    for seed in (6, 7):
        page.evaluate(SHOW, seed)
        page.wait_for_function(FINAL, arg=seed)
    frames = page.evaluate("drawn")
    assert [frame["final"] for frame in frames] == [False, True, False, True]
    assert not any(frame["isBlank"] for frame in frames)
    _, before, draft, full = frames
    assert draft["width"] < draft["canvas"] == before["width"] == full["width"] == full["canvas"]


def test_canvas_survives_a_remount(page: Page, start: Start) -> None:
    opened(page, start()).evaluate(SHOW, 5)
    page.wait_for_function(FINAL, arg=5)
    page.evaluate('preview.outerHTML = \'<div id="preview" style="width:400px"></div>\'')
    page.wait_for_function(FINAL, arg=5)
    pixel = "(() => document.querySelector('#preview canvas').getContext('2d').getImageData(20, 20, 1, 1).data.join())()"
    assert page.evaluate(pixel) != "0,0,0,255"


def test_page_comes_back_after_the_server_restarts(page: Page, start: Start) -> None:
    first = start()
    opened(page, first).evaluate(SHOW, 5)
    page.wait_for_function(FINAL, arg=5)
    first.stop()
    page.wait_for_function("hueprint.live.status === 'reconnecting'")
    page.evaluate(SHOW, 6)
    start(port=first.port)
    page.wait_for_function(FINAL, arg=6)
    page.wait_for_function("hueprint.live.status === 'connected'")
    assert page.evaluate("statuses_")[:2] == ["connected", "reconnecting"]


def test_page_goes_on_by_fetch_where_no_websocket_opens(page: Page, start: Start, generator: RecordingGenerator) -> None:
    opened(page, start(sockets=False))
    page.wait_for_function("hueprint.live.status === 'reconnecting'")
    page.evaluate(SHOW, 5)
    page.wait_for_function(FINAL, arg=5)
    page.wait_for_function("hueprint.live.status === 'fallback'")
    page.evaluate(f"for (let i = 10; i < 40; i++) ({SHOW})(i)")
    page.wait_for_function(FINAL, arg=39)
    seeds = [json.loads(recipe)["preferences"]["seed"] for _, _, recipe in page.evaluate("frames_")]
    assert seeds == sorted(seeds)
    assert len(generator.painted) < 15
    page.evaluate("hueprint.live.show({theme: 'alpne'}, {aspect: 1.5})")
    page.wait_for_function("errors_.length === 1")
    assert page.evaluate("errors_[0].code") == "unknown_name"
