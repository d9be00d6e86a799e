"""Find in the library: a selection gathered by several searches, a hand that never leaves the keyboard, and stars."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.ui.library_sheet import FILL, HELD, SIX, chosen, shown
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def library_of(studio: Studio) -> Page:
    """Six kept pictures, the sheet open."""
    studio.page.evaluate(FILL, SIX)
    studio.page.evaluate("document.activeElement.blur()")
    studio.page.keyboard.press("j")
    return studio.page


def test_pictures_are_gathered_by_searches_and_only_those_seen_are_removed(studio: Studio) -> None:
    page = library_of(studio)
    page.keyboard.press("/")
    for words in ("ocean", "desert"):
        page.fill("#library input[type=search]", words)
        assert page.locator(".hp-lib-all").inner_text() == "Select all"
        page.click(".hp-lib-all")
    assert page.locator(".hp-lib-said").inner_text() == "3 selected, 2 hidden"
    page.click("[data-do=remove]")
    page.fill("#library input[type=search]", "city")
    assert page.locator("[data-do=remove]").get_attribute("aria-disabled") == "true"
    page.fill("#library input[type=search]", "")
    assert (shown(page), chosen(page)) == ("edcba", "da")


def test_escape_first_deselects_and_a_search_leads_to_its_first_result(studio: Studio) -> None:
    page = library_of(studio)
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    assert page.locator("#library").is_visible() and chosen(page) == ""
    for key in ("ArrowDown", "Enter"):
        page.fill("#library input[type=search]", "seed 4")
        assert shown(page) == "e", "as its title says"
        page.focus("#library input[type=search]")
        page.keyboard.press(key)
        assert page.evaluate(HELD) == "e"
        assert page.locator("#library").is_visible()
    page.fill("#library input[type=search]", "nothing like it")
    assert page.is_hidden(".hp-lib-all")
    page.click(".hp-lib-clear")
    assert shown(page) == "fedcba"
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    assert page.is_hidden("#library")


def test_a_star_stays_under_the_hand_that_comes_for_it(studio: Studio) -> None:
    page = library_of(studio)
    page.mouse.move(2, 2)
    box = page.locator("#library li[data-id=a] .hp-star").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector("#library li[data-id=a]:not(.hp-starred)")
    assert shown(page) == "fedcba"


def test_a_size_is_found_however_it_is_written(studio: Studio) -> None:
    page = library_of(studio)
    for words, found in (("200x300", "fc"), ("200 × 300", "fc"), ("ocean 300x200", "da"), ("300", "fdca")):
        page.fill("#library input[type=search]", words)
        assert shown(page) == found
