"""An edit that stands is taken up, moved and sized: by mouse, by finger and by keys; a drag is one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.studio import Studio
from tests.ui.test_accessibility import AXE, faults
from tests.ui.test_edit_room import draw

pytestmark = pytest.mark.browser

ELLIPSE = "hueprint.edits.draw({ kind: 'ellipse', left: -0.2, top: -0.2, right: 0.2, bottom: 0.2 })"
STROKE = "hueprint.edits.draw({ kind: 'brush', points: [[-0.5, 0.3], [-0.4, 0.3]], radius: 0.05 })"
SIDES = ("left", "top", "right", "bottom")
ASPECT = 1.5
STEPS = "hueprint.state.trail.past.length"


def part(x: float, y: float) -> tuple[float, float]:
    """A place on the plane, in parts of the picture."""
    return x / ASPECT + 0.5, y + 0.5


def shape(studio: Studio, at: int = 0) -> dict[str, Any]:
    """The first outline of an edit, as the state has it."""
    outline: dict[str, Any] = studio.page.evaluate("at => hueprint.state.now.edits[at].mask[0]", at)
    return outline


def sides(studio: Studio) -> tuple[float, ...]:
    outline = shape(studio)
    return tuple(outline[side] for side in SIDES)


def test_a_drag_moves_the_chosen_edit_or_sizes_it_in_one_step(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    page.click("[data-tool=move]")
    assert page.locator(".hp-edit-dashes.hp-edit-over").count() == 1 and page.locator(".hp-edit-grip.hp-edit-over").count() == 8
    before = page.evaluate(STEPS)
    draw(studio, part(0, 0), part(0.1, 0), part(0.15, -0.1))
    assert sides(studio) == pytest.approx((-0.05, -0.3, 0.35, 0.1), abs=0.005)
    draw(studio, part(0.35, 0.1), part(0.45, 0.3))
    assert sides(studio) == pytest.approx((-0.05, -0.3, 0.45, 0.3), abs=0.005)
    draw(studio, part(0.2, -0.3), part(0.2, -0.4))
    assert sides(studio) == pytest.approx((-0.05, -0.4, 0.45, 0.3), abs=0.005)
    assert page.evaluate(STEPS) == before + 3
    studio.shows(lambda asked: asked["edits"][0]["mask"][0]["top"] == sides(studio)[1])
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert sides(studio) == (-0.2, -0.2, 0.2, 0.2)


def test_a_hand_that_rests_on_the_way_makes_one_step_and_escape_takes_it_back(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    page.click("[data-tool=move]")
    before = page.evaluate(STEPS)
    room = page.locator(".hp-edit-layer").bounding_box()
    assert room is not None
    page.mouse.move(room["x"] + room["width"] / 2, room["y"] + room["height"] / 2)
    page.mouse.down()
    page.mouse.move(room["x"] + room["width"] / 2 + 30, room["y"] + room["height"] / 2)
    page.evaluate("new Promise((resume) => setTimeout(resume, 900))")  # longer than a pause that ends a step of typing
    page.mouse.move(room["x"] + room["width"] / 2 + 60, room["y"] + room["height"] / 2)
    assert page.evaluate(STEPS) == before + 1
    page.focus(".hp-edit-layer")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert sides(studio) == (-0.2, -0.2, 0.2, 0.2) and page.evaluate(STEPS) == before


def test_a_click_takes_up_what_lies_there_and_the_list_takes_it_up_too(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    page.evaluate(STROKE)
    page.click("[data-tool=move]")
    draw(studio, part(0, 0))
    assert page.evaluate("hueprint.edits.chosen") == 0
    draw(studio, part(-0.45, 0.3), part(-0.25, 0.2))
    stroke = shape(studio, 1)
    assert stroke["points"] == [
        [pytest.approx(-0.3, abs=0.005), pytest.approx(0.2, abs=0.005)],
        [pytest.approx(-0.2, abs=0.005), pytest.approx(0.2, abs=0.005)],
    ]
    assert stroke["radius"] == 0.05
    draw(studio, part(0.6, -0.4))
    assert page.evaluate("hueprint.edits.chosen") == -1 and page.locator(".hp-edit-over").count() == 0
    page.click("[data-tool=brush]")
    page.click("#edit-list .hp-edit-name >> nth=1")
    assert page.get_attribute("[data-tool=move]", "aria-checked") == "true" and page.locator(".hp-edit-grip.hp-edit-over").count() == 8
    page.click("#edit-list .hp-edit-name >> nth=1")
    assert page.evaluate("hueprint.edits.chosen") == -1, "once more lets go of it"


def test_arrows_nudge_and_size_it_and_tell_where_it_is(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    page.focus("#edit-list .hp-edit-name")
    for key in ("ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight", "Alt+Shift+ArrowUp"):
        page.keyboard.press(key)
    assert sides(studio) == pytest.approx((-0.195, -0.15, 0.21, 0.2), abs=0.0011)
    assert page.inner_text("#edit-told") == "37% from the left, 35% from the top, 27% wide, 35% high"
    assert page.evaluate("document.activeElement.className") == "hp-edit-name"
    page.focus(".hp-edit-layer")
    page.keyboard.press("ArrowLeft")
    assert sides(studio)[0] == pytest.approx(-0.2, abs=0.0011)
    page.add_script_tag(content=AXE)
    page.click("[data-tool=move]")
    assert faults(page, "#room-edit", "#panel-edit", ".hp-edit-layer") == []


def test_a_box_tool_holds_the_chosen_edit_and_draws_anew_beside_it(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.click("[data-tool=rectangle]")
    draw(studio, part(-0.4, -0.3), part(-0.2, -0.1))
    draw(studio, part(-0.3, -0.2), part(-0.2, -0.2))
    assert len(page.evaluate("hueprint.state.now.edits")) == 1 and sides(studio) == pytest.approx((-0.3, -0.3, -0.1, -0.1), abs=0.006)
    draw(studio, part(0.2, 0.1), part(0.4, 0.3))
    assert len(page.evaluate("hueprint.state.now.edits")) == 2


def test_a_finger_moves_it_and_never_loses_it(visit: Callable[..., Studio]) -> None:
    studio = visit(width=390, height=780, has_touch=True, is_mobile=True)
    studio.recorded()  # the strip, which comes with it, moves what a finger is to meet
    page = studio.page
    page.evaluate("hueprint.rooms.go('edit')")
    page.evaluate(ELLIPSE)
    page.locator("[data-tool=move]").tap()
    room = page.locator(".hp-edit-layer").bounding_box()
    assert room is not None
    finger = page.context.new_cdp_session(page)
    x, y = room["x"] + room["width"] / 2, room["y"] + room["height"] / 2
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for far in (0.4, 0.9, 2):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + far * room["width"], "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    aside = pytest.approx((0.55, -0.2, 0.95, 0.2), abs=0.006)  # its middle stays in the picture
    studio.until(lambda: sides(studio), lambda found: found == aside)


def test_two_fingers_look_nearer_where_one_draws(visit: Callable[..., Studio]) -> None:
    studio = visit(width=390, height=780, has_touch=True, is_mobile=True)
    studio.recorded()  # the strip, which comes with it, moves what a finger is to meet
    page = studio.page
    page.evaluate("hueprint.rooms.go('edit')")
    room = page.locator(".hp-edit-layer").bounding_box()
    assert room is not None
    fingers = page.context.new_cdp_session(page)
    x, y = room["x"] + room["width"] / 2, room["y"] + room["height"] / 2

    def touch(kind: str, *places: float) -> None:
        points = [{"x": place, "y": y, "id": at} for at, place in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", x - 20)
    touch("touchMove", x - 24)
    touch("touchStart", x - 24, x + 24)
    for far in (40, 60, 80):
        touch("touchMove", x - far, x + far)
    touch("touchEnd")
    page.wait_for_function("Number(document.getElementById('preview').style.getPropertyValue('--zoom')) > 2")
    assert page.evaluate("hueprint.state.now.edits") == []
    touch("touchStart", x)
    touch("touchMove", x + 60)
    touch("touchEnd")
    page.wait_for_function("hueprint.state.now.edits.length === 1")  # and one draws there


def test_an_edit_goes_over_and_under_others_and_is_copied(studio: Studio) -> None:
    page = studio.page
    page.click("#rooms-edit")
    page.evaluate(ELLIPSE)
    page.evaluate(STROKE)
    kinds = "hueprint.state.now.edits.map(({ mask }) => mask[0].kind)"
    assert page.evaluate(kinds) == ["ellipse", "brush"]
    assert page.is_disabled("#edit-up") and page.is_enabled("#edit-down")
    page.click("#edit-down")
    assert page.evaluate(kinds) == ["brush", "ellipse"] and page.evaluate("hueprint.edits.chosen") == 0
    assert page.is_enabled("#edit-up") and page.is_disabled("#edit-down")
    studio.shows(lambda asked: asked["edits"][0]["mask"][0]["kind"] == "brush")
    page.focus('#edit-list [aria-pressed="true"]')
    page.keyboard.press("PageUp")
    assert page.evaluate(kinds) == ["ellipse", "brush"] and page.evaluate("hueprint.edits.chosen") == 1
    assert page.text_content("#edit-told") == "Edit 1 of 2 from the top"
    page.keyboard.press("PageUp")  # it lies on top already
    page.focus(".hp-edit-layer")
    page.keyboard.press("Control+d")
    assert page.evaluate(kinds) == ["ellipse", "brush", "brush"] and page.evaluate("hueprint.edits.chosen") == 2
    first, second = shape(studio, 1), shape(studio, 2)
    assert second["points"] == [[pytest.approx(x + 0.04), pytest.approx(y + 0.04)] for x, y in first["points"]]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert page.evaluate(kinds) == ["ellipse", "brush"]
