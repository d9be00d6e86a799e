"""One-dimensional optimal transport of many distributions at once: every value moves to the target's value of the same rank.

Ranks come from histograms, not from sorting: on processors that is five times as fast, and within a bin values move by a straight line.
"""

from __future__ import annotations

import torch
from torch.nn import functional

from engine.contracts import Tensor

BINS = 512


def moves(values: Tensor, target: Tensor) -> Tensor:
    """(k, n) values, (k, m) of the target -> (k, n): the changes that give each row its target row's quantiles."""
    low = torch.minimum(values.amin(1), target.amin(1))[:, None]
    high = torch.maximum(values.amax(1), target.amax(1))[:, None]
    scale = BINS / (high - low).clamp_min_(1e-6)
    place = (values - low).mul_(scale).clamp_(0, BINS - 1e-3)
    step = place.to(torch.int32)
    below, above = _changes(_cumulated(step), _cumulated((target - low).mul_(scale).clamp_(0, BINS - 1e-3).to(torch.int32)))
    index = step.add(torch.arange(len(step), dtype=torch.int32, device=step.device)[:, None], alpha=BINS).flatten()
    here, there = below.flatten().index_select(0, index).view_as(place), above.flatten().index_select(0, index).view_as(place)
    return here.lerp_(there, place.sub_(step)).div_(scale)


def _cumulated(steps: Tensor) -> Tensor:
    """(k, n) bins -> (k, BINS + 1): how much lies below each bin's edge, from 0 to 1."""
    rows = torch.arange(len(steps), dtype=torch.int32, device=steps.device)[:, None]
    counts = torch.bincount(steps.add(rows, alpha=BINS).flatten(), minlength=len(steps) * BINS)
    return functional.pad(counts.view(len(steps), BINS).cumsum(1).float().div_(steps.shape[1]), (1, 0))


def _changes(own: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """(k, BINS + 1) each -> (k, BINS) twice: by how many bins a value moves at the lower and at the upper edge of each bin.

    They differ from the neighbouring bins' where the target has a gap: the lower edge goes to the gap's end, the upper to its beginning.
    """
    edges = torch.arange(BINS + 1, device=own.device)
    return _placed(own[:, :-1], target, True).sub_(edges[:-1]), _placed(own[:, 1:], target, False).sub_(edges[1:])


def _placed(parts: Tensor, target: Tensor, upper: bool) -> Tensor:
    """(k, BINS) parts of the whole -> where the target has so much below, in bins; of a gap its upper end or its lower."""
    within = torch.searchsorted(target[:, 1:].contiguous(), parts.contiguous(), right=upper).clamp_(max=BINS - 1)
    low, high = target.gather(1, within), target.gather(1, within + 1)
    return (parts - low).div_((high - low).clamp_min_(1e-9)).clamp_(0, 1).add_(within)
