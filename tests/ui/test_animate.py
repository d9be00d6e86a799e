"""The Animate room: the moment under the hand and played, a loop made with an estimate and progress, called off, kept; photographs too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.animate.reading import contents
from engine.store import bytes_to_recipe
from tests.engine.photo.files import JPEG
from tests.ui.photos.test_photo_room import drop
from tests.ui.studio import PATIENCE_MS, Studio
from tests.ui.test_accessibility import AXE, faults

pytestmark = pytest.mark.browser

SHORT = "hueprint.memory.set('animate', { seconds: 2, fps: 12, side: 480, format: 'mp4', hold: 0.3 })"
VIDEO = """(video => [video.duration, video.videoWidth, video.videoHeight, video.loop, video.paused])(
    document.querySelector("#animate-result video"))"""

READY = "document.querySelector('#animate-result video')?.readyState === 4"  # as much as a video that plays by itself waits for
# A studio that takes longer than a moment may: on a fast machine nothing would have to become smaller.
SLOW = """() => {
    const { moment } = hueprint.clips;
    hueprint.clips.moment = async (...asked) => ({ ...(await moment(...asked)), took: 60 });
}"""

BLUE_THEN_RED = """() => {
    const { state, recipe, kept, throughLooks } = hueprint;
    const plain = { ...state.now, theme: "light", style: "minimalist", background: null, accent: null };
    const red = recipe.of({ ...plain, palette: [{ hex: "#c03028", weight: 0.5 }, { hex: "#e07060", weight: 0.5 }] });
    kept.add({ recipe: red, url: "", name: "red", thumbnail: "" });
    state.change({ ...plain, palette: [{ hex: "#2838c0", weight: 0.5 }, { hex: "#6080e0", weight: 0.5 }] });
    throughLooks.choose([kept.shelf.items[0].id]);
}"""
REDNESS = """(() => {
    const image = document.querySelector(".hp-passage");
    if (image.hidden || !image.complete || !image.naturalWidth) return 0;
    const brush = new OffscreenCanvas(1, 1).getContext("2d");
    brush.drawImage(image, 0, 0, 1, 1);
    const [red, , blue] = brush.getImageData(0, 0, 1, 1).data;
    return red - blue;
})()"""
WATCHED = f"""async () => {{
    const image = document.querySelector(".hp-passage");
    const seen = {{ red: [], widths: [], turns: 0 }};
    const isAll = () => seen.turns > 1 && Math.max(...seen.red) > 60 && Math.min(...seen.red) < 0 && Math.min(...seen.widths) < 512;
    for (let before = 0, until = performance.now() + {PATIENCE_MS}; performance.now() < until && !isAll(); ) {{
        await new Promise((resume) => setTimeout(resume, 30));
        const at = document.getElementById("animate-phase").valueAsNumber;
        if (at < before) seen.turns += 1;
        before = at;
        const red = {REDNESS};
        if (red) {{ seen.red.push(red); seen.widths.push(image.naturalWidth); }}
    }}
    seen.widths.sort((one, other) => one - other);
    return seen;
}}"""


def room(studio: Studio) -> Page:
    """The room of a visitor who likes short loops."""
    studio.page.evaluate(SHORT)
    studio.page.reload()
    studio.rest()
    studio.page.click("#rooms-animate")
    return studio.page


def made(page: Page) -> bytes:
    """Make it, download it."""
    page.click("#animate-make")
    page.wait_for_selector("#animate-result:not([hidden])")
    with page.expect_download() as coming:
        page.click("#animate-download")
    return Path(coming.value.path()).read_bytes()


def test_the_moment_is_scrubbed_played_kept_and_undone(studio: Studio, pictures: Path) -> None:
    page = room(studio)
    page.locator("#animate-phase").fill("0.3")
    assert studio.shows(lambda asked: asked.get("phase") == 0.3)
    assert page.inner_text("#animate-at") == "0.6 s"
    page.evaluate("hueprint.state.close()")
    page.click("#animate-play")
    studio.shows(lambda asked: asked.get("phase", 0) not in {0, 0.3})
    page.click("#save")
    page.locator("#kept .hp-recall").first.wait_for()
    page.click("#animate-play")
    assert page.get_attribute("#animate-play", "aria-pressed") == "false"
    kept = page.evaluate("hueprint.kept.shelf.items[0].recipe.preferences.phase")
    file = max(pictures.glob("*.png"), key=lambda path: path.name)
    assert bytes_to_recipe(file.read_bytes()).preferences.phase == kept > 0
    page.click("#undo")
    assert page.evaluate("hueprint.state.now.phase") == 0.3, "playing is one step"
    page.click("#undo")
    assert page.evaluate("hueprint.state.now.phase") == 0
    studio.rest()
    assert "phase" not in studio.asked


def test_a_loop_is_estimated_made_shown_downloaded_and_kept(studio: Studio) -> None:
    page = room(studio)
    page.wait_for_function("/480 × 320, 24 frames: about \\d+ s to make/.test(document.querySelector('#animate-estimate').textContent)")
    file = made(page)
    assert contents(file).frames == 24
    page.wait_for_function(f"{READY} && !{VIDEO}[4]")
    assert page.evaluate(VIDEO) == [2, 480, 320, True, False]
    assert "on palette" in page.inner_text("#animate-result figcaption")
    page.set_input_files("#open-file", {"name": "loop.mp4", "mimeType": "video/mp4", "buffer": file})
    page.wait_for_selector("#arrival[open]")
    page.keyboard.press("Escape")
    page.click("#animate-keep")
    assert page.is_disabled("#animate-keep")
    assert page.evaluate("hueprint.kept.shelf.items[0].recipe.motion.seconds") == 2
    with page.expect_popup() as opening:
        page.click("#toasts a")
    video = opening.value.locator("video")  # the browser's own player; what is kept forbids scripts, so no script waits in it
    studio.until(lambda: video.evaluate("video => video.readyState"), lambda state: state >= 2)
    opening.value.close()
    expect(page.locator("#animate-looks button"), "what is kept can be passed through").to_have_count(1)
    page.locator("#animate-looks button").click()
    page.click("#theme-title button")
    studio.pick("theme", "city")
    studio.rest()
    assert page.inner_text("#animate-make") == "Make the passage"
    page.click("#animate-format [data-value=gif]")
    assert page.is_disabled("#animate-fps [data-value='60']")
    page.click("#animate-make")
    page.wait_for_selector("#animate-result img:not([hidden])")
    with page.expect_download() as coming:
        page.click("#animate-download")
    recipe = bytes_to_recipe(Path(coming.value.path()).read_bytes())
    assert (recipe.preferences.theme, [look.theme for look in recipe.motion.looks if recipe.motion]) == ("city", ["alpine"])  # type: ignore[union-attr]


def test_a_passage_is_played_before_it_is_made(studio: Studio) -> None:
    """Play and its slider run it over the picture, which stays as it was, until anything else is done."""
    page = room(studio)
    page.evaluate(SLOW)
    page.evaluate(BLUE_THEN_RED)
    studio.rest()
    own, steps = studio.pixels(), page.evaluate("hueprint.state.trail.past.length")
    assert page.locator("#panel-animate input[type=range]:visible").count() == 2, "length and hold: the moment has one slider"
    page.locator("#animate-phase").fill("0.5")
    page.wait_for_function(f"{REDNESS} > 60 && document.querySelector('.hp-passage').naturalWidth === 512")
    assert page.inner_text("#animate-at") == "1.0 s"
    page.click("#animate-play")
    seen = page.evaluate(WATCHED)
    assert max(seen["red"]) > 60 > 0 > min(seen["red"]), "all of the way is played"
    assert seen["turns"] > 1, "and begins again"
    assert seen["widths"][0] < 512, "drafts, which keep up"
    assert (studio.pixels(), page.evaluate("hueprint.state.trail.past.length")) == (own, steps), "the picture is as it was"
    studio.drag("energy", 0.6)
    assert page.is_hidden(".hp-passage"), "the picture itself comes back as soon as anything changes"
    assert (page.inner_text("#animate-play"), page.input_value("#animate-phase")) == ("Play", "0")
    studio.rest()
    page.click("#animate-play")
    page.wait_for_selector(".hp-passage:not([hidden])")
    page.click("#save")
    assert page.is_hidden(".hp-passage"), "what is kept is what is seen"
    studio.kept().first.wait_for()


def test_a_loop_is_called_off(studio: Studio) -> None:
    page = room(studio)
    for option, value in (("side", "1080"), ("fps", "60")):
        page.click(f"#animate-{option} [data-value='{value}']")
    page.click("#animate-make")
    page.wait_for_function("Number(document.querySelector('#animate-progress').getAttribute('aria-valuenow')) > 0")
    page.click("#animate-cancel")
    page.wait_for_selector("#animate-make:not([hidden])")
    assert page.is_hidden("#animate-result")


def test_a_photograph_is_animated_where_motion_is_not_wanted(visit: Callable[..., Studio]) -> None:
    studio = visit(width=390, height=844, reduced_motion="reduce")
    page = room(studio)
    page.click("#rooms-photo")
    drop(page, JPEG)
    studio.shows(lambda asked: asked.get("photo") is not None)
    page.click("#rooms-animate")
    file = made(page)
    recipe = bytes_to_recipe(file)
    assert recipe.preferences.photo is not None
    assert contents(file).frames == 24
    page.wait_for_function(READY)
    assert page.evaluate(VIDEO)[4] is True, "a video stands until it is played"
    page.add_script_tag(content=AXE)
    assert faults(page, "#panel-animate", "#room-animate") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
