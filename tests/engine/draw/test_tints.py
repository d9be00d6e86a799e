"""Whole inks of the small pass, raised to any size, keep thin things whole and their outlines crisp."""

from __future__ import annotations

import pytest
import torch

from engine.contracts import Fields
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.tints import above, tinted
from engine.palette.inks import Inks
from engine.palette.oklab import hexes_to_oklab

OWN = hexes_to_oklab(("#15140f", "#1f4e9d", "#a7402a", "#eab530", "#f3e7cf"))
INKS = Inks(OWN, torch.full((5,), 0.2), OWN[-1], OWN[2])
THIN, APART = 0.02, 0.08


def _bars(grid: Grid) -> torch.Tensor:
    """(H, W) coverage by upright bars that a slope leans."""
    across = grid.x + 0.3 * grid.y
    away = (across / APART - (across / APART).round()).abs() * APART
    return ((THIN / 2 - away) / grid.pixel + 0.5).clamp(0, 1)


@pytest.mark.parametrize("side", [384, 512])
def test_bars_thinner_than_a_facet_stay_whole(side: int):
    small, window = Grid.window((176, 176)), Grid.window((side, side))
    rank = 0.9 - 0.8 * _bars(small)
    nothing = torch.zeros_like(rank)
    plan = Plan(small, Fields(rank, rank, rank, torch.stack((rank, rank)), nothing, nothing), rank)
    painted = tinted(INKS, plan, above(INKS, plan), window)
    dark = (painted[0] < 0.5).float()
    assert float((dark - _bars(window)).abs().mean()) < 0.03
    strangers = torch.cdist(painted.flatten(1).T, OWN).argmin(1)
    assert float(((strangers > 0) & (strangers < 4)).float().mean()) < 0.08, "outlines are thin, whatever inks lie between"
