"""The library: all kept pictures on one sheet, walked, found, ordered, selected, compared and passed through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.library_sheet import FILL, HELD, SIX, chosen, shown, tile
from tests.ui.studio import Studio
from tests.ui.test_accessibility import AXE, faults

pytestmark = pytest.mark.browser


def test_it_opens_by_key_and_by_a_button_with_the_count_and_gives_the_focus_back(library: Studio) -> None:
    page = library.page
    assert page.locator(".hp-lib-count").inner_text() == "6 pictures"
    assert page.evaluate(HELD) == "f"
    page.keyboard.press("Escape")
    button = page.locator("#library-open")
    assert (button.inner_text(), button.get_attribute("aria-label")) == ("6", "Library, 6 pictures")
    button.click()
    assert shown(page) == "fedcba"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "library-open"
    assert not page.locator("#library").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert not page.locator("#library").is_visible()


def test_without_a_kept_picture_it_says_how_to_keep_one(studio: Studio) -> None:
    page = studio.page
    page.keyboard.press("j")
    assert "Nothing is kept yet" in page.locator("#library .hp-lib-empty").inner_text()
    assert not page.locator("#library .hp-lib-deeds").is_visible()
    page.evaluate(FILL, SIX[:1])
    assert not page.locator("#library .hp-lib-empty").is_visible()
    assert shown(page) == "a"


def test_words_colours_and_stars_leave_what_they_mean(library: Studio) -> None:
    page = library.page
    page.keyboard.press("/")
    page.keyboard.type("ocean")
    assert (shown(page), page.locator(".hp-lib-count").inner_text()) == ("da", "2 of 6")
    page.keyboard.press("Escape")
    assert page.locator("#library").is_visible(), "the first Escape empties the box"
    assert shown(page) == "fedcba"
    page.keyboard.type("green")
    assert shown(page) == "ec"
    page.fill("#library input[type=search]", "nothing like it")
    assert page.locator(".hp-lib-nothing").is_visible()
    page.fill("#library input[type=search]", "")
    page.click(".hp-lib-stars")
    assert shown(page) == "da"


def test_it_stands_in_the_order_asked_and_remembers_it(library: Studio) -> None:
    page = library.page
    page.select_option("#library-sort", "stars")
    assert shown(page) == "dafecb"
    page.select_option("#library-sort", "hue")
    assert shown(page) == "dbecfa", "ember's red, moss's green, glacier's blue"
    page.locator("#library-row").fill("200")
    page.reload()
    library.rest()
    page.keyboard.press("j")
    assert shown(page) == "dbecfa"
    assert page.input_value("#library-row") == "200"


def test_what_anybody_wrote_into_storage_is_no_order(library: Studio) -> None:
    page = library.page
    page.evaluate("localStorage.setItem('hueprint.library', JSON.stringify({ sort: 'constructor', row: '1e9' }))")
    page.reload()
    library.rest()
    page.keyboard.press("j")
    assert shown(page) == "fedcba"
    assert page.input_value("#library-row") == "160"


def test_a_hand_on_the_keyboard_walks_selects_stars_removes_and_opens(library: Studio) -> None:
    page, seed = library.page, library.asked["seed"]
    where = "id => document.querySelector(`#library li[data-id=${id}]`).getBoundingClientRect().toJSON()"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(HELD) == "e"
    page.keyboard.press("ArrowDown")
    beneath = page.evaluate(HELD)
    one, other = page.evaluate(where, "e"), page.evaluate(where, beneath)
    assert other["top"] >= one["bottom"], "the row beneath"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    assert page.evaluate(HELD) == "f"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Space")
    assert chosen(page) == "fe"
    assert page.locator(".hp-lib-said").inner_text() == "2 selected"
    assert "selected" in (tile(page, "f").get_attribute("aria-label") or "")
    page.keyboard.press("s")
    assert page.locator("#library li.hp-starred").count() == 4
    page.keyboard.press("Delete")
    assert (shown(page), page.evaluate(HELD)) == ("dcba", "c")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('hueprint.kept.')).length") == 4
    page.keyboard.press("Control+z")
    assert shown(page) == "fedcba"
    assert library.asked["seed"] == seed, "not the page's own undo"
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    library.shows(lambda asked: asked["theme"] == "ocean" and asked["seed"] == 0)
    assert not page.locator("#library").is_visible()
    page.keyboard.press("Control+z")
    library.shows(lambda asked: asked["seed"] == seed)


def test_a_mouse_selects_with_ctrl_shift_and_the_ring(library: Studio) -> None:
    page = library.page
    tile(page, "e").click(modifiers=["Control"])
    tile(page, "c").click(modifiers=["Shift"])
    assert chosen(page) == "edc"
    tile(page, "d").click()
    assert chosen(page) == "ec", "while some are selected a click selects"
    tile(page, "a", ".hp-lib-check").click()
    assert tile(page, "a", ".hp-lib-check").get_attribute("aria-checked") == "true"
    page.fill("#library input[type=search]", "ink 2")
    assert chosen(page) == "c"
    assert page.locator(".hp-lib-said").inner_text() == "3 selected, 2 hidden"
    page.fill("#library input[type=search]", "")
    assert chosen(page) == "eca", "a search costs nothing that is selected"
    page.click(".hp-lib-all")
    assert chosen(page) == ""
    page.click(".hp-lib-all")
    assert chosen(page) == "fedcba"
    page.click("[data-do=remove]")
    assert page.locator("#library .hp-lib-empty").is_visible()
    page.click(".hp-lib-undo")
    assert shown(page) == "fedcba"


def test_a_picture_whose_photograph_is_gone_opens_as_no_other(library: Studio) -> None:
    page = library.page
    page.evaluate(
        """() => {
            const { recipe, ...picture } = hueprint.kept.shelf.get("a");
            const { theme, ...preferences } = recipe.preferences;
            const photo = { sha256: "0".repeat(64), light: 0.5, colour: 0.5, recolour: false };
            hueprint.kept.add({ ...picture, id: "g", recipe: { ...recipe, preferences: { ...preferences, photo } } });
        }"""
    )
    before = page.evaluate("JSON.stringify(hueprint.state.now)")
    tile(page, "g").click()
    page.wait_for_function("document.querySelector('.hp-lib-said').textContent.startsWith('This browser no longer has the photograph')")
    page.click("#library [data-close]")
    page.click("#kept li[data-id=g] .hp-recall")
    assert library.toast().startswith("This browser no longer has the photograph")
    assert page.evaluate("JSON.stringify(hueprint.state.now)") == before


def test_two_are_compared_the_first_over_the_second(library: Studio) -> None:
    page = library.page
    assert page.locator("[data-do=compare]").get_attribute("aria-disabled") == "true"
    for name in ("a", "c"):
        tile(page, name).click(modifiers=["Control"])
    page.click("[data-do=compare]")
    library.shows(lambda asked: asked["theme"] == "dark" and asked["seed"] == 2)
    page.wait_for_selector(".hp-before img[src]")
    assert page.input_value("#compare-with") == "a"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert chosen(page) == "", "a click opens again"


def test_one_picture_kept_in_two_shapes_is_said_to_be_one(library: Studio) -> None:
    page = library.page
    page.evaluate(
        """() => {
            const { recipe, ...picture } = hueprint.kept.shelf.get("a");
            hueprint.kept.add({ ...picture, id: "g", recipe: { ...recipe, size: { width: 200, height: 300 } } });
        }"""
    )
    labels = page.locator("#library li .hp-lib-open").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert "Ocean in Ink, seed 0, 200 × 300, starred" in labels and "Ocean in Ink, seed 0, 300 × 200, starred" in labels
    for name in ("a", "g"):
        tile(page, name).click(modifiers=["Control"])
    page.click("[data-do=compare]")
    assert library.toast().startswith("Both are the same picture")


def test_several_are_passed_through_from_the_first(library: Studio) -> None:
    page = library.page
    more = [[f"x{at}", "ocean", "ember", False] for at in range(30)]
    page.evaluate(FILL, more)
    for name in ("b", "a", "c"):
        tile(page, name).click(modifiers=["Control"])
    page.click("[data-do=morph]")
    library.shows(lambda asked: asked["theme"] == "city")
    assert page.get_attribute("#studio", "data-room") == "animate"
    assert page.evaluate("hueprint.throughLooks.recipes.map(({ preferences }) => preferences.theme)") == ["ocean", "dark"]
    assert page.locator("#animate-looks [aria-pressed=true]").count() == 2, "also where newer ones stand before them"
    page.evaluate("hueprint.rooms.go('studio')")
    page.keyboard.press("j")
    page.keyboard.press("Control+a")
    assert page.locator("[data-do=morph]").get_attribute("aria-disabled") == "true", "more than a loop passes through"


def test_those_in_view_are_painted_sharper_than_storage_holds_them(library: Studio) -> None:
    page = library.page
    page.wait_for_function("!document.querySelector('#library li[data-id=f] canvas').hidden")
    page.locator("#library-row").fill("280")
    side = "document.querySelector('#library li[data-id=d] {}')"
    assert page.evaluate(f"{side.format('.hp-lib-open')}.clientWidth") > 300
    page.wait_for_function(f"{side.format('canvas')}.width >= 0.9 * {side.format('.hp-lib-open')}.clientWidth")


def test_a_phone_has_two_columns_on_the_whole_screen_and_rings_for_a_finger(visit: Callable[..., Studio]) -> None:
    studio = visit(width=390, height=844, has_touch=True, is_mobile=True)
    page = studio.page
    page.evaluate(FILL, SIX)
    page.tap("#more")
    page.tap("#library-menu")
    page.locator("#library").wait_for()
    assert page.locator("#library").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert page.evaluate("new Set([...document.querySelectorAll('#library li')].map((item) => item.offsetLeft)).size") == 2
    assert page.evaluate("document.querySelector('#library').scrollWidth") <= 390
    tile(page, "e", ".hp-lib-check").tap()
    tile(page, "d").tap()
    studio.until(lambda: chosen(page), lambda ids: ids == "ed")  # a tap's click comes after it
    for button in page.locator("#library .hp-lib-deeds button:visible").all():
        size = button.bounding_box()
        assert size and size["height"] >= 36
    page.tap("[data-do=remove]")
    studio.until(lambda: shown(page), lambda ids: ids == "fcba")
    page.tap(".hp-lib-undo")
    studio.until(lambda: shown(page), lambda ids: ids == "fedcba")
    tile(page, "a").tap()
    studio.shows(lambda asked: asked["theme"] == "ocean" and asked["seed"] == 0)
    assert page.evaluate("document.activeElement.id") == "more"


@pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing_serious_in_it(visit: Callable[..., Studio], theme: str, width: int) -> None:
    page = visit(f"?__theme={theme}", width=width, height=900, reduced_motion="reduce").page
    page.add_script_tag(content=AXE)
    page.evaluate("hueprint.library.open()")
    assert faults(page, "#library") == []
    page.evaluate(FILL, SIX)
    assert faults(page, "#library") == []
    page.keyboard.press("Control+a")
    page.locator("#library .hp-lib-check").first.click()
    assert faults(page, "#library") == []
