"""Preferences, Size and Recipe are validated once, at the edge, with one sentence a person can act on."""

from __future__ import annotations

import json

import pytest

from engine import InvalidPreferencesError, Preferences, Recipe, RecipeError, Size, Swatch
from engine.values import colour_to_hex


def test_the_literal_of_the_seed_document_is_valid():
    preferences = Preferences.parse({"theme": "dark", "style": "minimalist"})
    assert (preferences.theme, preferences.style, preferences.seed, preferences.knobs.detail) == ("dark", "minimalist", 0, 0.5)


@pytest.mark.parametrize(
    ("text", "hexed"),
    [
        ("#E8663F", "#e8663f"),
        ("e8663f", "#e8663f"),
        ("#fa0", "#ffaa00"),
        ("rgb(232, 102, 63)", "#e8663f"),
        ("rgb(232 102 63)", "#e8663f"),
        ("rgb(100%, 0%, 0%)", "#ff0000"),
        ("hsl(0, 100%, 50%)", "#ff0000"),
        ("hsl(120deg 100% 50%)", "#00ff00"),
        ("rebeccapurple", "#663399"),
        (" #FFF ", "#ffffff"),
    ],
)
def test_colours_parse_from_every_css_form(text: str, hexed: str):
    assert colour_to_hex(text) == hexed


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"palette": ["#zzz", "#fff"]}, "#zzz"),
        ({"palette": ["#fff"]}, "at least 2"),
        ({"palette": ["#fff"] * 40}, "at most 12"),
        ({"knobs": {"detail": float("nan")}}, "knobs.detail"),
        ({"knobs": {"detail": 1.5}}, "less than or equal to 1"),
        ({"knobs": {"sparkle": 0.5}}, "knobs.sparkle"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**31}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"seed": True}, "seed"),
        ({"theme": {"ocean": -1.0}}, "theme"),
        ({"theme": {"ocean": float("inf")}}, "theme"),
        ({"theme": {}}, "theme"),
        ({"theme": 7}, "theme"),
        ({"tile": "diagonal"}, "tile"),
        ({"words": "a" * 501}, "words"),
        ({"palette": {"colors": ["#fff", "#000"]}}, "colours"),
        ({"colour": "#fff"}, "colour"),
        ("not json", "JSON"),
        ("[1, 2]", "object"),
    ],
)
def test_bad_preferences_are_refused_in_one_sentence(asked, says: str):
    with pytest.raises(InvalidPreferencesError) as refused:
        Preferences.parse(asked)
    message = refused.value.message
    assert says in message
    assert "\n" not in message
    assert "pydantic" not in message
    assert message.endswith((".", "?"))


def test_a_palette_may_be_colours_weights_or_an_object():
    bare = Preferences.parse({"palette": ["#fff", {"hex": "#000", "weight": 3}]})
    assert bare.palette == (Swatch(hex="#ffffff", weight=1.0), Swatch(hex="#000000", weight=3.0))
    whole = Preferences.parse({"palette": {"colours": ["#fff", "#000"], "background": "#eee", "accent": "red"}})
    assert (whole.background, whole.accent) == ("#eeeeee", "#ff0000")


@pytest.mark.parametrize("size", [(0, 10), (10, 100), (100_000, 100_000), (2000, 20), ("a", 2), (1.5, 512), (None, None), (64,)])
def test_bad_sizes_are_refused(size):
    with pytest.raises(InvalidPreferencesError, match="Size"):
        Size.parse(size)


def test_a_recipe_round_trips_bit_exactly():
    recipe = Recipe(
        preferences=Preferences.parse(
            {
                "theme": {"dark": 0.1 + 0.2, "light": 1 / 3},
                "palette": ["#123456", {"hex": "#fedcba", "weight": 0.7}],
                "knobs": {"energy": 2 / 3},
            }
        ),
        size=Size(width=640, height=360),
    )
    again = Recipe.model_validate_json(recipe.model_dump_json())
    assert again == recipe
    assert again.model_dump_json() == recipe.model_dump_json()


@pytest.mark.parametrize("damaged", ["", "{", "null", '{"version": 2}', json.dumps({"preferences": {"theme": "dark"}}), "[]", "\x00"])
def test_a_damaged_recipe_says_so(damaged: str):
    with pytest.raises(RecipeError, match="recipe"):
        Recipe.parse(damaged)


def test_preferences_are_frozen_values():
    preferences = Preferences()
    with pytest.raises(ValueError, match="frozen"):
        preferences.seed = 3
