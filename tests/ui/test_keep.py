"""Keep takes what was chosen at the press: shown first, then kept, one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.store import bytes_to_recipe
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser

SMALL = "hueprint.state.change({ size: [300, 200] })"
SEEN = """window.seen = []; document.addEventListener("hueprint:frame", ({ detail }) => seen.push(detail.recipe.preferences.seed))"""


def kept_seeds(studio: Studio) -> list[int]:
    """The seeds of the strip, newest first."""
    return studio.page.evaluate("hueprint.kept.shelf.items.map(({ recipe }) => recipe.preferences.seed)")


def shown_seeds(studio: Studio) -> list[int]:
    """The seeds that came on screen since, but for that of the picture before: it may come once more, sharper."""
    return [seed for seed in studio.page.evaluate("seen") if seed > 40_000]


def files_with(pictures: Path, seed: int) -> int:
    return sum(bytes_to_recipe(path.read_bytes()).preferences.seed == seed for path in pictures.glob("*.png"))


def press(studio: Studio, *seeds: int, then: int | None = None) -> tuple[str, str]:
    """In one task, faster than any frame: another seed and Keep, for each; then perhaps another still. What is said; whether it is busy."""
    studio.page.evaluate(SMALL)
    studio.rest()
    studio.page.evaluate(SEEN)
    said, busy = studio.page.evaluate(
        """([seeds, then]) => {
            for (const seed of seeds) { hueprint.state.change({ seed }); document.getElementById("save").click(); }
            if (then) hueprint.state.change({ seed: then });
            return [document.querySelector("#toasts p")?.innerText ?? "", document.getElementById("save").ariaBusy];
        }""",
        [list(seeds), then],
    )
    return said, busy


def test_keep_straight_after_a_move_keeps_the_move_once_it_is_on_screen(studio: Studio, pictures: Path) -> None:
    assert press(studio, 40_001, then=40_002) == ("", "true")
    studio.shows(lambda asked: asked["seed"] == 40_002)
    studio.kept().first.wait_for()
    seen = shown_seeds(studio)
    assert seen[0] == 40_001, "what is kept was on screen"
    assert seen[-1] == 40_002, "what the hand did meanwhile comes after it"
    assert kept_seeds(studio) == [40_001]
    assert files_with(pictures, 40_001) == 1
    studio.page.locator("#save[aria-busy=false]").wait_for()
    assert studio.page.inner_text("#save") == "Keep"


def test_pictures_line_up_to_be_kept_each_with_its_own_recipe(studio: Studio, pictures: Path) -> None:
    press(studio, 41_001, 41_002, 41_003)
    studio.kept().nth(2).wait_for()
    assert kept_seeds(studio) == [41_003, 41_002, 41_001]
    assert [files_with(pictures, seed) for seed in (41_001, 41_002, 41_003)] == [1, 1, 1]
    assert set(shown_seeds(studio)) == {41_001, 41_002, 41_003}


def test_only_a_few_may_line_up(studio: Studio) -> None:
    assert press(studio, *range(42_001, 42_007))[0] == "5 pictures are still on their way; press again in a moment."
    studio.kept().nth(4).wait_for()
    studio.page.locator("#save[aria-busy=false]").wait_for()
    assert 42_006 not in kept_seeds(studio)


def test_while_a_press_waits_for_its_picture_the_page_asks_for_no_other(studio: Studio) -> None:
    """Frames come late, so that whatever wakes once the hand rests wakes before."""
    studio.page.evaluate(
        """() => {
            const { decoded } = hueprint;
            hueprint.decoded = async (jpeg) => (await new Promise((resume) => setTimeout(resume, 900)), decoded(jpeg));
            window.askedFor = 0;
            document.addEventListener("hueprint:asked", () => ((askedFor += hueprint.shutter.isOpen ? 1 : 0)));
        }"""
    )
    press(studio, 43_001, then=43_002)
    studio.kept().first.wait_for()
    assert kept_seeds(studio) == [43_001]
    assert studio.page.evaluate("askedFor") == 0
    studio.shows(lambda asked: asked["seed"] == 43_002)


def test_a_picture_that_cannot_be_painted_holds_nothing_up(studio: Studio) -> None:
    studio.page.evaluate(
        """() => {
            hueprint.state.change({ theme: "nowhere" });
            document.getElementById("save").click();
            hueprint.state.change({ theme: "ocean" });
        }"""
    )
    studio.shows(lambda asked: asked["theme"] == "ocean")
    assert "nowhere" in studio.toast()
    studio.page.locator("#save[aria-busy=false]").wait_for()
    assert kept_seeds(studio) == []


def test_a_picture_kept_again_is_still_one_and_in_another_kind_of_file_another(studio: Studio) -> None:
    page = studio.page
    press(studio, 44_001)
    studio.kept().first.wait_for()
    page.evaluate("hueprint.kept.shelf.items.forEach((item) => hueprint.kept.shelf.put({ ...item, starred: true }))")
    page.locator("#save[aria-busy=false]").click()
    expect(page.locator("#toasts p")).to_contain_text("It is among your kept pictures already.")
    assert page.evaluate("hueprint.kept.shelf.items.map(({ starred }) => starred)") == [True]
    page.click("#export [data-format=webp]")
    page.locator("#save[aria-busy=false]").click()
    expect(studio.kept()).to_have_count(2)
