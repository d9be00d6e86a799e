"""What land, water and shadows of scenes are told apart by: tones that no shape's outline can stand in for."""

from __future__ import annotations

import pytest
import torch

from engine.contracts import Fields, SceneKnobs
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.registry import SCENES
from engine.scenes.rain import _panes, _roofs

SCENES.load()


def _drawn(theme: str, seed: int, shape: tuple[int, int] = (120, 180)) -> Fields:
    scene = SCENES[theme]
    own = {option.name: 0.5 for option in scene.options}
    return scene.draw(Grid.window(shape), Chance(seed).of(theme), SceneKnobs(own=own), 0.0)


@pytest.mark.parametrize("seed", [5, 8, 9, 11])
def test_the_lagoon_of_an_atoll_is_darker_than_its_sand(seed: int) -> None:
    """Of one tone with them, sand, surf and lagoon were a single pale body, and the ring was gone."""
    fields = _drawn("islands", seed)
    afloat = fields.accent > 0.5
    down, across = (where.float() for where in afloat.nonzero(as_tuple=True))
    top, left = int(down.mean()), int(across.mean())
    water = fields.regions[top - 25 : top + 25, left - 25 : left + 25].flatten()
    assert float(water.median()) < 0.42, "as light as the shelf about it"
    assert float(torch.quantile(fields.regions, 0.97)) > 0.9


@pytest.mark.parametrize("seed", [2, 3, 4, 19])
def test_windows_beyond_the_glass_are_lit_in_houses_alone(seed: int) -> None:
    chance, horizon = Chance(seed).of("rain"), 0.16
    rows = _roofs(chance, horizon)
    for x, y, *_ in _panes(chance, SceneKnobs(own={"lights": 1.0}), horizon, 1.5, 0.0):
        assert any(y - 0.016 > row.top(x - 0.011) and y - 0.016 > row.top(x + 0.011) for row in rows), (x, y)
