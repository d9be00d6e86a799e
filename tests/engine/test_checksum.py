"""A recipe's checksum: told when it does not fit, dropped when it does, and no obstacle where there is none."""

from __future__ import annotations

import json
import zlib

import pytest

from engine import Preferences, Recipe, RecipeError
from engine.checksum import checksum
from engine.store.picture_file import sealed


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return Recipe(preferences=Preferences(theme={"ocean": 1 / 3, "city": 2 / 3}, words="Grün", options={"fog": 0.1}), size=(96, 64))


def test_it_is_the_crc_of_png_over_canonical_json() -> None:
    canonical = json.dumps({"a": [0.5, "é"], "b": 1}, separators=(",", ":")).encode()
    assert checksum({"b": 1, "a": [0.5, "é"], "check": "ignored"}) == f"{zlib.crc32(canonical):08x}"


def test_a_sealed_recipe_comes_back_and_the_seal_is_gone(recipe: Recipe) -> None:
    again = Recipe.model_validate_json(sealed(recipe))
    assert again == recipe
    assert again.model_dump_json() == recipe.model_dump_json()


def test_spaces_and_order_do_not_matter(recipe: Recipe) -> None:
    data = json.loads(sealed(recipe))
    assert Recipe.parse(json.dumps(dict(reversed(data.items())), indent=2)) == recipe


@pytest.mark.parametrize("change", [{"seed": 7}, {"words": "grün"}, {"options": {"fog": 0.10000000000000002}}])
def test_an_edited_recipe_is_told(recipe: Recipe, change: dict[str, object]) -> None:
    data = json.loads(sealed(recipe))
    data["preferences"] |= change
    with pytest.raises(RecipeError, match="damaged or changed since"):
        Recipe.parse(data)
    del data["check"]
    assert Recipe.parse(data) != recipe  # without a checksum it is a recipe that somebody wrote


@pytest.mark.parametrize("check", [0, "", [], {"a": 1}, "0" * 8])
def test_a_checksum_of_another_kind_does_not_fit(recipe: Recipe, check: object) -> None:
    with pytest.raises(RecipeError):
        Recipe.parse({**json.loads(sealed(recipe)), "check": check})
