"""Colours that have left the segments between inks are drawn back to them, no further than the promise asks for.

So what lies on the palette stays as it is to the last bit, and what was smooth stays smooth.
"""

from __future__ import annotations

import itertools

import torch

from engine.contracts import Tensor
from engine.palette.fidelity import ON_PALETTE_DISTANCE

ROOM = 0.9 * ON_PALETTE_DISTANCE
"""How far off a colour may stay; the rest is for the rounding to bytes."""


def pulled(colours: Tensor, inks: Tensor) -> Tensor:
    """(3, N) OKLab, (K, 3) inks -> (3, N) within ROOM of the nearest segment between two of them, lightness counted half."""
    weights = torch.tensor([0.5, 1.0, 1.0], device=inks.device)
    points, ends = colours * weights[:, None], inks * weights
    nearest, best = torch.full_like(colours[0], torch.inf), points
    for one, other in itertools.combinations(ends, 2):
        line = other - one
        along = ((points - one[:, None]) * line[:, None]).sum(0).div_(line.square().sum().clamp_min(1e-12)).clamp_(0, 1)
        found = torch.addcmul(one[:, None], along[None], line[:, None])
        apart = (found - points).square().sum(0)
        closer = apart < nearest
        nearest, best = torch.where(closer, apart, nearest), torch.where(closer, found, best)
    back = 1 - ROOM / nearest.sqrt().clamp_min(ROOM)
    return colours + (best - points) / weights[:, None] * back
