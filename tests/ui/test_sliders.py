"""What every slider does: a drag is one step, a swipe scrolls, Delete resets it, and one button resets all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engine import ImageGenerator
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

PAUSE_MS = 900  # longer than one that ends a run of steps
MIX = "[data-part=ocean] input[type=range]"
TWO = "hueprint.state.change({ theme: { ocean: 0.6, city: 0.4 } })"


# Until the page has not scrolled for some frames.
STILL = """() => new Promise((resume) => {
    let [before, calm] = [scrollY, 0];
    const look = () => {
        calm = scrollY === before ? calm + 1 : 0;
        before = scrollY;
        if (calm < 12) requestAnimationFrame(look);
        else resume();
    };
    look();
})"""


def steps(page: Page) -> int:
    count: int = page.evaluate("hueprint.state.trail.past.length")
    return count


def middle(page: Page, slider: str) -> tuple[float, float, float]:
    """Its middle, in the window's units, and a tenth of its width."""
    page.locator(slider).scroll_into_view_if_needed()
    box = page.locator(slider).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 10


@pytest.mark.parametrize(
    ("before", "slider"),
    [
        ("0", "#range-detail"),
        (TWO, MIX),
        ("0", "#palette .hp-pal-divider >> nth=0"),
        ("hueprint.rooms.go('animate')", "#animate-phase"),
    ],
)
def test_a_drag_with_a_rest_in_it_is_one_step(studio: Studio, before: str, slider: str) -> None:
    page = studio.page
    page.evaluate(before)
    x, y, tenth = middle(page, slider)
    count = steps(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + max(tenth, 10), y, steps=3)
    assert steps(page) == count + 1
    page.wait_for_timeout(PAUSE_MS)
    page.mouse.move(x + 2 * max(tenth, 10), y, steps=3)
    page.mouse.up()
    assert steps(page) == count + 1


def test_a_swipe_that_begins_on_a_slider_scrolls_and_changes_nothing(visit: Callable[..., Studio]) -> None:
    studio = visit(width=390, height=844, has_touch=True, is_mobile=True)
    studio.recorded()  # the strip, which comes with it, moves what a finger is to meet
    page = studio.page
    page.evaluate(TWO)
    finger = page.context.new_cdp_session(page)
    count = steps(page)

    def stroke(slider: str, across: float, down: float) -> None:
        page.evaluate(STILL)  # a swipe before it goes on scrolling when the finger has left
        page.evaluate("slider => document.querySelector(slider).scrollIntoView({ block: 'center' })", slider)
        page.evaluate(STILL)
        x, y, tenth = middle(page, slider)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x - 3 * tenth, "y": y}]})
        for part in range(1, 9):
            point = {"x": x - 3 * tenth + across * part * tenth / 8, "y": y + down * part / 8}
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    for slider in ("#range-contrast", MIX):
        page.evaluate("slider => document.querySelector(slider).scrollIntoView({ block: 'center' })", slider)
        value, place = page.input_value(slider), page.evaluate("scrollY")
        stroke(slider, 0.3, -160)
        page.wait_for_function("place => scrollY > place + 50", arg=place)
        assert (page.input_value(slider), steps(page)) == (value, count)
    stroke("#range-contrast", 5, 0)
    page.wait_for_function("hueprint.state.now.knobs.contrast > 0.6")
    assert steps(page) == count + 1
    page.evaluate(STILL)
    x, y, tenth = middle(page, "#range-depth")
    page.touchscreen.tap(x + 3 * tenth, y)
    page.wait_for_function("hueprint.state.now.knobs.depth > 0.7")
    assert steps(page) == count + 2


def test_delete_resets_a_slider(studio: Studio) -> None:
    page = studio.page
    page.evaluate(TWO)
    for slider, key, standard in (("#range-detail", "Delete", "0.5"), (MIX, "Backspace", "50")):
        page.focus(slider)
        page.keyboard.press("End")
        assert page.input_value(slider) != standard
        page.keyboard.press(key)
        assert page.input_value(slider) == standard
        expect(page.locator(slider)).to_be_focused()


def test_one_button_resets_all_sliders_and_the_themes_own_as_one_step(studio: Studio, generator: ImageGenerator) -> None:
    page = studio.page
    theme = next(theme for theme in generator.themes if generator.catalogue.options_of(theme))
    own = generator.catalogue.options_of(theme)[0].name
    studio.pick("theme", theme)
    reset = page.locator("#knobs-reset")
    expect(reset).to_be_hidden()
    lock = page.locator("#lock-knobs").bounding_box()
    studio.drag("detail", 0.8)
    page.locator(f"#range-option-{own}").fill("0.9")
    expect(reset).to_be_visible()
    assert page.locator("#lock-knobs").bounding_box() == lock
    moved = page.evaluate("hueprint.state.now")
    page.click("#lock-knobs")
    reset.click()
    assert studio.toast() == "The sliders are locked; open the lock to change that."
    assert page.evaluate("hueprint.state.now") == moved
    page.click("#lock-knobs")
    reset.press("Enter")
    expect(reset).to_be_hidden()
    expect(page.locator("#range-detail")).to_be_focused()
    assert page.evaluate("[hueprint.state.now.knobs.detail, hueprint.state.now.options]") == [0.5, {}]
    page.keyboard.press("Control+z")
    assert page.evaluate("hueprint.state.now") == moved
