"""Each knob moves a measured attribute of its name, steadily (benchmarks/knobs.py measures every combination)."""

from __future__ import annotations

import statistics

import pytest

from benchmarks.knobs import response
from engine.contracts import KNOBS
from tests.engine.backends.combinations import GENERATOR, SOME

PAIRS = SOME[:: max(1, len(SOME) // 14)]
SIZES = {"detail": 448, "texture": 448}
"""Where the finest marks must show."""


@pytest.mark.parametrize("knob", KNOBS)
def test_a_knob_does_what_its_name_says(knob: str):
    found = {
        (theme, style): response(GENERATOR, {"theme": theme, "style": style, "seed": 3, "palette": "ember"}, knob, SIZES.get(knob, 160))
        for theme, style in PAIRS
    }
    assert statistics.median(correlation for correlation, _ in found.values()) >= 0.9, found
    assert min(change for _, change in found.values()) >= 0.002, found
