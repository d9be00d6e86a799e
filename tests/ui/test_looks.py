"""The looks: a click takes one whole, undo brings back what was, and the row is reached by key and by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine import ImageGenerator
from tests.ui.studio import PATIENCE_MS, Studio
from tests.ui.test_page import PAINTED, painted_no_further

pytestmark = pytest.mark.browser


def on(studio: Studio) -> list[str | None]:
    """The looks marked as being on screen."""
    return [tile.get_attribute("data-look") for tile in studio.page.locator("#looks [aria-pressed=true]").all()]


def test_a_click_takes_a_look_whole_and_undo_brings_back(studio: Studio, generator: ImageGenerator) -> None:
    studio.page.evaluate("hueprint.state.change({ size: [900, 600], seed: 99, knobs: { depth: 0.9 } })")
    studio.rest()
    before, look = studio.asked, generator.looks[-1]
    studio.page.click(f"#looks [data-look={look}]")
    wanted = generator.recipe(generator.catalogue.looks[look].preferences).preferences.model_dump(mode="json", exclude_none=True)
    studio.shows(lambda asked: asked == wanted)
    assert on(studio) == [look]
    assert studio.page.evaluate("hueprint.state.now.size") == [900, 600]
    assert studio.page.locator("#theme [aria-pressed=true]").get_attribute("data-name") == wanted["theme"]
    studio.page.click("#undo")
    studio.shows(lambda asked: asked == before)
    assert on(studio) == []


def test_what_is_changed_in_a_look_is_no_longer_it(studio: Studio, generator: ImageGenerator) -> None:
    look = generator.looks[0]
    studio.page.click(f"#looks [data-look={look}]")
    studio.rest()
    assert on(studio) == [look]
    studio.drag("texture", 0.9)
    assert on(studio) == []


def test_arrows_move_along_the_row_and_space_takes(studio: Studio, generator: ImageGenerator) -> None:
    first, second = generator.looks[:2]
    before = studio.asked
    studio.page.focus(f"#looks [data-look={first}]")
    studio.page.keyboard.press("ArrowRight")
    assert studio.page.evaluate("document.activeElement.dataset.look") == second
    assert studio.page.locator("#looks [tabindex='0']").count() == 1
    studio.rest()
    assert studio.asked == before
    studio.page.keyboard.press("Space")
    studio.shows(lambda asked: asked["theme"] == generator.catalogue.looks[second].preferences.theme)
    assert studio.page.get_by_role("group", name="Looks").get_by_role("button", name=generator.catalogue.looks[second].name).count() == 1


def test_a_mouses_wheel_moves_the_row_which_fades_where_it_goes_on(studio: Studio) -> None:
    page = studio.page
    row = page.locator("#looks .hp-looks")
    page.wait_for_selector("#looks .hp-looks.hp-more-right:not(.hp-more-left)")
    row.hover()
    page.mouse.wheel(0, 300)
    page.wait_for_function("document.querySelector('#looks .hp-looks').scrollLeft > 200")
    page.wait_for_selector("#looks .hp-looks.hp-more-left.hp-more-right")
    page.mouse.wheel(0, 9000)
    page.wait_for_selector("#looks .hp-looks.hp-more-left:not(.hp-more-right)")


def test_looks_in_view_are_painted_and_others_when_they_come_into_it(studio: Studio) -> None:
    image = "(at) => [...document.querySelectorAll('#looks .hp-thumb')].at(at).style.backgroundImage"
    studio.page.wait_for_function(f"({image})(0) !== ''", timeout=PATIENCE_MS)
    studio.page.wait_for_function(PAINTED, arg="#looks [data-look]", timeout=PATIENCE_MS)
    painted_no_further(studio)
    assert studio.page.evaluate(f"({image})(-1)") == ""
    studio.page.evaluate("document.querySelector('.hp-looks').scrollLeft = 1e5")
    studio.page.wait_for_function(f"({image})(-1) !== ''", timeout=PATIENCE_MS)


def own(studio: Studio) -> list[str]:
    """The names of one's own looks, in the order of the row."""
    return studio.page.locator("#looks [data-look^=own-]").all_inner_texts()


def test_a_look_of_ones_own_is_saved_renamed_deleted_and_brought_back(studio: Studio) -> None:
    page = studio.page
    page.evaluate(
        "hueprint.state.change({ theme: { ocean: 0.6, city: 0.4 }, palette: ['#101820', '#f2aa4c'].map((hex) => ({ hex, weight: 0.5 })) })"
    )
    studio.rest()
    saved = studio.asked
    page.click("#looks-save")
    page.keyboard.type("Nothing")
    page.keyboard.press("Escape")
    tile = page.locator("#looks [data-look^=own-]")
    expect(tile).to_be_focused()
    assert own(studio) != ["Nothing"]
    page.click("#look-own input")
    page.keyboard.type("Harbour")
    page.keyboard.press("Enter")
    expect(tile).to_be_focused()
    page.reload()
    studio.rest()
    page.click("#looks [data-look=birches]")
    studio.shows(lambda asked: asked != saved)
    page.get_by_role("button", name="Harbour").click()
    studio.shows(lambda asked: asked == saved)
    assert own(studio) == ["Harbour"]
    page.click("#look-delete")
    assert own(studio) == []
    page.click("#toasts button")
    assert own(studio) == ["Harbour"]


def test_looks_go_out_as_one_file_and_come_back(studio: Studio, tmp_path: Path) -> None:
    page = studio.page
    for seed in (5, 6):
        page.evaluate("(seed) => hueprint.state.change({ seed })", seed)
        page.click("#looks-save")
    with page.expect_download() as told:
        page.click("#looks-export")
    told.value.save_as(tmp_path / "looks.json")
    before = own(studio)
    page.evaluate("localStorage.clear()")
    page.reload()
    studio.rest()
    page.set_input_files("#looks input[type=file]", tmp_path / "looks.json")
    assert studio.toast() == "2 looks were added.\nUndo"
    assert own(studio) == before
    (tmp_path / "bad.yaml").write_text("- name: Trap\n  theme: !!python/object/apply:os.system ['true']\n")
    page.set_input_files("#looks input[type=file]", tmp_path / "bad.yaml")
    page.wait_for_function("document.querySelector('#toasts').textContent.includes('neither JSON nor YAML')")
    assert own(studio) == before
    studio.forgive("422")


def test_a_first_visit_shows_the_first_look(studio: Studio, generator: ImageGenerator) -> None:
    first = generator.catalogue.looks[generator.looks[0]].preferences
    assert studio.asked == generator.recipe(first).preferences.model_dump(mode="json", exclude_none=True)
    assert on(studio) == [generator.looks[0]]
