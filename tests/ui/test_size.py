"""The size: typed sides go to the nearest that is painted, with a word; locked, one follows the other in the shape they had."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = "#size [data-side=width]", "#size [data-side=height]"


def size(studio: Studio) -> list[int]:
    found: list[int] = studio.page.evaluate("hueprint.state.now.size")
    return found


@pytest.mark.parametrize(
    ("field", "value", "becomes", "sentence"),
    [
        (WIDTH, "99999", [8640, 1080], "Beside a height of 1080 the width goes from 135 to 8640 pixels: it is 8640 now."),
        (HEIGHT, "16000", [1620, 7407], "Beside a width of 1620 the height goes from 203 to 7407 pixels: it is 7407 now."),
        (WIDTH, "64", [64, 43], "The longer side may be at most 8 times the shorter one: the height came along, to 43."),
        (WIDTH, "-5", [135, 1080], "Beside a height of 1080 the width goes from 135 to 8640 pixels: it is 135 now."),
    ],
)
def test_a_side_that_cannot_be_painted_becomes_the_nearest(
    studio: Studio, field: str, value: str, becomes: list[int], sentence: str
) -> None:
    studio.typed(field, value)
    assert studio.toast() == sentence
    assert size(studio) == becomes
    assert [int(studio.page.input_value(side)) for side in (WIDTH, HEIGHT)] == becomes


def test_no_number_is_no_size(studio: Studio) -> None:
    studio.page.fill(HEIGHT, "")
    studio.page.keyboard.press("Enter")
    assert studio.toast() == "A side is a whole number from 16 to 16384 pixels."
    assert studio.page.input_value(HEIGHT) == "1080"


def test_a_small_size_can_be_typed_side_by_side(studio: Studio) -> None:
    studio.typed(WIDTH, "64")
    studio.typed(HEIGHT, "64")
    assert size(studio) == [64, 64]


def test_locked_sides_keep_their_shape_through_any_rounding(studio: Studio) -> None:
    page = studio.page
    page.focus(WIDTH)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "size-lock"
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Lock width to height").get_attribute("aria-pressed") == "true"
    studio.typed(WIDTH, "1000")
    assert size(studio) == [1000, 667]
    studio.typed(HEIGHT, "7")
    assert size(studio) == [24, 16], "as small as the shape can be"
    studio.typed(WIDTH, "1620")
    assert size(studio) == [1620, 1080], "the shape was not worn down"
    studio.typed(WIDTH, "99999")
    assert studio.toast() == "In this shape the width goes from 24 to 4242 pixels: it is 4242 now."
    assert size(studio) == [4242, 2828]
    page.click("#size [data-width='1080'][data-height='1080']")
    studio.typed(WIDTH, "500")
    assert size(studio) == [500, 500], "a preset brings its own shape"
    page.click("#size-lock")
    studio.typed(WIDTH, "600")
    assert size(studio) == [600, 500]


def test_a_chosen_shape_pressed_again_is_turned_and_4k_comes_as_the_picture_stands(studio: Studio) -> None:
    page = studio.page
    chosen = page.locator("#size [role=radio][aria-checked=true]")
    for label, becomes, marked in (
        ("16:9", [1920, 1080], "16:9"),
        ("16:9", [1080, 1920], "9:16"),
        ("4K", [2160, 3840], "4K"),
        ("4K", [3840, 2160], "4K"),
        ("4:5", [1080, 1350], "4:5"),
        ("4:5", [1350, 1080], "4:5"),
        ("1:1", [1080, 1080], "1:1"),
        ("1:1", [1080, 1080], "1:1"),
    ):
        page.locator("#size [role=radio]", has_text=label).click()
        assert size(studio) == becomes
        expect(chosen).to_have_text(marked)
