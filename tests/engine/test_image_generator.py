"""The contract that callers rely on."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from engine import ImageGenerator, InvalidPreferencesError, PictureTooLargeError, Preferences, Recipe, UnknownNameError


def test_the_seed_document_word_for_word(generator: ImageGenerator):
    picture = generator.generate_image({"theme": "dark", "style": "minimalist"})
    assert (picture.mode, picture.size) == ("RGB", (1024, 1024))


def test_the_recipe_rides_with_the_picture_and_makes_it_again(generator: ImageGenerator):
    preferences = Preferences(theme="alpine", style="watercolour", palette="ember", seed=7)
    picture = generator.generate_image(preferences, size=(320, 180))
    recipe = Recipe.model_validate_json(picture.info["recipe"])
    assert picture.size == (320, 180)
    assert recipe.model_dump_json() == picture.info["recipe"]
    assert generator.generate_image(recipe).tobytes() == picture.tobytes()


@pytest.mark.parametrize("size", [(16, 16), (17, 99), (99, 17), (640, 80), (511, 257)])
def test_sizes_are_honoured_exactly(generator: ImageGenerator, size):
    assert generator.generate_image({}, size=size).size == size


def test_too_many_pixels_are_refused_before_any_is_allocated(generator: ImageGenerator):
    with pytest.raises(PictureTooLargeError, match="million pixels"):
        generator.generate_image({}, size=(16_000, 16_000))


@pytest.mark.parametrize(
    ("asked", "near"), [({"theme": "oceon"}, "ocean"), ({"style": "watercolor"}, "watercolour"), ({"palette": "embers"}, "ember")]
)
def test_unknown_names_suggest_the_nearest(generator: ImageGenerator, asked, near: str):
    with pytest.raises(UnknownNameError, match=near):
        generator.generate_image(asked)


def test_tiling_is_refused_until_a_theme_tiles(generator: ImageGenerator):
    with pytest.raises(InvalidPreferencesError, match="tile"):
        generator.resolve({"tile": "both"})


def test_variations_differ_and_keep_all_but_the_seed(generator: ImageGenerator):
    paintings = generator.variations({"theme": "ocean", "seed": 2**31 - 2}, count=3, size=(96, 96))
    assert len({painting.image.tobytes() for painting in paintings}) == 3
    assert [painting.recipe.preferences.seed for painting in paintings] == [2**31 - 1, 0, 1]


def test_a_preset_palette_in_a_recipe_is_spelled_out(generator: ImageGenerator):
    recipe = generator.recipe({"palette": "ember"}, (64, 64))
    assert recipe.palette_name == "ember"
    assert [swatch.hex for swatch in recipe.preferences.palette] == ["#1b1026", "#4a1942", "#9c2c4e", "#e8663f", "#ffd9a0"]
    assert recipe.preferences.accent == "#fff3d6"
    assert generator.recipe(recipe, recipe.size) == recipe


ELSEWHERE = """
import hashlib, sys, torch
torch.set_num_threads(int(sys.argv[1]))
from engine import ImageGenerator
generator = ImageGenerator()
for theme in generator.themes:
    for style in generator.styles:
        picture = generator.generate_image({"theme": theme, "style": style, "palette": "ember", "seed": 3}, size=(200, 152))
        print(theme, style, hashlib.sha256(picture.tobytes()).hexdigest())
"""


def test_same_recipe_same_bytes_across_processes_and_thread_counts(generator: ImageGenerator):
    runs = [
        subprocess.run([sys.executable, "-c", ELSEWHERE, threads], capture_output=True, text=True, check=True).stdout.splitlines()
        for threads in ("1", "2")
    ]
    assert len(runs[0]) == len(generator.themes) * len(generator.styles)
    assert [a for a, b in zip(*runs, strict=True) if a != b] == []


def test_people_painting_at_once_get_their_own_pictures(generator: ImageGenerator):
    asked = [{"theme": theme, "style": "halftone", "seed": seed} for theme in generator.themes for seed in (1, 2)]
    alone = [generator.generate_image(one, size=(96, 64)).tobytes() for one in asked]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: generator.generate_image(one, size=(96, 64)).tobytes(), asked))
    assert together == alone


def test_painting_leaves_torch_as_it_was(generator: ImageGenerator):
    before = torch.random.get_rng_state()
    generator.generate_image({}, size=(64, 64))
    assert torch.equal(before, torch.random.get_rng_state())
    assert torch.is_grad_enabled()
