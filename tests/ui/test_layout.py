"""The page at the widths people have: nothing scrolls sideways, the picture stays in view, every target can be hit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.ui.studio import Studio
from tests.ui.test_accessibility import STILL

pytestmark = pytest.mark.browser

# How high each target is under a finger in its middle, in pixels.
REACH = """(selector) => [...document.querySelectorAll(selector)].filter((target) => target.checkVisibility()).map((target) => {
    target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    let { left, right, top, bottom } = target.getBoundingClientRect();
    [top, bottom] = [Math.ceil(top), Math.floor(bottom)];
    const isHit = (y) => target.contains(document.elementFromPoint((left + right) / 2, y));
    while (isHit(top - 1)) top -= 1;
    while (isHit(bottom)) bottom += 1;
    return bottom - top;
})"""

SCROLLERS = """where => [...document.querySelectorAll(`${where} *`)].filter((node) =>
    node.clientHeight && node.scrollHeight > node.clientHeight + 1 && ["auto", "scroll"].includes(getComputedStyle(node).overflowY)
).map(({ className }) => className)"""
# Timed by the page's own clock: on a busy machine its timers are late together.
LONG_PRESS = """async (tile) => {
    const touch = { pointerType: "touch", bubbles: true, cancelable: true };
    tile.dispatchEvent(new PointerEvent("pointerdown", touch));
    await new Promise((resume) => setTimeout(resume, 600));
    tile.dispatchEvent(new PointerEvent("pointerup", touch));
    tile.click();
}"""
SIDEWAYS = "[document.documentElement.scrollWidth, window.innerWidth]"


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 740), (430, 932), (720, 800), (768, 1024), (1280, 720), (1920, 1080)])
def test_nothing_scrolls_sideways_and_every_room_is_in_sight(visit: Callable[..., Studio], width: int, height: int) -> None:
    page = visit(width=width, height=height, has_touch=True).page
    content, window = page.evaluate(SIDEWAYS)
    assert content <= window
    bar, undo, keep = (page.locator(name).bounding_box() or {} for name in (".hp-rooms", "#undo", "#save"))
    assert undo["width"] >= 32
    assert keep["x"] + keep["width"] <= width
    assert bar["x"] >= 0 and bar["x"] + bar["width"] <= (width if width < 700 else undo["x"])
    for room in page.locator("#rooms button").all():
        box = room.bounding_box()
        assert box and bar["x"] <= box["x"] and box["x"] + box["width"] <= bar["x"] + bar["width"], room.inner_text()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768), (1440, 900)])
def test_on_a_laptop_everything_used_often_is_in_reach_at_once(visit: Callable[..., Studio], width: int, height: int) -> None:
    page = visit(width=width, height=height).page
    knobs = [f"#knob-{name}" for name in ("detail", "contrast", "energy", "depth", "texture", "scale")]
    pickers = ["#theme .hp-tiles button", "#style .hp-tiles button", ".hp-pal-name", ".hp-pal-bar"]
    for selector in ["#preview canvas", *pickers, *knobs, "#seed-number", "#dice", "#save", "#size .hp-line", "#format", "#download"]:
        box = page.locator(selector).first.bounding_box()
        assert box is not None, selector
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width, selector
        assert 0 <= box["y"] <= box["y"] + box["height"] <= height, selector
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    canvas = page.locator("#preview canvas").bounding_box()
    assert canvas is not None
    assert canvas["width"] * canvas["height"] >= 0.24 * width * height, "the picture is still the largest thing there"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1200, 760), (1280, 800), (1440, 900)])
def test_somebody_else_in_the_studio_moves_nothing(visit: Callable[..., Studio], width: int, height: int) -> None:
    studio = visit(width=width, height=height)
    studio.recorded()
    page = studio.page
    people = "document.querySelector('[data-figure=people]').parentElement.hidden = "
    page.evaluate(people + "true")

    def places() -> list[object]:
        return [page.locator(name).first.bounding_box() for name in ("#preview .hp-frame", ".hp-kept")]

    alone = places()
    page.evaluate(people + "false")
    page.evaluate(STILL)
    assert page.is_visible("[data-figure=people]")
    assert places() == alone


@pytest.mark.parametrize(("width", "height"), [(1000, 700), (1024, 768)])
def test_on_a_tablet_on_its_side_every_section_of_the_panel_is_one_tap_away(visit: Callable[..., Studio], width: int, height: int) -> None:
    page = visit(width=width, height=height, has_touch=True, reduced_motion="reduce").page
    boxes = {name: page.locator(name).first.bounding_box() for name in ("#preview canvas", "#panel", "#download")}
    canvas, panel, download = (box or {} for box in boxes.values())
    assert canvas["x"] + canvas["width"] <= panel["x"]
    assert canvas["width"] >= 0.5 * width
    assert download["y"] + download["height"] <= height
    assert page.evaluate(SCROLLERS, "#panel") == []
    for section, seen in (("style", "#style-title"), ("palette", ".hp-pal-bar"), ("knobs", "#knob-scale"), ("looks", "#looks-title")):
        button = page.locator(f".hp-jumps [data-to={section}]")
        button.tap()
        page.wait_for_function("section => document.querySelector('.hp-jumps [aria-current]')?.dataset.to === section", arg=section)
        box = page.locator(seen).bounding_box()
        bar = page.locator(".hp-jumps").bounding_box()
        assert box and bar
        assert bar["y"] + bar["height"] <= box["y"] and box["y"] + box["height"] <= height, section
    assert page.evaluate("scrollY") == 0
    page.click("#rooms-animate")
    assert page.locator(".hp-jumps button:visible").all_inner_texts() == ["Animate", "Theme", "Style", "Palette", "Adjust"]


@pytest.mark.parametrize(("width", "height"), [(700, 900), (768, 1024), (834, 1194), (1024, 1366)])
def test_on_a_tablet_upright_the_panels_stand_side_by_side_under_the_picture(visit: Callable[..., Studio], width: int, height: int) -> None:
    page = visit(width=width, height=height, has_touch=True, is_mobile=True).page
    columns = [page.locator(name).bounding_box() or {} for name in ("#theme", "#palette", "#knobs")]
    canvas, download = (page.locator(name).bounding_box() or {} for name in ("#preview canvas", "#download"))
    assert canvas["width"] >= 0.84 * width
    assert download["y"] + download["height"] <= height
    for left, right in pairwise(columns):
        assert left["x"] + left["width"] <= right["x"] + 1
    assert all(canvas["y"] + canvas["height"] < column["y"] < height - 100 for column in columns)
    assert page.evaluate(SCROLLERS, "#panel") == []
    page.evaluate("scrollTo(0, 9999)")
    assert page.evaluate("scrollY") > 0
    assert page.locator("#preview canvas").bounding_box() == canvas
    for name in ("#knob-scale", ".hp-pal-actions", "#style .hp-tiles", "#rooms", "#save"):
        box = page.locator(name).first.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= height, name


def test_on_a_phone_the_rooms_stay_under_the_thumb_and_every_target_on_top_is_large(visit: Callable[..., Studio]) -> None:
    studio = visit(width=360, height=740, has_touch=True, is_mobile=True)
    studio.recorded()
    page = studio.page
    page.evaluate("scrollTo(0, 1200)")
    for button in page.locator(".hp-bar button:visible").all():
        box = button.bounding_box()
        assert box and box["width"] >= 40 and box["height"] >= 36
    edit = page.locator("#rooms-edit").bounding_box()
    assert edit and edit["height"] >= 40 and 640 < edit["y"] <= 740 - edit["height"]
    page.tap("#more")
    page.tap("#contrast")  # a tap's click comes after it
    expect(page.locator("#more-menu")).to_be_hidden()
    page.tap("#more")
    page.tap("#help")
    page.locator("#help-sheet").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#more")).to_be_focused()
    page.tap("#rooms-edit")
    expect(page.locator("#studio")).to_have_attribute("data-room", "edit")


def test_on_a_phone_what_is_small_is_reached_beside_itself_too(visit: Callable[..., Studio]) -> None:
    page = visit(width=390, height=844, has_touch=True, is_mobile=True).page
    page.evaluate("hueprint.state.change({ knobs: { detail: 0.8 } })")
    page.locator("#knobs-reset:not([hidden])").wait_for()
    assert all(high >= 40 for high in page.evaluate(REACH, ".hp-lock, #looks .hp-tool, .hp-repeat button, #kept [role=tab]"))
    for room, targets in (("animate", "#panel-animate .hp-segments button"), ("photo", ".hp-photo button"), ("edit", "#edit-tool button")):
        page.tap(f"#rooms-{room}")
        page.locator(f"#studio[data-room={room}]").wait_for()
        reaches = page.evaluate(REACH, targets)
        assert len(reaches) > 2 and all(high >= 40 for high in reaches), (room, reaches)
    page.tap("#rooms-studio")
    page.tap("#save")
    page.wait_for_selector("#strip-kept li")
    page.evaluate("hueprint.library.open()")
    assert page.evaluate(REACH, ".hp-lib-check")[0] >= 44
    page.touchscreen.tap(
        *page.evaluate("(({ left, top }) => [left + 36, top + 36])(document.querySelector('.hp-lib-open').getBoundingClientRect())")
    )
    expect(page.locator(".hp-lib-check")).to_have_attribute("aria-checked", "true")
    assert page.is_visible("#library")


def test_on_a_small_laptop_what_stands_under_the_picture_is_no_wider_than_its_stage(studio: Studio) -> None:
    page = studio.page
    stage = page.locator("#preview").bounding_box()
    assert stage
    for room, ends in (
        ("studio", (".hp-chips", "#download")),
        ("edit", ("#edit-tool", "#edit-aspect")),
        ("animate", (".hp-chips", "#download")),
    ):
        page.click(f"#rooms-{room}")
        first, last = (page.locator(end).bounding_box() for end in ends)
        assert first and last
        assert first["x"] >= stage["x"] and last["x"] + last["width"] <= stage["x"] + stage["width"], room


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_the_row_under_the_picture_is_one_line(visit: Callable[..., Studio], width: int) -> None:
    studio = visit(width=width, height=740, has_touch=True, is_mobile=True)
    studio.recorded()
    page = studio.page
    boxes = [page.locator(name).bounding_box() or {} for name in ("#compare", "#overlay", "#zoom", "#zoom-in", "#full", "#download-near")]
    assert len({round(box["y"] + box["height"] / 2) for box in boxes}) == 1
    for left, right in pairwise(boxes):
        assert left["x"] + left["width"] <= right["x"] + 0.5
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width


@pytest.mark.parametrize("room", ["studio", "explore", "edit"])
def test_on_a_phone_a_sentence_lies_over_the_picture_lets_hands_through_and_ends_with_the_room(
    visit: Callable[..., Studio], room: str
) -> None:
    studio = visit(width=360, height=740, has_touch=True)
    studio.recorded()
    page = studio.page
    page.evaluate("room => hueprint.rooms.go(room)", room)
    for preset in ("9:16", "21:9"):
        page.evaluate("size => hueprint.state.change({ size })", {"9:16": [1080, 1920], "21:9": [2520, 1080]}[preset])
        page.evaluate(
            "hueprint.say('A long sentence about what could not be done just now, and about what one may do instead of it.', { undo() {} })"
        )
        for down in (0, 400):
            page.evaluate("down => scrollTo(0, down)", down)
            page.evaluate(STILL)  # it rises into its place
            toast, picture = (page.locator(selector).bounding_box() for selector in (".hp-toast", "#preview"))
            assert toast and picture
            assert picture["y"] <= toast["y"] and toast["y"] + toast["height"] <= picture["y"] + picture["height"]
            under = page.evaluate(
                "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('#preview'))",
                [toast["x"] + 30, toast["y"] + toast["height"] / 2],
            )
            assert under, "a hand goes through it"
    page.tap(".hp-toast button")
    expect(page.locator(".hp-toast")).to_have_count(0)
    page.evaluate("hueprint.say('Said in this room.')")
    page.evaluate("hueprint.rooms.go('animate')")
    assert page.locator(".hp-toast").count() == 0
    assert page.get_attribute("#toasts", "aria-live") == "polite"


@pytest.mark.parametrize("preset", ["1:1", "9:16", "21:9"])
def test_on_a_phone_the_picture_stays_in_view_while_the_controls_scroll(visit: Callable[..., Studio], preset: str) -> None:
    studio = visit(width=360, height=740, has_touch=True)
    studio.recorded()
    studio.page.locator("#download").scroll_into_view_if_needed()
    studio.page.click(f"#size button:has-text('{preset}')")
    studio.rest()
    box = studio.page.locator("#preview canvas").bounding_box()
    assert box is not None
    assert box["y"] >= 44
    assert box["y"] + box["height"] <= 740 * 0.55
    assert box["width"] >= 100
    assert studio.page.locator("#download").is_visible()


def test_on_a_phone_the_preset_palettes_open_beneath_the_picture(visit: Callable[..., Studio]) -> None:
    studio = visit(width=360, height=740, has_touch=True)
    studio.recorded()
    page = studio.page
    page.click(".hp-pal-name")
    box, picture = (page.locator(selector).bounding_box() for selector in (".hp-pal-gallery", "#preview canvas"))
    assert box is not None
    assert picture is not None
    assert box["y"] >= picture["y"] + picture["height"]
    assert box["y"] + box["height"] <= 740


@pytest.mark.parametrize("preset", ["1:1", "4:5", "9:16", "3:2", "16:9", "21:9", "4K"])
def test_the_picture_takes_the_chosen_shape_and_fits_the_stage(studio: Studio, preset: str) -> None:
    studio.page.evaluate("hueprint.state.change({ size: [500, 400] })")  # a shape that is pressed again is turned
    button = studio.page.locator(f"#size button:has-text('{preset}')")
    button.click()
    studio.rest()
    box, stage = (studio.page.locator(selector).bounding_box() for selector in ("#preview canvas", "#stage"))
    assert box is not None
    assert stage is not None
    asked = int(button.get_attribute("data-width") or 0) / int(button.get_attribute("data-height") or 1)
    assert box["width"] / box["height"] == pytest.approx(asked, rel=0.01)
    assert stage["x"] <= box["x"]
    assert box["x"] + box["width"] <= stage["x"] + stage["width"]
    assert box["y"] + box["height"] <= stage["height"] + stage["y"]


def test_a_long_press_mixes_on_a_phone(visit: Callable[..., Studio]) -> None:
    studio = visit(width=390, height=844, has_touch=True)
    studio.pick("theme", "alpine")
    tile = studio.page.locator("#theme [data-name=ocean]")
    tile.evaluate(LONG_PRESS)
    studio.shows(lambda asked: asked["theme"] == {"alpine": 0.5, "ocean": 0.5})


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024), (1024, 768), (1280, 720)])
def test_a_message_covers_no_button_and_the_picture_on_a_phone_alone(visit: Callable[..., Studio], width: int, height: int) -> None:
    studio = visit(width=width, height=height)
    page = studio.page
    page.locator("#download").scroll_into_view_if_needed()
    page.evaluate("hueprint.say('This studio paints up to 12 million pixels; choose a smaller size.', { error: true })")
    studio.toast()
    page.evaluate(STILL)  # it rises into its place
    toast = page.locator("#toasts p").bounding_box()
    assert toast is not None
    assert toast["x"] >= 0
    assert toast["x"] + toast["width"] <= width
    picture = () if width < 700 else ("#preview canvas", "#theme", "#palette", "#compare", "#overlay")
    for selector in (*picture, "#download", "#save", "#undo", "#zoom", "h1"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        across = min(toast["x"] + toast["width"], box["x"] + box["width"]) - max(toast["x"], box["x"])
        down = min(toast["y"] + toast["height"], box["y"] + box["height"]) - max(toast["y"], box["y"])
        assert min(across, down) <= 0, selector


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_surroundings_are_true_greys(visit: Callable[..., Studio], scheme: str) -> None:
    studio = visit(f"?__theme={scheme}")
    colours = studio.page.evaluate(
        """['#stage', '#panel', '.hp-bar', 'body'].map(
            (where) => getComputedStyle(document.querySelector(where)).backgroundColor.match(/\\d+/g).slice(0, 3))"""
    )
    assert all(len(set(colour)) == 1 for colour in colours)
    assert (int(colours[0][0]) > 128) == (scheme == "light")


def test_light_or_dark_is_remembered(visit: Callable[..., Studio]) -> None:
    studio = visit(color_scheme="light")
    studio.page.click("#contrast")
    assert studio.page.evaluate("document.body.classList.contains('dark')")
    studio.page.reload()
    studio.rest()
    assert studio.page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize(("width", "height"), [(768, 1024), (820, 1180), (1366, 1024)])
def test_a_tablet_shows_a_colour_whole(visit: Callable[..., Studio], width: int, height: int) -> None:
    studio = visit(width=width, height=height, has_touch=True, is_mobile=True)
    cut = "fields => fields.filter((field) => field.scrollWidth > field.clientWidth).map((field) => field.value)"
    assert studio.page.locator(".hp-pal-hex").evaluate_all(cut) == []


def test_a_phone_on_its_side_gives_the_picture_most_of_its_height(visit: Callable[..., Studio]) -> None:
    studio = visit(width=844, height=390, has_touch=True, is_mobile=True)
    studio.recorded()
    page = studio.page
    boxes = [page.locator(selector).bounding_box() for selector in ("#preview canvas", "#panel", "#download")]
    canvas, panel, download = (box or {} for box in boxes)
    assert canvas["height"] >= 0.55 * 390
    assert panel["height"] >= 0.6 * 390
    assert download["y"] + download["height"] <= 390
    assert page.evaluate("document.documentElement.scrollHeight") <= 390


def test_in_a_low_window_the_picture_leaves_the_controls_their_height(visit: Callable[..., Studio]) -> None:
    studio = visit(width=640, height=400)
    studio.recorded()
    page = studio.page

    def top() -> float:
        return (page.locator("#preview .hp-frame").first.bounding_box() or {})["y"]

    before = top()
    page.evaluate("scrollTo(0, 400)")
    picture, panel = (page.locator(name).first.bounding_box() or {} for name in ("#preview .hp-frame", "#panel"))
    assert picture["x"] + picture["width"] <= panel["x"], "beside it"
    assert picture["width"] >= 0.4 * 640 and top() == before
    assert panel["y"] <= 44 and panel["y"] + panel["height"] >= 352, "between the two bars there is nothing but controls"
    page.evaluate("hueprint.rooms.go('explore')")
    before = top()
    page.evaluate("scrollTo(0, 400)")
    assert top() == before - 400, "where it stands on top, it goes up with the page"


UNREST = """() => {
  window.unrest = false;
  document.addEventListener("hueprint:asked", () => (window.unrest ||= !hueprint.live.isSettled));
}"""


def test_a_picture_is_as_sharp_as_the_room_it_has_been_given(studio: Studio) -> None:
    page = studio.page
    studio.rest()
    sharp = "(() => { const canvas = document.querySelector('#preview canvas'); return canvas.width / canvas.clientWidth; })()"
    page.evaluate(
        "document.getElementById('preview').style.maxHeight = `${0.9 * document.querySelector('#preview .hp-frame').clientHeight}px`"
    )
    studio.pick("style", "halftone")
    studio.rest()
    narrow = page.evaluate("document.querySelector('#preview canvas').clientWidth")
    page.evaluate(UNREST)
    page.evaluate("document.getElementById('preview').style.maxHeight = ''")
    page.wait_for_function(f"document.querySelector('#preview canvas').clientWidth > {1.05 * narrow} && {sharp} > 0.99")
    assert page.evaluate("window.unrest"), "nobody who waits for the picture at rest takes the smaller one for it"
