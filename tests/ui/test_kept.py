"""The strip of kept pictures under a hand: where the focus goes, what its pictures are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.ui.studio import Studio, studio_in
from tests.ui.test_accessibility import STILL

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


def test_what_makes_way_in_a_full_library_is_said_and_a_star_holds(strip: Studio) -> None:
    strip.page.evaluate(
        """() => {
            hueprint.kept.shelf.put({ ...hueprint.kept.shelf.get("a"), starred: true });
            const { recipe } = hueprint.kept.shelf.get("a");
            hueprint.kept.shelf.put(...Array.from({ length: 298 }, (_, at) => ({ id: `z${at}`, recipe, thumbnail: "" })));
        }"""
    )
    strip.page.wait_for_selector(".hp-toast:has-text('has made way')")
    held = strip.page.evaluate("['a', 'b', 'c'].map((id) => Boolean(hueprint.kept.shelf.get(id)))")
    assert held == [True, False, True]


def test_damaged_storage_costs_no_more_than_the_damaged_picture(strip: Studio) -> None:
    strip.page.evaluate(
        """() => {
            const nameless = { preferences: { theme: null, style: {} } };
            const odd = [null, 3, [], { recipe: {} }, { recipe: { preferences: {} }, thumbnail: "" }, { recipe: nameless, thumbnail: "" }];
            odd.forEach((item, at) => localStorage.setItem(`hueprint.kept.odd${at}`, JSON.stringify(item)));
            localStorage.setItem("hueprint.kept.cut", '{"recipe": {"prefer');
        }"""
    )
    strip.page.reload()
    strip.rest()
    assert strip.kept().count() == 3


def test_stars_hold_and_words_colours_and_stars_find(strip: Studio) -> None:
    page = strip.page
    page.evaluate(
        """() => {
            const palette = [{ hex: "#0b2d4d", weight: 1 }, { hex: "#f2efe6", weight: 1 }];
            hueprint.kept.add({ id: "e", recipe: { preferences: { theme: "dark", style: "ink", seed: 12, palette } }, thumbnail: "" });
        }"""
    )
    page.locator("#kept li[data-id=b] .hp-star").focus()
    page.keyboard.press("Enter")
    page.reload()
    strip.rest()
    for query, found in (
        ("city low", ["c", "b", "a"]),
        ("ink 12", ["e"]),
        ("#0a2c4c", ["e"]),
        ("blue", ["e"]),
        ("ocean blue", []),
        ("navy white", ["e"]),
        ("cool", ["e"]),
        ("warm", []),
        ("terracotta", []),
        ("towers", ["c", "b", "a"]),
        ("ky", []),
        ("", 4),
    ):
        page.fill("#kept input[type=search]", query)
        ids = page.locator("#strip-kept li").evaluate_all("items => items.map((item) => item.dataset.id)")
        assert ids == found or len(ids) == found, query
    page.click(".hp-only-stars")
    assert page.locator("#strip-kept li").evaluate_all("items => items.map((item) => item.dataset.id)") == ["b"]


def test_two_tabs_never_write_over_each_other(strip: Studio, studio_address: str) -> None:
    other = studio_in(strip.page.context.new_page(), studio_address)
    add = "id => hueprint.kept.add({ id, recipe: { preferences: { theme: 'dark', style: 'ink', seed: 1 } }, thumbnail: '' })"
    other.page.evaluate(add, "f")
    strip.page.evaluate(add, "e")
    for tab in (strip, other):
        tab.page.wait_for_function("hueprint.kept.shelf.items.map(({ id }) => id).join('') === 'fecba'")
        assert tab.kept().count() == 5
    other.page.close()


def test_when_storage_is_full_the_history_makes_way_and_one_sentence_says_the_rest(strip: Studio) -> None:
    page = strip.page
    strip.recorded()
    page.evaluate(
        """() => {
            const preferences = { theme: "dark", style: "ink", seed: 1 };
            const { shelf } = hueprint.history;
            shelf.remove(...shelf.items.map(({ id }) => id)); // the oldest must leave room enough
            for (let at = 0; at < 20; at += 1) shelf.put({ recipe: { preferences }, thumbnail: "x".repeat(20000) });
            window.filled = 0;
            try { for (;; filled += 1) localStorage.setItem(`filler${filled}`, "x".repeat(50000)); } catch {}
            try { for (;; filled += 1) localStorage.setItem(`filler${filled}`, "x".repeat(500)); } catch {}
            const before = shelf.items.length;
            hueprint.kept.add({ id: "g", recipe: { preferences }, thumbnail: "y".repeat(5000) });
            window.shed = before - shelf.items.length;
        }"""
    )
    assert page.evaluate("shed") == 1
    assert page.evaluate("'hueprint.kept.g' in localStorage")
    assert page.locator("#toasts p").count() == 0
    page.evaluate(
        "hueprint.kept.add({ id: 'h', recipe: { preferences: { theme: 'dark', style: 'ink', seed: 2 } }, thumbnail: 'z'.repeat(900000) })"
    )
    assert strip.toast().startswith("This browser's storage is full")
    assert strip.kept().count() == 5
    assert page.evaluate("'hueprint.kept.a' in localStorage"), "what is kept is never thrown out for something new"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1024, 768)])
@pytest.mark.parametrize("row", ["kept", "history"])
def test_under_a_finger_no_second_tap_takes_a_picture_off(visit: Callable[..., Studio], width: int, height: int, row: str) -> None:
    strip = visit(width=width, height=height, has_touch=True, is_mobile=True)
    page = strip.page
    page.evaluate(
        """() => {
            for (const theme of ["ocean", "city", "dark"]) {
                const { preferences, ...recipe } = hueprint.recipe.of({ ...hueprint.state.now, theme });
                const picture = { id: theme, recipe: { ...recipe, preferences }, url: "pictures/x", thumbnail: hueprint.kept.thumbnail() };
                hueprint.kept.add({ ...picture, starred: theme === "city" });
                hueprint.history?.shelf?.put(picture);
            }
        }"""
    )
    page.tap(f"#tab-{row}")
    pictures = page.locator(f"#strip-{row} li > :first-child")
    pictures.first.wait_for()
    page.evaluate("addEventListener('click', () => (window.clicks = (window.clicks ?? 0) + 1), true)")  # a tap's comes after it
    clicks = 0
    count = pictures.count()
    tabs, first = page.locator(".hp-rows").bounding_box(), pictures.first.bounding_box()
    assert tabs and first
    assert width < 700 or first["x"] - tabs["x"] - tabs["width"] < 24, "nothing is kept free before the row"
    for at in range(min(3, count)):
        box = pictures.nth(at).bounding_box()
        assert box
        for across, down in ((0.5, 0.5), (0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.5, 0.5)):
            page.touchscreen.tap(box["x"] + across * box["width"], box["y"] + down * box["height"])
            clicks += 1
            page.wait_for_function("clicks => window.clicks === clicks", arg=clicks)
    assert pictures.count() >= count
    held = page.locator(f"#strip-{row} li:has([aria-current])").first
    name = held.get_attribute("data-id")
    held.locator(".hp-forget").tap()
    page.wait_for_function("id => !document.querySelector(`#kept .hp-row:not([hidden]) [data-id='${id}']`)", arg=name)
    page.tap("#toasts button")
    page.wait_for_selector(f"#strip-{row} [data-id='{name}']")


def test_on_a_phone_a_row_that_shows_all_there_is_has_no_search(visit: Callable[..., Studio]) -> None:
    page = visit(width=390, height=844, has_touch=True, is_mobile=True).page
    add = """(count) => {
        const { recipe: { of }, state, kept } = hueprint;
        const thumbnail = kept.thumbnail();
        for (let seed = 1; seed <= count; seed += 1) kept.add({ id: `s${seed}`, recipe: of({ ...state.now, seed }), url: "", thumbnail });
    }"""
    page.evaluate(add, 2)
    page.evaluate(STILL)  # what tells that a row goes on comes with the next frame
    assert not page.is_visible(".hp-find")
    page.evaluate(add, 9)
    page.wait_for_selector(".hp-find", state="visible")
    page.fill(".hp-find input", "9")
    expect(page.locator("#strip-kept li")).to_have_count(1)
    page.evaluate(STILL)
    assert page.is_visible(".hp-find"), "what is being searched in keeps its field"
