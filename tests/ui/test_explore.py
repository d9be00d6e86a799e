"""Explore: boards to take from and to mix from, the pad, the plot, and the locks that hold what they leave alone."""

from __future__ import annotations

import pytest

from tests.ui.studio import PATIENCE_MS, Studio

pytestmark = pytest.mark.browser

TILES = "#explore-board .hp-ex-tile"
# By the page's own clock, whose timers come in their order however late: longer than a board waits before it is laid anew.
RESTED = "new Promise((resume) => setTimeout(resume, 400))"


def explore(studio: Studio, mode: str) -> None:
    """Into the room, in a mode."""
    studio.page.click("#rooms-explore")
    studio.page.click(f"#explore-mode [data-mode={mode}]")


def painted(studio: Studio, name: str = "") -> None:
    """Wait for the picture on a tile: the one of that name, or the first."""
    tile = f"{TILES}.hp-painted" + (f":has-text('{name}')" if name else "")
    studio.page.locator(tile).first.wait_for()


def test_variations_are_the_same_again_grow_with_distance_and_stay_while_one_takes(studio: Studio) -> None:
    page = studio.page
    explore(studio, "around")
    painted(studio)
    told = "tiles => tiles.map((tile) => tile.getAttribute('aria-label'))"
    first = page.locator(TILES).evaluate_all(told)
    assert len(set(first)) == len(first) == 12
    moved = """far => hueprint.variations(hueprint.state.now, far, 0, 12).map(({ knobs }) =>
        Object.values(knobs).reduce((all, value) => all + Math.abs(value - 0.5), 0)).reduce((all, way) => all + way)"""
    near, middle, far = (page.evaluate(moved, distance) for distance in (0.1, 0.4, 0.9))
    assert 0 < near < middle < far
    assert page.evaluate(moved, 0) == 0
    page.locator(TILES).nth(4).click()
    studio.rest()
    page.evaluate(RESTED)
    assert page.locator(f"{TILES}[aria-pressed=true]").count() == 1
    assert page.locator(TILES).evaluate_all(told) == first
    page.click("#undo")
    page.click("#explore-others")
    assert page.locator(TILES).evaluate_all(told) != first


def test_a_tile_is_taken_shown_and_undone_and_shift_goes_half_way(studio: Studio) -> None:
    page = studio.page
    before = studio.asked
    explore(studio, "theme")
    painted(studio, "Ocean")
    tile = page.locator(f"{TILES}:has-text('Ocean')")
    tile.click(modifiers=["Shift"])
    studio.shows(lambda asked: asked["theme"] == {before["theme"]: 0.5, "ocean": 0.5})
    page.click("#undo")
    studio.shows(lambda asked: asked == before)
    page.evaluate(RESTED)
    tile.click()
    studio.shows(lambda asked: {**before, "theme": "ocean"} == asked)
    explore(studio, "palette")
    painted(studio, "Glacier")
    page.click("#explore-mix")
    page.locator(f"{TILES}:has-text('Glacier')").click()
    palette = page.evaluate("hueprint.state.now.palette")
    assert len({colour["hex"] for colour in palette}) >= 4
    assert sum(colour["weight"] for colour in palette) == pytest.approx(1)


def test_a_palette_half_way_is_half_way_in_oklab(studio: Studio) -> None:
    found = studio.page.evaluate(
        """() => {
            const { oklab, mix, state } = hueprint;
            const of = (...hexes) => ({ ...state.now, palette: hexes.map((hex) => ({ hex, weight: 1 })), background: null, accent: null });
            const half = (...both) => mix(both.map((state) => ({ state, weight: 0.5 }))).palette;
            const [red, blue] = [oklab("#ff0000"), oklab("#0000ff")];
            return {
                mixed: half(of("#000000", "#ff0000"), of("#000000", "#0000ff")),
                wanted: oklab.hex(red.map((value, at) => (value + blue[at]) / 2)),
                longer: half(of("#101010", "#808080"), of("#202020", "#0000ff", "#f0f0f0")).length,
                same: half(of("#202020", "#0000ff", "#ffffff"), of("#202020", "#0000ff", "#ffffff")).map(({ hex }) => hex),
                back: ["#123456", "#e8663f", "#ffffff"].map((hex) => oklab.hex(oklab(hex))),
            };
        }"""
    )
    assert found["back"] == ["#123456", "#e8663f", "#ffffff"]
    assert found["same"] == ["#202020", "#0000ff", "#ffffff"]
    assert found["mixed"] == [{"hex": "#000000", "weight": 0.5}, {"hex": found["wanted"], "weight": 0.5}]
    assert found["longer"] == 3


def test_the_pad_mixes_its_corners_while_dragged_as_one_step(studio: Studio) -> None:
    page = studio.page
    before = studio.asked
    explore(studio, "pad")
    for corner, look in ((1, "great-wave"), (2, "night-drive"), (3, "birches")):
        page.select_option(f".hp-pad-corner[data-corner='{corner}']", look)
    studio.rest()
    assert studio.asked == before
    box = page.locator("#explore-pad").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 6, box["y"] + box["height"] / 6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3, steps=3)
    page.wait_for_timeout(900)  # longer than a pause that ends a step of typing
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    mix = studio.shows(lambda asked: isinstance(asked["theme"], dict) and list(asked["theme"].values()) == [0.25] * 4)
    assert len(mix["style"]) == 4
    assert mix["seed"] == before["seed"]
    assert page.get_attribute("#pad-handle", "aria-valuetext") == "25% This picture, 25% Great wave, 25% Night drive, 25% Birches"
    page.click("#undo")
    studio.shows(lambda asked: asked == before)
    page.wait_for_function("document.querySelector('#pad-handle').getAttribute('aria-valuenow') === '0'")  # begun anew from there
    page.click("#pad-snap")
    page.focus("#pad-handle")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    wave = studio.shows(lambda asked: asked["theme"] == "ocean")
    assert wave["style"] == "paper-cut"
    page.click("#pad-animate")
    studio.shows(lambda asked: asked["theme"] != "ocean")
    page.click("#pad-animate")
    page.click("#pad-reset")
    studio.shows(lambda asked: asked == before)


def test_the_plot_moves_one_thing_across_and_one_down(studio: Studio) -> None:
    page = studio.page
    explore(studio, "plot")
    page.select_option("#plot-x", "depth")
    page.select_option("#plot-y", "seed")
    explore(studio, "theme")
    explore(studio, "plot")  # on tiles of its own: until it is painted anew a tile is taken as it is seen, on the axes of before
    painted(studio)
    assert page.locator(TILES).count() == 25
    third = page.evaluate("hueprint.state.now.seed") + 2
    page.get_by_role("button", name=f"Depth 0.75, Seed {third}", exact=True).click()
    asked = studio.shows(lambda asked: asked["knobs"]["depth"] == 0.75)
    assert asked["seed"] == third


def test_the_plot_starts_from_what_changes_the_picture_most_in_even_steps(studio: Studio) -> None:
    page = studio.page
    explore(studio, "plot")
    assert [page.input_value(axis) for axis in ("#plot-x", "#plot-y")] == ["energy", "scale"]
    for labels in (".hp-ex-across", ".hp-ex-down"):
        assert page.locator(labels).all_inner_texts() == ["0.00", "0.25", "0.50", "0.75", "1.00"]
    page.select_option("#plot-y", "+mist")
    page.select_option("#plot-x", "scale")
    page.evaluate("hueprint.state.change({ theme: 'ocean' })")
    page.wait_for_function("document.querySelector('#plot-y').value === 'energy'")


def test_the_plot_names_its_axes_and_rings_the_picture_in_hand(studio: Studio) -> None:
    page = studio.page
    studio.drag("detail", 0.62)
    studio.rest()
    explore(studio, "plot")
    page.select_option("#plot-y", "energy")
    page.select_option("#plot-x", "detail")
    ringed = page.locator(f"{TILES}[aria-pressed=true]")
    assert page.locator(".hp-ex-axis").all_inner_texts() == ["Detail", "Energy"]
    assert ringed.evaluate_all("tiles => tiles.map((tile) => tile.getAttribute('aria-label'))") == ["Detail 0.62, Energy 0.50"]
    across, down = (page.locator(f".hp-ex-{axis}").bounding_box() for axis in ("x", "y"))
    first = page.locator(TILES).first.bounding_box()
    assert across and down and first
    assert across["y"] + across["height"] <= first["y"] and down["x"] + down["width"] <= first["x"]
    page.click("#plot-swap")
    assert page.locator(".hp-ex-axis").all_inner_texts() == ["Energy", "Detail"]
    page.select_option("#plot-x", "palette")
    assert ringed.count() == 1
    studio.drag("detail", 0.9)
    page.wait_for_function("document.querySelector('#explore-board [aria-pressed=true]')?.ariaLabel.endsWith('Detail 0.90')")


def test_locks_hold_against_surprise_looks_and_boards_and_are_remembered(studio: Studio) -> None:
    page = studio.page
    before = studio.asked
    for name in ("lock-theme", "lock-palette", "seed-lock"):
        page.click(f"#{name}")
    page.click("#surprise")
    after = studio.shows(lambda asked: asked["style"] != before["style"])
    assert [after[key] for key in ("theme", "palette", "seed")] == [before[key] for key in ("theme", "palette", "seed")]
    page.click("#looks [data-look=great-wave]")
    after = studio.shows(lambda asked: asked["style"] == "paper-cut")
    assert [after[key] for key in ("theme", "palette", "seed")] == [before[key] for key in ("theme", "palette", "seed")]
    page.reload()
    studio.rest()
    assert page.locator("[aria-pressed=true]:is(.hp-lock, #seed-lock)").count() == 3
    explore(studio, "theme")
    page.locator(f"{TILES}:has-text('Ocean')").click()
    assert studio.toast() == "The theme is locked; open the lock to change that."
    page.click("#lock-theme")
    page.locator(f"{TILES}:has-text('Ocean')").click(timeout=PATIENCE_MS)
    studio.shows(lambda asked: asked["theme"] == "ocean")
