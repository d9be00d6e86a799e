"""Washes of a palette's inks: crisp where the paper was dry, running into one another where it was wet."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.wobble import sides
from engine.palette.inks import Inks, look_up

STEPS = 2048


@dataclass(frozen=True)
class Washes:
    """Places along the inks on the darker and the lighter side of whatever edge crosses a pixel, and the lighter side's share."""

    low: Tensor
    high: Tensor
    share: Tensor

    @classmethod
    def laid(cls, inks: Inks, rank: Tensor, soaked: Tensor, wet: Tensor, softness: float) -> Washes:
        """From ranks (H, W), their blur on wet paper, how wet each place was in [0, 1], and the dry washes' softness.

        On wet paper both sides are one place, which runs through all the inks between: a mixture of two sides of a soft edge
        would be one of three inks.
        """
        ramp = torch.linspace(0, 1, STEPS, device=rank.device)
        dry, damp = inks.position(ramp, softness)[None], inks.position(ramp, 1.0)[None]
        low, high, share = sides(rank)
        low, high = look_up(dry, low)[0], look_up(dry, high)[0]
        mean, single = torch.lerp(low, high, share), (wet * 6).clamp_(0, 1)
        run = look_up(damp, soaked)[0]
        low = torch.lerp(torch.lerp(low, mean, single), run, wet)
        high = torch.lerp(torch.lerp(high, mean, single), run, wet)
        return cls(low, high, share)

    @property
    def mean(self) -> Tensor:
        return torch.lerp(self.low, self.high, self.share)

    def quiet(self) -> Tensor:
        """1, but 0 where two different inks share the pixel: there no third may come in."""
        apart = ((self.high - self.low) * 4).clamp_(0, 1)
        return 1 - apart * (self.share * (1 - self.share) * 12).clamp_(0, 1)

    def pure(self, where: Tensor) -> Washes:
        """The same, drawn to whole inks to the degree `where` in [0, 1]: under the antialiased edge of something else."""
        return Washes(torch.lerp(self.low, self.low.round(), where), torch.lerp(self.high, self.high.round(), where), self.share)


def within(inks: Inks, rank: Tensor) -> Tensor:
    """(H, W) ranks -> how far through its own ink's share each lies: 0 where it is darkest, 1 where it is lightest."""
    ramp = torch.linspace(0, 1, STEPS, device=rank.device)
    top = inks.shares.cumsum(0)[:, None]
    filled = ((ramp - top) / inks.shares[:, None] + 1).clamp(0, 1).sum(0)
    return look_up((filled - filled.floor())[None], rank)[0]


def rim_of(cover: Tensor) -> Tensor:
    """Where a coverage is partial: 0 at 0 and at 1, and 1 from a sixteenth to fifteen sixteenths."""
    return (16 * cover * (1 - cover)).clamp(0, 1)
