"""What the Edit room proposes for an area: true pictures of it, taken by a click or an arrow, within the locks, after the live one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as LateError

from engine import ImageGenerator
from engine.palette.oklab import hex_to_oklab
from tests.engine.photo.files import JPEG
from tests.ui.photos.test_photo_room import drop
from tests.ui.studio import Studio
from tests.ui.test_accessibility import AXE, faults
from tests.ui.test_edit_room import draw, edits

pytestmark = pytest.mark.browser

ELLIPSE = "hueprint.edits.draw({ kind: 'ellipse', left: -0.3, top: -0.2, right: 0.15, bottom: 0.2 })"
# So much of the picture that what is painted in it, not the pixels along its rim, tells one tile from another.
LARGE = "hueprint.edits.draw({ kind: 'ellipse', left: -0.6, top: -0.48, right: 0.6, bottom: 0.48 })"
PAINTED = """() => {
    const tiles = [...document.querySelectorAll("#edit-tiles > *")];
    if (!tiles.length || document.querySelector("#edit-tiles.hp-stale")) return false;
    return tiles.every((tile) => tile.matches(".hp-painted:not(.hp-late)"));
}"""
STEPS = "hueprint.state.trail.past.length"
# Keys in one task of the page: a pause between them, as a busy machine makes, would end the run.
RUN = """keys => {
    for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}"""
# How far, in bytes of a channel, each tile is on the whole from what the live picture shows there.
GAPS = """() => {
    const { edits, editCrop, state } = hueprint;
    const crop = editCrop.of(state.now.edits[edits.chosen].mask, edits.view());
    const small = (draw) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 24, height: 24 });
        const context = canvas.getContext("2d");
        context.imageSmoothingQuality = "high";
        draw(context);
        return context.getImageData(0, 0, 24, 24).data;
    };
    const live = document.querySelector("#preview .hp-frame:not(.hp-other) canvas");
    const [left, width] = [crop.left, crop.width].map((part) => part * live.width);
    const [top, height] = [crop.top, crop.height].map((part) => part * live.height);
    const shown = small((on) => on.drawImage(live, left, top, width, height, 0, 0, 24, 24));
    return [...document.querySelectorAll("#edit-tiles canvas")].map((tile) => {
        const seen = small((on) => on.drawImage(tile, 0, 0, 24, 24));
        return seen.reduce((total, byte, at) => total + Math.abs(byte - shown[at]), 0) / seen.length;
    });
}"""

# How long the picture has rested each time that tiles of an edit are asked for, in milliseconds.
RESTS = """() => {
    let changed = 0;
    const { fetch } = window;
    window.rests = [];
    hueprint.state.watch("rests", (now, before) => before && (changed = performance.now()));
    window.fetch = (address, options) => {
        if (address === "thumbnails" && options.body.includes('"edits"')) rests.push(performance.now() - changed);
        return fetch(address, options);
    };
}"""

# How high each picture was that came onto each tile, in order: which comes first is not to be caught by looking now and then.
DRAWN = """() => {
    const { draw } = hueprint.editCrop;
    window.drawn = {};
    hueprint.editCrop.draw = (canvas, bitmap, crop) => {
        const at = [...document.querySelectorAll("#edit-tiles > *")].indexOf(canvas.parentElement);
        (drawn[at] ??= []).push(bitmap.height);
        draw(canvas, bitmap, crop);
    };
}"""
# Once each has become sharper, how high the first tile's first and last were.
SHARPENED = """() => {
    const heights = Object.values(drawn);
    return heights.length === 6 && heights.every((each) => each.at(-1) > each[0]) && [heights[0][0], heights[0].at(-1)];
}"""


def painted(page: Page) -> list[str]:
    """The names on the tiles, once each shows its proposal."""
    try:
        page.wait_for_function(PAINTED)
    except LateError as late:
        seen = page.locator("#edit-proposals").evaluate("row => `A ${document.visibilityState} page: ${row.outerHTML}`")
        raise AssertionError(seen) from late
    return page.locator("#edit-tiles .hp-name").all_inner_texts()


def marked(page: Page) -> list[int]:
    """Which tiles are marked as what is there."""
    checked = page.locator("#edit-tiles > *").evaluate_all("all => all.map((tile) => tile.getAttribute('aria-checked'))")
    return [at for at, value in enumerate(checked) if value == "true"]


def kinds(page: Page) -> list[str]:
    return page.locator("#edit-kind button:visible").all_inner_texts()


def test_an_area_is_proposed_anew_and_each_tile_shows_what_a_click_brings(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    assert page.is_visible("#edit-hint") and page.is_hidden("#edit-kind")
    draw(studio, (0.3, 0.4), (0.5, 0.5), (0.6, 0.4))
    seed = edits(studio, 1)[0]["inside"]["seed"]
    names = painted(page)
    assert kinds(page) == ["Seed", "Style", "Palette", "Theme"] and len(names) == 6
    assert names[:2] == [f"Seed {seed}", "As around"] and len(set(names)) == 6 and marked(page) == [0]
    assert page.locator("#edit-list .hp-edit-name").inner_text() == f"Brush: seed {seed}"
    page.click("[data-kind=theme]")
    page.wait_for_function("['As around', undefined].includes(document.querySelectorAll('#edit-tiles .hp-name')[1]?.textContent) === false")
    names = painted(page)
    for at in (3, 0):
        page.click(f"#edit-tiles > :nth-child({at + 1})")
        studio.shows(lambda asked, at=at: (asked["edits"][0]["inside"].get("theme") is not None) == (at > 0))  # type: ignore[misc]
        studio.rest()
        gaps = page.evaluate(GAPS)
        assert gaps.index(min(gaps)) == at and gaps[at] < 8 and max(gaps) > 1.2 * gaps[at], gaps
        assert marked(page) == [at] and painted(page) == names, "the row stays while one takes from it"
        page.evaluate("at => hueprint.edits.change(0, { feather: 0.05 + at / 50 })", at)
        assert painted(page) == names and marked(page) == [at], "painted anew where they stand"


def test_a_click_is_one_step_a_run_of_arrows_another_and_more_are_others(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    page.click("[data-kind=style]")
    page.evaluate("hueprint.rooms.go('studio')")
    page.evaluate("hueprint.rooms.go('edit')")
    names = painted(page)  # whoever leaves half-way finds the rest on coming back
    before = page.evaluate(STEPS)
    page.click("#edit-tiles > :nth-child(2)")
    assert page.evaluate(STEPS) == before + 1 and marked(page) == [1]
    page.evaluate(RUN, ["ArrowRight", "ArrowRight"])
    assert page.evaluate(STEPS) == before + 2 and marked(page) == [3]
    assert page.evaluate("document.activeElement.querySelector('.hp-name').textContent") == names[3]
    assert names[3] in page.locator("#edit-list .hp-edit-name").inner_text()
    page.keyboard.press("Control+z")
    assert marked(page) == [1] and painted(page) == names
    page.keyboard.press("Control+z")
    assert marked(page) == [0]
    page.evaluate("hueprint.rooms.go('studio')")
    page.evaluate("hueprint.rooms.go('edit')")
    assert page.evaluate("hueprint.editLayer.tool") == "brush" and marked(page) == [0]
    page.click("#edit-others")
    others = painted(page)
    assert others[0] == names[0] and not set(others[1:]) & set(names[1:])
    page.select_option("#edit-style", "stitch")
    page.wait_for_function("document.querySelector('#edit-tiles .hp-name')?.textContent === 'Stitch'")
    assert painted(page)[1] == "As around" and marked(page) == [0], "what is chosen elsewhere comes first"
    page.add_script_tag(content=AXE)
    assert faults(page, "#room-edit", "#panel-edit") == []


def test_what_is_locked_is_not_proposed(studio: Studio) -> None:
    page = studio.page
    page.click("#seed-lock")
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    inside = edits(studio, 1)[0]["inside"]
    assert inside.get("style") and inside.get("seed") is None, "the same seed again would change nothing"
    assert page.get_attribute("[data-kind=style]", "aria-checked") == "true"
    page.click("[data-kind=seed]", force=True)  # it says so itself
    assert "locked" in studio.toast() and page.get_attribute("[data-kind=style]", "aria-checked") == "true"
    for kind in ("style", "palette", "theme"):
        page.evaluate("kind => document.getElementById(`lock-${kind}`).click()", kind)
    assert "locked" in page.inner_text("#edit-hint") and page.is_hidden("#edit-tiles")
    page.evaluate("document.getElementById('lock-palette').click()")
    painted(page)
    assert page.get_attribute("[data-kind=palette]", "aria-checked") == "true"


def test_colours_are_the_nearest_to_those_around_first(studio: Studio, generator: ImageGenerator) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    page.click("[data-kind=palette]")
    names = painted(page)
    palettes = generator.catalogue.palettes

    def far(one: str, other: str) -> float:
        near = lambda hex_: min(float((hex_to_oklab(hex_) - hex_to_oklab(to.hex)).norm()) for to in palettes[other].colours)  # noqa: E731
        whole = sum(swatch.weight for swatch in palettes[one].colours)
        return sum(swatch.weight / whole * near(swatch.hex) for swatch in palettes[one].colours)

    own = page.evaluate("hueprint.state.now.palette")
    ordered = sorted((name for name in palettes if name != own), key=lambda name: far(own, name) + far(name, own))
    assert names == ["As around", *(palettes[name].name for name in ordered[:5])]


def test_over_a_photograph_another_style_comes_first_and_no_theme(visit: Callable[..., Studio]) -> None:
    studio = visit()
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    around = studio.shows(lambda asked: asked.get("photo") is not None)["style"]
    page.click("#rooms-edit")
    page.evaluate(LARGE)
    inside = edits(studio, 1)[0]["inside"]
    assert inside["style"] != around and inside.get("seed") is None
    names = painted(page)
    assert kinds(page) == ["Seed", "Style", "Palette"] and page.get_attribute("[data-kind=style]", "aria-checked") == "true"
    assert page.locator("#edit-list .hp-edit-name").inner_text() == f"Ellipse: {names[0]}"
    studio.rest()
    gaps = page.evaluate(GAPS)
    assert gaps[0] < min(8, gaps[1]), f"what is painted is shown, and not what is around: {gaps}"
    page.evaluate("hueprint.state.change({ photo: { ...hueprint.state.now.photo, recolour: true } })")
    painted(page)
    page.click("#edit-tiles > :nth-child(3)")
    assert edits(studio, 1) and page.evaluate("hueprint.state.now.edits[0].inside.recolour") is False, "a style is seen there too"
    page.evaluate("hueprint.state.change({ photo: { ...hueprint.state.now.photo, recolour: false, plain: true } })")
    page.evaluate(ELLIPSE)
    style = page.evaluate("hueprint.titleOf('style', hueprint.state.now.style)")
    assert page.locator("#edit-list .hp-edit-name").first.inner_text() == f"Ellipse: {style}"
    assert painted(page)[0] == style, "around is a photograph, and not that style"
    studio.rest()
    ordered = "([photo]) => hueprint.editHarmony.ordered({ ...hueprint.state.now, photo })"
    own = page.evaluate(ordered, [page.evaluate("hueprint.state.now.photo")])
    assert own != page.evaluate(ordered, [None]), "its own colours are around, and not those of the palette in hand"


def test_no_tile_is_asked_for_while_the_hand_moves(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    painted(page)
    page.evaluate(RESTS)
    page.click("[data-tool=move]")
    draw(studio, *[(0.45 + 0.01 * step, 0.5) for step in range(12)])
    painted(page)
    assert page.evaluate("rests.length") and page.evaluate("Math.min(...rests)") > 300
    assert page.evaluate("hueprint.edits.change(0, { feather: 0.1 }), document.querySelector('#edit-tiles').matches('.hp-stale')")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (844, 390), (768, 1024), (1280, 800)])
def test_the_picture_stays_where_it_is_and_a_long_row_runs_sideways(visit: Callable[..., Studio], width: int, height: int) -> None:
    studio = visit(width=width, height=height)
    studio.recorded()
    page = studio.page
    page.evaluate("hueprint.rooms.go('edit')")
    frame = page.locator("#preview .hp-frame").first
    before = frame.bounding_box()
    page.evaluate(ELLIPSE)
    painted(page)
    assert frame.bounding_box() == before
    if width == 360:
        last = page.locator("#edit-tiles > :last-child")
        assert (last.bounding_box() or {})["x"] > width
        page.focus("#edit-tiles > :first-child")
        page.keyboard.press("End")
        page.wait_for_function("document.querySelector('#edit-tiles > :last-child').getBoundingClientRect().right <= innerWidth")
        assert frame.bounding_box() == before
        for lock in ("seed-lock", "lock-style", "lock-palette", "lock-theme"):
            page.evaluate("lock => document.getElementById(lock).click()", lock)
        assert page.is_visible("#edit-hint") and page.is_hidden("#edit-tiles")
        page.evaluate("hueprint.edits.choose(-1)")
        assert page.is_hidden("#edit-hint"), "nothing is chosen: the tools are nearer by as much"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_dense_screen_proposals_stand_soon_and_then_sharp(visit: Callable[..., Studio]) -> None:
    studio = visit(device_scale_factor=2)
    page = studio.page
    asked: list[int] = []
    studio.heed(
        "request",
        lambda of: "edits" in (of.post_data or "") and of.url.endswith("thumbnails") and asked.append(of.post_data_json["tile"][1]),
    )
    page.evaluate(DRAWN)
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    soft, sharp = page.wait_for_function(SHARPENED).json_value()
    crop = page.evaluate("hueprint.editCrop.of(hueprint.state.now.edits[0].mask, hueprint.edits.view()).height")
    high = page.evaluate("document.querySelector('#edit-tiles canvas').height")
    assert soft == 144 and sharp * crop > 0.9 * high
    assert studio.until(lambda: asked[:3])[:2] == [144, 144] and asked[2] == sharp
    painted(page)
