"""Fields of a number: what is typed is taken while it is in range, and nothing half-typed stays behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

DETAIL = "#knob-detail input[type=number]"


def detail(studio: Studio) -> float:
    return studio.page.evaluate("hueprint.state.now.knobs.detail")


@pytest.mark.parametrize(("typed", "taken"), [("1e9", 1), ("100", 1), ("-1", 0)])
def test_a_number_out_of_range_becomes_the_end_of_it_with_a_word(studio: Studio, typed: str, taken: float) -> None:
    studio.typed(DETAIL, "0.3")
    studio.typed(DETAIL, typed)
    assert studio.page.input_value(DETAIL) == f"{taken:.2f}"
    assert detail(studio) == taken
    assert studio.toast() == f"Detail goes from 0 to 1: it is {taken} now."
    studio.page.keyboard.press("Control+z")
    assert detail(studio) == 0.3


def test_what_was_said_of_a_number_goes_once_it_is_another(studio: Studio) -> None:
    for field, by_hand in ((DETAIL, "#range-detail"), ("#size [data-side=width]", "#size [data-side=width]")):
        studio.typed(field, "-1")
        studio.toast()
        studio.page.focus(by_hand)
        studio.page.keyboard.press("ArrowUp")
        expect(studio.page.locator("#toasts p")).to_have_count(0)


def test_a_number_with_more_digits_than_are_shown_is_rounded(studio: Studio) -> None:
    studio.typed(DETAIL, "0.777")
    assert studio.page.input_value(DETAIL) == "0.78"
    assert detail(studio) == 0.78


def test_what_is_no_number_puts_back_the_one_before_the_typing(studio: Studio) -> None:
    studio.typed(DETAIL, "0.3")
    studio.page.click(DETAIL)
    studio.page.keyboard.press("Control+A")
    studio.page.keyboard.type("0.7")
    studio.page.wait_for_timeout(900)  # longer than a pause that ends a run of steps
    studio.page.keyboard.type("777e")
    studio.page.keyboard.press("Enter")
    assert studio.page.input_value(DETAIL) == "0.30"
    assert studio.toast() == "Detail takes a number from 0 to 1."
    studio.page.keyboard.press("Control+z")
    assert detail(studio) == 0.5, "what was refused is no step of the history"


def test_a_seed_is_whole(studio: Studio) -> None:
    studio.typed("#seed-number", "5.6")
    assert studio.page.evaluate("hueprint.state.now.seed") == 6
    assert studio.page.input_value("#seed-number") == "6"


def test_escape_takes_the_typing_back(studio: Studio) -> None:
    page = studio.page
    for field, before in ((DETAIL, "0.50"), ("#seed-number", page.input_value("#seed-number")), ("#size [data-side=width]", "1620")):
        page.click(field)
        page.keyboard.type("1")
        page.keyboard.press("Escape")
        assert page.input_value(field) == before
    assert detail(studio) == 0.5


def test_the_wheel_scrolls_and_changes_no_number(studio: Studio) -> None:
    page = studio.page
    page.click(DETAIL)
    page.mouse.wheel(0, 200)
    page.wait_for_function("field => document.activeElement !== document.querySelector(field)", arg=DETAIL)  # the wheel was through it
    assert detail(studio) == 0.5
