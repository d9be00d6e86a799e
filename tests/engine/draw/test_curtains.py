"""A ribbon of light winds: night shows between its swings, and it ends within its table."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.curtains import Curtain, curtains
from engine.draw.grid import Grid

ZENITH = -1.9


def _table(t: float = 0.0) -> Tensor:
    ribbon = Curtain(Chance(5), low=0.08, high=-0.31, lean=0.0, wide=0.55, turns=1.25, phase=0.0, tall=0.25, fold=0.6)
    return curtains(Grid.window((64, 64)), ribbon, ZENITH, 0.5, t)[0, 0]


def test_doubles_back() -> None:
    """Down some column light and night take turns at least twice."""
    bright = (_table() > 0.3).int()
    begins = (bright[1:] > bright[:-1]).sum(0)
    assert int(begins.max()) >= 2


def test_is_dark_at_the_ends_of_the_table() -> None:
    table = _table()
    assert float(table[:, [0, -1]].max()) == 0.0
    assert float(table.max()) > 0.8


def test_closes() -> None:
    assert torch.allclose(_table(0.0), _table(1.0), atol=1e-4)
