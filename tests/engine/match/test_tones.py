"""A reference in tones, and the photograph that a weave tells with them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from PIL import Image

from benchmarks.match import planes
from engine import ImageGenerator
from engine.match.tones import strength, toned
from tests.engine.match.pictures import bricks, stripes
from tests.engine.photo.files import landscape


def disc(width: int = 64, height: int = 64) -> Image.Image:
    """A dark disc on light ground."""
    y, x = np.mgrid[:height, :width]
    inside = np.hypot(x - width / 2, y - height / 2) < width / 4
    return Image.fromarray(np.where(inside[..., None], (40, 50, 60), (220, 215, 200)).astype(np.uint8))


def likeness(one: Image.Image, other: Image.Image, side: int = 16) -> float:
    """Correlation of two lightnesses, `side` pixels square."""
    light = [np.asarray(each.convert("L").resize((side, side), Image.Resampling.BOX)).ravel().astype(float) for each in (one, other)]
    return float(np.corrcoef(*light)[0, 1])


@pytest.mark.parametrize("reference", [stripes(), bricks(96, 96)], ids=["weave", "bricks"])
def test_a_dark_shape_on_light_ground_is_told_in_what_is_the_same_all_over(generator: ImageGenerator, reference: Image.Image) -> None:
    made = generator.match([reference], disc(), size=(64, 64), content=0.5)
    assert likeness(made.image, disc()) > 0.5


def test_tones_are_the_same_motif_darker_and_lighter_in_the_same_colours() -> None:
    plain = planes(stripes())
    same, darker, lighter = toned([plain], 0.5)
    assert same is plain
    light = [float(one.mean()) for one in (darker, plain, lighter)]
    assert light[1] - light[0] > 0.05 and light[2] - light[1] > 0.05
    for one in (darker, lighter):
        assert bool((one.amin((1, 2)) >= plain.amin((1, 2)) - 1e-4).all() and (one.amax((1, 2)) <= plain.amax((1, 2)) + 1e-4).all())


def test_tones_part_with_content_and_where_references_have_none() -> None:
    weave, shaped = [planes(stripes())], [planes(landscape(96, 64))]
    rising = [strength(content, weave) for content in (0.0, 0.3, 0.4, 0.5, 0.6)]
    assert rising[:2] == [0, 0] and rising[2] > 0 and rising == sorted(rising) and rising[-1] > rising[2]
    assert strength(1.0, shaped) == 0
    assert len(toned(weave, 0.0)) == 1


def test_what_is_flat_has_no_tones() -> None:
    flat = torch.full((3, 12, 12), 0.4)
    assert len(toned([flat], 1.0)) == 1
    assert math.isfinite(strength(0.5, [flat]))
