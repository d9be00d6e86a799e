"""The Edit room: drawn on the picture by mouse and by keys, changed, undone, shared; and more of the scene."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.engine.photo.files import JPEG
from tests.ui.photos.test_photo_room import drop
from tests.ui.studio import Studio
from tests.ui.test_accessibility import AXE, faults

pytestmark = pytest.mark.browser

AS_SHOWN = """() => {
    const [canvas, frame] = ["#preview canvas", "#preview .hp-frame"].map((part) => document.querySelector(part));
    return Math.abs(canvas.width - frame.clientWidth) < 3;
}"""
# By then the page has heard of what its last change made of its parts.
TWO_FRAMES = "new Promise((resume) => requestAnimationFrame(() => requestAnimationFrame(resume)))"


def draw(studio: Studio, *parts: tuple[float, float]) -> None:
    """Drag from place to place, in parts of the picture."""
    room = studio.page.locator(".hp-edit-layer").bounding_box()
    assert room is not None
    places = [(room["x"] + u * room["width"], room["y"] + v * room["height"]) for u, v in parts]
    studio.page.mouse.move(*places[0])
    studio.page.mouse.down()
    for place in places[1:]:
        studio.page.mouse.move(*place, steps=4)
    studio.page.mouse.up()


def edits(studio: Studio, count: int) -> list[dict]:
    """The edits of the picture on screen, once there are so many."""
    found: list[dict] = studio.shows(lambda asked: len(asked.get("edits", [])) == count).get("edits", [])
    return found


def test_near_by_one_moves_the_picture_sizes_the_brush_and_takes_an_edit_away_by_keys(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.click("#zoom-in")
    page.click("#zoom-in")
    moved = "document.getElementById('preview').style.getPropertyValue('--move-x')"
    before = page.evaluate(moved)
    page.focus(".hp-edit-layer")
    page.keyboard.down(" ")
    draw(studio, (0.5, 0.5), (0.4, 0.5))
    page.keyboard.up(" ")
    assert page.evaluate(moved) != before and page.evaluate("hueprint.state.now.edits.length") == 0
    nudged: list[str] = []
    studio.heed("request", lambda asked: asked.url.endswith("palette/nudge") and nudged.append(asked.url))
    palette, broad = page.evaluate("hueprint.state.now.palette"), page.evaluate("document.getElementById('edit-size').valueAsNumber")
    page.keyboard.press("]")
    assert page.evaluate("document.getElementById('edit-size').valueAsNumber") > broad
    page.keyboard.press("[")
    assert page.evaluate("document.getElementById('edit-size').valueAsNumber") == broad
    draw(studio, (0.45, 0.5), (0.55, 0.5))
    edits(studio, 1)
    assert page.evaluate("hueprint.state.now.palette") == palette and nudged == []
    page.keyboard.press("Delete")
    edits(studio, 0)
    page.keyboard.press("0")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1024, 768), (1280, 800), (1600, 900)])
def test_no_tool_moves_the_picture(visit: Callable[..., Studio], width: int, height: int) -> None:
    studio = visit(width=width, height=height)
    studio.recorded()
    page = studio.page
    page.evaluate("hueprint.rooms.go('edit')")
    fixed = "#edit-tool" if width < 700 else ".hp-edit"  # a phone holds the picture on top, and spends no line on nothing
    places, heights = [], set()
    for tool in ("brush", "rectangle", "region", "move", "ellipse"):
        page.click(f"[data-tool={tool}]")
        places.append((page.locator("#preview .hp-frame").first.bounding_box(), page.locator(fixed).bounding_box()))
        heights.add((page.locator(".hp-edit").bounding_box() or {})["height"])
        assert page.is_visible("#edit-size") == (tool == "brush")
        assert page.is_visible("#edit-tolerance") == (tool == "region")
    assert all(place == places[0] for place in places)
    assert len(heights) == (2 if width < 700 else 1)
    bar = page.locator(".hp-edit").bounding_box()
    page.click("#edit-wider-both")
    page.wait_for_selector("#edit-frame-reset", state="visible")
    assert bar and (page.locator(".hp-edit").bounding_box() or {})["height"] == bar["height"]
    page.click("#edit-frame-reset")


def test_what_is_drawn_is_painted_anew_changed_undone_and_comes_back_by_its_link(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(TWO_FRAMES)
    page.evaluate("hueprint.live.again()")  # as large as it is in this room
    page.wait_for_function(AS_SHOWN)
    studio.rest()
    before = studio.pixels()
    draw(studio, (0.2, 0.4), (0.5, 0.5), (0.7, 0.3))
    (stroke,) = edits(studio, 1)
    assert stroke["mask"][0]["kind"] == "brush" and len(stroke["mask"][0]["points"]) == 3 and stroke["inside"]["seed"] != 3
    page.select_option("#edit-theme", "ocean")
    page.select_option("#edit-palette", "lagoon")
    studio.shows(lambda asked: asked["edits"][0]["inside"].get("palette") is not None)
    studio.rest()
    assert "2 palettes" in page.inner_text("#figures")
    page.click("#edit-knobs summary")
    page.locator("#range-edit-knob-detail").fill("0.9")
    studio.shows(lambda asked: asked["edits"][0]["inside"].get("knobs") == {"detail": 0.9})
    studio.drag("energy", 0.8)
    assert page.input_value("#range-edit-knob-energy") == "0.8", "what is not moved in there follows"
    page.locator("#edit-knob-detail label").dblclick()
    studio.shows(lambda asked: not asked["edits"][0]["inside"].get("knobs"))
    page.keyboard.down("Shift")
    draw(studio, (0.1, 0.8), (0.3, 0.8))
    page.keyboard.up("Shift")
    studio.shows(lambda asked: len(asked["edits"][0]["mask"]) == 2)
    studio.rest()
    after, hash_of_it = studio.pixels(), page.evaluate("hueprint.link.hash(hueprint.state.now)")
    for _ in range(7):
        page.keyboard.press("Control+z")
    studio.shows(lambda asked: "edits" not in asked)
    studio.rest()
    assert studio.pixels() == before
    studio.addressed()
    page.evaluate("hash => { location.hash = hash; }", hash_of_it)
    edits(studio, 1)
    studio.rest()
    assert studio.pixels() == after
    assert page.evaluate("hueprint.state.now.edits[0].inside.palette") == "lagoon"


def test_by_keys_alone_one_comes_to_the_picture_and_paints_a_dab(studio: Studio) -> None:
    page = studio.page
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    (dab,) = (edit["mask"][0] for edit in edits(studio, 1))
    assert (dab["kind"], dab["points"]) == ("brush", [[0, 0]])
    assert page.get_by_role("group", name="This edit").is_visible()
    page.keyboard.press("ArrowRight")
    studio.shows(lambda asked: asked["edits"][0]["mask"][0]["points"][0][0] > 0)
    assert page.evaluate("document.activeElement.matches('.hp-edit-layer:focus-visible')")
    draw(studio, (0.1, 0.1), (0.2, 0.1))
    assert page.evaluate("document.activeElement.matches('.hp-edit-layer:not(:focus-visible)')"), "no ring around what a mouse draws on"
    page.click("[data-tool=region]")
    page.focus(".hp-edit-layer")
    page.keyboard.press("Enter")
    assert edits(studio, 3)[-1]["mask"][0]["kind"] == "region"
    page.keyboard.press("?")
    assert page.locator("#help-sheet dt", has_text="Enter").is_visible()
    page.keyboard.press("Escape")


def test_a_rectangle_is_placed_by_keys_switched_off_and_deleted(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.click("[data-tool=rectangle]")
    page.focus(".hp-edit-layer")
    for key in ("Enter", "Shift+ArrowLeft", "Alt+ArrowDown"):
        page.keyboard.press(key)
    studio.shows(lambda asked: "edits" in asked and asked["edits"][0]["mask"][0]["bottom"] > 0.202)
    (box,) = (edit["mask"][0] for edit in edits(studio, 1))
    assert (box["left"], box["right"], box["bottom"]) == pytest.approx((-0.35, 0.25, 0.205), abs=0.002)
    page.add_script_tag(content=AXE)
    assert faults(page, "#room-edit", "#panel-edit", ".hp-edit-layer") == []
    page.uncheck("#edit-list input")
    studio.shows(lambda asked: not asked["edits"][0]["on"])
    page.keyboard.press("Control+z")
    studio.shows(lambda asked: asked["edits"][0]["on"])
    page.focus("#edit-list .hp-edit-name")
    page.keyboard.press("Delete")
    studio.shows(lambda asked: "edits" not in asked)


def test_more_of_the_scene_is_seen_and_less_again(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    width, height = page.evaluate("hueprint.state.now.size")
    page.click("#edit-wider-right")
    frame = studio.shows(lambda asked: "frame" in asked)["frame"]
    assert frame["aspect"] == pytest.approx(width / height) and frame["x"] == pytest.approx(width / height / 8)
    page.click("[data-tool=region]")
    draw(studio, (0.9, 0.1))
    place = edits(studio, 1)[0]["mask"][0]
    assert place["x"] == pytest.approx(frame["x"] + 0.4 * 1.25 * width / height, abs=0.02)
    page.select_option("#edit-aspect", "1")
    studio.shows(lambda asked: asked["frame"]["height"] > 1.5)
    page.click("#edit-frame-reset")
    studio.shows(lambda asked: "frame" not in asked)
    assert page.evaluate("hueprint.state.now.size") == [width, height]


def test_far_beyond_what_was_composed_the_room_says_that_shares_stray(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.click("#edit-wider-right")
    studio.shows(lambda asked: "frame" in asked)
    studio.rest()
    assert page.inner_text("#edit-strays") == ""
    page.select_option("#edit-aspect", "0.5625")
    studio.shows(lambda asked: asked["frame"]["height"] > 2)
    studio.rest()
    error = float(page.inner_text("#figures [data-figure=share-error]").rstrip("%"))
    told = re.search(r"stray by (\d+)%", page.inner_text("#edit-strays"))
    assert error > 12 and told and float(told[1]) == pytest.approx(error, abs=0.6)
    page.click("#edit-frame-reset")
    page.wait_for_function("document.querySelector('#edit-strays').textContent === ''")


def test_a_photograph_stays_as_it_is_but_for_what_is_drawn(visit: Callable[..., Studio]) -> None:
    studio = visit()
    page = studio.page
    page.click("#rooms-photo")
    drop(page, JPEG)
    studio.shows(lambda asked: asked.get("photo") is not None)
    page.click("#rooms-edit")
    page.check("#edit-plain")
    studio.shows(lambda asked: asked["photo"].get("plain") is True)
    page.click("[data-tool=ellipse]")
    draw(studio, (0.3, 0.3), (0.7, 0.7))
    edits(studio, 1)
    studio.rest()
    assert page.is_hidden(".hp-edit-wider")
    page.evaluate("hueprint.exporter.keep()")
    page.wait_for_function("document.querySelectorAll('#kept .hp-recall').length === 1")
