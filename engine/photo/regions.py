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
LOOSE = 2
"""So many first rounds merge every region with its nearest neighbour: colours that no eye tells apart."""


def merged(colours: Tensor, scale: float, start: Tensor | None = None) -> Tensor:
    """(C, H, W) -> (H, W) int64 numbers of regions, 0 .. n - 1 in no order.

    start: regions to go on merging from.
    """
    shape = colours.shape[1:]
    label = torch.arange(shape[0] * shape[1], device=colours.device) if start is None else start.flatten()
    parts = _Parts.of(colours.flatten(1).T, label, _sides(shape, label), start is None)
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


def areas(label: Tensor, count: int) -> Tensor:
    """(n,) pixels of each region."""
    return torch.bincount(label.flatten(), minlength=count).float()


def _sides(shape: torch.Size, label: Tensor) -> Tensor:
    """(2, m) the regions on either side of each border between two pixels of different regions."""
    grid = label.reshape(shape)
    across = torch.stack((grid[:, :-1].flatten(), grid[:, 1:].flatten()))
    down = torch.stack((grid[:-1].flatten(), grid[1:].flatten()))
    pairs = torch.cat((across, down), dim=1)
    return pairs[:, pairs[0] != pairs[1]]


class _Parts:
    """n regions' areas and summed colours, and the m pairs of them that meet, with the length of their border."""

    def __init__(self, area: Tensor, total: Tensor, pairs: Tensor, length: Tensor) -> None:
        self.area, self.total, self.pairs, self.length = area, total, pairs, length

    @classmethod
    def of(cls, colours: Tensor, label: Tensor, sides: Tensor, single: bool) -> _Parts:
        """single: every pixel is a region, so no two sides are alike."""
        count = int(label.max()) + 1
        area = torch.bincount(label, minlength=count).float()
        total = torch.zeros(count, colours.shape[1], device=colours.device).index_add_(0, label, colours)
        length = torch.ones(sides.shape[1], device=colours.device)
        return cls(area, total, *((sides, length) if single else _counted(sides, length, count)))

    def costs(self) -> Tensor:
        """(m,) what is lost by each merging, for each pixel of border."""
        mean = (self.total / self.area[:, None]).T.contiguous()
        one, other = self.pairs
        apart = (mean.index_select(1, one) - mean.index_select(1, other)).square().sum(0)
        first, second = self.area.index_select(0, one), self.area.index_select(0, other)
        return apart * first * second / ((first + second) * self.length)

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
        return _Parts(area, total, *_counted(pairs, self.length.index_select(0, still), count)), number


def _counted(pairs: Tensor, length: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """(2, m) pairs, some more than once -> each once, and the sum of its lengths."""
    low, high = torch.minimum(pairs[0], pairs[1]), torch.maximum(pairs[0], pairs[1])
    keys = low * count + high
    keys, order = (keys.int() if count < INT32_ROOT else keys).sort()
    first = torch.ones_like(keys, dtype=torch.bool)
    torch.ne(keys[1:], keys[:-1], out=first[1:])
    each = keys[first].long()
    total = torch.zeros(len(each), device=pairs.device).index_add_(0, first.cumsum(0) - 1, length.index_select(0, order))
    return torch.stack((each // count, each % count)), total
