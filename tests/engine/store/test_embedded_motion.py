"""Recipes in moving pictures survive, and files from anyone do no harm."""

from __future__ import annotations

import random

import pytest

from engine import ImageGenerator, NoRecipeError, Recipe, RecipeError, UnreadablePictureError
from engine.animate import CLIP_KINDS
from engine.store import bytes_to_recipe, content_type_of, kind_of, new_name


@pytest.fixture(scope="module")
def files(generator: ImageGenerator) -> dict[str, tuple[bytes, Recipe]]:
    """One short clip of each kind."""
    words = {"theme": "dark", "style": "minimalist", "palette": "ember", "words": "ein “Wort” ~ 語" * 20}
    clips = {kind.id: generator.animate(words, kind.id, (32, 32), seconds=2, fps=12, looks=[{"seed": 2}]) for kind in CLIP_KINDS}
    return {name: (clip.file, clip.recipe) for name, clip in clips.items()}


@pytest.mark.parametrize("kind", CLIP_KINDS, ids=lambda kind: kind.id)
def test_the_recipe_comes_back_and_the_name_says_the_type(files: dict[str, tuple[bytes, Recipe]], kind: object) -> None:
    file, recipe = files[kind.id]  # type: ignore[attr-defined]
    assert bytes_to_recipe(file) == recipe
    assert kind_of(file) is kind
    if kind.id != "webp":  # type: ignore[attr-defined]
        assert bytes_to_recipe(file[: len(file) * 9 // 10]) == recipe, "it comes before the frames"
    assert content_type_of(new_name(kind)) == kind.content_type  # type: ignore[arg-type, attr-defined]


@pytest.mark.parametrize("kind", CLIP_KINDS, ids=lambda kind: kind.id)
def test_a_damaged_file_gives_its_recipe_or_a_sentence(files: dict[str, tuple[bytes, Recipe]], kind: object) -> None:
    file, recipe = files[kind.id]  # type: ignore[attr-defined]
    chance = random.Random(5)
    for _ in range(150):
        damaged = bytearray(file[: chance.randrange(8, len(file))] if chance.random() < 0.4 else file)
        for _ in range(chance.randrange(4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            assert bytes_to_recipe(bytes(damaged)) == recipe
        except (RecipeError, UnreadablePictureError) as error:
            assert error.message


def test_other_peoples_clips_hold_none() -> None:
    with pytest.raises(NoRecipeError):
        bytes_to_recipe(b"GIF89a\x01\x00\x01\x00\x00\x00\x00\x3b")
    for data in (b"GIF89a", b"\x00\x00\x00\x08ftyp\x00\x00\x00\x20moov", b"\x1a\x45\xdf\xa3\x9f"):
        with pytest.raises(RecipeError if data == b"" else (UnreadablePictureError, NoRecipeError)):
            bytes_to_recipe(data)
