"""Washes of a palette's inks: crisp where the paper was dry, running into one another where it was wet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from engine.contracts import Tensor
from engine.draw.pigment import wash, wash_table
from engine.draw.wobble import extremes
from engine.palette.inks import Inks, look_up

STEPS = 2048
DAMP = 0.02
"""How wet paper must be for both sides of an edge to become one."""


@dataclass(frozen=True)
class Leaps:
    """Pixels crossed by an edge between inks that are not neighbours, where no ink ranked between may come in.

    at: (n,) which pixels, counted along the rows; low, high: (n,) the whole inks on both sides; share: (n,) the lighter one's.
    """

    at: Tensor
    low: Tensor
    high: Tensor
    share: Tensor


@dataclass(frozen=True)
class Washes:
    """Where along the inks each pixel lies (H, W); and the leaps, which lie at two places at once."""

    place: Tensor
    leaps: Leaps

    @classmethod
    def laid(cls, inks: Inks, rank: Tensor, soaked: Tensor, wet: Tensor, softness: float) -> tuple[Washes, Tensor]:
        """From ranks (H, W), their blur on wet paper, how wet each place was in [0, 1], and the dry washes' softness.

        On dry paper a pixel that an edge crosses mixes its two sides, each a whole ink; on wet paper it runs through all the
        inks between. Also how far through its own ink's share each rank lies (H, W): 0 where it is darkest, 1 where it is lightest.
        """
        below, above = extremes(rank)
        slope = torch.minimum(rank - below, above - rank)
        place, form = _dry(inks, rank, slope, inks.softness(softness))
        leaps = _leaps(inks, rank, below, above, slope, wet)
        place.flatten().index_copy_(0, leaps.at, torch.lerp(leaps.low, leaps.high, leaps.share))
        ramp = torch.linspace(0, 1, STEPS, device=rank.device)
        wet = (wet - DAMP).mul_(1 / (1 - DAMP)).clamp_(min=0)
        return cls(place.lerp_(look_up(inks.position(ramp, 1.0)[None], soaked)[0], wet), leaps), form

    def pure(self, where: Tensor) -> Washes:
        """The same, drawn to a single whole ink to the degree `where` (H, W) in [0, 1]: under the antialiased edge of something else."""
        leaps = self.leaps
        share = torch.lerp(leaps.share, leaps.share.round(), where.flatten()[leaps.at])
        return Washes(torch.lerp(self.place, self.place.round(), where), replace(leaps, share=share))

    def darker(self, by: Tensor) -> Washes:
        """The same, moved by so many inks (H, W) towards the darkest."""
        leaps, less = self.leaps, by.flatten()[self.leaps.at]
        lower = replace(leaps, low=(leaps.low - less).clamp_min_(0), high=(leaps.high - less).clamp_min_(0))
        return Washes((self.place - by).clamp_min_(0), lower)

    def painted(self, inks: Inks, density: Tensor) -> Tensor:
        """(3, H, W) OKLab with pigment as dense as `density` (H, W) in [-1, 1]; where two inks share a pixel it fades out."""
        table, leaps = wash_table(inks), self.leaps
        picture = wash(table, self.place, density)
        if len(leaps.at):
            quiet = (leaps.share * (1 - leaps.share)).mul_(-6).add_(1).clamp_(min=0)
            calm = density.flatten()[leaps.at] * quiet
            sides = torch.lerp(wash(table, leaps.low, calm), wash(table, leaps.high, calm), leaps.share)
            picture.flatten(1).index_copy_(1, leaps.at, sides)
        return picture


def _dry(inks: Inks, rank: Tensor, slope: Tensor, softness: float) -> tuple[Tensor, Tensor]:
    """The place of each rank on dry paper, and how far through its ink's share it lies.

    Where a cut between two inks passes, the rank's own slope tells how much of the pixel lies past it.
    """
    ramp = torch.linspace(0, 1, STEPS, device=rank.device)
    if inks.count == 1:
        return torch.zeros_like(rank), rank.clone()
    top = inks.shares.cumsum(0)
    nearest = (ramp[:, None] - top[:-1]).abs().argmin(1)
    half = softness * torch.minimum(inks.shares[:-1], inks.shares[1:]) + 1e-6
    filled = ((ramp - top[:, None]) / inks.shares[:, None] + 1).clamp_(0, 1).sum(0)
    cut, under, least, form = look_up(torch.stack((top[nearest], nearest.float(), half[nearest], filled - filled.floor())), rank)
    wide = torch.maximum(slope * 1.2, least)
    return under.add_(torch.sub(rank, cut, out=cut).div_(wide).add_(0.5).clamp_(0, 1)), form


def _leaps(inks: Inks, rank: Tensor, below: Tensor, above: Tensor, slope: Tensor, wet: Tensor) -> Leaps:
    """From the least and greatest rank around each pixel: an edge leaps where a whole ink fits between them."""
    shares = inks.shares.tolist()
    leaping = torch.minimum(slope * 50, above - below) > min(shares[1:-1], default=9.0)
    at = leaping.flatten().nonzero()[:, 0]
    here, below, above, damp = (plane.flatten()[at] for plane in (rank, below, above, wet))
    cuts = inks.shares.cumsum(0)[:-1]
    low, high = torch.bucketize(below, cuts), torch.bucketize(above, cuts)
    kept = ((high - low > 1) & (damp <= DAMP)).nonzero()[:, 0]
    share = ((here - below) / (above - below))[kept].clamp_(0, 1)
    return Leaps(at[kept], low[kept].float(), high[kept].float(), share)


def rim_of(cover: Tensor) -> Tensor:
    """Where a coverage is partial: 0 at 0 and at 1, and 1 from a sixteenth to fifteen sixteenths."""
    return (1 - cover).mul_(cover).mul_(16).clamp_(0, 1)
