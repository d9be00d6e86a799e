"""The strip of kept pictures under a hand: where the focus goes, what its pictures are called."""

from __future__ import annotations

import pytest

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

FOCUS = "[document.activeElement.closest('#kept li')?.dataset.id ?? document.activeElement.id, document.activeElement.className]"


@pytest.fixture
def strip(studio: Studio) -> Studio:
    """Three pictures, newest first: c, b, a."""
    studio.page.evaluate(
        """() => {
            for (const id of ["a", "b", "c"]) {
                const preferences = { theme: { ocean: 0.5, city: 0.3, dark: 0.2 }, style: "low-poly", seed: 7 };
                hueprint.kept.add({ id, recipe: { version: 1, preferences }, url: "", thumbnail: "data:image/gif;base64," });
            }
        }"""
    )
    return studio


def test_a_picture_is_called_what_it_shows(strip: Studio) -> None:
    assert strip.kept().first.get_attribute("aria-label") == "Ocean, City and Dark in Low-poly, seed 7: bring its settings back"


def test_taking_a_picture_off_leaves_the_focus_on_the_next_and_at_last_on_keep(strip: Studio) -> None:
    page = strip.page
    page.locator(".hp-forget").nth(1).focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("Enter")
        seen.append(page.evaluate(FOCUS)[0])
    assert seen == ["a", "c", "save"]


def test_a_picture_kept_meanwhile_does_not_move_the_focus(strip: Studio) -> None:
    strip.kept().nth(2).focus()
    strip.page.evaluate("hueprint.kept.add({ id: 'd', recipe: { preferences: { theme: 'dark', style: 'ink', seed: 1 } }, thumbnail: '' })")
    assert strip.page.evaluate(FOCUS) == ["a", "hp-recall"]


def test_damaged_storage_costs_no_more_than_the_damaged_picture(strip: Studio) -> None:
    strip.page.evaluate(
        """() => {
            const shelf = "hueprint.kept.1";
            const nameless = { preferences: { theme: null, style: {} } };
            const odd = [null, 3, { recipe: {} }, { recipe: { preferences: {} }, thumbnail: "" }, { recipe: nameless, thumbnail: "" }];
            localStorage.setItem(shelf, JSON.stringify([...odd, ...JSON.parse(localStorage.getItem(shelf))]));
        }"""
    )
    strip.page.reload()
    strip.rest()
    assert strip.kept().count() == 3
