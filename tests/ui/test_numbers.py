"""Fields of a number: what is typed is taken while it is in range, and nothing half-typed stays behind."""

from __future__ import annotations

import pytest

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

DETAIL = "#knob-detail input[type=number]"


def detail(studio: Studio) -> float:
    return studio.page.evaluate("hueprint.state.now.knobs.detail")


@pytest.mark.parametrize("typed", ["1e9", "100", "0.7777e", "-1"])
def test_a_number_out_of_range_puts_back_the_one_before_the_typing(studio: Studio, typed: str) -> None:
    studio.typed(DETAIL, "0.3")
    studio.typed(DETAIL, typed)
    assert studio.page.input_value(DETAIL) == "0.30"
    assert detail(studio) == 0.3
    assert studio.toast() == "Detail takes a number from 0 to 1."
    studio.page.keyboard.press("Control+z")
    assert detail(studio) == 0.5, "what was refused is no step of the history"


def test_a_refused_seed_leaves_no_half_of_itself(studio: Studio) -> None:
    seed = studio.page.evaluate("hueprint.state.now.seed")
    studio.typed("#seed-number", "5.5")
    assert studio.page.evaluate("hueprint.state.now.seed") == seed
    assert studio.page.input_value("#seed-number") == str(seed)


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
    page.wait_for_timeout(100)
    assert detail(studio) == 0.5


def test_a_side_that_would_be_too_narrow_takes_the_other_along(studio: Studio) -> None:
    page = studio.page
    page.click("#size [data-side=width]")
    page.keyboard.type("64")
    page.keyboard.press("Tab")
    assert studio.toast() == "The longer side may be at most 8 times the shorter one: the height came along."
    assert page.evaluate("hueprint.state.now.size") == [64, 43]
    page.keyboard.type("64")
    page.keyboard.press("Enter")
    assert page.evaluate("hueprint.state.now.size") == [64, 64]
