from __future__ import annotations

import itertools

import pytest
import torch

from engine.contracts import Swatch
from engine.errors import InvalidPreferencesError, UnknownNameError
from engine.palette.harmony import HARMONIES, harmonise, hex_to_lch, into_gamut, reroll
from engine.palette.oklab import hex_to_oklab, oklab_to_linear

COLOURS = ("#e8663f", "#1f4f73", "#ffe800", "#808080", "#111111", "#7a22c9", "#fdf0ec", "#000000", "#ffffff", "#00ff00")
EMBER = tuple(
    Swatch(hex=colour, weight=weight)
    for colour, weight in (("#1b1026", 0.22), ("#4a1942", 0.24), ("#9c2c4e", 0.22), ("#e8663f", 0.18), ("#ffd9a0", 0.14))
)


def lightnesses(swatches: tuple[Swatch, ...]) -> list[float]:
    return [hex_to_lch(swatch.hex)[0] for swatch in swatches]


def least_distance(swatches: tuple[Swatch, ...]) -> float:
    inks = torch.stack([hex_to_oklab(swatch.hex) for swatch in swatches])
    return min(float(torch.dist(one, other)) for one, other in itertools.combinations(inks, 2))


@pytest.mark.parametrize("kind", HARMONIES)
@pytest.mark.parametrize("colour", COLOURS)
def test_a_harmony_is_a_palette_one_can_paint_with(colour: str, kind: str) -> None:
    swatches = harmonise(colour, kind)
    steps = lightnesses(swatches)
    assert colour in [swatch.hex for swatch in swatches]
    assert steps == sorted(steps)
    assert steps[-1] - steps[0] >= 0.45
    assert least_distance(swatches) >= 0.045
    assert sum(swatch.weight for swatch in swatches) == pytest.approx(1, abs=0.001)
    assert max(swatches, key=lambda swatch: swatch.weight).hex == colour


@pytest.mark.parametrize(
    ("kind", "turns"), [("complementary", {180}), ("triadic", {120, 240}), ("split", {150, 210}), ("tetradic", {90, 180, 270})]
)
def test_partners_stand_at_their_angles(kind: str, turns: set[int]) -> None:
    hue = hex_to_lch("#7d5fa8")[2]
    found = {(hex_to_lch(swatch.hex)[2] - hue) % 360 for swatch in harmonise("#7d5fa8", kind) if hex_to_lch(swatch.hex)[1] > 0.05}
    assert all(any(abs(angle - turn) < 4 for angle in found) for turn in turns)


def test_shades_keep_the_hue_and_a_grey_stays_grey() -> None:
    hue = hex_to_lch("#1f6f73")[2]
    assert all(abs(hex_to_lch(swatch.hex)[2] - hue) < 12 for swatch in harmonise("#1f6f73", "shades") if hex_to_lch(swatch.hex)[1] > 0.01)
    assert all(hex_to_lch(swatch.hex)[1] < 0.01 for swatch in harmonise("#808080", "shades"))


def test_any_written_colour_starts_a_harmony() -> None:
    assert harmonise("rgb(232, 102, 63)", "triadic") == harmonise("#e8663f", "triadic")


def test_bad_requests_say_what_to_do() -> None:
    with pytest.raises(InvalidPreferencesError, match="“#zzz” is not a colour"):
        harmonise("#zzz", "triadic")
    with pytest.raises(UnknownNameError, match="did you mean “triadic”"):
        harmonise("#e8663f", "triadc")


def test_gamut_mapping_keeps_lightness_and_hue_and_fits_srgb() -> None:
    inks = [(0.7, 0.4, hue) for hue in range(0, 360, 15)] + [(0.05, 0.3, 30.0), (0.99, 0.3, 250.0)]
    lab = into_gamut(inks)
    assert (oklab_to_linear(lab) > -0.001).all()
    assert (oklab_to_linear(lab) < 1.001).all()
    assert torch.allclose(lab[0], torch.tensor([ink[0] for ink in inks]))
    hues = torch.rad2deg(torch.atan2(lab[2], lab[1])) % 360
    asked = torch.tensor([ink[2] for ink in inks], dtype=torch.float32)
    assert (((hues - asked + 180) % 360 - 180).abs() < 0.5).all()


@pytest.mark.parametrize("locked", [(), (3,), (0, 4), (1, 2, 3)])
def test_reroll_keeps_what_is_locked_and_changes_the_rest(locked: tuple[int, ...]) -> None:
    for seed in range(8):
        fresh = reroll(EMBER, locked, seed)
        assert [new.hex == old.hex for new, old in zip(fresh, EMBER, strict=True)] == [index in locked for index in range(5)]
        assert [swatch.weight for swatch in fresh] == [swatch.weight for swatch in EMBER]
        assert max(lightnesses(fresh)) - min(lightnesses(fresh)) >= 0.45
        assert least_distance(fresh) >= 0.06


def test_reroll_is_decided_by_the_seed() -> None:
    assert reroll(EMBER, (3,), 7) == reroll(EMBER, (3,), 7)
    assert len({reroll(EMBER, (3,), seed) for seed in range(10)}) == 10


def test_reroll_with_everything_locked_changes_nothing() -> None:
    assert reroll(EMBER, range(5), 1) == EMBER


def test_reroll_manages_the_smallest_and_the_largest_palette() -> None:
    grey = [Swatch(hex="#808080")]
    assert len(reroll(grey * 2, (), 3)) == 2
    assert len({swatch.hex for swatch in reroll(grey * 12, (0,), 3)}) == 12


@pytest.mark.parametrize(("swatches", "locked"), [(EMBER[:1], ()), (EMBER * 3, ()), (EMBER, (5,)), (EMBER, (-1,))])
def test_reroll_refuses_what_is_no_palette(swatches: tuple[Swatch, ...], locked: tuple[int, ...]) -> None:
    with pytest.raises(InvalidPreferencesError):
        reroll(swatches, locked, 0)
