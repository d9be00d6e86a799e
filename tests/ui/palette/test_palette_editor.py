"""The palette under the hand, in real Chromium: presets, shares, colours, background and accent."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine import ImageGenerator
from tests.ui.palette.editor import clear_message, colours, held, message, shares
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def test_a_preset_shows_and_is_called_by_its_name(page: Page) -> None:
    assert held(page) == {"palette": "ember", "background": None, "accent": None}
    assert shares(page) == [22, 24, 22, 18, 14]
    assert page.evaluate("heard.length") == 0
    expect(page.locator(".hp-pal-name")).to_have_text("Ember")


def test_the_gallery_chooses_presets_with_mouse_and_keys(page: Page, generator: ImageGenerator) -> None:
    page.locator(".hp-pal-name").click()
    assert page.locator(".hp-pal-gallery [role=radio]").count() == len(generator.palettes) >= 16
    bars = page.locator(".hp-pal-gallery [data-name] i").evaluate_all("bars => bars.map((bar) => bar.style.background.split('rgb').length)")
    assert bars == [2 * len(entry.colours) + 1 for entry in generator.catalogue.palettes.values()], (
        "its colours, each from one share to the next"
    )
    page.locator('.hp-pal-gallery [data-name="lagoon"]').click()
    assert held(page)["palette"] == "lagoon"
    page.keyboard.press("ArrowRight")
    assert held(page)["palette"] == generator.palettes[generator.palettes.index("lagoon") + 1]
    page.keyboard.press("Escape")
    expect(page.locator(".hp-pal-gallery")).to_be_hidden()
    expect(page.locator(".hp-pal-name")).to_be_focused()


def test_dragging_a_divider_moves_share_between_its_neighbours_all_the_way(page: Page) -> None:
    bar = page.locator(".hp-pal-bar").bounding_box()
    handle = page.locator(".hp-pal-divider").first.bounding_box()
    assert bar
    assert handle
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + 20)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] * 0.35, handle["y"] + 20, steps=8)
    assert page.evaluate("heard.length") >= 8
    page.mouse.up()
    assert shares(page) == [35, 11, 22, 18, 14]
    assert colours(page) == ["#1b1026", "#4a1942", "#9c2c4e", "#e8663f", "#ffd9a0"]
    page.mouse.move(10, 10)
    before = page.evaluate("heard.length")
    page.mouse.move(300, 60, steps=4)
    assert page.evaluate("heard.length") == before


def test_a_divider_stops_before_a_colour_vanishes(page: Page) -> None:
    handle = page.locator(".hp-pal-divider").first
    handle.focus()
    handle.press("Home")
    assert shares(page) == [1, 45, 22, 18, 14]
    handle.press("End")
    assert shares(page) == [45, 1, 22, 18, 14]
    handle.press("ArrowLeft")
    handle.press("Shift+ArrowLeft")
    assert shares(page) == [39, 7, 22, 18, 14]
    assert handle.get_attribute("aria-valuenow") == "39"
    assert handle.get_attribute("aria-valuetext") == "39% and 7%"


def test_beside_a_thin_colour_the_nearest_divider_is_taken(page: Page) -> None:
    page.evaluate(
        "hueprint.palette.set({ palette: [{ hex: '#111', weight: 49 }, { hex: '#c33', weight: 1 }, { hex: '#eee', weight: 50 }] })"
    )
    first = page.locator(".hp-pal-divider").first.bounding_box()
    assert first
    middle = first["x"] + first["width"] / 2
    for start, end, expected in ((middle - 5, middle - 5 - 31, [39, 11, 50]), (middle + 3 + 5, middle + 3 + 5 + 31, [39, 21, 40])):
        page.mouse.move(start, first["y"] + 20)
        page.mouse.down()
        page.mouse.move(end, first["y"] + 20, steps=3)
        page.mouse.up()
        assert shares(page) == pytest.approx(expected, abs=1)
        assert sum(shares(page)) == 100


def test_touch_drags_a_divider(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    box = page.locator(".hp-pal-divider").nth(1).bounding_box()
    assert box
    assert box["width"] > 31.9
    client = context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + 20
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x + 20, "y": y}]),
        ("touchMove", [{"x": x + 30, "y": y}]),
        ("touchEnd", []),
    ):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("hueprint.palette.swatches[1].share > 0.305")
    after = shares(page)
    assert after[1] > 30
    assert after[2] < 16
    assert sum(after) == 100
    small = [
        (name, size)
        for name in (".hp-pal-chip", ".hp-pal-actions button", ".hp-pal-name", ".hp-pal-lock", ".hp-pal-share")
        if (size := page.locator(name).first.bounding_box()) and min(size["width"], size["height"]) < 31.9
    ]
    assert small == []
    context.close()


def test_a_typed_share_is_exact_and_the_others_make_room(page: Page) -> None:
    field = page.locator(".hp-pal-share").first
    field.fill("50")
    field.press("Enter")
    assert shares(page)[0] == 50
    assert sum(shares(page)) == 100
    weights = [swatch["weight"] for swatch in held(page)["palette"]]
    assert weights[0] == 0.5
    assert weights[1] / weights[4] == pytest.approx(0.24 / 0.14, rel=0.1)
    field.press("ArrowUp")
    assert shares(page)[0] == 51
    for most in ("99", "400"):
        clear_message(page)
        field.fill(most)
        field.press("Enter")
        assert shares(page) == [96, 1, 1, 1, 1]
        expect(message(page)).to_contain_text("96%")
    for least in ("0", "-3"):
        clear_message(page)
        field.fill(least)
        field.press("Enter")
        assert shares(page)[0] == 1
        expect(message(page)).to_contain_text("at least 1%")


def test_a_typed_share_that_is_none_is_put_back(page: Page) -> None:
    field = page.locator(".hp-pal-share").nth(1)
    for wrong in ("abc", "", "NaN", "Infinity"):
        clear_message(page)
        field.fill(wrong)
        field.press("Enter")
        expect(message(page)).to_contain_text("between 1 and 99")
        assert shares(page) == [22, 24, 22, 18, 14]
    assert held(page)["palette"] == "ember"


def test_a_chip_is_dragged_among_the_others_and_takes_its_share_and_lock_along(page: Page) -> None:
    first, *rest = colours(page)
    page.locator(".hp-pal-chip").first.click()
    page.get_by_label("Lock the selected colour").click()
    before = shares(page)
    boxes = [box for chip in page.locator(".hp-pal-chip").all() if (box := chip.bounding_box())]
    page.mouse.move(boxes[0]["x"] + 8, boxes[0]["y"] + 8)
    page.mouse.down()
    page.mouse.move(boxes[2]["x"] + 8, boxes[2]["y"] + 8, steps=5)
    assert colours(page)[0] == first, "it changes when it is let go"
    page.mouse.up()
    assert colours(page) == [*rest[:2], first, *rest[2:]]
    assert shares(page) == [*before[1:3], before[0], *before[3:]]
    assert page.evaluate("hueprint.palette.swatches.map(({ locked }) => locked)") == [False, False, True, False, False]
    chosen = page.locator(".hp-pal-chip[aria-pressed=true]")
    assert (chosen.get_attribute("aria-label") or "").startswith(first)
    assert page.locator(".hp-pal-tile[style*=translate]").count() == 0


def test_alt_and_arrows_carry_a_colour_which_says_where_it_is(page: Page) -> None:
    first, second, *rest = colours(page)
    page.locator(".hp-pal-chip").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    assert colours(page) == [second, first, *rest]
    expect(message(page)).to_have_text(f"{first} is colour 2 of 5 now.")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Alt+ArrowLeft")
    assert colours(page) == [first, second, *rest]
    assert page.evaluate("document.activeElement.ariaLabel").startswith(first)


def test_any_css_form_recolours_the_selected_colour(page: Page) -> None:
    page.locator(".hp-pal-chip").nth(2).click()
    field = page.get_by_label("Selected colour as text")
    expect(field).to_have_value("#9c2c4e")
    forms = {"#0f8": "#00ff88", "0F8A6B": "#0f8a6b", "rgb(1 2 3)": "#010203", "hsl(0, 100%, 50%)": "#ff0000", "tomato": "#ff6347"}
    for text, hex_code in forms.items():
        field.fill(text)
        field.press("Enter")
        assert colours(page)[2] == hex_code
        expect(field).to_have_value(hex_code)
    expect(page.locator(".hp-pal-name")).to_have_text("Your own")
    assert held(page)["accent"] == "#fff3d6"


def test_a_colour_that_is_none_says_so_beneath_it_and_stays_to_be_mended(page: Page) -> None:
    field = page.get_by_label("Selected colour as text")
    for wrong in ("#zzz", "transparent", "currentcolor", "inherit", "var(--x)", "<b>red</b>", "#12345"):
        clear_message(page)
        field.fill(wrong)
        field.press("Enter")
        expect(message(page)).to_contain_text("is not a colour")
        expect(field).to_have_value(wrong)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_be_focused()
        assert page.locator(".hp-pal-message *").count() == 0
    assert page.evaluate("heard.length") == 0
    assert page.locator(".hp-pal-one + .hp-pal-message").count() == 1
    field.press("Escape")
    expect(field).to_have_value("#1b1026")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_an_emptied_colour_comes_back_without_a_word(page: Page) -> None:
    field = page.get_by_label("Selected colour as text")
    field.fill("")
    field.press("Enter")
    expect(field).to_have_value("#1b1026")
    expect(message(page)).to_be_empty()


def press(page: Page, button: Locator) -> None:
    """Near its upper edge, as a hand does: it stays where it is while it holds the button down."""
    box = button.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 3)
    page.mouse.down()
    page.wait_for_timeout(100)
    page.mouse.up()


@pytest.mark.parametrize(
    ("typed", "text", "says"),
    [
        (".hp-pal-one .hp-pal-hex", "zzz", "is not a colour"),
        (".hp-pal-share >> nth=0", "150", "96%"),
        (".hp-pal-one .hp-pal-hex", "", "^$"),
    ],
)
def test_a_message_that_comes_or_goes_leaves_the_click_to_the_button_under_the_hand(page: Page, typed: str, text: str, says: str) -> None:
    field = page.locator(typed)
    if not text:
        field.fill("#12")
        field.press("Enter")
        expect(message(page)).to_contain_text("is not a colour")
    field.fill(text)
    press(page, page.get_by_label("No background"))
    assert held(page)["background"] is None and isinstance(held(page)["accent"], str)
    expect(message(page)).to_have_text(re.compile(says))


def test_a_refusal_goes_with_the_text_that_was_refused(page: Page) -> None:
    field = page.get_by_label("Selected colour as text")
    field.fill("#12")
    field.press("Enter")
    expect(message(page)).to_contain_text("is not a colour")
    field.fill("")
    field.press("Enter")
    expect(field).to_have_value("#1b1026")
    expect(message(page)).to_be_empty()
    page.get_by_label("Accent as text").fill("#zzz")
    page.get_by_label("Accent as text").press("Enter")
    expect(message(page)).to_contain_text("is not a colour")
    page.get_by_label("No accent").click()
    expect(message(page)).to_be_empty()


def test_a_refused_colour_is_let_go_of_with_the_colour_it_stood_for(page: Page) -> None:
    field = page.get_by_label("Selected colour as text")
    field.fill("#zzz")
    field.press("Enter")
    page.locator(".hp-pal-chip").nth(1).click()
    expect(field).to_have_value("#4a1942")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_the_native_picker_recolours_while_it_moves(page: Page) -> None:
    page.get_by_label("Pick the selected colour").evaluate(
        "(well) => { for (const hex of ['#111111', '#222222', '#333333']) { well.value = hex; well.dispatchEvent(new Event('input')); } }"
    )
    assert page.evaluate("heard.map((told) => told.palette[0].hex)") == ["#111111", "#222222", "#333333"]


def test_removing_stops_at_two_and_adding_at_twelve(page: Page) -> None:
    page.locator(".hp-pal-chip").first.focus()
    for left in (4, 3, 2):
        page.keyboard.press("Delete")
        assert page.locator(".hp-pal-tile").count() == left
    page.get_by_label("Remove the selected colour").click()
    expect(message(page)).to_have_text("A palette needs at least 2 colours.")
    assert len(colours(page)) == 2
    for count in range(3, 13):
        page.get_by_role("button", name="Add").click()
        assert page.locator(".hp-pal-tile").count() == count
    page.get_by_role("button", name="Add").click()
    expect(message(page)).to_have_text("A palette holds at most 12 colours.")
    assert len(set(colours(page))) == 12
    assert min(shares(page)) >= 1


def test_background_and_accent_are_optional(page: Page) -> None:
    page.get_by_label("No background").click()
    assert held(page)["background"] is None
    assert held(page)["accent"] == "#fff3d6"
    page.get_by_label("Background as text").fill("hsl(0 0% 100%)")
    page.get_by_label("Background as text").press("Enter")
    page.get_by_label("Accent as text").fill("none")
    page.get_by_label("Accent as text").press("Enter")
    assert {key: held(page)[key] for key in ("background", "accent")} == {"background": "#ffffff", "accent": None}
    page.get_by_label("Accent as text").fill("#zzz")
    page.get_by_label("Accent as text").press("Enter")
    expect(message(page)).to_contain_text("is not a colour")
    assert page.locator(".hp-pal-wells + .hp-pal-message").count() == 1
    expect(page.get_by_label("Accent as text")).to_have_value("#zzz")
    assert held(page)["accent"] is None


def test_what_is_told_can_be_set_again_exactly(page: Page) -> None:
    page.get_by_role("button", name="Add").click()
    page.locator(".hp-pal-divider").first.press("ArrowRight")
    edited = held(page)
    assert page.evaluate("(value) => hueprint.palette.set({ palette: 'moss' }) && hueprint.palette.set(value)", edited)
    assert held(page) == edited
    before = page.evaluate("heard.length")
    page.evaluate("hueprint.palette.set({ palette: 'moss' }, { silent: true })")
    assert page.evaluate("heard.length") == before
    assert held(page)["palette"] == "moss"


def test_a_value_that_is_no_palette_is_left_alone(page: Page) -> None:
    short, wrong, negative = {"palette": ["#fff"]}, {"palette": ["#fff", "#zzz"]}, {"palette": ["#fff", {"hex": "#000", "weight": -1}]}
    for value in (None, {}, {"palette": "nope"}, short, wrong, negative, {"palette": ["#fff", "#000"] * 7}):
        assert page.evaluate("(value) => hueprint.palette.set(value)", value) is False
    assert held(page)["palette"] == "ember"


def test_the_hand_stays_on_the_colours_when_their_number_changes(page: Page) -> None:
    page.locator(".hp-pal-chip").nth(4).click()
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".hp-pal-chip").nth(2)).to_be_focused()
    expect(page.locator(".hp-pal-chip").nth(2)).to_have_attribute("aria-pressed", "true")


def test_the_tab_key_stops_once_at_colours_shares_and_dividers_and_arrows_move_within(page: Page) -> None:
    page.locator(".hp-pal-chip").nth(1).click()
    page.keyboard.press("Tab")
    expect(page.locator(".hp-pal-share").nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".hp-pal-share").nth(2)).to_be_focused()
    expect(page.locator(".hp-pal-chip").nth(2)).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("30")
    page.keyboard.press("ArrowLeft")  # within the number that is being typed
    expect(page.locator(".hp-pal-share").nth(2)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Pick the selected colour")).to_be_focused()
    assert shares(page)[2] == 30
    stops = "(kind) => document.querySelectorAll(`.hp-pal-${kind}[tabindex='0']`).length"
    assert [page.evaluate(stops, kind) for kind in ("chip", "share", "divider")] == [1, 1, 1]


def test_the_gallery_is_filtered_by_name_and_family(page: Page, generator: ImageGenerator) -> None:
    page.locator(".hp-pal-name").click()
    page.keyboard.type("lag")
    listed = page.locator(".hp-pal-gallery [role=radio]:visible")
    assert listed.evaluate_all("items => items.map((item) => item.dataset.name)") == ["lagoon"]
    page.keyboard.press("Enter")
    assert held(page)["palette"] == "lagoon"
    expect(page.locator(".hp-pal-gallery")).to_be_hidden()
    page.locator(".hp-pal-name").click()
    family = generator.catalogue.palettes["ember"].family
    page.get_by_label("Find a palette").fill(family)
    names = listed.evaluate_all("items => items.map((item) => item.dataset.name)")
    assert {entry.id for entry in generator.catalogue.palettes.values() if entry.family == family} <= set(names)
    page.get_by_label("Find a palette").fill("zzz")
    expect(page.get_by_text("No palette is called so.")).to_be_visible()
    page.keyboard.press("Escape")
    assert listed.count() == len(generator.palettes)


def test_in_the_studio_the_picture_follows_the_divider_and_undo_brings_it_back(studio: Studio) -> None:
    page = studio.page
    page.locator(".hp-pal-divider").first.scroll_into_view_if_needed()
    bar, handle = page.locator(".hp-pal-bar").bounding_box(), page.locator(".hp-pal-divider").first.bounding_box()
    assert bar
    assert handle
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + 20)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] * 0.4, handle["y"] + 20, steps=5)
    page.mouse.up()
    shown = "JSON.parse(document.getElementById('preview').dataset.recipe).preferences.palette[0].weight"
    page.wait_for_function(f"Math.abs({shown} - 0.4) < 0.01")
    page.locator("#undo").click()
    page.wait_for_function(f"Math.abs({shown} - 0.22) < 0.001")
    assert held(page)["palette"] == "ember"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
