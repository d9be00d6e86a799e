"""A picture cut into regions: neighbours merge, the least missed first, until what a border tells is worth its length.

Koepfler, Lopez and Morel, "A multiscale algorithm for image segmentation by variational method" (1994): two regions merge where
Ward's cost of merging them is less than `scale` times the length of their common border (the Mumford and Shah functional for flat
regions). Ragged borders of textures are long, so textures run together while small things with clean outlines stay.
"""

from __future__ import annotations

import torch

from engine.contracts import Tensor

FIRST, GROWTH = 1.2e-4, 2.0
"""The scale that merging begins with, and by how much it grows from round to round."""
MOST = 40
"""Rounds; far fewer are needed."""
LOOSE = 2
"""So many first rounds merge every region with its nearest neighbour: colours that no eye tells apart."""


def merged(colours: Tensor, scale: float, start: Tensor | None = None, least: int = 0) -> Tensor:
    """(C, H, W) -> (H, W) int64 numbers of regions, 0 .. n - 1 in no order.

    start: regions to go on merging from. least: regions of fewer pixels merge with their nearest neighbour whatever the cost.
    """
    shape = colours.shape[1:]
    label = torch.arange(shape[0] * shape[1], device=colours.device) if start is None else start.flatten()
    parts = _Parts.of(colours.flatten(1).T, label, _sides(shape, label))
    at = min(FIRST, scale)
    for turn in range(MOST):
        parts, label, changed = parts.joined(label, at, least, start is None and turn < LOOSE)
        if at >= scale and not changed:
            break
        if turn >= LOOSE or start is not None:
            at = min(scale, at * GROWTH)
    return label.reshape(shape)


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
    def of(cls, colours: Tensor, label: Tensor, sides: Tensor) -> _Parts:
        count = int(label.max()) + 1
        area = torch.bincount(label, minlength=count).float()
        total = torch.zeros(count, colours.shape[1], device=colours.device).index_add_(0, label, colours)
        return cls(area, total, *_counted(sides, torch.ones(sides.shape[1], device=colours.device), count))

    def joined(self, label: Tensor, scale: float, least: int, loose: bool) -> tuple[_Parts, Tensor, bool]:
        """After one round: each two that are each other's cheapest neighbour merge if they cost less than the scale."""
        if not self.pairs.shape[1]:
            return self, label, False
        one, other = self.pairs
        mean = self.total / self.area[:, None]
        apart = (mean[one] - mean[other]).square().sum(1)
        smaller = torch.minimum(self.area[one], self.area[other])
        ward = apart * self.area[one] * self.area[other] / (self.area[one] + self.area[other])
        cost = ward / self.length
        cost = torch.where(smaller < least, cost.clamp(max=scale * 0.99), cost) if least else cost
        cheapest = torch.full_like(self.area, torch.inf)
        cheapest.scatter_reduce_(0, self.pairs.flatten(), cost.repeat(2), "amin")
        by_one, by_other = cost <= cheapest[one], cost <= cheapest[other]
        wanted = (by_one | by_other if loose else by_one & by_other) & (cost < scale)
        into = torch.arange(len(self.area), device=label.device)
        into.scatter_reduce_(0, torch.maximum(one, other)[wanted], torch.minimum(one, other)[wanted], "amin")
        while not torch.equal(further := into[into], into):
            into = further
        kept, number = torch.unique(into, return_inverse=True)
        if len(kept) == len(into):
            return self, label, False
        area = torch.zeros(len(kept), device=label.device).index_add_(0, number, self.area)
        total = torch.zeros(len(kept), self.total.shape[1], device=label.device).index_add_(0, number, self.total)
        pairs = number[self.pairs]
        apart_still = pairs[0] != pairs[1]
        return _Parts(area, total, *_counted(pairs[:, apart_still], self.length[apart_still], len(kept))), number[label], True


def _counted(pairs: Tensor, length: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """(2, m) pairs, some more than once -> each once, and the sum of its lengths."""
    low, high = torch.minimum(pairs[0], pairs[1]), torch.maximum(pairs[0], pairs[1])
    keys, number = torch.unique(low * count + high, return_inverse=True)
    total = torch.zeros(len(keys), device=pairs.device).index_add_(0, number, length)
    return torch.stack((keys // count, keys % count)), total
