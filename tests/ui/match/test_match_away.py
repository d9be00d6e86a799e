"""A match whose sheet is shut: what comes of it is told in the room."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.ui.match.test_match_sheet import comes_to, opened
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def left_running(studio: Studio) -> Page:
    page = opened(studio, "stripes")
    page.click("#match-start")
    comes_to(page, "running")
    page.keyboard.press("Escape")
    expect(page.locator("#match")).to_be_hidden()
    return page


def test_a_matched_picture_is_one_press_away(studio: Studio) -> None:
    page = left_running(studio)
    expect(page.locator("#toasts p span")).to_have_text("The matched picture is ready.", timeout=60_000)
    page.locator("#toasts").get_by_role("button", name="Look").click()
    expect(page.locator("#match")).to_be_visible()
    expect(page.locator("#match-keep")).to_be_visible()


def test_a_match_that_failed_says_so_outside_its_sheet(studio: Studio) -> None:
    studio.page.route(
        "**/match/*", lambda route: route.fulfill(status=404, json={}) if route.request.method == "GET" else route.continue_()
    )
    page = left_running(studio)
    expect(page.locator("#toasts p.hp-error span")).to_contain_text("has forgotten this; match again.", timeout=60_000)
    expect(page.locator("#match-open")).to_have_text("Match a reference", timeout=60_000)
    studio.complaints.clear()  # the browser notes the 404
