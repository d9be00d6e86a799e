"""Washes of a palette's inks: crisp where the paper was dry, running into one another where it was wet."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.wobble import sides
from engine.palette.inks import Inks, look_up

STEPS = 2048
DAMP = 0.02
"""How wet paper must be for both sides of an edge to become one."""


@dataclass(frozen=True)
class Washes:
    """Places along the inks on the darker and the lighter side of whatever edge crosses a pixel, and the lighter side's share of it."""

    low: Tensor
    high: Tensor
    share: Tensor
    quiet: Tensor
    """1, but 0 where two different inks share the pixel: there no third may come in."""

    @classmethod
    def laid(cls, inks: Inks, rank: Tensor, soaked: Tensor, wet: Tensor, softness: float) -> Washes:
        """From ranks (H, W), their blur on wet paper, how wet each place was in [0, 1], and the dry washes' softness.

        A pixel that an edge crosses mixes its two sides, each a whole ink. On wet paper both sides are one place, which runs
        through all the inks between.
        """
        low, high, share = _dry(inks, rank, inks.softness(softness))
        edge, merged = (share * (1 - share)).mul_(6).clamp_(0, 1), wet > DAMP
        ramp = torch.linspace(0, 1, STEPS, device=rank.device)
        run = torch.lerp(torch.lerp(low, high, share), look_up(inks.position(ramp, 1.0)[None], soaked)[0], wet)
        return cls(torch.where(merged, run, low), torch.where(merged, run, high), share, 1 - edge * ~merged)

    @property
    def mean(self) -> Tensor:
        return torch.lerp(self.low, self.high, self.share)

    def pure(self, where: Tensor) -> Washes:
        """The same, drawn to a single whole ink to the degree `where` in [0, 1]: under the antialiased edge of something else."""
        low, high = torch.lerp(self.low, self.low.round(), where), torch.lerp(self.high, self.high.round(), where)
        return Washes(low, high, torch.lerp(self.share, self.share.round(), where), self.quiet * (1 - where))

    def darker(self, by: Tensor) -> Washes:
        """The same, moved by so many inks towards the darkest."""
        return Washes((self.low - by).clamp_min_(0), (self.high - by).clamp_min_(0), self.share, self.quiet)


def _dry(inks: Inks, rank: Tensor, softness: float) -> tuple[Tensor, Tensor, Tensor]:
    """The whole inks on both sides of whatever edge crosses each pixel, and the lighter one's share.

    Where a single cut between two inks passes, the rank's own slope tells how much of the pixel lies past it; where an edge leaps
    over several cuts, the pixel's rank between the edge's sides does.
    """
    ramp = torch.linspace(0, 1, STEPS, device=rank.device)
    cuts = inks.shares.cumsum(0)[:-1]
    index = (ramp[:, None] > cuts).sum(1).float()
    nearest = (ramp[:, None] - cuts).abs().argmin(1)
    half = 0.5 * softness * torch.minimum(inks.shares[:-1], inks.shares[1:])
    below, above, share = sides(rank)
    slope = torch.minimum(rank - below, above - rank)
    cut, under, least = look_up(torch.stack((cuts[nearest], nearest.float(), half[nearest])), rank)
    past = (rank - cut).div_(torch.maximum(slope.mul_(0.6), least).mul_(2).add_(1e-6)).add_(0.5).clamp_(0, 1)
    below, above = look_up(index[None], below)[0], look_up(index[None], above)[0]
    leap = above - below > 1.5
    return torch.where(leap, below, under), torch.where(leap, above, under + 1), torch.where(leap, share, past)


def within(inks: Inks, rank: Tensor) -> Tensor:
    """(H, W) ranks -> how far through its own ink's share each lies: 0 where it is darkest, 1 where it is lightest."""
    ramp = torch.linspace(0, 1, STEPS, device=rank.device)
    top = inks.shares.cumsum(0)[:, None]
    filled = ((ramp - top) / inks.shares[:, None] + 1).clamp(0, 1).sum(0)
    return look_up((filled - filled.floor())[None], rank)[0]


def rim_of(cover: Tensor) -> Tensor:
    """Where a coverage is partial: 0 at 0 and at 1, and 1 from a sixteenth to fifteen sixteenths."""
    return (16 * cover * (1 - cover)).clamp(0, 1)
