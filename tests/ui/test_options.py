"""The themes' own sliders and repeating: shown for the themes that have them, told to the engine, carried by links."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import ImageGenerator
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


@pytest.fixture
def rich(generator: ImageGenerator) -> str:
    """A theme with sliders of its own."""
    return next(theme for theme in generator.themes if generator.catalogue.options_of(theme))


@pytest.fixture
def plain(generator: ImageGenerator, rich: str) -> str:
    """A theme without any of those."""
    its = set(generator.catalogue.options_of(rich))
    return next(theme for theme in generator.themes if its.isdisjoint(generator.catalogue.options_of(theme)))


def row_ids(generator: ImageGenerator, theme: str) -> list[str]:
    return [f"option-{option.name}" for option in generator.catalogue.options_of(theme)]


def test_a_theme_brings_its_own_sliders(studio: Studio, generator: ImageGenerator, rich: str, plain: str) -> None:
    page = studio.page
    studio.pick("theme", plain)
    shown = page.locator("#options .hp-knob")
    assert shown.evaluate_all("rows => rows.map((row) => row.id)") == row_ids(generator, plain)
    studio.pick("theme", rich)
    own = generator.catalogue.options_of(rich)
    assert shown.evaluate_all("rows => rows.map((row) => row.id)") == row_ids(generator, rich)
    assert page.locator("#options h2").inner_text() == generator.catalogue.themes[rich].name
    assert page.get_attribute(f"#option-{own[0].name}", "title") == own[0].about
    page.locator(f"#option-{own[0].name} input[type=range]").fill("0.9")
    studio.shows(lambda asked: asked["options"] == {own[0].name: 0.9})
    studio.pick("theme", plain, modifiers=["Shift"])
    assert page.locator(f"#option-{own[0].name}").is_visible()
    studio.pick("theme", plain)
    studio.shows(lambda asked: not asked.get("options"))
    studio.pick("theme", rich)
    studio.shows(lambda asked: asked["options"] == {own[0].name: 0.9})
    page.dblclick(f"#option-{own[0].name} label")
    studio.shows(lambda asked: not asked.get("options"))


def test_repeating_is_offered_to_themes_that_can(studio: Studio, generator: ImageGenerator) -> None:
    able = [theme for theme in generator.themes if generator.catalogue.tiles(theme)]
    unable = next(theme for theme in generator.themes if theme not in able)
    studio.pick("theme", unable)
    if not able:
        assert studio.page.locator("#tile").is_hidden()
        return
    assert studio.page.locator("#tile button:enabled").count() == 0
    studio.pick("theme", able[0])
    studio.page.click("#tile [data-tile=both]")
    studio.shows(lambda asked: asked["tile"] == "both")
    studio.pick("theme", unable)
    studio.shows(lambda asked: asked["theme"] == unable and asked["tile"] == "none")


def test_a_link_carries_the_sliders(visit: Callable[..., Studio], generator: ImageGenerator, rich: str) -> None:
    name = generator.catalogue.options_of(rich)[0].name
    first = visit()
    first.pick("theme", rich)
    first.page.locator(f"#option-{name} input[type=range]").fill("0.2")
    first.rest()
    second = visit(first.page.evaluate("hueprint.link.hash(hueprint.state.now)"))
    assert second.asked == first.asked
    assert second.asked["options"] == {name: 0.2}
    assert second.page.input_value(f"#option-{name} input[type=number]") == "0.20"
