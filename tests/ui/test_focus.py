"""Keyboard and screen reader: no button that turns itself off throws the focus away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def focused(studio: Studio) -> str:
    return studio.page.evaluate("document.activeElement.id || document.activeElement.getAttribute('aria-label') || ''")


def test_the_last_undo_keeps_the_focus(studio: Studio) -> None:
    page = studio.page
    studio.pick("theme", "ocean")
    page.focus("#undo")
    page.keyboard.press("Enter")
    assert page.get_attribute("#undo", "aria-disabled") == "true"
    assert focused(studio) == "undo"
    page.keyboard.press("Enter")
    assert studio.page.evaluate("hueprint.state.canRedo")


def test_taking_a_well_away_keeps_the_focus_beside_it(studio: Studio) -> None:
    page = studio.page
    page.evaluate("hueprint.palette.well('accent', '#ff0000')")
    page.focus("[data-well=accent] button")
    page.keyboard.press("Enter")
    assert focused(studio) == "Pick the accent"
    assert page.evaluate("hueprint.palette.wells.accent") is None


def test_escape_closes_what_a_button_opened_and_the_focus_goes_back_to_it(studio: Studio) -> None:
    page = studio.page
    for opener, opened in (("[data-panel=nudge]", "#palette-nudge"), ("[data-do=paste]", ".hp-pal-paste")):
        page.focus(opener)
        page.keyboard.press("Enter")
        assert page.is_visible(opened)
        page.keyboard.press("Escape")
        assert page.is_hidden(opened)
        assert page.evaluate("opener => document.activeElement === document.querySelector(opener)", opener)


def test_escape_from_a_comparison_goes_to_its_button(studio: Studio) -> None:
    page = studio.page
    studio.pick("theme", "ocean")
    for part in ("#compare-with", "#compare-pin", "#compare-divider"):
        page.click("#compare")
        page.focus(part)
        page.keyboard.press("Escape")
        expect(page.locator("#compare")).to_be_focused()
        assert page.get_attribute("#compare", "aria-pressed") == "false"


def test_the_picture_says_what_it_shows(studio: Studio) -> None:
    studio.pick("theme", "ocean")
    studio.shows(lambda asked: asked["theme"] == "ocean")
    expect(studio.page.locator("#preview canvas")).to_have_attribute("aria-label", re.compile("^The picture, live: Ocean in "))
