"""Painting with a palette: every colour that leaves here lies on a segment between two inks, in the asked shares.

A style ranks its pixels (0: the darkest pixel of the picture, 1: the lightest, evenly spread), and a table turns ranks into colours.
The table runs through the inks from dark to light. Around each cumulative share it passes from one ink to the next over a
symmetric stretch, so whatever the softness, as much of a stretch falls to the one ink as to the other and the shares hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import torch
from torch.nn import functional

from engine.contracts import Condition, Tensor

STEPS = 2048
_WHOLE = 3 * 2**22
"""Added to a float32 it rounds it to a whole number and leaves that in the lowest bits: half the cost of a conversion."""
MAX_SHADE = 0.034
"""How far paper and light may move a painted lightness: the promise allows 0.04 (0.02 with lightness halved)."""
CONTRAST_PUSH = 0.022
"""How far of it the contrast knob uses at its ends; the rest is left to paper and light."""


@dataclass(frozen=True)
class Inks:
    """A palette ready to paint with. colours: (K, 3) OKLab, dark to light; shares: (K,); paper, accent: (3,) OKLab.

    tables: what was worked out from them already.
    """

    colours: Tensor
    shares: Tensor
    paper: Tensor
    accent: Tensor
    contrast: float = 0.5
    tables: dict[Hashable, Tensor] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, condition: Condition, device: torch.device | str = "cpu") -> Inks:
        """The condition's palette. Without a background the lightest ink is the paper; without an accent the scarcest ink is."""
        inks, shares = condition.inks, condition.shares
        paper = inks[-1] if condition.background is None else condition.background
        scarce = int(torch.argmin(shares - 0.01 * torch.linalg.vector_norm(inks[:, 1:], dim=1)))
        accent = inks[scarce] if condition.accent is None else condition.accent
        return cls(inks.to(device), shares.to(device), paper.to(device), accent.to(device), condition.knobs.contrast)

    @property
    def count(self) -> int:
        return self.colours.shape[0]

    @property
    def dark(self) -> Tensor:
        """(3,) the darkest ink."""
        return self.colours[0]

    @property
    def light(self) -> Tensor:
        """(3,) the lightest ink."""
        return self.colours[-1]

    def position(self, ranks: Tensor, softness: float) -> Tensor:
        """Ranks in [0, 1] -> places along the inks in [0, K - 1], whole numbers where an ink is pure."""
        return self._places(ranks, self.softness(softness))

    def _places(self, ranks: Tensor, softness: float) -> Tensor:
        shares = self.shares.tolist()
        if len(shares) < 2:
            return torch.zeros_like(ranks)
        halves = [max(0.5 * softness * min(pair), 1e-4) for pair in itertools.pairwise(shares)]
        steep = [0.5 / half for half in halves]
        shift = [0.5 - cut * by for cut, by in zip(itertools.accumulate(shares), steep, strict=False)]
        by, plus = torch.tensor((steep, shift), device=ranks.device).view(2, -1, *[1] * ranks.dim()).unbind()
        t = torch.addcmul(plus, ranks, by).clamp_(0, 1)
        return torch.rsub(t, 3, alpha=2).mul_(t).mul_(t).sum(0)

    def softness(self, softness: float) -> float:
        """A style's own softness, moved by the contrast knob: low contrast lets the inks run into one another."""
        low = max(0.0, 0.5 - self.contrast) * 2
        high = max(0.0, self.contrast - 0.5) * 2
        return softness + (1 - softness) * low * 0.9 - softness * high * 0.75

    def _pushed(self) -> Tensor:
        """The inks with the contrast knob's small push of lightness away from (or towards) the palette's mean."""
        mean = (self.colours[:, 0] * self.shares).sum()
        spread = (self.colours[:, 0] - mean).abs().max().clamp_min(1e-4)
        push = (self.colours[:, 0] - mean) / spread * (2 * CONTRAST_PUSH * (self.contrast - 0.5))
        return torch.stack((self.colours[:, 0] + push, self.colours[:, 1], self.colours[:, 2]), dim=1)

    def places(self, softness: float) -> Tensor:
        """(STEPS,) `position` of ranks 0 .. 1. Nobody may change it."""
        return self.kept(("places", softness), lambda: self.position(self._ramp(), softness))

    def mixtures(self) -> Tensor:
        """(3, STEPS) OKLab evenly along the inks, from the darkest to the lightest. Nobody may change it."""
        return self.kept("mixtures", lambda: self.blend(self._ramp() * (self.count - 1)))

    def table(self, softness: float) -> Tensor:
        """(3, STEPS) OKLab for ranks 0 .. 1. Nobody may change it."""
        return self.kept(("table", softness), lambda: self.blend(self.places(softness)))

    def pure(self) -> Tensor:
        """(3, STEPS) OKLab for ranks 0 .. 1, each a whole ink whatever the contrast knob softens. Nobody may change it."""
        return self.kept("pure", lambda: self.blend(self._places(self._ramp(), 0.0).round_()))

    def _ramp(self) -> Tensor:
        return torch.linspace(0, 1, STEPS, device=self.colours.device)

    def kept(self, name: Hashable, make: Callable[[], Tensor]) -> Tensor:
        """What a style worked out from these inks and from what `name` tells of alone, made once. Nobody may change it."""
        if name not in self.tables:
            self.tables[name] = make()
        return self.tables[name]

    def blend(self, place: Tensor) -> Tensor:
        """(3, ...) OKLab at places along the inks: 1.25 is a quarter of the way from the second darkest ink to the third."""
        colours = self._pushed()
        low = place.floor().clamp(0, max(self.count - 2, 0))
        index = low.long()
        upper = (index + 1).clamp(max=self.count - 1)
        t = (place - low)[..., None]
        mixed = torch.lerp(colours[index], colours[upper], t)
        return mixed.movedim(-1, 0)

    def nearest_cuts(self) -> Tensor:
        """(1, STEPS): the cumulative share nearest to each rank. Nobody may change it."""
        cuts = self.shares.cumsum(0)[:-1] if self.count > 1 else self.shares
        return self.kept("cuts", lambda: cuts[(self._ramp()[:, None] - cuts).abs().argmin(1)][None])

    def paint(self, rank: Tensor, softness: float = 0.0) -> Tensor:
        """(H, W) ranks -> (3, H, W) OKLab through the table: for styles whose tones run softly."""
        return look_up(self.table(softness), rank)

    def paint_crisp(self, rank: Tensor, softness: float = 0.0) -> Tensor:
        """The same for flat styles: a pixel on an edge mixes the two inks that meet there, never the inks ranked between them.

        The edge's two sides are the least and the greatest rank around the pixel. Across an outline, where the pixel's own rank
        stands between them is how much of it each side covers; where a smooth tone merely passes a cut, its distance to the cut is.
        """
        low, high = neighbourhood(rank)
        step = (high - low).clamp_min_(1e-6)
        passing = look_up(self.nearest_cuts(), rank)[0]
        passing = torch.sub(rank, passing, out=passing).div_(step).add_(0.5).clamp_(0, 1)
        across = (rank - low).div_(step)
        outline = step.sub_(0.03).mul_(20).clamp_(0, 1)
        share, table = passing.lerp_(across, outline), self.table(softness)
        below, above = look_up(table, low), look_up(table, high)
        if self.softness(softness) > 0:  # two mixtures would mix four inks
            below.lerp_(look_up(self.pure(), low), outline)
            above.lerp_(look_up(self.pure(), high), outline)
        return below.lerp_(above, share)

    def over(self, picture: Tensor, ink: Tensor, cover: Tensor, rank: Tensor | None = None) -> Tensor:
        """Lay one ink (3,) with a coverage (H, W) over a picture (3, H, W). Changes `picture`, in the rows that any of it reaches.

        Where the coverage is partial a soft mixture beneath would make a mixture of three inks; given the ranks beneath, the
        colour is first pulled to its nearest pure ink there, so that the edge too lies between two inks.
        """
        rows = reached(cover)
        laid, cover = picture[:, rows], cover[rows]
        if rank is not None:
            partial = torch.addcmul(cover, cover, cover, value=-1).mul_(16).clamp_(0, 1)
            laid.lerp_(look_up(self.pure(), rank[rows]), partial)
        laid.lerp_(ink[:, None, None], cover)
        return picture

    def shaded(self, picture: Tensor, shade: Tensor) -> Tensor:
        """Paper grain, relief and light: (H, W) change of lightness, held within what the promise allows. Changes `picture`."""
        room = MAX_SHADE - 2 * CONTRAST_PUSH * abs(self.contrast - 0.5)
        picture[0] += shade.clamp(-room, room)
        return picture


def look_up(table: Tensor, rank: Tensor) -> Tensor:
    """(C, n) table, ranks in [0, 1] of any shape -> (C, ...)."""
    return torch.index_select(table, 1, steps(rank, table.shape[1]).flatten()).view(table.shape[0], *rank.shape)


def reached(cover: Tensor) -> slice:
    """(H, W) a coverage -> the rows from the first to the last that it reaches; none where there is none."""
    rows = cover.amax(1).nonzero()[:, 0]
    return slice(int(rows[0]), int(rows[-1]) + 1) if len(rows) else slice(0, 0)


def steps(rank: Tensor, count: int) -> Tensor:
    """Ranks in [0, 1] -> int32: the nearest of `count` evenly spaced samples."""
    whole = torch.rsub(rank, _WHOLE, alpha=1 - count).clamp_(_WHOLE, _WHOLE + count - 1)
    return whole.view(torch.int32).bitwise_and_(2**22 - 1)


def neighbourhood(plane: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) -> the least and the greatest value in each pixel's 3 x 3 neighbourhood."""
    return neighbours(functional.pad(plane[None, None], (1, 1, 1, 1), mode="replicate")[0, 0])


def neighbours(padded: Tensor) -> tuple[Tensor, Tensor]:
    """(H + 2, W + 2) -> (H, W) each: the same of all pixels but the outermost."""
    top, middle, bottom = padded[:-2], padded[1:-1], padded[2:]
    low = torch.minimum(torch.minimum(top, middle), bottom)
    high = torch.maximum(torch.maximum(top, middle), bottom)
    least = torch.minimum(torch.minimum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    greatest = torch.maximum(torch.maximum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    return least, greatest
