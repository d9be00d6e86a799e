"""Every preset palette paints: range, distinct inks, shares that can be seen, an accent apart; and no two are nearly alike."""

from __future__ import annotations

import itertools

import pytest
import torch

from engine.catalogue import Catalogue, PaletteEntry
from engine.contracts import Tensor
from engine.palette.oklab import hex_to_oklab, hexes_to_oklab

PALETTES = tuple(Catalogue().palettes.values())
every_palette = pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.id)

RANGE = 0.45
INKS_APART = 0.04
ACCENT_APART = 0.07
LEAST_SHARE = 0.04
ALIKE = 0.03
"""Of two palettes: the mean distance in OKLab from a colour of one to the nearest of the other, weighted by shares."""


def inks_and_shares(palette: PaletteEntry) -> tuple[Tensor, Tensor]:
    """(K, 3) OKLab and (K,) shares."""
    return hexes_to_oklab([swatch.hex for swatch in palette.colours]), torch.tensor([swatch.weight for swatch in palette.colours])


def apart(one: PaletteEntry, other: PaletteEntry) -> float:
    """How unlike two palettes are, 0 for the same colours."""
    (inks, shares), (others, other_shares) = inks_and_shares(one), inks_and_shares(other)
    distances = torch.cdist(inks, others)
    return float((distances.amin(1) * shares).sum() + (distances.amin(0) * other_shares).sum()) / 2


@every_palette
def test_dark_and_light_are_far_apart_and_listed_so(palette: PaletteEntry):
    lightness = inks_and_shares(palette)[0][:, 0]
    assert float(lightness.max() - lightness.min()) >= RANGE
    assert int(lightness.argmin()) == 0


@every_palette
def test_inks_and_accent_are_told_apart(palette: PaletteEntry):
    inks, _ = inks_and_shares(palette)
    assert 4 <= len(inks) <= 7
    assert min(float(torch.dist(one, other)) for one, other in itertools.combinations(inks, 2)) >= INKS_APART
    assert palette.background
    assert palette.accent
    assert float(torch.cdist(hex_to_oklab(palette.accent)[None], inks).min()) >= ACCENT_APART


@every_palette
def test_shares_sum_to_one_and_can_be_seen(palette: PaletteEntry):
    _, shares = inks_and_shares(palette)
    assert float(shares.sum()) == pytest.approx(1, abs=1e-6)
    assert float(shares.min()) >= LEAST_SHARE


def test_no_two_palettes_are_nearly_alike():
    near = [(one.id, other.id) for one, other in itertools.combinations(PALETTES, 2) if apart(one, other) < ALIKE]
    assert near == []


def test_there_is_a_choice_in_families_that_stand_together():
    assert len(PALETTES) >= 40
    families = [family for family, _ in itertools.groupby(palette.family for palette in PALETTES)]
    assert len(families) == len(set(families)) >= 8
