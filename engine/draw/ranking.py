"""Tones -> ranks: how much of the picture is darker than a tone, learnt on the small pass and applied to any window."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.palette.inks import neighbourhood

BINS = 4096


def parted(tone: Tensor) -> Tensor:
    """(H, W) tones with no mixtures along outlines, each given to the side that it is nearer to: as flat styles paint them."""
    low, high = neighbourhood(tone)
    return torch.where(tone - low < high - tone, low, high)


@dataclass(frozen=True)
class Ranking:
    """The cumulative distribution of a plane's tones. table: (BINS + 1,) in [0, 1], non-decreasing."""

    low: float
    high: float
    table: Tensor

    @classmethod
    def of(cls, tone: Tensor) -> Ranking:
        """Learn from a plane of tones. Counts are whole numbers, so the result does not depend on the order of summing."""
        low, high = float(tone.min()), float(tone.max())
        high = max(high, low + 1e-6)
        bins = (tone - low).mul_(BINS / (high - low)).clamp_(0, BINS - 1).to(torch.int32)
        counts = torch.bincount(bins.flatten(), minlength=BINS)  # a fifth of what histc takes
        table = torch.zeros(BINS + 1, device=tone.device, dtype=torch.float64)
        table[1:] = counts.to(torch.float64).cumsum(0) / tone.numel()
        return cls(low, high, table.to(torch.float32))

    def rank(self, tone: Tensor) -> Tensor:
        """(H, W) tones -> (H, W) ranks in [0, 1]; linear between bins, so that a smooth tone stays smooth."""
        place = (tone - self.low).mul_(BINS / (self.high - self.low)).clamp_(0, BINS - 1e-3)
        index = place.to(torch.int32).flatten()
        found = torch.index_select(self._bins, 1, index).view(2, *tone.shape)
        return found[0].addcmul_(found[1], place.frac_())

    @functools.cached_property
    def _bins(self) -> Tensor:
        """(2, BINS): the rank at the lower end of each bin, and how much more it is at the upper."""
        return torch.stack((self.table[:-1], self.table.diff()))
