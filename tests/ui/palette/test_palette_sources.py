"""Palettes from elsewhere, in real Chromium: pasted text, harmonies, the dice and pictures, worked out by the server."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.ui.palette.editor import colours, held, message, paste_list, shares

pytestmark = pytest.mark.browser


def test_ten_pasted_codes_become_the_palette(page: Page) -> None:
    codes = [f"#{value:02x}{255 - value:02x}40" for value in range(0, 250, 25)]
    paste_list(page, " ".join(codes))
    page.wait_for_function("hueprint.palette.swatches.length === 10")
    assert colours(page) == codes
    assert sum(shares(page)) == 100
    expect(page.get_by_label("Colours to use")).to_be_hidden()


def test_a_pasted_palette_sheds_what_the_preset_brought_and_keeps_what_a_person_chose(page: Page) -> None:
    page.evaluate("hueprint.palette.set({ palette: 'ember', background: null, accent: '#00ff00' })")
    paste_list(page, "#123456 #abcdef")
    page.wait_for_function("hueprint.palette.swatches.length === 2")
    assert page.evaluate("hueprint.palette.wells") == {"background": None, "accent": "#00ff00"}


def test_pasted_shares_are_kept_and_a_list_in_the_colour_field_works_too(page: Page) -> None:
    field = page.get_by_label("Selected colour as text")
    field.fill("#264653 60%, #2a9d8f 30%, #e9c46a 10%")
    field.press("Enter")
    page.wait_for_function("hueprint.palette.swatches.length === 3")
    assert shares(page) == [60, 30, 10]


@pytest.mark.parametrize(
    ("text", "says"),
    [("#fff #zzz", "“#zzz” is not a colour"), (" ".join(f"#{n:02x}0000" for n in range(40)), "40 colours"), ("  ", "no colour")],
)
def test_a_bad_list_is_refused_in_one_sentence_and_stays_to_be_mended(page: Page, text: str, says: str) -> None:
    paste_list(page, text)
    expect(message(page)).to_contain_text(says)
    expect(page.get_by_label("Colours to use")).to_have_value(text)
    assert held(page)["palette"] == "ember"


def test_colours_pasted_over_a_tile_and_one_colour_is_added(page: Page) -> None:
    page.locator(".hp-pal-chip").first.click()
    page.evaluate("navigator.clipboard.writeText('#264653-2a9d8f #e9c46a'.replace('#', ''))")
    page.keyboard.press("Control+V")
    page.wait_for_function("hueprint.palette.swatches.length === 3")
    page.evaluate("navigator.clipboard.writeText('rgb(1, 2, 3)')")
    page.keyboard.press("Control+V")
    page.wait_for_function("hueprint.palette.swatches.length === 4")
    assert colours(page) == ["#264653", "#2a9d8f", "#e9c46a", "#010203"]


def test_a_locked_colour_survives_the_dice(page: Page) -> None:
    page.locator(".hp-pal-chip").nth(3).click()
    page.get_by_label("Lock the selected colour").click()
    assert page.evaluate("heard.length") == 0
    before = colours(page)
    for _ in range(2):
        first = colours(page)[0]
        page.get_by_role("button", name="Re-roll").click()
        page.wait_for_function("(first) => hueprint.palette.swatches[0].hex !== first", arg=first)
    after = colours(page)
    assert [new == old for new, old in zip(after, before, strict=True)] == [False, False, False, True, False]
    assert shares(page) == [22, 24, 22, 18, 14]
    expect(page.locator(".hp-pal-chip.hp-pal-locked")).to_have_count(1)


def test_with_every_lock_closed_the_dice_say_so(page: Page) -> None:
    for chip in page.locator(".hp-pal-chip").all():
        chip.press("l")
    page.get_by_role("button", name="Re-roll").click()
    expect(message(page)).to_contain_text("Every colour is locked")


def test_a_harmony_grows_from_the_selected_colour(page: Page) -> None:
    page.locator(".hp-pal-chip").nth(3).click()
    page.get_by_label("Palette in harmony with the selected colour").select_option("triadic")
    page.wait_for_function("hueprint.palette.preset === null")
    assert "#e8663f" in colours(page)
    expect(page.get_by_label("Palette in harmony with the selected colour")).to_have_value("")


def poster() -> bytes:
    image = Image.new("RGB", (300, 200), "#2a9d8f")
    image.paste("#264653", (0, 0, 150, 200))
    image.paste("#e76f51", (250, 0, 300, 200))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_harmony_leaves_locked_colours_and_the_selection_where_they_are(page: Page) -> None:
    for at in (1, 4):
        page.locator(".hp-pal-chip").nth(at).press("l")
    page.locator(".hp-pal-chip").nth(3).click()
    page.get_by_label("Palette in harmony with the selected colour").select_option("complementary")
    page.wait_for_function("hueprint.palette.preset === null")
    assert {"#e8663f", "#4a1942", "#ffd9a0"} <= set(colours(page))
    assert len(set(colours(page))) == 5
    locked = page.evaluate("hueprint.palette.swatches.filter((swatch) => swatch.locked).map(({ hex }) => hex)")
    assert sorted(locked) == ["#4a1942", "#ffd9a0"]
    assert shares(page)[colours(page).index("#4a1942")] == 24
    expect(page.get_by_label("Selected colour as text")).to_have_value("#e8663f")


def test_one_pasted_colour_is_told_of_and_can_be_taken_back(page: Page) -> None:
    paste_list(page, "rgb(1, 2, 3)")
    expect(message(page)).to_have_text("Added #010203 at the end. Undo")
    assert colours(page)[-1] == "#010203"
    expect(page.get_by_label("Colours to use")).to_be_hidden()
    message(page).locator("button").click()
    assert held(page)["palette"] == "ember"
    expect(message(page)).to_be_empty()


def test_what_is_said_waits_for_the_second_of_two_quick_clicks_too(page: Page) -> None:
    page.evaluate(
        """() => {
            for (const kind of ["pointerdown", "pointerup", "pointerdown"]) window.dispatchEvent(new PointerEvent(kind));
            hueprint.paletteMessage.say("One sentence.");
            return new Promise((resume) => setTimeout(resume));
        }"""
    )
    expect(message(page)).to_be_empty()
    page.evaluate("window.dispatchEvent(new PointerEvent('pointerup'))")
    expect(message(page)).to_have_text("One sentence.")


def test_a_picture_gives_its_colours(page: Page) -> None:
    page.locator(".hp-pal-actions input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": poster()})
    page.wait_for_function("hueprint.palette.swatches.length === 3")
    assert dict(zip(colours(page), shares(page), strict=True)) == {"#264653": 50, "#2a9d8f": 33, "#e76f51": 17}


@pytest.mark.parametrize(("kind", "where"), [("drop", ".hp-palette"), ("drop", "body"), ("paste", "body")])
def test_a_picture_dropped_or_pasted_anywhere_gives_its_colours(page: Page, kind: str, where: str) -> None:
    page.evaluate(
        """([bytes, kind, where]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], "a.png", { type: "image/png" }));
            const options = { bubbles: true, cancelable: true };
            const root = document.querySelector(where);
            if (kind === "paste") root.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: carried }));
            else for (const name of ["dragover", "drop"]) root.dispatchEvent(new DragEvent(name, { ...options, dataTransfer: carried }));
        }""",
        [list(poster()), kind, where],
    )
    page.wait_for_function("hueprint.palette.swatches.length === 3")
    expect(page.locator(".hp-pal-drop")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg is not a picture that can be read"), ("a.png", b"", "a.png is empty")],
)
def test_what_is_no_picture_is_refused_in_one_sentence(page: Page, name: str, data: bytes, says: str) -> None:
    page.locator(".hp-pal-actions input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": data})
    expect(page.locator("#toasts")).to_contain_text(says)
    expect(message(page)).to_be_empty()
    assert held(page)["palette"] == "ember"


def test_a_slow_answer_never_undoes_a_newer_choice(page: Page) -> None:
    def late(route: Any) -> None:
        page.evaluate("hueprint.palette.set({ palette: 'moss' })")
        route.continue_()

    page.route(re.compile("/palette/harmony"), late)
    with page.expect_response(re.compile("/palette/harmony")):
        page.get_by_label("Palette in harmony with the selected colour").select_option("split")
    page.wait_for_function("document.querySelector('.hp-palette').getAttribute('aria-busy') === 'false'")
    assert held(page)["palette"] == "moss"


def test_a_server_that_is_away_is_told_in_one_sentence(page: Page) -> None:
    page.route(re.compile("/palette/reroll"), lambda route: route.fulfill(status=200, body="<html>"))
    page.get_by_role("button", name="Re-roll").click()
    expect(message(page)).to_have_text("The studio cannot be reached just now; try again.")
    assert held(page)["palette"] == "ember"


def test_a_list_of_colours_pasted_anywhere_is_the_palette_and_a_word_is_not(page: Page) -> None:
    paste = """text => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
    }"""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/parse") else None)
    for other in ("#0b3d2e", "a decade, a facade", "123456 654321", "http://localhost/#s=0a1b2c"):
        page.evaluate(paste, other)
    page.evaluate(paste, "#0B3D2E, #1B7F5C, F2C14E")
    page.wait_for_function("hueprint.palette.swatches.length === 3")
    assert colours(page) == ["#0b3d2e", "#1b7f5c", "#f2c14e"]
    assert len(asked) == 1
    expect(page.locator("#toasts p span")).to_have_text("The pasted colours are the palette.")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    assert held(page)["palette"] == "ember"


def test_a_refusal_goes_with_the_next_deed_elsewhere_and_stays_with_its_text(page: Page) -> None:
    page.evaluate("document.body.append(Object.assign(document.createElement('button'), { id: 'elsewhere', textContent: 'Elsewhere' }))")
    page.get_by_label("Selected colour as text").fill("no colour")
    page.keyboard.press("Enter")
    expect(message(page)).to_contain_text("is not a colour")
    page.click("#elsewhere")
    page.wait_for_timeout(50)
    expect(message(page)).to_contain_text("is not a colour")
    page.evaluate("hueprint.palette.set({ palette: [{ hex: '#112233', weight: 1 }, { hex: '#ddeeff', weight: 1 }] })")
    page.locator(".hp-pal-chip").first.press("Delete")
    expect(message(page)).to_have_text("A palette needs at least 2 colours.")
    page.click("#elsewhere")
    expect(message(page)).to_be_empty()
