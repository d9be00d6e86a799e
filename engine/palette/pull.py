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
AT_ONCE = 2**20
"""Distances, of colours to segments, held at once."""


def pulled(colours: Tensor, inks: Tensor) -> Tensor:
    """(3, N) OKLab, (K, 3) inks -> (3, N) within ROOM of the nearest segment between two of them, lightness counted half."""
    weights = torch.tensor([0.5, 1.0, 1.0], device=inks.device)
    first, last = torch.tensor(list(itertools.combinations(range(len(inks)), 2)), device=inks.device).T
    begin, line = (inks * weights)[first], ((inks[last] - inks[first]) * weights)
    found = [_nearest(part, begin, line) for part in torch.split(colours * weights[:, None], max(1, AT_ONCE // len(begin)), dim=1)]
    nearest, best = (torch.cat(parts, dim=-1) for parts in zip(*found, strict=True))
    back = 1 - ROOM / nearest.clamp_min_(ROOM)
    return colours + (best / weights[:, None] - colours) * back


def _nearest(points: Tensor, begin: Tensor, line: Tensor) -> tuple[Tensor, Tensor]:
    """(3, n) points, (P, 3) where segments begin and how they run -> (n,) distance to the nearest, (3, n) the place on it."""
    lengths = line.square().sum(1, keepdim=True).clamp_min(1e-12)
    offset = (begin * line).sum(1, keepdim=True)
    along = torch.addmm(-offset, line, points).div_(lengths)
    share = along.clamp(0, 1)
    # |p - b|^2 - 2 s (p - b).l + s^2 |l|^2, less |p|^2, which all segments share
    apart = torch.addmm(begin.square().sum(1, keepdim=True), begin, points, alpha=-2)
    apart.add_(share.mul(share.sub(along, alpha=2)).mul_(lengths))
    which = apart.argmin(0)
    place = begin[which].T + line[which].T * share.gather(0, which[None])
    return torch.linalg.vector_norm(points - place, dim=0), place
