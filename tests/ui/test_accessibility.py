"""axe-core over the page with everything open that can be, in light and dark, on a laptop and a phone; and every control by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from engine import ImageGenerator
from engine.store import picture_to_bytes
from tests.engine.photo.files import JPEG
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = """async (where) => {
    const { violations } = await axe.run({ include: where }, { resultTypes: ["violations"] });
    const bad = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    return bad.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]);
}"""
KEEP = """theme => hueprint.kept.add({
    recipe: { preferences: { theme, style: "ink", seed: 1 } }, url: "pictures/x", thumbnail: "", starred: true
})"""
NAMELESS = """() => [...document.querySelectorAll("button, input, select, textarea, a[href], [role=slider]")].filter((node) => {
    if (!node.checkVisibility() || node.closest("[aria-hidden=true]")) return false;
    const ids = (node.getAttribute("aria-labelledby") ?? "").split(" ");
    const by = ids.map((id) => document.getElementById(id)?.textContent ?? "").join("");
    const labels = [...(node.labels ?? [])].map((label) => label.textContent).join("");
    return !(node.getAttribute("aria-label") || by || labels || node.textContent || node.title).trim();
}).map((node) => node.outerHTML.slice(0, 160))"""
DROP = """bytes => hueprint.photos.take(new File([new Uint8Array(bytes)], "a.jpg", { type: "image/jpeg" }))"""
KEYS = "all => all.map((dt) => [...dt.children].map((kbd) => kbd.textContent.toLowerCase()))"


STILL = """async () => {
    await new Promise((resume) => requestAnimationFrame(() => requestAnimationFrame(resume)));
    const ends = (one) => one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime);
    for (let left; (left = document.getAnimations().filter(ends)).length; ) await Promise.allSettled(left.map(({ finished }) => finished));
}"""


def faults(page: Page, *where: str) -> list[Any]:
    """Serious and critical violations there, and controls of the whole page without a name."""
    page.evaluate(STILL)  # what fades in is judged when it has
    return [*page.evaluate(RUN, list(where)), *page.evaluate(NAMELESS)]


@pytest.fixture(scope="module")
def ours(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> Path:
    painting = generator.paint(generator.recipe({"theme": "ocean", "seed": 7}, (64, 48)))
    file = Path(tmp_path_factory.mktemp("ours")) / "ours.png"
    file.write_bytes(picture_to_bytes(painting.image, painting.recipe))
    return file


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_whatever_is_open(visit: Callable[..., Studio], ours: Path, theme: str, width: int) -> None:
    studio = visit(f"?__theme={theme}", width=width, height=900, reduced_motion="reduce")
    page = studio.page
    page.add_script_tag(content=AXE)
    studio.pick("style", "halftone", modifiers=["Shift"])
    for name in ("ocean", "city"):
        page.evaluate(KEEP, name)
    page.click("[data-panel=check]")
    page.evaluate("hueprint.sight.set('deutan')")
    page.wait_for_selector(".hp-pal-table td[data-level]")
    page.click("[data-do=paste]")
    studio.rest()
    assert faults(page, "html") == []
    page.click("#tab-history")
    page.click("[data-panel=export]")
    page.keyboard.press("Escape")
    page.click("[data-panel=nudge]")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.wait_for_selector("#room-explore img, #room-explore canvas")
    page.evaluate("hueprint.palette.share(0, 0.4)")
    page.click(".hp-pal-save")
    assert faults(page, "#palette") == []
    page.keyboard.press("Enter")
    page.locator(".hp-pal-name").click()
    page.keyboard.press("F2")
    page.evaluate("hueprint.say('It could not be kept.', { error: true, undo: () => {} })")
    assert faults(page, "#palette", "#kept", "#stage", "#room-explore", "#toasts") == []
    page.keyboard.press("Escape")
    page.set_input_files("#open-file", ours)
    page.locator("#arrival[open]").wait_for()
    assert faults(page, "#arrival") == []
    page.keyboard.press("Escape")
    if width < 700:
        page.click("#more")
        assert faults(page, "#top-bar") == []
    page.click("#help")
    assert faults(page, "#help-sheet") == []
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_serious_in_any_room(visit: Callable[..., Studio], theme: str, width: int) -> None:
    studio = visit(f"?__theme={theme}", width=width, height=900, reduced_motion="reduce")
    page = studio.page
    page.add_script_tag(content=AXE)
    studio.pick("style", "ink")
    page.evaluate(KEEP, "ocean")
    page.click("#looks-save")
    page.click("#compare")
    page.wait_for_selector(".hp-before img[src]")
    assert faults(page, "#looks", "#view", "#preview") == []
    page.click("#compare-how [data-how=beside]")
    page.click("#full")
    assert faults(page, "#stage") == []
    page.keyboard.press("Escape")
    page.evaluate("document.exitFullscreen?.().catch(() => {})")
    for mode in ("theme", "pad", "plot"):
        page.evaluate("mode => (hueprint.rooms.go('explore'), hueprint.explore.go(mode))", mode)
        assert faults(page, "#room-explore") == []
    page.evaluate("hueprint.rooms.go('edit')")
    page.evaluate("hueprint.edits.draw({ kind: 'ellipse', left: -0.2, top: -0.2, right: 0.2, bottom: 0.2 })")
    assert faults(page, "#room-edit", "#panel-edit", "#preview") == []
    page.evaluate("hueprint.rooms.go('photo')")
    page.evaluate(DROP, list(JPEG))
    studio.shows(lambda asked: asked.get("photo") is not None)
    assert faults(page, "#room-photo", "#panel-photo") == []
    page.click("#match-open")
    page.set_input_files("#match-files", files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": JPEG}])
    page.wait_for_selector("#match-start:enabled")
    assert faults(page, "#match") == []
    page.keyboard.press("Escape")
    expect(page.locator("#match-open")).to_be_focused()
    page.evaluate("hueprint.rooms.go('animate')")
    assert faults(page, "#room-animate", "#panel-animate") == []


def test_every_shortcut_that_the_sheet_shows_does_something_on_any_layout(studio: Studio) -> None:
    page = studio.page
    shown = page.locator("#help-sheet dt").evaluate_all(KEYS)
    assert [keys for keys in shown if keys[0] in "oc[/?"] == [["o"], ["[", "]"], ["c"], ["/"], ["?"], ["[", "]"]]
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.closest('#theme') !== null")
    page.keyboard.press("y")
    assert page.evaluate("document.activeElement.closest('#style') !== null")
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.id") == "range-detail"
    page.keyboard.press("c")
    assert page.locator("#palette-check").is_visible()
    page.keyboard.press("v")
    assert page.evaluate("document.documentElement.dataset.sight") == "protan"
    page.keyboard.press("w")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("h")
    expect(page.locator("#strip-history")).to_be_visible()
    with page.expect_file_chooser():
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'щ', code: 'KeyO', bubbles: true }))")
    seed = studio.asked["seed"]
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'в', code: 'KeyD', bubbles: true }))")
    studio.shows(lambda asked: asked["seed"] != seed)
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'я', code: 'KeyZ', ctrlKey: true, bubbles: true }))")
    studio.shows(lambda asked: asked["seed"] == seed)
    before = studio.asked["palette"]
    page.keyboard.press("]")
    studio.shows(lambda asked: asked["palette"] != before)
