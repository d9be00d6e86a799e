"""How the picture is looked at: compared with an earlier one, nearer in true pixels, under guides, in use. The picture stays as it is."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from tests.ui.studio import PATIENCE_MS, Studio

pytestmark = pytest.mark.browser

FILE = """async (selector) => {
    const bytes = new Uint8Array(await (await fetch(document.querySelector(selector).src)).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
READY = """(selector) => {
    const img = document.querySelector(selector);
    if (img.closest(".hp-a-comes .hp-before")) return false; // another picture comes in its place
    return !img.hidden && img.complete && img.naturalWidth > 0;
}"""

# Whether what is seen near by is painted for so many times the frame: on the way there a smaller one may have come.
NEAR = """(times) => {
    const frame = document.querySelector(".hp-frame");
    return Math.abs(document.querySelector(".hp-detail").naturalWidth - times * frame.clientWidth * devicePixelRatio) <= 1;
}"""


# Whether the page, the picture fitted again by the button, was through with what it does once the hand rests.
FITTED = """() => document.querySelector("#zoom").addEventListener("click", () => {
    document.addEventListener("hueprint:view", () => (window.isFitted = true), { once: true });
})"""


def file_of(studio: Studio, selector: str) -> bytes:
    """The file that an image on the page shows, once it does."""
    studio.page.wait_for_function(READY, arg=selector, timeout=PATIENCE_MS)
    return base64.b64decode(studio.page.evaluate(FILE, selector))


def quiet(studio: Studio) -> None:
    """Take off the complaints what the console told of pictures that a test cut off, once none is on its way."""
    studio.until(lambda: any("generate_image" in url for url in studio.unanswered), lambda is_asked: not is_asked)
    studio.page.evaluate("0")  # what was told before has come then
    studio.complaints.clear()


def size_of(file: bytes) -> list[int]:
    return list(Image.open(io.BytesIO(file)).size)


def painted(studio: Studio, asked: dict[str, Any], size: list[int]) -> bytes:
    """The same picture at that size, as any program gets it."""
    wishes = {key: value for key, value in asked.items() if key != "words"}
    answer = studio.page.request.post(
        studio.page.url.partition("#")[0] + "generate_image", data={**wishes, "size": size}, headers={"Accept": "image/webp"}
    )
    assert answer.ok
    return answer.body()


def test_a_is_the_picture_before_the_last_change_and_can_be_taken_again(studio: Studio) -> None:
    page = studio.page
    before = page.evaluate("hueprint.state.preferences()")
    asked = studio.asked
    page.click("#compare")
    assert studio.toast() == "There is nothing to compare with yet: change something first."
    assert page.get_attribute("#compare", "aria-pressed") == "false" and page.locator(".hp-comparing").is_hidden()
    studio.pick("style", "halftone")
    studio.rest()
    page.click("#compare")
    picture = file_of(studio, ".hp-before img")
    assert picture == painted(studio, before, size_of(picture))
    page.focus("#compare-divider")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert page.get_attribute("#compare-divider", "aria-valuenow") == "60"
    box, frame = (page.locator(selector).bounding_box() for selector in ("#compare-divider", ".hp-frame:not(.hp-other)"))
    assert box is not None
    assert frame is not None
    assert box["x"] + box["width"] / 2 == pytest.approx(frame["x"] + 0.6 * frame["width"], abs=1)
    page.click("#compare-how [data-how=beside]")
    page.locator(".hp-other img").wait_for()
    page.click("#compare-take")
    studio.shows(lambda now: now == asked)
    page.click("#compare-pin")
    studio.pick("style", "ink")
    studio.rest()
    assert page.input_value("#compare-with") == "pin"
    page.keyboard.press("m")
    assert page.locator(".hp-other").is_hidden()
    page.keyboard.press("m")


def test_a_picture_is_never_compared_with_itself(studio: Studio) -> None:
    page = studio.page
    page.click("#save")
    studio.kept().first.wait_for()
    page.keyboard.press("m")
    assert studio.toast().startswith("There is nothing to compare with yet"), "the one that was kept is in hand"
    page.click("#size button:has-text('1:1')")
    page.keyboard.press("m")
    assert page.get_attribute("#compare", "aria-pressed") == "false", "of another size it is the same picture"
    first = page.evaluate("hueprint.state.preferences()")
    studio.pick("style", "halftone")
    studio.rest()
    page.click("#save")
    studio.kept().nth(1).wait_for()
    page.keyboard.press("m")
    page.select_option("#compare-with", "kept")
    picture = file_of(studio, ".hp-before img")
    assert picture == painted(studio, first, size_of(picture))
    page.select_option("#compare-with", page.locator("#kept li").first.get_attribute("data-id"))
    studio.until(studio.toast, lambda said: said.startswith("Both are the same picture"))


def test_until_a_has_come_nothing_stands_under_its_name(studio: Studio) -> None:
    page = studio.page
    held: list[Route] = []
    before, badge = page.locator(".hp-before"), page.locator(".hp-frame:not(.hp-other) .hp-badge-a")
    studio.pick("style", "halftone")
    studio.rest()
    page.route("**/generate_image", lambda route: held.append(route))
    page.keyboard.press("m")
    page.wait_for_selector(".hp-late", state="visible")
    studio.until(lambda: held)
    assert before.is_hidden() and badge.is_hidden(), "B stands on both sides of the line, and is not called A"
    held.pop().continue_()
    file_of(studio, ".hp-before img")
    page.wait_for_selector(".hp-frame:not(.hp-other) .hp-badge-a", state="visible")
    page.click("#size button:has-text('1:1')")
    studio.rest()
    studio.until(lambda: held)
    assert before.is_visible(), "the same A in another shape takes its place when it comes"
    page.unroute("**/generate_image")
    page.route("**/generate_image", lambda route: route.abort())
    studio.pick("style", "ink")
    assert before.is_hidden() and badge.is_hidden(), "what was A is not the last step any more"
    assert studio.toast().startswith("Picture A cannot be painted")
    page.unroute("**/generate_image")
    page.keyboard.press("m")
    quiet(studio)


def test_a_comparison_goes_along_into_the_rooms_that_have_its_tools_and_waits_in_the_others(studio: Studio) -> None:
    page = studio.page
    other, compared = page.locator(".hp-other"), page.locator(".hp-comparing")
    studio.pick("style", "halftone")
    page.keyboard.press("m")
    page.click("#compare-how [data-how=beside]")
    page.click("#rooms-edit")
    assert other.is_visible() and page.locator(".hp-edit-layer").is_hidden(), "what is compared is not drawn on"
    box = page.locator(".hp-frame:not(.hp-other)").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=3)
    page.mouse.up()
    assert page.evaluate("hueprint.state.now.edits") == []
    page.click("#rooms-animate")
    assert other.is_visible() and page.locator("#full").is_visible()
    for room in ("photo", "explore"):
        page.click(f"#rooms-{room}")
        assert other.is_hidden() and compared.is_hidden() and page.locator("#compare").is_hidden()
    page.keyboard.press("m")
    assert page.evaluate("hueprint.rooms.now") == "studio" and other.is_visible()
    page.click("#compare")
    page.click("#rooms-edit")
    assert page.locator(".hp-edit-layer").is_visible()


def test_escape_leaves_one_thing_at_a_press_a_comparison_before_an_overlay(studio: Studio) -> None:
    page = studio.page
    page.select_option("#overlay", "thirds")
    studio.pick("style", "halftone")
    page.keyboard.press("m")
    page.keyboard.press("f")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_visible() and page.locator(".hp-comparing").is_visible()
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    page.click(".hp-pal-name")
    page.keyboard.press("Escape")
    page.focus("#seed-number")
    page.keyboard.press("Escape")
    assert page.locator(".hp-comparing").is_visible(), "the sheet, the gallery and the field had their turn"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    assert page.locator(".hp-comparing").is_hidden() and page.input_value("#overlay") == "thirds"
    page.click("#rooms-edit")
    page.evaluate("hueprint.edits.draw({ kind: 'ellipse', left: -0.2, top: -0.2, right: 0.2, bottom: 0.2 })")
    page.focus(".hp-edit-layer")
    page.keyboard.press("Escape")
    assert page.evaluate("hueprint.edits.chosen") == -1 and page.input_value("#overlay") == "thirds"
    page.keyboard.press("Escape")
    assert page.input_value("#overlay") == ""


def test_an_overlay_is_the_same_in_every_room_and_comes_back_after_a_comparison(studio: Studio) -> None:
    page = studio.page
    drawn = "document.querySelector('.hp-guides .hp-guide-line').getAttribute('d') !== ''"
    page.select_option("#overlay", "thirds")
    page.click("#rooms-explore")
    assert not page.evaluate(drawn), "nothing there would take it away"
    for room in ("edit", "photo", "animate", "studio"):
        page.click(f"#rooms-{room}")
        assert page.evaluate(drawn) and page.locator("#overlay").is_visible() and page.input_value("#overlay") == "thirds"
    studio.pick("style", "halftone")
    page.click("#compare")
    assert not page.evaluate(drawn) and page.locator("#overlay").is_hidden()
    page.click("#compare")
    assert page.evaluate(drawn)
    page.select_option("#overlay", "poster")
    page.click("#rooms-edit")
    assert page.locator(".hp-mock").is_hidden() and page.input_value("#overlay") == "", "a poster would lie over what one draws on"
    page.click("#rooms-animate")
    assert page.locator(".hp-mock").is_visible() and page.input_value("#overlay") == "poster"


def test_nearer_is_painted_anew_in_true_pixels_and_called_off_when_the_hand_goes_on(studio: Studio) -> None:
    page = studio.page
    page.keyboard.press("+")
    page.click("#zoom-in")
    page.wait_for_function(NEAR, arg=3)
    first = file_of(studio, ".hp-detail")
    size = size_of(first)
    fit = page.evaluate("document.querySelector('.hp-frame').clientWidth * devicePixelRatio")
    assert size[0] == pytest.approx(3 * fit, abs=1)
    assert first == painted(studio, page.evaluate("hueprint.state.preferences()"), size)
    assert page.inner_text("#zoom") == f"{round(100 * 2.25 * fit / 1620)}%"

    page.route("**/generate_image", lambda route: None)
    with page.expect_request("**/generate_image"):
        studio.drag("detail", 0.8)
        assert page.locator(".hp-detail").is_hidden()
    with page.expect_event("requestfailed", lambda request: request.url.endswith("generate_image")):
        studio.drag("detail", 0.2)
    page.unroute("**/generate_image")
    page.evaluate(FITTED)
    page.click("#zoom")
    assert page.inner_text("#zoom") == "Fit"
    page.wait_for_function("window.isFitted")
    assert page.locator(".hp-detail").is_hidden() and page.get_attribute("#zoom", "aria-busy") == "false", "nor is it on its way"
    quiet(studio)


def test_past_the_largest_that_is_painted_for_looking_the_page_says_so(studio: Studio) -> None:
    page = studio.page
    note = page.locator("#status")
    page.evaluate("hueprint.state.offer.limits.pixels = 500_000")
    for _ in range(3):
        page.click("#zoom-in")
    width, height = size_of(file_of(studio, ".hp-detail"))
    assert width * height == pytest.approx(500_000, rel=0.01)
    page.wait_for_function("document.querySelector('#status').textContent.startsWith('Painted at')")
    assert note.inner_text().startswith(f"Painted at {width} × {height}, the largest for looking; enlarged ")
    page.keyboard.press("0")
    assert note.inner_text() == ""
    page.route("**/generate_image", lambda route: route.fulfill(status=503, body="{}"))
    page.click("#zoom-in")
    page.wait_for_function("document.querySelector('#status').textContent.startsWith('This near')")
    page.unroute("**/generate_image")
    quiet(studio)


def test_a_drag_moves_the_near_picture_and_never_past_its_edge(studio: Studio) -> None:
    page = studio.page
    page.click("#zoom-in")
    frame, canvas = page.locator(".hp-frame:not(.hp-other)"), page.locator("#preview canvas")
    box = frame.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 2 * box["width"], middle[1], steps=4)
    page.mouse.up()
    moved = canvas.bounding_box()
    assert moved is not None
    assert moved["x"] == pytest.approx(box["x"], abs=1)
    assert moved["width"] == pytest.approx(1.5 * box["width"], rel=0.01)


def test_a_picture_that_is_narrower_than_the_stage_grows_into_it(studio: Studio) -> None:
    page = studio.page
    page.click("#size button:has-text('9:16')")
    studio.rest()
    frame, stage = (page.locator(selector).bounding_box() for selector in (".hp-frame:not(.hp-other)", "#preview > .html-container"))
    assert frame is not None and stage is not None and frame["width"] < 0.6 * stage["width"]
    clip = {"x": stage["x"], "y": stage["y"] + 60, "width": (stage["width"] - frame["width"]) / 2 - 8, "height": 200}
    ground = page.screenshot(clip=clip)
    for _ in range(4):
        page.click("#zoom-in")
    studio.until(lambda: page.screenshot(clip=clip) != ground)  # there is picture beside the frame
    canvas = page.locator("#preview canvas")
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 900, middle[1] + 3000, steps=4)
    page.mouse.up()
    grown = canvas.bounding_box()
    assert grown is not None
    assert (grown["x"], grown["y"]) == (pytest.approx(stage["x"], abs=1), pytest.approx(stage["y"], abs=1)), "it ends where the stage does"
    page.click("#zoom")
    studio.until(lambda: page.screenshot(clip=clip) == ground)


def test_near_by_a_late_picture_says_so_at_the_edge_of_what_is_seen(studio: Studio) -> None:
    page = studio.page
    page.route("**/generate_image", lambda route: None)
    for _ in range(4):
        page.click("#zoom-in")
    page.wait_for_selector("#preview .hp-late", state="visible")
    line, seen = (page.locator(what).first.bounding_box() or {} for what in (".hp-late", "#preview > .html-container"))
    assert (line["x"], line["width"]) == pytest.approx((seen["x"], seen["width"]), abs=1)
    assert line["y"] + line["height"] == pytest.approx(seen["y"] + seen["height"], abs=1)


def test_guides_follow_the_shape_and_mocks_show_the_live_picture(studio: Studio) -> None:
    page = studio.page
    page.keyboard.press("g")
    assert page.evaluate("document.activeElement.id") == "overlay"
    page.select_option("#overlay", "story")
    wide = page.get_attribute(".hp-guides .hp-guide-line", "d")
    page.click("#size button:has-text('9:16')")
    assert page.get_attribute(".hp-guides .hp-guide-line", "d") != wide
    studio.rest()
    page.click("#zoom-in")
    width = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.hp-guide-line')).strokeWidth)")
    assert width == pytest.approx(1 / 1.5, rel=0.01), "as thin on the screen however near"
    page.click("#zoom")
    page.select_option("#overlay", "poster")
    first = file_of(studio, ".hp-mock img")
    before = studio.asked
    studio.pick("theme", "ocean")
    studio.rest()
    assert file_of(studio, ".hp-mock img") != first
    page.select_option("#overlay", "")
    assert page.locator(".hp-mock").is_hidden()
    assert {**before, "theme": "ocean"} == studio.asked


def test_an_overlay_and_a_pinned_picture_outlive_a_reload(studio: Studio) -> None:
    page = studio.page
    studio.pick("style", "ink")
    page.keyboard.press("m")
    page.click("#compare-pin")
    page.keyboard.press("m")
    page.select_option("#overlay", "poster")
    studio.pick("style", "halftone")
    studio.rest()
    page.reload()
    studio.rest()
    expect(page.locator("#overlay")).to_have_value("poster")
    expect(page.locator(".hp-m-poster img")).to_have_attribute("src", re.compile("^blob:"))
    page.keyboard.press("m")
    page.select_option("#compare-with", "pin")
    page.wait_for_selector("#preview:not(.hp-a-comes) .hp-before img[src^=blob]")
    page.click("#compare-take")
    assert studio.shows(lambda asked: asked["style"] == "ink")
