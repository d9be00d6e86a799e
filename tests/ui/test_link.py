"""A picture as an address: shared, opened elsewhere, damaged, hostile."""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from benchmarks.links import ASKED, MAKE, READ, mutated_links
from benchmarks.tampering import mutated, random_state
from engine import ImageGenerator
from tests.ui.studio import Studio

pytestmark = pytest.mark.browser


def link(recipe: Any) -> str:
    """The hash that stands for a recipe, its checksum right."""
    payload = base64.urlsafe_b64encode(json.dumps(recipe).encode()).decode().rstrip("=")
    return f"#h1.{payload}.{zlib.crc32(payload.encode()):08x}"


def test_a_shared_link_paints_the_same_picture_in_another_browser(visit: Callable[..., Studio]) -> None:
    first = visit()
    first.pick("theme", "ocean")
    first.pick("style", "halftone", modifiers=["Shift"])
    first.drag("texture", 0.25)
    first.page.click("#dice")
    swatches = [{"hex": "#102030", "weight": 0.5}, {"hex": "#e0d0c0", "weight": 0.3}, {"hex": "#c04020", "weight": 0.2}]
    first.page.evaluate("palette => hueprint.palette.set({palette, background: null, accent: '#ffee00'})", swatches)
    first.page.click("#size button[title^='1080 × 1080']")
    first.rest()
    first.page.click("#share")
    assert first.toast() == "Link copied. Whoever opens it sees this picture."
    address = first.page.evaluate("navigator.clipboard.readText()")
    second = visit(address[address.index("#") :])
    assert second.asked == first.asked
    assert second.pixels() == first.pixels()
    assert second.page.input_value("#size [data-side=height]") == "1080"


def test_the_address_follows_the_studio_so_that_a_reload_loses_nothing(studio: Studio) -> None:
    studio.pick("theme", "city")
    studio.drag("depth", 0.9)
    studio.shows(lambda asked: asked["knobs"]["depth"] == 0.9)
    studio.addressed()
    assert studio.page.evaluate("location.hash").startswith("#h1.")
    asked = studio.asked
    studio.page.reload()
    studio.rest()
    assert studio.asked == asked


def test_a_link_pasted_into_an_open_studio_can_be_undone(studio: Studio) -> None:
    before = studio.asked
    studio.page.evaluate(f"location.hash = '{link({'preferences': {'theme': 'dark', 'seed': 99}})}'")
    studio.shows(lambda asked: (asked["theme"], asked["seed"]) == ("dark", 99))
    studio.page.click("#undo")
    studio.shows(lambda asked: asked == before)


@pytest.mark.parametrize(
    "damaged",
    ["#h1.", "#h1.%%%", "#h1.bm90IGpzb24", "#h1." + "A" * 20000, link({"preferences": {}})[:-1] + "!", link([]), link({"preferences": 3})],
)
def test_a_damaged_link_opens_the_studio_as_new_and_says_so(visit: Callable[..., Studio], damaged: str) -> None:
    studio = visit(damaged)
    assert studio.toast() == "This link is damaged, so the studio opened as new."
    assert studio.asked["knobs"]["detail"] == 0.5
    assert studio.complaints == []


def test_a_link_of_a_later_version_says_so(visit: Callable[..., Studio]) -> None:
    studio = visit("#h2.e30.00000000")
    assert studio.toast() == "This link was made by a newer Hueprint, so the studio opened as new."


def test_a_damaged_link_in_an_open_studio_leaves_the_picture_and_says_so(studio: Studio) -> None:
    before = studio.asked
    good = link({"preferences": {"theme": "dark", "style": "ink", "palette": "ember", "seed": 99}})
    studio.page.evaluate(f"location.hash = '{good[:40] + 'x' + good[41:]}'")
    assert studio.toast() == "This link is damaged, so the picture stays as it is."
    studio.rest()
    assert studio.asked == before
    studio.page.evaluate(f"location.hash = '{good}).'")  # a chat program's bracket and full stop
    studio.shows(lambda asked: asked["seed"] == 99)


def test_what_a_link_has_no_right_to_is_left_out(visit: Callable[..., Studio]) -> None:
    hostile = {
        "version": 1,
        "surprise": True,
        "preferences": {
            "theme": "__proto__",
            "style": {"halftone": -1, "constructor": 2, "minimalist": 1},
            "palette": [{"hex": "<img src=x onerror=alert(1)>", "weight": 1}, {"hex": "#fff", "weight": -1}],
            "accent": "url(https://example.com)",
            "knobs": {"detail": 5, "contrast": "high", "energy": None, "magic": 1},
            "seed": -1,
            "unknown": 1,
        },
        "size": {"width": 10**9, "height": 1},
        "palette_name": "toString",
    }
    studio = visit(link(hostile))
    assert studio.toast().startswith("This studio lacks the newer settings, theme, style, accent, palette, sliders")
    asked = studio.asked
    assert asked["style"] == "minimalist"
    assert asked["knobs"]["detail"] == 1
    assert asked["knobs"]["contrast"] == 0.5
    assert asked["seed"] >= 0
    assert studio.complaints == []


def test_links_hold_every_recipe_to_the_last_bit_and_damage_is_always_told(studio: Studio, generator: ImageGenerator) -> None:
    """A sample of what benchmarks/links.py counts in full."""
    chance = random.Random(3)
    states = [random_state(generator, chance) for _ in range(40)]
    hashes, asked = studio.page.evaluate(MAKE, states), studio.page.evaluate(ASKED, states)
    read = studio.page.evaluate(READ, hashes)
    assert [(one["preferences"], one["size"], one["say"]) for one in read] == [(one["preferences"], one["size"], "") for one in asked]
    counts = mutated_links(studio.page, [mutated(chance.choice(hashes), chance) for _ in range(200)], asked)
    assert (counts["other"], counts["crashed"]) == (0, 0)
    assert counts["refused"] > 150


def test_a_name_that_is_markup_stays_text(visit: Callable[..., Studio]) -> None:
    studio = visit()
    recipe = {**studio.recipe, "preferences": {**studio.asked, "theme": "<img src=x onerror=window.hit=1>"}}
    item = {"recipe": recipe, "url": "javascript:window.hit=1", "thumbnail": 'x" onerror="window.hit=1'}
    studio.page.evaluate("item => localStorage.setItem('hueprint.kept.1', JSON.stringify(item))", item)
    studio.page.reload()
    studio.rest()
    assert studio.kept().count() == 1
    assert studio.page.locator("#kept li a").count() == 0
    assert studio.page.locator("[onerror]").count() == 0
    assert studio.page.evaluate("window.hit") is None


def test_under_a_finger_the_link_is_handed_to_the_system(visit: Callable[..., Studio]) -> None:
    studio = visit(width=390, height=844, has_touch=True)
    page = studio.page
    page.evaluate(
        """() => {
            window.matchMedia = (query) => ({ matches: query === "(pointer: coarse)" });
            window.handed = [];
            window.answers = [() => {}, () => { throw new DOMException("", "AbortError"); }, () => { throw new TypeError(); }];
            navigator.share = async (what) => (handed.push(what.url), answers.shift()());
            navigator.clipboard.writeText = async () => (window.copied = true);
        }"""
    )
    for told, copied in ((0, None), (0, None), (1, True)):
        page.evaluate("hueprint.actions.share()")
        expect(page.locator("#toasts p")).to_have_count(told)
        assert page.evaluate("window.copied") == copied
    assert page.evaluate("handed.every((url) => url === location.href) && handed.length") == 3
