"""The two flat tones that meet in a pixel, and how much of it each covers: for what must act on pure inks and leave edges alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from engine.contracts import Tensor
from engine.draw.washes import rim_of
from engine.palette.inks import STEPS, Inks, look_up, neighbourhood, steps


@dataclass(frozen=True)
class Sides:
    """(H, W) each: the least and the greatest rank in reach of a pixel, the greatest's share of it, and 1 where an outline passes.

    See Inks.paint_crisp.
    """

    low: Tensor
    high: Tensor
    share: Tensor
    outline: Tensor

    @classmethod
    def of(cls, inks: Inks, rank: Tensor, jump: float = 0.03) -> Sides:
        """jump: what steps in rank within a pixel's reach are outlines; grain makes smaller ones that merely pass cuts."""
        low, high = neighbourhood(rank)
        step = (high - low).clamp_min_(1e-6)
        passing = look_up(inks.nearest_cuts(), rank)[0]
        passing = torch.sub(rank, passing, out=passing).div_(step).add_(0.5).clamp_(0, 1)
        across = (rank - low).div_(step)
        outline = step.sub_(jump).mul_(20).clamp_(0, 1)
        return cls(low, high, passing.lerp_(across, outline), outline)

    def beneath(self, cover: Tensor) -> Sides:
        """The same, but one tone alone in a pixel that something will be laid over a part of: three would meet there."""
        return replace(self, share=torch.lerp(self.share, self.share.round(), rim_of(cover)))

    def painted(self, table: Tensor) -> Tensor:
        """(C, H, W) from a (C, STEPS) table over ranks."""
        return look_up(table, self.low).lerp_(look_up(table, self.high), self.share)

    def crisp(self, inks: Inks) -> Tensor:
        """(3, H, W) OKLab: the inks, however soft the contrast knob makes them; whole on both sides of an outline."""
        if inks.softness(0.0) == 0:
            return self.painted(inks.table(0.0))
        soft, pure = inks.table(0.0), inks.pure()
        both = [look_up(soft, rank).lerp_(look_up(pure, rank), self.outline) for rank in (self.low, self.high)]
        return both[0].lerp_(both[1], self.share)

    def chosen(self, table: Tensor, second: Tensor) -> Tensor:
        """The same from a (C, 2 * STEPS) table, whose second half counts where `second` (H, W) is 1."""
        shift = (second * (table.shape[1] // 2)).to(torch.int32)
        both = []
        for rank in (self.low, self.high):
            index = steps(rank, STEPS).add_(shift)
            both.append(torch.index_select(table, 1, index.flatten()).view(-1, *rank.shape))
        return both[0].lerp_(both[1], self.share)

    def main(self) -> Tensor:
        """(H, W) the rank of the side that covers more of a pixel."""
        return torch.lerp(self.low, self.high, self.share.round())

    def whole(self) -> Tensor:
        """(H, W) 1 where one side fills the pixel, 0 where both cover much of it."""
        return torch.addcmul(self.share, self.share, self.share, value=-1).mul_(-8).add_(1).clamp_(min=0)
