"""A palette as one continuous run of tone, for what is painted without borders: photographs, glows, gradients."""

from __future__ import annotations

import itertools

import torch

from engine.contracts import Tensor
from engine.palette.inks import STEPS, Inks


def continuous(inks: Inks) -> Tensor:
    """(3, STEPS) OKLab for ranks 0 .. 1: each ink is pure in the middle of its share only, and half way to the next at the cut.

    So the shares hold however uneven they are, and no ink stands in a flat patch. High contrast brings the patches back.
    """
    shares = inks.shares.tolist()
    cuts = [0.0, *itertools.accumulate(shares)]
    middles = [(low + high) / 2 for low, high in itertools.pairwise(cuts)]
    knots = sorted([(cut, k - 0.5) for k, cut in enumerate(cuts)][1:-1] + [(middle, float(k)) for k, middle in enumerate(middles)])
    knots = [(0.0, 0.0), *(knot for knot in knots if 0 < knot[1] < inks.count - 1), (1.0, float(inks.count - 1))]
    ranks = (torch.arange(STEPS, device=inks.shares.device) + 0.5) / STEPS
    x, y = torch.tensor(knots, device=ranks.device).T
    after = torch.searchsorted(x[1:-1].contiguous(), ranks)
    part = (ranks - x[after]) / (x[after + 1] - x[after]).clamp_min(1e-6)
    place = torch.lerp(y[after], y[after + 1], part.clamp(0, 1))
    flat = max(0.0, inks.contrast - 0.5) * 1.4
    return inks.blend(torch.lerp(place, inks.position(ranks, 0.35), flat))
