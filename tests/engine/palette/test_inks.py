"""Painting keeps the asked shares whatever the softness, and never leaves the segments between inks."""

from __future__ import annotations

import pytest
import torch

from engine import ImageGenerator
from engine.palette.fidelity import distance_to_inks
from engine.palette.inks import MAX_SHADE, Inks, neighbourhood


def inks_of(generator: ImageGenerator, **asked) -> Inks:
    return Inks.of(generator.condition({"palette": "ember", **asked}))


@pytest.mark.parametrize("softness", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("contrast", [0.0, 0.5, 1.0])
def test_evenly_spread_ranks_give_the_asked_shares(generator: ImageGenerator, softness: float, contrast: float):
    inks = inks_of(generator, knobs={"contrast": contrast})
    painted = inks.paint(torch.linspace(0, 1, 40_000)[None], softness)[:, 0].T
    nearest = (painted[:, None] - inks.colours[None]).square().sum(-1).argmin(1)
    shares = torch.bincount(nearest, minlength=inks.count) / len(painted)
    assert float((shares - inks.shares).abs().max()) < 0.02


def test_an_edge_mixes_the_two_inks_that_meet_there(generator: ImageGenerator):
    """Darkest against lightest with a half-covered pixel between: half of each, not the ink ranked in the middle."""
    inks = inks_of(generator)
    rank = torch.tensor([[0.0, 0.0, 0.5, 1.0, 1.0]]).expand(5, 5)
    painted = inks.paint_crisp(rank)[:, 2, 2]
    assert torch.allclose(painted, (inks.dark + inks.light) / 2, atol=1e-5)


def test_an_ink_laid_over_a_soft_mixture_keeps_to_the_segments(generator: ImageGenerator):
    inks = inks_of(generator, knobs={"contrast": 0.5})
    rank = torch.rand(64, 64, generator=torch.Generator().manual_seed(1))
    laid = inks.over(inks.paint(rank, 1.0), inks.accent, torch.full_like(rank, 0.5), rank)
    every = torch.cat((inks.colours, inks.paper[None], inks.accent[None]))
    assert float((distance_to_inks(laid.reshape(3, -1), every) <= 0.02).float().mean()) > 0.98


def test_shade_moves_lightness_only_and_within_the_promise(generator: ImageGenerator):
    inks = inks_of(generator)
    flat = inks.paint(torch.full((4, 4), 0.5))
    shaded = inks.shaded(flat.clone(), torch.full((4, 4), 9.0))
    assert torch.equal(shaded[1:], flat[1:])
    assert float((shaded[0] - flat[0]).max()) <= MAX_SHADE + 1e-6


def test_neighbourhood_is_the_least_and_greatest_of_nine():
    plane = torch.arange(25.0).reshape(5, 5)
    low, high = neighbourhood(plane)
    assert (float(low[2, 2]), float(high[2, 2])) == (6.0, 18.0)
    assert (float(low[0, 0]), float(high[0, 0])) == (0.0, 6.0)
