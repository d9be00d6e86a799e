"""Each knob moves a measured attribute of its name, steadily (benchmarks/knobs.py measures every combination)."""

from __future__ import annotations

import itertools
import statistics

import pytest
import torch

from benchmarks.knobs import response
from engine import Size
from engine.backends.canvas import Canvas
from engine.contracts import KNOBS
from engine.registry import SCENES
from tests.engine.backends.combinations import GENERATOR, SOME

PAIRS = SOME[:: max(1, len(SOME) // 14)]
SIZES = {"detail": 448, "texture": 448}
"""Where the finest marks must show."""
FLAT_AND_FORMED = ("minimalist", "gouache")


@pytest.mark.parametrize("knob", KNOBS)
def test_a_knob_does_what_its_name_says(knob: str):
    found = {
        (theme, style): response(GENERATOR, {"theme": theme, "style": style, "seed": 3, "palette": "ember"}, knob, SIZES.get(knob, 160))
        for theme, style in PAIRS
    }
    assert statistics.median(correlation for correlation, _ in found.values()) >= 0.9, found
    assert min(change for _, change in found.values()) >= 0.002, found


@pytest.mark.parametrize("theme", GENERATOR.themes)
def test_every_slider_of_a_theme_acts_in_every_layout(theme: str):
    """In some style: a flat one shows no sheen. Six seeds are of several layouts."""
    canvas, size = Canvas(GENERATOR.catalogue, remembered=0), Size(width=128, height=128)

    def painted(style: str, seed: int, option: str, value: float) -> torch.Tensor:
        asked = {"theme": theme, "style": style, "palette": "ember", "seed": seed, "options": {option: value}}
        return canvas.paint(GENERATOR.condition(asked), size)[..., :3].float()

    for option, seed in itertools.product(SCENES[GENERATOR.catalogue.themes[theme].scene].options, range(6)):
        changes = (
            (painted(style, seed, option.name, 0.0) - painted(style, seed, option.name, 1.0)).abs().mean() for style in FLAT_AND_FORMED
        )
        assert any(change >= 0.0015 * 255 for change in changes), (option.name, seed)
