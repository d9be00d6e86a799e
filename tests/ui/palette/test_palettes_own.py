"""Palettes of one's own: saved under a name, found on top of the gallery, renamed, deleted, brought back, taken out and in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.palette.editor import held, paste_list
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

COOLORS = "https://coolors.co/264653-2a9d8f-e9c46a-f4a261-e76f51"
HARBOUR = {
    "palette": [{"hex": "#0b3954", "weight": 0.617}, {"hex": "#bfd7ea", "weight": 0.25}, {"hex": "#ff6663", "weight": 0.133}],
    "background": "#fefefe",
    "accent": "#e0ff4f",
}
STORED = "JSON.parse(localStorage.getItem('hueprint.palettes'))"


def name(page: Page) -> Locator:
    return page.locator(".hp-pal-name")


def save_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Save this palette as one of yours")


def wear(page: Page, value: dict[str, Any]) -> None:
    page.evaluate("(value) => { hueprint.palette.set(value); hueprint.palette.settle(); }", value)


def save(page: Page, called: str = "") -> None:
    """Save what is in hand, under a name or the one that is proposed."""
    save_button(page).click()
    if called:
        page.keyboard.type(called)
    page.keyboard.press("Enter")


def mine(page: Page) -> list[str]:
    """The names in the group, in its order, whether the gallery is open or not."""
    return page.locator(".hp-pal-mine [role=radio]").evaluate_all("rows => rows.map((row) => row.textContent)")


def opened(page: Page) -> None:
    if page.locator(".hp-pal-gallery").is_hidden():
        name(page).click()


def test_a_pasted_palette_is_saved_under_words_for_its_colours_and_outlives_a_reload(page: Page) -> None:
    expect(save_button(page)).to_be_hidden()  # a preset needs none
    paste_list(page, COOLORS)
    expect(name(page)).to_have_text("Your own")
    pasted = held(page)
    save_button(page).click()
    expect(page.get_by_role("textbox", name="Name of this palette")).to_have_value("Petrol and coral")
    page.keyboard.press("Enter")
    expect(name(page)).to_have_text("Petrol and coral")
    expect(name(page)).to_be_focused()
    expect(save_button(page)).to_be_hidden()
    page.reload()
    assert mine(page) == ["Petrol and coral"]
    expect(name(page)).to_have_text("Ember")
    name(page).click()
    page.get_by_role("radio", name="Petrol and coral").click()
    assert held(page) == pasted
    expect(page.get_by_role("radio", name="Petrol and coral")).to_be_checked()


def test_shares_background_and_accent_are_kept_exactly_and_left_with_the_palette(page: Page) -> None:
    wear(page, HARBOUR)
    save(page, "Harbour")
    page.evaluate("hueprint.palette.choose('lagoon')")
    opened(page)
    page.get_by_role("radio", name="Harbour").click()
    assert held(page) == HARBOUR
    page.keyboard.press("ArrowRight")  # on to the presets, as among them
    assert isinstance(held(page)["palette"], str)
    page.keyboard.press("ArrowLeft")
    assert held(page) == HARBOUR
    page.keyboard.press("Escape")
    paste_list(page, "#111111, #eeeeee")
    page.wait_for_function("hueprint.palette.swatches.length === 2")
    assert (held(page)["background"], held(page)["accent"]) == (None, None)  # they were the saved palette's, as they are a preset's


def test_a_change_makes_it_ones_own_again_and_saving_twice_numbers_the_proposal(page: Page) -> None:
    paste_list(page, COOLORS)
    save(page)
    page.evaluate("hueprint.palette.share(0, 0.4)")
    expect(name(page)).to_have_text("Your own")
    save(page)
    assert mine(page) == ["Petrol and coral 2", "Petrol and coral"]
    page.evaluate("hueprint.paletteSave.save()")
    expect(page.locator("#toasts p")).to_have_text("“Petrol and coral 2” is among your palettes already.")
    assert len(mine(page)) == 2


def test_a_name_is_changed_where_it_stands_and_escape_leaves_it(page: Page) -> None:
    wear(page, HARBOUR)
    save(page, "Harbour")
    opened(page)
    page.get_by_role("button", name="Rename Harbour").click()
    page.keyboard.type("Never")
    page.keyboard.press("Escape")
    assert mine(page) == ["Harbour"]
    expect(page.get_by_role("radio", name="Harbour")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("<b>Dawn</b> 7 ${x}")
    page.keyboard.press("Enter")
    assert mine(page) == ["<b>Dawn</b> 7 ${x}"]
    expect(name(page)).to_have_text("<b>Dawn</b> 7 ${x}")
    expect(page.locator(".hp-pal-gallery")).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.press("Delete")  # an empty name is none
    page.get_by_label("Find a palette").click()
    assert mine(page) == ["<b>Dawn</b> 7 ${x}"]
    assert page.evaluate(f"{STORED}[0].name") == "<b>Dawn</b> 7 ${x}"


def test_a_deleted_palette_is_brought_back_to_its_place(page: Page) -> None:
    for called, seed in (("C", "#111"), ("B", "#222"), ("A", "#333")):
        wear(page, {"palette": [seed, "#eee"]})
        save(page, called)
    opened(page)
    page.get_by_role("button", name="Delete B", exact=True).click()
    assert mine(page) == ["A", "C"]
    expect(page.get_by_role("radio", name="C", exact=True)).to_be_focused()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    assert mine(page) == ["A", "B", "C"]
    expect(page.locator(".hp-pal-gallery")).to_be_visible()
    page.get_by_role("radio", name="A", exact=True).focus()
    page.keyboard.press("Delete")
    assert mine(page) == ["B", "C"]
    expect(name(page)).to_have_text("Your own")  # its colours are in hand still
    page.reload()
    assert mine(page) == ["B", "C"]


def test_the_filter_finds_ones_own_by_name_and_by_group(page: Page) -> None:
    for called, seed in (("Lagoon of mine", "#111"), ("Harbour", "#222")):
        wear(page, {"palette": [seed, "#eee"]})
        save(page, called)
    opened(page)
    listed = page.locator(".hp-pal-gallery [role=radio]:visible")
    page.get_by_label("Find a palette").fill("lag")
    assert listed.all_inner_texts() == ["Lagoon of mine", "Lagoon"]
    page.get_by_label("Find a palette").fill("harb")
    assert listed.all_inner_texts() == ["Harbour"]
    expect(page.get_by_role("button", name="Rename Lagoon of mine")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(name(page)).to_have_text("Harbour")
    opened(page)
    page.get_by_label("Find a palette").fill("mine")
    assert listed.all_inner_texts() == ["Harbour", "Lagoon of mine"]


def test_the_tab_key_stops_at_the_deeds_of_one_row(page: Page) -> None:
    for called, seed in (("B", "#111"), ("A", "#222")):
        wear(page, {"palette": [seed, "#eee"]})
        save(page, called)
    opened(page)
    expect(page.get_by_role("radio", name="A", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Rename A", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Delete A", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    assert mine(page) == ["B"]
    assert page.locator(".hp-pal-row [tabindex='0']").count() == 3


def test_they_go_out_as_one_file_and_come_back(page: Page, tmp_path: Path) -> None:
    wear(page, HARBOUR)
    save(page, "Harbour")
    paste_list(page, COOLORS)
    save(page)
    opened(page)
    with page.expect_download() as told:
        page.get_by_role("button", name="Save your palettes as one JSON file").click()
    told.value.save_as(tmp_path / "palettes.json")
    rows = json.loads((tmp_path / "palettes.json").read_text("utf-8"))
    colours, background, accent = HARBOUR.values()
    assert rows[1] == {"name": "Harbour", "colours": colours, "background": background, "accent": accent}
    page.evaluate("localStorage.clear()")
    page.reload()
    assert mine(page) == []
    (tmp_path / "palettes.json").write_text(json.dumps({"palettes": [*rows, None, 7, {"name": "Lone", "colours": ["#123456"]}]}))
    opened(page)
    expect(page.get_by_text("None yet. Save keeps a palette of your own here.")).to_be_visible()
    page.set_input_files(".hp-pal-mine input[type=file]", tmp_path / "palettes.json")
    expect(page.locator("#toasts p span")).to_have_text("2 palettes are among yours. What was no palette is left out (3).")
    assert mine(page) == ["Petrol and coral", "Harbour"]
    page.get_by_role("radio", name="Harbour").click()
    assert held(page) == HARBOUR
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    assert mine(page) == []
    (tmp_path / "bad.json").write_text('{"colours": ["#12345')
    page.set_input_files(".hp-pal-mine input[type=file]", tmp_path / "bad.json")
    expect(page.locator("#toasts p")).to_contain_text("This file holds no palettes with names")


def test_damaged_storage_costs_no_more_than_what_is_damaged(page: Page) -> None:
    wear(page, HARBOUR)
    save(page, "Harbour")
    page.evaluate(f"""() => {{
        const [good] = {STORED};
        const hostile = {{ toString: 1, valueOf: 1 }};
        const odd = [null, 3, "own", [], {{}}, {{ name: "No colours" }}, {{ ...good, name: "" }}, {{ ...good, name: {{}} }},
            {{ ...good, colours: [null, null] }}, {{ ...good, colours: [{{ hex: hostile }}, {{ hex: hostile }}] }},
            {{ ...good, colours: good.colours.map(({{ hex }}) => ({{ hex, weight: -1 }})) }},
            {{ ...good, colours: Array(13).fill("#111111") }}];
        const twin = {{ ...good, background: hostile, accent: "url(x)" }};
        localStorage.setItem("hueprint.palettes", JSON.stringify([...odd, good, {{ ...twin, id: 7, name: "x".repeat(500) }}]));
    }}""")
    page.reload()
    assert mine(page) == ["Harbour", "x" * 64]
    opened(page)
    page.get_by_role("radio", name="Harbour").click()
    assert held(page) == HARBOUR
    page.get_by_role("radio", name="xxx").click()
    assert held(page) == {**HARBOUR, "background": None, "accent": None}
    for junk in ('"text"', "{}", "[[[", "null"):
        page.evaluate("(junk) => localStorage.setItem('hueprint.palettes', junk)", junk)
        page.reload()
        assert mine(page) == []
        expect(name(page)).to_have_text("Ember")


def test_without_storage_they_last_as_long_as_the_page_and_that_is_told(page: Page) -> None:
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }")
    for called, seed in (("B", "#111"), ("A", "#222")):
        wear(page, {"palette": [seed, "#eee"]})
        save(page, called)
    assert mine(page) == ["A", "B"]
    expect(page.locator("#toasts p")).to_contain_text("your palettes end with this page")


def test_at_most_a_hundred_are_kept(page: Page) -> None:
    page.evaluate("""() => {
        const rows = Array.from({ length: 140 }, (_, at) => ({ name: `P${at}`, colours: ["#111111", "#eeeeee"] }));
        localStorage.setItem("hueprint.palettes", JSON.stringify(rows));
    }""")
    page.reload()
    assert len(mine(page)) == 100
    wear(page, HARBOUR)
    save_button(page).click()
    expect(page.locator("#toasts p")).to_contain_text("At most 100 palettes of your own are kept")
    assert len(mine(page)) == 100


def test_on_a_phone_the_group_fits_and_a_finger_meets_its_buttons(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    wear(page, HARBOUR)
    size = save_button(page).bounding_box()
    assert size
    assert min(size["width"], size["height"]) >= 36
    save(page, "A name that goes on and on, further than any phone's panel is wide")
    opened(page)
    small = [
        (button.get_attribute("aria-label"), box)
        for button in page.locator(".hp-pal-mine button:visible").all()
        if (box := button.bounding_box()) and min(box["width"], box["height"]) < 36
    ]
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    head = page.locator(".hp-pal-head").bounding_box()
    lock = page.locator("#lock-palette").bounding_box()
    assert head
    assert lock
    assert lock["x"] + lock["width"] <= head["x"] + head["width"] + 8
    context.close()


def test_in_the_studio_one_step_takes_it_back_and_a_link_holds_its_colours(studio: Studio, tmp_path: Path) -> None:
    page = studio.page
    wear(page, HARBOUR)
    studio.rest()
    page.keyboard.press("i")
    page.keyboard.type("Harbour")
    page.keyboard.press("Enter")
    opened(page)
    page.locator(".hp-pal-gallery [data-name=lagoon]").click()
    before = studio.shows(lambda asked: asked["palette"][0]["hex"] != "#0b3954")
    page.get_by_role("radio", name="Harbour").click()
    worn = studio.shows(lambda asked: asked["palette"] == HARBOUR["palette"])
    assert (worn["background"], worn["accent"]) == (HARBOUR["background"], HARBOUR["accent"])
    page.click("#undo")
    studio.shows(lambda asked: asked == before)
    expect(name(page)).to_have_text("Lagoon")
    page.click("#redo")
    studio.shows(lambda asked: asked == worn)
    expect(name(page)).to_have_text("Harbour")
    page.click("#share")
    expect(page.locator("#toasts p")).to_contain_text("Link copied")  # the clipboard takes its time
    link = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    studio.open(link)
    assert studio.asked == worn
    expect(name(page)).to_have_text("Your own")  # whoever opens it has the colours, not the name
    file = tmp_path / "hueprint-palettes.json"
    file.write_text(json.dumps([{"name": "Quay", "colours": HARBOUR["palette"], "background": "#fefefe", "accent": "#e0ff4f"}]))
    page.set_input_files("#open-file", file)
    expect(page.locator("#toasts p span")).to_have_text("“Quay” is among your palettes.")
    expect(name(page)).to_have_text("Quay")
