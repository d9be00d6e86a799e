"""The rooms: one changes what stands in the stage, and nothing of the picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

NEW_ROOM = """() => {
    const studio = document.querySelector("#rooms button");
    const button = studio.cloneNode(true);
    Object.assign(button, { id: "rooms-trial", textContent: "Trial", tabIndex: -1 });
    button.dataset.room = "trial";
    button.setAttribute("aria-checked", "false");
    studio.after(button);
    window.told = [];
    hueprint.rooms.add({ id: "trial", enter: () => told.push("enter"), leave: () => told.push("leave") });
}"""


def test_a_room_comes_and_goes_and_leaves_the_picture_alone(studio: Studio) -> None:
    page = studio.page
    page.evaluate(NEW_ROOM)
    studio.pick("theme", "ocean")
    studio.rest()
    studio.addressed()
    before = page.evaluate("[hueprint.state.now, location.href]")
    page.click("#rooms-trial")
    assert page.get_attribute("#studio", "data-room") == "trial"
    assert page.get_attribute("#rooms-trial", "aria-checked") == "true"
    studio.drag("depth", 0.8)
    studio.shows(lambda asked: asked["knobs"]["depth"] == 0.8)
    page.click("#undo")
    page.focus("#rooms-trial")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#studio", "data-room") == "studio"
    assert page.evaluate("told") == ["enter", "leave"]
    studio.addressed()
    assert page.evaluate("[hueprint.state.now, location.href]") == before


@pytest.mark.parametrize(("width", "height", "part"), [(390, 844, "html"), (1024, 640, "#panel"), (1280, 640, "#colour")])
def test_a_room_is_entered_at_its_top_and_afterwards_where_one_left_it(
    visit: Callable[..., Studio], width: int, height: int, part: str
) -> None:
    studio = visit(width=width, height=height)
    studio.recorded()  # what comes above the place would move it
    page = studio.page
    down = "part => Math.round(document.querySelector(part).scrollTop)"
    page.evaluate("part => document.querySelector(part).scrollTo(0, 150)", part)
    left = page.evaluate(down, part)
    assert left > 20
    page.click("#rooms-edit")
    assert page.evaluate(down, part) == 0
    page.click("#rooms-studio")
    assert page.evaluate(down, part) == left
    page.click("#rooms-edit")
    assert page.evaluate(down, part) == 0
