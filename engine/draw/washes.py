"""Washes of a palette's inks: crisp where the paper was dry, running into one another where it was wet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch

from engine.contracts import Tensor
from engine.draw.pigment import Pigments, wash
from engine.draw.wobble import extremes


@dataclass(frozen=True)
class Leaps:
    """Pixels crossed by an edge between inks that are not neighbours, where no ink ranked between may come in.

    at: (n,) which pixels, counted along the rows; sides: (2, n) the whole inks, darker and lighter; share: (n,) the lighter one's.
    """

    at: Tensor
    sides: Tensor
    share: Tensor


@dataclass(frozen=True)
class Washes:
    """Where along the inks each pixel lies (H, W); and the leaps, which lie at two places at once."""

    place: Tensor
    leaps: Leaps

    @classmethod
    def laid(cls, pigments: Pigments, rank: Tensor, soaked: Tensor, wet: Tensor, softness: float) -> tuple[Washes, Tensor]:
        """From ranks (H, W), the places along the inks where the paper is wet, how wet it is (at most 0 where dry, 1 where wet;
        is changed), and the dry washes' softness.

        On dry paper a pixel that an edge crosses mixes its two sides, each a whole ink; on wet paper it runs through all the
        inks between. Also how far through its own ink's share each rank lies (H, W): 0 where it is darkest, 1 where it is lightest.
        """
        last = pigments.count - 1
        if last < 1:
            none = rank.new_empty(0)
            return cls(torch.zeros_like(rank), Leaps(none.long(), none.expand(2, 0), none)), rank.clone()
        filled = pigments.filled_at(rank)
        below, above = extremes(filled)
        step = above.sub_(below)
        slope = torch.sub(filled, below)
        slope = torch.minimum(slope, step - slope)
        wet.clamp_(min=0)
        leaps = _leaps(filled, below, step, slope, wet)
        cut = filled.round().clamp_(1, last)
        wide = slope.mul_(1.2).clamp_(min=max(softness, 1e-4))
        place = torch.sub(filled, cut).div_(wide).clamp_(-0.5, 0.5).add_(cut).sub_(0.5)
        place.flatten().index_copy_(0, leaps.at, torch.lerp(leaps.sides[0], leaps.sides[1], leaps.share))
        return cls(place.lerp_(soaked, wet), leaps), filled.frac_()

    def pure(self, where: Tensor) -> Washes:
        """The same, drawn to a single whole ink to the degree `where` (H, W) in [0, 1]: under the antialiased edge of something else."""
        leaps = self.leaps
        share = torch.lerp(leaps.share, leaps.share.round(), torch.index_select(where.flatten(), 0, leaps.at))
        return Washes(torch.lerp(self.place, self.place.round(), where), replace(leaps, share=share))

    def lighter(self, by: Tensor, last: int) -> Washes:
        """The same, moved by so many inks (H, W) towards the lightest, which is the `last`, or the darkest where less than 0; where two
        inks share a pixel by whole inks, or four would."""
        leaps = self.leaps
        moved = (leaps.sides + torch.index_select(by.flatten(), 0, leaps.at).round_()).clamp_(0, last)
        return Washes((self.place + by).clamp_(0, last), replace(leaps, sides=moved))

    def painted(self, pigments: Pigments, density: Tensor) -> Tensor:
        """(3, H, W) OKLab with pigment as dense as `density` (H, W) in [-1, 1]; where two inks share a pixel it fades out."""
        leaps = self.leaps
        picture = wash(pigments.washes, self.place, density)
        if len(leaps.at):
            quiet = (leaps.share * (1 - leaps.share)).mul_(-6).add_(1).clamp_(min=0)
            dark, light = wash(pigments.washes, leaps.sides, quiet.mul_(torch.index_select(density.flatten(), 0, leaps.at))).unbind(1)
            picture.flatten(1).index_copy_(1, leaps.at, torch.lerp(dark, light, leaps.share))
        return picture


def _leaps(filled: Tensor, below: Tensor, step: Tensor, slope: Tensor, wet: Tensor) -> Leaps:
    """From the least rank around each pixel and the step to the greatest, in inks: an edge leaps where a whole ink fits between them."""
    at = (step > 1).flatten().nonzero()[:, 0]
    here, below, step, slope, wet = (torch.index_select(plane.flatten(), 0, at) for plane in (filled, below, step, slope, wet))
    low, high = below.floor(), (below + step).floor_()
    kept = ((high - low > 1) & (slope > 0.02) & (wet <= 0)).nonzero()[:, 0]
    share = here.sub_(below).div_(step)[kept].clamp_(0, 1)
    return Leaps(at[kept], torch.stack((low, high))[:, kept], share)


def rim_of(cover: Tensor) -> Tensor:
    """Where a coverage is partial: 0 at 0 and at 1, and 1 from a sixteenth to fifteen sixteenths."""
    return torch.addcmul(cover, cover, cover, value=-1).mul_(16).clamp_(max=1)
