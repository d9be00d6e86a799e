"""Where one edits or animates the pickers are one line each until they are opened; each room remembers its own."""

from __future__ import annotations

import pytest

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def test_pickers_fold_away_where_one_edits_and_open_by_hand_and_by_key(studio: Studio) -> None:
    page = studio.page
    assert page.is_visible("#theme-tiles") and page.is_visible("#style-tiles")
    page.click("#rooms-edit")
    assert page.is_hidden("#theme-tiles") and page.is_hidden("#style-tiles")
    title = page.get_by_role("button", name="Style Minimalist")
    assert title.get_attribute("aria-expanded") == "false"
    title.focus()
    page.keyboard.press("Enter")
    assert page.is_visible("#style-tiles")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.closest('#theme-tiles') !== null")
    page.click("#rooms-animate")
    assert page.is_hidden("#theme-tiles"), "each room its own"
    page.reload()
    studio.rest()
    page.click("#rooms-edit")
    assert page.is_visible("#theme-tiles"), "and it is remembered"
    page.click("#rooms-studio")
    page.click("#style-title button")
    assert page.is_hidden("#style-tiles")


def test_however_many_styles_are_mixed_the_lock_stays_where_it_was(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    lock = page.locator("#lock-style")
    before = lock.bounding_box()
    page.evaluate("hueprint.state.change({ style: { watercolour: 0.25, 'paper-cut': 0.25, 'stained-glass': 0.25, photographic: 0.25 } })")
    page.wait_for_function("document.querySelector('#style .hp-fold span').textContent.includes('Photographic')")
    assert lock.bounding_box() == before
