"""Preferences <-> Condition: both ways, continuous, and all that the canvas needs."""

from __future__ import annotations

import itertools

import pytest
import torch

from engine import ImageGenerator
from engine.contracts import KNOBS

ASKED = [
    {"theme": "dark", "style": "minimalist"},
    {"theme": {"ocean": 0.7, "alpine": 0.3}, "style": {"ink": 1, "oil": 3}, "palette": "bauhaus", "seed": 2**31 - 1},
    {"palette": [{"hex": "#102030", "weight": 3}, "#fefefe", "#a04010"], "accent": "#00ff00", "knobs": {"detail": 0.1, "scale": 0.93}},
]


@pytest.mark.parametrize("asked", ASKED)
def test_decode_is_the_inverse_of_encode(generator: ImageGenerator, asked):
    condition = generator.condition(asked)
    again = generator.condition(generator.preferences(condition))
    assert torch.allclose(again.vector, condition.vector, atol=1e-6)
    assert torch.equal(again.inks, condition.inks)
    assert torch.allclose(again.shares, condition.shares)
    assert (again.seed, again.tile) == (condition.seed, condition.tile)


def test_the_layout_names_every_entry_once(generator: ImageGenerator):
    condition = generator.condition({})
    assert len(condition.layout) == len(set(condition.layout)) == len(condition.vector)
    assert condition.vector.dtype == torch.float32
    assert list(condition.group("theme")) == generator.themes
    assert list(condition.group("style")) == generator.styles
    assert tuple(condition.group("knob")) == KNOBS


def test_weights_are_one_hot_or_a_normalised_blend(generator: ImageGenerator):
    assert sum(generator.condition({"theme": "ocean"}).group("theme").values()) == 1.0
    blend = generator.condition({"theme": {"ocean": 2, "dark": 6}}).group("theme")
    assert (blend["ocean"], blend["dark"]) == (0.25, 0.75)


@pytest.mark.parametrize("knob", KNOBS)
def test_a_small_move_of_a_slider_is_a_small_move_of_the_vector(generator: ImageGenerator, knob: str):
    steps = [generator.condition({"knobs": {knob: k / 50}}).vector for k in range(51)]
    moves = [float((after - before).abs().max()) for before, after in itertools.pairwise(steps)]
    assert max(moves) == pytest.approx(0.04, abs=1e-5)
    assert min(moves) == pytest.approx(0.04, abs=1e-5)


def test_palette_statistics_move_with_the_palette(generator: ImageGenerator):
    def stats(*palette):
        return generator.condition({"palette": list(palette)}).group("palette")

    assert stats("#000000", "#101010")["lightness"] < stats("#f0f0f0", "#ffffff")["lightness"]
    assert stats("#808080", "#c0c0c0")["chroma"] == pytest.approx(0, abs=1e-4)
    assert stats("#ff0000", "#800000")["green_red"] > 0 > stats("#00ff00", "#008000")["green_red"]
    assert stats("#0000ff", "#000080")["blue_yellow"] < 0 < stats("#ffff00", "#808000")["blue_yellow"]


def test_a_colour_named_twice_counts_once_with_both_shares(generator: ImageGenerator):
    condition = generator.condition({"palette": ["#000000", "#ffffff", "#000"]})
    assert condition.shares.tolist() == pytest.approx([2 / 3, 1 / 3])


def test_the_canvas_paints_from_the_condition_alone(generator: ImageGenerator):
    """A picture painted from decoded preferences is the picture: nothing but the numbers was used."""
    asked = {"theme": {"alpine": 0.6, "dark": 0.4}, "style": "halftone", "palette": "glacier", "seed": 5, "knobs": {"energy": 0.8}}
    decoded = generator.preferences(generator.condition(asked))
    assert generator.preview(asked, (160, 120)).image.tobytes() == generator.preview(decoded, (160, 120)).image.tobytes()
