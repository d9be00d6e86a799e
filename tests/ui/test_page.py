"""The page in a real browser: choose, see it live, undo, keep, share."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route, expect

from engine import Recipe
from engine.store import bytes_to_recipe
from tests.ui.studio import PATIENCE_MS, Studio

pytestmark = pytest.mark.browser


def test_the_first_picture_comes_without_a_click(studio: Studio) -> None:
    assert int(studio.page.get_attribute("#preview", "data-frame") or 0) >= 1
    assert Recipe.parse(json.dumps(studio.recipe)).preferences.palette
    with Image.open(io.BytesIO(studio.page.locator("#preview canvas").screenshot())) as shot:
        colours = shot.convert("RGB").getcolors(2**24)
    assert colours is not None
    assert len(colours) > 50


def test_every_stable_id_is_there(studio: Studio) -> None:
    ids = "theme style palette seed preview save undo redo share dice seed-lock size format download kept figures status"
    knobs = "knob-detail knob-contrast knob-energy knob-depth knob-texture knob-scale"
    for name in (ids + " " + knobs).split():
        assert studio.page.locator(f"#{name}").count() == 1, name


def test_the_page_asks_nobody_else_and_names_nobody_else(browser: Browser, studio_address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(studio_address)
    page.wait_for_selector("#preview[data-frame]", timeout=PATIENCE_MS)
    page.wait_for_function(PAINTED, arg="#theme .hp-tiles button", timeout=PATIENCE_MS)  # the last that it asks for by itself
    own = studio_address.removeprefix("http")
    assert [url for url in asked if own not in url and not url.startswith(("blob:", "data:"))] == []
    assert "gradio" not in page.inner_text("body").lower()
    page.close()


@pytest.mark.parametrize("knob", ["detail", "contrast", "energy", "depth", "texture", "scale"])
def test_a_slider_reaches_the_picture(studio: Studio, knob: str) -> None:
    studio.drag(knob, 0.83)
    studio.shows(lambda asked: asked["knobs"][knob] == 0.83)
    studio.page.dblclick(f"#knob-{knob} label")
    studio.shows(lambda asked: asked["knobs"][knob] == 0.5)


def test_a_typed_knob_is_taken_and_a_bad_one_is_refused_in_a_sentence(studio: Studio) -> None:
    studio.typed("#knob-depth input[type=number]", "0.9")
    studio.shows(lambda asked: asked["knobs"]["depth"] == 0.9)
    for bad in ("e", ""):
        if bad:
            studio.typed("#knob-depth input[type=number]", bad)
        else:
            studio.page.fill("#knob-depth input[type=number]", "")
            studio.page.keyboard.press("Enter")
        assert studio.toast() == "Depth takes a number from 0 to 1."
        assert studio.page.input_value("#knob-depth input[type=number]") == "0.90"
    studio.rest()
    assert studio.asked["knobs"]["depth"] == 0.9
    studio.typed("#knob-depth input[type=number]", "7")
    assert studio.toast() == "Depth goes from 0 to 1: it is 1 now."
    studio.shows(lambda asked: asked["knobs"]["depth"] == 1)


def test_theme_and_style_are_picked_by_hand_and_by_arrow(studio: Studio) -> None:
    themes = studio.page.locator("#theme [aria-pressed]").evaluate_all("tiles => tiles.map(tile => tile.dataset.name)")
    studio.pick("theme", themes[1])
    studio.shows(lambda asked: asked["theme"] == themes[1])
    studio.page.keyboard.press("ArrowRight")
    studio.shows(lambda asked: asked["theme"] == themes[2])
    assert studio.page.locator("#theme [aria-pressed=true]").get_attribute("data-name") == themes[2]
    assert studio.page.locator("#theme [tabindex='0']").count() == 1
    studio.page.keyboard.press("Shift+ArrowLeft")
    studio.shows(lambda asked: asked["theme"] == {themes[2]: 0.5, themes[1]: 0.5})
    studio.pick("style", "halftone")
    studio.shows(lambda asked: asked["style"] == "halftone")


# Tiles in view.
PAINTED = """(where) => [...document.querySelectorAll(where)].every((tile) =>
    tile.querySelector(".hp-thumb").style.backgroundImage.startsWith("url") || !tile.hpInView)"""


def painted_no_further(studio: Studio) -> None:
    """Wait until whatever tiles were asked for after those in view have come."""
    studio.page.evaluate("new Promise((resume) => setTimeout(resume, 500))")  # longer than the page waits to ask, by its own clock
    studio.until(lambda: any("/thumbnails" in url for url in studio.unanswered), lambda is_asked: not is_asked)


def test_tiles_in_view_are_painted_by_the_engine_in_the_chosen_colours(studio: Studio) -> None:
    studio.page.wait_for_function(PAINTED, arg="#theme .hp-tiles button", timeout=PATIENCE_MS)
    thumb = studio.page.locator("#style .hp-thumb").first
    studio.page.wait_for_function("document.querySelector('#style .hp-thumb').style.backgroundImage !== ''", timeout=PATIENCE_MS)
    first = thumb.evaluate("t => t.style.backgroundImage")
    studio.page.evaluate("hueprint.state.change({palette: 'glacier'})")
    studio.page.wait_for_function(
        "before => document.querySelector('#style .hp-thumb').style.backgroundImage !== before", arg=first, timeout=PATIENCE_MS
    )


def test_tiles_out_of_view_are_painted_when_they_come_into_it(visit: Callable[..., Studio]) -> None:
    studio = visit(width=360, height=400)
    last = "() => document.querySelector('#style .hp-tiles').lastElementChild.querySelector('.hp-thumb').style.backgroundImage"
    studio.page.wait_for_function(PAINTED, arg="#theme .hp-tiles button", timeout=PATIENCE_MS)
    painted_no_further(studio)
    assert studio.page.evaluate(last) == ""
    studio.page.evaluate(
        "document.querySelector('#style .hp-tiles').scrollLeft = 9999; document.querySelector('#seed').scrollIntoView({ block: 'end' })"
    )
    studio.page.wait_for_function(f"({last})() !== ''", timeout=PATIENCE_MS)


def test_up_to_four_styles_mix_each_with_its_own_share(studio: Studio) -> None:
    page = studio.page
    studio.pick("style", "minimalist")
    studio.pick("style", "halftone", modifiers=["Shift"])
    studio.shows(lambda asked: asked["style"] == {"minimalist": 0.5, "halftone": 0.5})
    parts = page.locator("#style .hp-part-of")
    parts.nth(1).get_by_role("slider").fill("30")
    studio.shows(lambda asked: asked["style"] == {"minimalist": 0.7, "halftone": 0.3})
    typed = parts.nth(1).get_by_role("textbox")
    typed.fill("much")
    typed.press("Enter")
    assert studio.toast() == "A share is a number of percent between 1 and 99."
    assert typed.get_attribute("aria-invalid") == "true"
    typed.fill("20 %")
    typed.press("Enter")
    studio.shows(lambda asked: asked["style"] == {"minimalist": 0.8, "halftone": 0.2})
    assert typed.input_value() == "20%"
    studio.pick("style", "ink", modifiers=["Shift"])
    studio.shows(lambda asked: asked["style"] == {"minimalist": 0.54, "halftone": 0.13, "ink": 0.33})
    studio.pick("style", "oil", modifiers=["Shift"])
    assert parts.locator("span").all_inner_texts() == ["Minimalist", "Halftone", "Ink", "Oil"]
    assert page.locator("#style [aria-pressed=true]").count() == 4
    assert page.locator("#style [role=radio], #style [role=radiogroup]").count() == 0
    studio.pick("style", "watercolour", modifiers=["Shift"])
    assert studio.toast() == "At most 4 styles mix; take one out first."
    page.get_by_role("button", name="Take Halftone out of the mix").click()
    mix = studio.shows(lambda asked: set(asked["style"]) == {"minimalist", "ink", "oil"})["style"]
    assert sum(mix.values()) == pytest.approx(1)
    assert mix["minimalist"] > mix["ink"]
    studio.pick("style", "oil", modifiers=["Shift"])
    page.get_by_role("button", name="Take Ink out of the mix").click()
    studio.shows(lambda asked: asked["style"] == "minimalist")
    assert page.locator("#style .hp-mix").is_hidden()


def test_file_format_size_and_locked_colours_are_there_again_at_the_next_visit(visit: Callable[..., Studio], studio_address: str) -> None:
    studio = visit()
    studio.page.locator(".hp-pal-chip").nth(1).press("l")
    studio.page.click("#format button:text-is('WebP')")
    studio.page.click("#size button[title^='1080 × 1350']")
    studio.rest()
    studio.open(studio_address + "?again")
    assert studio.page.get_attribute("#format [aria-checked=true]", "data-format") == "webp"
    assert studio.page.input_value("#size [data-side=height]") == "1350"
    assert studio.page.locator(".hp-pal-chip").nth(1).get_attribute("aria-label").endswith(", locked")  # type: ignore[union-attr]


def test_a_kept_picture_taken_off_the_list_can_be_brought_back(studio: Studio) -> None:
    for seed in (51, 52, 53):
        studio.page.evaluate("seed => hueprint.state.change({ seed, size: [300, 200] })", seed)
        studio.page.click("#save")
    studio.kept().nth(2).wait_for()
    studio.page.hover("#kept li:nth-child(2)")
    studio.page.click("#kept li:nth-child(2) .hp-forget")
    assert studio.kept().count() == 2
    studio.page.click("#toasts button")
    titles = studio.kept().evaluate_all("kept => kept.map((picture) => picture.title.match(/seed (\\d+)/)[1])")
    assert titles == ["53", "52", "51"]


def test_the_seed_is_drawn_typed_and_held(studio: Studio) -> None:
    before = studio.asked["seed"]
    studio.page.click("#dice")
    drawn = studio.shows(lambda asked: asked["seed"] != before)["seed"]
    studio.page.click("#seed-lock")
    studio.page.keyboard.press("d")
    assert "held" in studio.toast()
    studio.page.click("#surprise")
    studio.rest()
    assert studio.asked["seed"] == drawn
    studio.typed("#seed-number", "42")
    studio.shows(lambda asked: asked["seed"] == 42)
    studio.typed("#seed-number", "-3")
    assert studio.toast() == "The seed goes from 0 to 2147483647: it is 0 now."
    assert studio.page.input_value("#seed-number") == "0"


def test_undo_and_redo_walk_through_every_kind_of_change(studio: Studio) -> None:
    page = studio.page
    assert page.is_disabled("#undo")
    seen = [studio.asked]
    for change in (
        lambda: studio.pick("theme", "ocean"),
        lambda: studio.drag("energy", 0.9),
        lambda: page.click("#dice"),
        lambda: page.evaluate("hueprint.state.change({palette: 'glacier', background: null, accent: null})"),
        lambda: page.click("#size [data-width='1080'][data-height='1080']"),
    ):
        change()
        studio.rest()
        seen.append(studio.asked)
    for expected in reversed(seen[:-1]):
        page.keyboard.press("Control+z")
        studio.shows(lambda asked, expected=expected: asked == expected)
    studio.rest()
    assert page.is_disabled("#undo")
    for expected in seen[1:]:
        page.click("#redo")
        studio.shows(lambda asked, expected=expected: asked == expected)
    assert page.input_value("#size [data-side=width]") == "1080"


def test_a_drag_is_one_step_of_the_history(studio: Studio) -> None:
    studio.page.evaluate(  # in one task: a pause between them, as a busy machine makes, would end the drag
        """values => { const range = document.querySelector('#range-detail');
           for (const value of values) { range.value = value; range.dispatchEvent(new Event('input', {bubbles: true})); } }""",
        [0.6, 0.7, 0.8],
    )
    studio.shows(lambda asked: asked["knobs"]["detail"] == 0.8)
    studio.page.click("#undo")
    studio.shows(lambda asked: asked["knobs"]["detail"] == 0.5)


def test_kept_is_exactly_what_was_on_screen_and_comes_back_with_a_click(studio: Studio, pictures: Path) -> None:
    studio.pick("theme", "ocean")
    studio.drag("contrast", 0.7)
    studio.page.fill("#size [data-side=width]", "600")
    studio.page.keyboard.press("Enter")
    studio.page.fill("#size [data-side=height]", "400")
    studio.page.keyboard.press("Enter")
    studio.rest()
    asked, shown = studio.asked, studio.pixels()
    studio.page.click("#save")
    assert studio.toast().startswith("Kept in this studio's folder")
    kept = (pictures / studio.page.evaluate("hueprint.kept.shelf.items[0].name")).read_bytes()
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (600, 400)
    assert bytes_to_recipe(kept).preferences.model_dump(mode="json", exclude_none=True) == asked

    studio.page.click("#surprise")
    studio.rest()
    assert studio.asked != asked
    studio.page.reload()
    studio.rest()
    studio.kept().first.click()
    studio.shows(lambda now: now == asked)
    studio.rest()
    assert studio.pixels() == shown
    studio.page.hover("#kept li")
    studio.page.click("#kept .hp-forget")
    assert studio.kept().count() == 0


@pytest.mark.parametrize(("label", "kind"), [("PNG", "PNG"), ("JPEG", "JPEG"), ("WebP", "WEBP")])
def test_a_download_has_the_exact_size_the_format_and_the_recipe(studio: Studio, tmp_path: Path, label: str, kind: str) -> None:
    studio.page.click(f"#format button:text-is('{label}')")
    studio.page.click("#size button[title^='1080 × 1350']")
    studio.rest()
    asked = studio.asked
    with studio.page.expect_download() as download:
        studio.page.click("#download")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    with Image.open(path) as picture:
        assert (picture.format, picture.size) == (kind, (1080, 1350))
    assert bytes_to_recipe(path.read_bytes()).preferences.model_dump(mode="json", exclude_none=True) == asked


def test_a_second_press_does_not_paint_twice(studio: Studio) -> None:
    calls: list[str] = []
    studio.heed("request", lambda request: "generate_image" in request.url and calls.append(request.url))
    studio.page.evaluate("document.getElementById('save').click(); document.getElementById('save').click()")
    studio.kept().first.wait_for()
    studio.page.locator("#save[aria-busy=false]").wait_for()  # a second one would stand in line
    assert len(calls) == 1
    assert studio.kept().count() == 1


def test_a_long_export_shows_that_it_goes_on(studio: Studio) -> None:
    page = studio.page
    held: list[Route] = []
    page.route("**/generate_image", lambda route: held.append(route))  # as long as it takes to look
    with page.expect_download() as download:
        page.click("#download")
        page.locator("#progress").wait_for()
        assert page.inner_text("#download") == "Painting…"
        studio.until(lambda: held)
        held.pop().continue_()
    assert "1620x1080" in download.value.suggested_filename
    page.locator("#progress").wait_for(state="hidden")
    expect(page.locator("#download")).to_have_text("Download")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "The studio cannot be reached; your picture and settings are still here."),
        ((502, "text/html", "<html>Bad gateway</html>"), "The studio could not paint this now; try again in a moment."),
        ((507, "application/json", '{"error": {"code": "store_full", "message": "There is <b>no room</b>."}}'), "There is <b>no room</b>."),
    ],
)
def test_when_keeping_fails_one_sentence_says_so_and_the_picture_stays(
    visit: Callable[..., Studio], answer: tuple[int, str, str] | None, sentence: str
) -> None:
    studio = visit()
    before = studio.pixels()
    if answer is None:
        studio.page.route("**/generate_image", lambda route: route.abort())
    else:
        status, kind, body = answer
        studio.page.route("**/generate_image", lambda route: route.fulfill(status=status, content_type=kind, body=body))
    studio.page.click("#save")
    assert studio.toast() == sentence
    assert studio.page.locator("#toasts b").count() == 0
    assert studio.pixels() == before
    assert studio.kept().count() == 0
    studio.page.unroute("**/generate_image")
    studio.page.click("#save")
    studio.kept().first.wait_for()


def test_the_figures_are_the_frames_own(studio: Studio) -> None:
    told = studio.page.locator("#figures").inner_text()
    on_palette = float(studio.page.get_attribute("#preview", "data-on-palette") or 0)
    assert f"{on_palette:.1%}" in told
    assert "1620 × 1080" in told
    measured = studio.page.locator("#figures [data-bar=measured] i")
    assert measured.count() == len(studio.asked["palette"])


def test_the_keyboard_reaches_everything(studio: Studio) -> None:
    page = studio.page
    page.keyboard.press("?")
    assert page.locator("#help-sheet").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help-sheet").is_hidden()
    page.keyboard.press("?")
    page.keyboard.press("f")
    assert page.locator("#help-sheet").is_hidden(), "what a key changes is not changed behind it"
    assert page.locator("#panel").is_hidden()
    page.keyboard.press("f")
    page.keyboard.press("s")
    studio.kept().first.wait_for()
    page.keyboard.press("?")
    page.uncheck("#help-single")
    page.reload()
    studio.rest()
    page.keyboard.press("f")
    page.keyboard.press("2")
    page.keyboard.press("?")  # the last of them: what came before would have acted by now
    assert page.locator("#help-sheet").is_visible() and page.locator("#panel").is_visible()
    assert page.evaluate("hueprint.rooms.now") == "studio"
    page.check("#help-single")
    page.keyboard.press("Escape")
    seed = studio.asked["seed"]
    page.focus("#seed-number")
    page.keyboard.press("d")  # in a field a letter is a letter
    page.keyboard.press("Escape")
    studio.rest()
    assert studio.asked["seed"] == seed


def test_two_visitors_never_see_each_other(visit: Callable[..., Studio]) -> None:
    first, second = visit(), visit()
    first.pick("theme", "ocean")
    second.pick("theme", "city")
    first.page.click("#save")
    first.kept().first.wait_for()
    for value in (0.1, 0.4, 0.9):
        first.drag("detail", value)
        second.drag("scale", value)
    mine, theirs = first.shows(lambda asked: asked["knobs"]["detail"] == 0.9), second.shows(lambda asked: asked["knobs"]["scale"] == 0.9)
    assert (mine["theme"], mine["knobs"]["scale"]) == ("ocean", 0.5)
    assert (theirs["theme"], theirs["knobs"]["detail"]) == ("city", 0.5)
    second.page.reload()
    second.rest()
    assert second.kept().count() == 0


def test_escape_leaves_the_picture_alone(studio: Studio) -> None:
    studio.page.keyboard.press("f")
    assert studio.page.locator("#panel").is_hidden()
    studio.page.keyboard.press("Escape")
    assert studio.page.locator("#panel").is_visible()
