"""Contrast, other eyes, nudges and ramps: figures from their sources, and what must hold for any palette."""

from __future__ import annotations

import itertools

import pytest

from engine.contracts import Swatch
from engine.errors import InvalidPreferencesError, UnknownNameError
from engine.palette.contrast import contrast, contrasts, level
from engine.palette.harmony import hex_to_lch
from engine.palette.nudge import NUDGES, nudge, ramp
from engine.palette.vision import SIGHTS, alike, seen

EMBER = [
    Swatch(hex=h, weight=w) for h, w in (("#1b1026", 0.22), ("#4a193c", 0.24), ("#9c2c4e", 0.22), ("#e8663f", 0.18), ("#ffd9a0", 0.14))
]


# WCAG's own examples: 21 for black on white; #767676 on white is the lightest grey at AA, #949494 at large, #595959 at AAA.
@pytest.mark.parametrize(
    ("one", "ratio", "name"),
    [("#000000", 21, "AAA"), ("#767676", 4.54, "AA"), ("#949494", 3.03, "large"), ("#777777", 4.47, "large"), ("#595959", 7.0, "AAA")],
)
def test_contrast_is_wcags(one: str, ratio: float, name: str) -> None:
    assert contrast(one, "#ffffff") == contrast("#ffffff", one) == pytest.approx(ratio, abs=0.01)
    assert level(contrast(one, "#ffffff")) == name


def test_the_matrix_is_never_rounded_up_over_a_limit() -> None:
    assert contrasts(["#ffffff", "#777777"]) == [[1.0, 4.47], [4.47, 1.0]]


# Each row of Machado's matrices sums to one, so greys stay grey; the sights differ as they should.
@pytest.mark.parametrize("sight", SIGHTS)
def test_greys_stay_grey_for_every_eye(sight: str) -> None:
    assert seen(["#000000", "#808080", "#ffffff"], sight) == ["#000000", "#808080", "#ffffff"]


def test_red_and_green_meet_for_deutan_eyes_and_blue_and_green_for_tritan() -> None:
    assert alike(["#a03c28", "#5a6420", "#2040c0"], "deutan") == [(0, 1)]
    assert alike(["#a03c28", "#5a6420", "#2040c0"], "tritan") == []
    assert seen(["#ff0000"], "protan") == ["#6d5f00"]  # sRGB red: (0.152286, 0.114503, -0.003882) linear


@pytest.mark.parametrize("kind", NUDGES)
def test_a_nudge_does_what_it_says_and_leaves_locked_inks(kind: str) -> None:
    moved = nudge(EMBER, kind, {0})
    assert moved[0] == EMBER[0]
    assert [swatch.weight for swatch in moved] == [swatch.weight for swatch in EMBER]
    before, after = ([hex_to_lch(swatch.hex) for swatch in some] for some in (EMBER, moved))
    change = [(new[0] - old[0], new[1] - old[1]) for old, new in zip(before[1:], after[1:], strict=True)]
    if kind in {"lighter", "darker"}:
        assert all((light > 0) == (kind == "lighter") and abs(light) > 0.004 for light, _ in change)
    if kind in {"calmer", "livelier"}:
        assert sum(strong for _, strong in change) * (1 if kind == "livelier" else -1) > 0.05
        assert all(abs(light) < 0.005 for light, _ in change)
    assert sorted(ink[0] for ink in after) == [ink[0] for ink in after], "a dark to light palette stays one"


@pytest.mark.parametrize(("there", "back"), [("lighter", "darker"), ("calmer", "livelier"), ("warmer", "cooler")])
def test_a_step_and_the_step_back_meet(there: str, back: str) -> None:
    greys = [Swatch(hex=colour) for colour in ("#404850", "#808878", "#b0a8a0")]
    for old, new in zip(greys, nudge(nudge(greys, there), back), strict=True):
        assert all(abs(int(old.hex[at : at + 2], 16) - int(new.hex[at : at + 2], 16)) <= 2 for at in (1, 3, 5))


def test_a_ramp_climbs_evenly_between_its_ends() -> None:
    steps = ramp("#10204a", "#f4f0d0", 6)
    assert (steps[0].hex, steps[-1].hex) == ("#10204a", "#f4f0d0")
    rungs = [hex_to_lch(swatch.hex)[0] for swatch in steps]
    gaps = [high - low for low, high in itertools.pairwise(rungs)]
    assert max(gaps) - min(gaps) < 0.01
    assert len({swatch.hex for swatch in ramp("#000000", "#ffffff", 12)}) == 12
    assert len(ramp("#000000", "#ffffff", 2)) == 2


def test_what_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownNameError, match="warmer"):
        nudge(EMBER, "warm")
    with pytest.raises(InvalidPreferencesError, match="2 to 12"):
        ramp("#000000", "#ffffff", 13)
