"""A blurred edge between two far inks shows those two, not the rainbow between them; and every pixel of it lies between two inks."""

from __future__ import annotations

import torch

from engine.contracts import Fields
from engine.draw import rims
from engine.draw.around import blurred
from engine.draw.continuous import continuous, detour, held
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.palette.fidelity import on_palette
from engine.palette.inks import Inks, look_up
from engine.palette.oklab import hexes_to_oklab

NILE = ("#15140f", "#1f4e9d", "#a7402a", "#2e9c86", "#eab530", "#f3e7cf")
RAMP = ("#0d1b2a", "#1b4965", "#5fa8d3", "#cae9ff", "#f7fbff")
BLUR, REACH = 0.007, 0.014


def _inks(colours: tuple[str, ...]) -> Inks:
    own = hexes_to_oklab(colours)
    return Inks(own, torch.full((len(colours),), 1 / len(colours)), own[-1], own[1])


def _edge(low: float = 0.03, high: float = 0.97) -> tuple[Plan, Grid, torch.Tensor]:
    """An upright edge on the small pass, and as a lens blurs it on a window."""
    small, window = Grid.window((176, 176)), Grid.window((512, 512))
    rank = torch.where(small.x < 0, low, high).expand(small.shape).contiguous()
    plan = Plan(small, Fields(rank, rank, rank, torch.stack((rank, rank)), rank, rank), rank)
    return plan, window, blurred(small, rank, window, BLUR)


def test_a_soft_edge_mixes_the_inks_of_its_sides_alone():
    inks = _inks(NILE)
    plan, window, rank = _edge()
    painted = rims.painted(inks, plan, window, rank.clone(), torch.zeros_like(rank), REACH)
    through = look_up(held(inks), rank)

    def coloured(picture: torch.Tensor) -> float:
        """The share of the picture that has a hue of its own."""
        return float((picture[1:].norm(dim=0) > 0.05).float().mean())

    assert coloured(through) > 0.01
    assert coloured(painted) < 0.2 * coloured(through)
    assert float(((painted[0] > 0.3) & (painted[0] < 0.85)).float().mean()) > 0.004, "it is still soft"


def test_a_soft_edge_lies_between_two_inks_wherever_its_sides_lie():
    inks = _inks(NILE)
    for low in torch.linspace(0, 0.6, 13).tolist():
        plan, window, rank = _edge(low, low + 0.37)
        painted = rims.painted(inks, plan, window, rank, torch.zeros_like(rank), REACH)
        assert on_palette(painted.flatten(1), inks.colours) > 0.999


def test_a_ramp_is_painted_as_it_runs():
    inks = _inks(RAMP)
    plan, window, rank = _edge()
    assert detour(inks) == 0
    painted = rims.painted(inks, plan, window, rank.clone(), torch.zeros_like(rank), REACH)
    assert torch.equal(painted, look_up(continuous(inks), rank))
