"""The Animate room: the moment under the hand and played, a loop made with an estimate and progress, called off, kept; photographs too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from engine.animate.reading import contents
from engine.store import bytes_to_recipe
from tests.engine.photo.files import JPEG
from tests.ui.photos.test_photo_room import drop
from tests.ui.studio import Studio
from tests.ui.test_accessibility import AXE, faults

pytestmark = pytest.mark.browser

SHORT = "hueprint.memory.set('animate', { seconds: 2, fps: 12, side: 480, format: 'mp4', hold: 0.3 })"
VIDEO = """(video => [video.duration, video.videoWidth, video.videoHeight, video.loop, video.paused])(
    document.querySelector("#animate-result video"))"""


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


def plays(page: Page) -> bool:
    """Whether the browser's own player has a frame of it."""
    for _ in range(200):
        if page.evaluate("() => (document.querySelector('video')?.readyState ?? 0) >= 2"):
            return True
        page.wait_for_timeout(50)
    return False


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
    page.wait_for_function("document.querySelector('#animate-result video').readyState >= 2")
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
    assert plays(opening.value), "the kept file opens by itself"
    opening.value.close()
    assert page.locator("#animate-looks button").count() == 1, "what is kept can be passed through"
    page.locator("#animate-looks button").click()
    page.click("#theme-title button")
    studio.pick("theme", "city")
    studio.rest()
    assert page.inner_text("#animate-make") == "Make the passage"
    page.locator("#animate-passage").fill("0.5")
    page.wait_for_selector(".hp-passage:not([hidden])")
    assert page.inner_text("#animate-passage + output") == "1.0 s"
    studio.drag("energy", 0.6)
    assert page.is_hidden(".hp-passage"), "the picture itself comes back as soon as anything changes"
    page.click("#animate-format [data-value=gif]")
    assert page.is_disabled("#animate-fps [data-value='60']")
    page.click("#animate-make")
    page.wait_for_selector("#animate-result img:not([hidden])")
    with page.expect_download() as coming:
        page.click("#animate-download")
    recipe = bytes_to_recipe(Path(coming.value.path()).read_bytes())
    assert (recipe.preferences.theme, [look.theme for look in recipe.motion.looks if recipe.motion]) == ("city", ["alpine"])  # type: ignore[union-attr]


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
    assert page.evaluate(VIDEO)[4] is True, "a video stands until it is played"
    page.add_script_tag(content=AXE)
    assert faults(page, "#panel-animate", "#room-animate") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
