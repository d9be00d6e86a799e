"""A palette as one continuous run of tone, for what is painted without borders: photographs, glows, gradients."""

from __future__ import annotations

import itertools

import torch

from engine.contracts import Tensor
from engine.palette.inks import STEPS, Inks


def continuous(inks: Inks) -> Tensor:
    """(3, STEPS) OKLab for ranks 0 .. 1. Nobody may change it."""
    if "continuous" not in inks.tables:
        inks.tables["continuous"] = inks.blend(_places(inks))
    return inks.tables["continuous"]


def _places(inks: Inks) -> Tensor:
    """(STEPS,) places along the inks for ranks 0 .. 1: a whole number in the middle of an ink's share only, a half at each cut.

    So the shares hold however uneven they are, and no ink stands in a flat patch. High contrast steepens the way from ink to ink.
    """
    shares = inks.shares.tolist()
    cuts = [0.0, *itertools.accumulate(shares)]
    middles = [((low + high) / 2, float(k)) for k, (low, high) in enumerate(itertools.pairwise(cuts))][1:-1]
    between = [(cut, k + 0.5) for k, cut in enumerate(cuts[1:-1])]
    ranks = (torch.arange(STEPS, device=inks.shares.device) + 0.5) / STEPS
    x, y = torch.tensor([(0.0, 0.0), *sorted(middles + between), (1.0, inks.count - 1.0)], device=ranks.device).T.contiguous()
    after = torch.searchsorted(x[1:-1], ranks)
    part = (ranks - x[after]).div_((x[after + 1] - x[after]).clamp_min_(1e-6)).clamp_(0, 1)
    place = torch.lerp(y[after], y[after + 1], part)
    ink = place.floor().clamp_(0, max(inks.count - 2, 0))
    t = place - ink
    return ink.add_(torch.lerp(t, t * t * (3 - 2 * t), max(0.0, inks.contrast - 0.5) * 2))
