"""What leads the eye stays itself while a theme's own sliders move, and the frame does not cut it."""

from __future__ import annotations

import itertools
import math

import pytest
import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.fleet import anchored
from engine.draw.grid import Grid
from engine.registry import SCENES

SCENES.load()
STEPS = 40


def _drawn(theme: str, seed: int, shape: tuple[int, int], slider: str, value: float, **knobs: float) -> Fields:
    own = {option.name: 0.5 for option in SCENES[theme].options} | {slider: value}
    return SCENES[theme].draw(Grid.window(shape), Chance(seed), SceneKnobs(own=own, **knobs), 0.0)


def _middle(accent: Tensor) -> tuple[float, float]:
    """Where the accent stands, as parts of the width and height."""
    (tall, wide), mass = accent.shape, float(accent.sum())
    across, down = torch.arange(wide) + 0.5, torch.arange(tall) + 0.5
    return float((accent.sum(0) * across).sum()) / mass / wide, float((accent.sum(1) * down).sum()) / mass / tall


@pytest.mark.parametrize("seed", range(8))
def test_trees_of_an_orchard_grow_in(seed: int) -> None:
    frames = [_drawn("orchard", seed, (96, 128), "trees", step / STEPS).regions for step in range(STEPS + 1)]
    steps = torch.tensor([float((one - other).abs().mean()) for one, other in itertools.pairwise(frames)])
    assert float(steps.max()) <= 2 * float(steps.mean())


@pytest.mark.parametrize(("theme", "slider"), [("pattern", "repeats"), ("geometry", "shapes")])
@pytest.mark.parametrize("shape", [(128, 72), (96, 96)])
def test_the_repeat_that_leads_the_eye_stays_where_it_is(theme: str, slider: str, shape: tuple[int, int]) -> None:
    for seed in range(8):
        places = [_middle(_drawn(theme, seed, shape, slider, value).accent) for value in (0.3, 0.5, 0.7, 0.9)]
        for axis in zip(*places, strict=True):
            assert max(axis) - min(axis) <= 0.10, (seed, places)


@pytest.mark.parametrize("seed", range(12))
def test_the_sun_stands_clear_of_the_steepest_sheets(seed: int) -> None:
    seen = [float(_drawn("light", seed, (96, 96), "curve", value, energy=0.9).accent.sum()) for value in (0.0, 1.0)]
    assert seen[1] >= 0.9 * seen[0]


@pytest.mark.parametrize("seed", range(6))
def test_boats_at_anchor_lie_side_by_side(seed: int) -> None:
    """Turned three ways round a middle they were a face."""
    (_, _, first, _), *others = anchored(1.0, Chance(seed), (0.0, 0.0), 0.0)
    assert all(abs(math.remainder(turn - first, math.tau)) < 0.6 for _, _, turn, _ in others)
