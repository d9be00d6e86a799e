"""A picture cut into regions: neighbours merge, the least missed first, until what a border tells is worth its length.

Koepfler, Lopez and Morel, "A multiscale algorithm for image segmentation by variational method" (1994): two regions merge where
Ward's cost of merging them is less than `scale` times the length of their common border (the Mumford and Shah functional for flat
regions). Ragged borders of textures are long, so textures run together while small things with clean outlines stay.
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Tensor

FIRST, GROWTH = 1.2e-4, 2.0
"""The scale that merging begins with, and by how much it grows from round to round."""
MOST = 40
"""Rounds; far fewer are needed."""
INT32_ROOT = 46_340
"""Pairs of fewer regions than that are numbered in 32 bits, which are sorted in a third of the time."""
TAIL = 0.93
"""Of pixels, merging ends with the round that leaves more than that of what it found: the rest is sooner done from there."""
STEPS = 2.0
"""What a border steps counts as at most so much more, squared: slow slopes of a sky or a ground run together."""
LOOSE = 2
"""So many first rounds merge every region with its nearest neighbour: colours that no eye tells apart."""


def merged(colours: Tensor, scale: float, start: Tensor | None = None) -> Tensor:
    """(C, H, W) -> (H, W) int64 numbers of regions, 0 .. n - 1 in no order.

    start: regions to go on merging from; of regions, borders that hardly step count less.
    """
    shape = colours.shape[1:]
    label = torch.arange(shape[0] * shape[1], device=colours.device) if start is None else start.flatten()
    parts = _Parts.of(colours.flatten(1).T, label, *borders(colours, label, start is None))
    at, rounds = min(FIRST, scale), [label]
    for turn in range(MOST):
        loose = start is None and turn < LOOSE
        costs = parts.costs()
        cheapest = float(costs.amin()) if len(costs) else math.inf
        if cheapest >= scale:
            break
        while cheapest >= at:
            at = min(scale, at * GROWTH)
        parts, number = parts.joined(costs, at, loose)
        rounds.append(number)
        if start is None and at >= scale and len(parts.area) > TAIL * len(number):
            break
        if not loose:
            at = min(scale, at * GROWTH)
    last = rounds.pop()
    for earlier in reversed(rounds):
        last = last.index_select(0, earlier)
    return last.reshape(shape)


def means(planes: Tensor, label: Tensor) -> Tensor:
    """(C, H, W), (H, W) -> (C, n): each region's mean."""
    count = int(label.max()) + 1
    sums = torch.zeros(len(planes), count, device=planes.device).index_add_(1, label.flatten(), planes.flatten(1))
    return sums / areas(label, count)


def holding(parts: Tensor, shapes: Tensor) -> Tensor:
    """(h, w) regions, and what these were merged to -> (n,) of each of the first which of the second holds it."""
    found = torch.zeros(int(parts.max()) + 1, dtype=torch.long, device=parts.device)
    return found.scatter_(0, parts.flatten(), shapes.flatten())


def areas(label: Tensor, count: int) -> Tensor:
    """(n,) pixels of each region."""
    return torch.bincount(label.flatten(), minlength=count).float()


def borders(colours: Tensor, label: Tensor, single: bool = False) -> tuple[Tensor, Tensor]:
    """(2, m) the regions on either side of each border between two pixels; its length, 1, and, of regions, its step: (1 or 1 + C, m).

    single: every pixel is a region, so no two sides are alike, and the step is what their colours say.
    """
    grid = label.reshape(colours.shape[1:])
    across = torch.stack((grid[:, :-1].flatten(), grid[:, 1:].flatten()))
    down = torch.stack((grid[:-1].flatten(), grid[1:].flatten()))
    pairs = torch.cat((across, down), dim=1)
    if single:
        return pairs, torch.ones(1, pairs.shape[1], device=colours.device)
    steps = torch.cat([_steps(colours, axis).flatten(1) for axis in (2, 1)], dim=1)
    there = torch.nonzero(pairs[0] != pairs[1])[:, 0]
    steps = steps.index_select(1, there)
    return pairs.index_select(1, there), torch.cat((torch.ones_like(steps[:1]), steps))


def _steps(colours: Tensor, axis: int) -> Tensor:
    """(C, h, w) -> one fewer along the axis: from the pixel before the two of each border to the one after them."""
    last = colours.shape[axis] - 1
    after = torch.cat((colours.narrow(axis, 2, last - 1), colours.narrow(axis, last, 1)), axis)
    return after - torch.cat((colours.narrow(axis, 0, 1), colours.narrow(axis, 0, last - 1)), axis)


class _Parts:
    """n regions' areas and summed colours, and the m pairs of them that meet, with the length of their border and what it steps."""

    def __init__(self, area: Tensor, total: Tensor, pairs: Tensor, border: Tensor) -> None:
        self.area, self.total, self.pairs, self.border = area, total, pairs, border

    @classmethod
    def of(cls, colours: Tensor, label: Tensor, sides: Tensor, border: Tensor) -> _Parts:
        """colours: (n, C) of pixels; label: (n,) their regions."""
        count = int(label.max()) + 1
        area = torch.bincount(label, minlength=count).float()
        total = torch.zeros(count, colours.shape[1], device=colours.device).index_add_(0, label, colours)
        return cls(area, total, *((sides, border) if len(border) == 1 else _counted(sides, border, count)))

    def costs(self) -> Tensor:
        """(m,) what is lost by each merging, for each pixel of border; a border that steps less than its sides differ is less of one."""
        mean = (self.total / self.area[:, None]).T.contiguous()
        one, other = self.pairs
        apart = (mean.index_select(1, one) - mean.index_select(1, other)).square().sum(0)
        length = self.border[0]
        if len(self.border) > 1:
            apart = torch.minimum(apart, (self.border[1:] / length).square_().sum(0).mul_(STEPS))
        first, second = self.area.index_select(0, one), self.area.index_select(0, other)
        return apart * first * second / ((first + second) * length)

    def joined(self, costs: Tensor, scale: float, loose: bool) -> tuple[_Parts, Tensor]:
        """After one round, and (n,) which region each is part of then: each two that are each other's cheapest neighbour merge if they
        cost less than the scale.
        """
        one, other = self.pairs
        cheapest = torch.full_like(self.area, torch.inf)
        cheapest.scatter_reduce_(0, one, costs, "amin").scatter_reduce_(0, other, costs, "amin")
        by_one, by_other = costs <= cheapest.index_select(0, one), costs <= cheapest.index_select(0, other)
        wanted = torch.nonzero((by_one | by_other if loose else by_one & by_other) & (costs < scale))[:, 0]
        first, second = self.pairs.index_select(1, wanted)
        own = torch.arange(len(self.area), device=costs.device)
        into = own.scatter_reduce(0, torch.maximum(first, second), torch.minimum(first, second), "amin")
        while not torch.equal(further := into.index_select(0, into), into):
            into = further
        place = (into == own).cumsum(0) - 1
        number, count = place.index_select(0, into), int(place[-1]) + 1
        area = torch.zeros(count, device=costs.device).index_add_(0, number, self.area)
        total = torch.zeros(count, self.total.shape[1], device=costs.device).index_add_(0, number, self.total)
        one, other = number.index_select(0, one), number.index_select(0, other)
        still = torch.nonzero(one != other)[:, 0]
        pairs = torch.stack((one.index_select(0, still), other.index_select(0, still)))
        return _Parts(area, total, *_counted(pairs, self.border.index_select(1, still), count)), number


def _counted(pairs: Tensor, border: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """(2, m) pairs, some more than once -> each once, and the sums of its borders (r, m)."""
    border[1:] *= (pairs[0] < pairs[1]).float().mul_(2).sub_(1)
    low, high = torch.minimum(pairs[0], pairs[1]), torch.maximum(pairs[0], pairs[1])
    keys = low * count + high
    keys, order = (keys.int() if count < INT32_ROOT else keys).sort()
    first = torch.ones_like(keys, dtype=torch.bool)
    torch.ne(keys[1:], keys[:-1], out=first[1:])
    each = keys[first].long()
    total = torch.zeros(len(border), len(each), device=pairs.device).index_add_(1, first.cumsum(0) - 1, border.index_select(1, order))
    return torch.stack((each // count, each % count)), total
