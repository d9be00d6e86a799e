"""A palette as one continuous run of tone, for what is painted without borders: photographs, glows, gradients."""

from __future__ import annotations

import itertools

import torch

from engine.contracts import Tensor
from engine.palette.inks import STEPS, Inks

GENTLE, WILD = 0.25, 0.70
"""How much further than need be a palette's hues go from dark to light (OKLab): below, a ramp; above, a rainbow."""
MANY, SCARCE = 8, 0.05
"""Of more inks, or of one that is to cover less, a palette is painted as a ramp is."""
NEIGHBOURS, STRANGERS = 0.03, 0.12
"""How far apart in hue (OKLab) two inks are between which tones may run all the way, and as little as may be."""
NARROWED = 0.55
"""Of the way from ink to ink, the most that a rainbow leaves out."""


def continuous(inks: Inks) -> Tensor:
    """(3, STEPS) OKLab for ranks 0 .. 1, in which no ink stands in a flat patch. Nobody may change it."""
    return inks.kept("continuous", lambda: inks.blend(_places(inks, held=False)))


def held(inks: Inks) -> Tensor:
    """The same of a ramp; of a palette whose hues go to and fro each ink stands alone for longer, as each of its mixtures is a colour
    more. Nobody may change it."""
    return inks.kept("held", lambda: inks.blend(_places(inks, held=True)))


def detour(inks: Inks) -> float:
    """In [0, 1]: how far from a ramp a palette is. Going from dark to light by way of green, red and blue, it is 1.

    Summed over the inks between: how much longer it is, in hue and chroma, to go by way of them. 0 where mixtures that look like an ink
    between would upset its share.
    """

    def further() -> Tensor:
        there = inks.colours[:, 1:].cpu().diff(dim=0)
        longer = torch.linalg.vector_norm(there, dim=1)
        if not 3 <= inks.count <= MANY or float(inks.shares[1:-1].min()) < SCARCE:
            return torch.zeros(())
        spared: Tensor = longer[:-1] + longer[1:] - torch.linalg.vector_norm(there[:-1] + there[1:], dim=1)
        return spared.sum()

    return _smooth(GENTLE, WILD, float(inks.kept("detour", further)))


def resting(inks: Inks) -> Tensor:
    """(2, STEPS): of ranks 0 .. 1 in `held`, the nearest at which the ink that there is most of stands alone, and how nearly it does so
    here: 0 where there is as much of another. Nobody may change it."""

    def find() -> Tensor:
        points, ranks, places = _points(inks, held=True), _ranks(inks), _places(inks, held=True)
        cuts = torch.tensor([cut for cut, place in points if place % 1], device=ranks.device)
        alone = [cut for cut, place in points if not place % 1]
        first, last = torch.tensor((*alone, 1.0), device=ranks.device).view(-1, 2).T.contiguous()
        ink = torch.searchsorted(cuts, ranks)
        nearest = torch.minimum(torch.maximum(ranks, first[ink]), last[ink])
        return torch.stack((nearest, 1 - 2 * (places - places.round()).abs()))

    return inks.kept("resting", find)


def _ranks(inks: Inks) -> Tensor:
    return (torch.arange(STEPS, device=inks.shares.device) + 0.5) / STEPS


def _places(inks: Inks, held: bool) -> Tensor:
    """(STEPS,) places along the inks for ranks 0 .. 1: a whole number about the middle of an ink's share, a half at each cut.

    So the shares hold however uneven they are. High contrast steepens the way from ink to ink.
    """
    ranks = _ranks(inks)
    x, y = torch.tensor([*_points(inks, held), (1.0, inks.count - 1.0)], device=ranks.device).T.contiguous()
    after = torch.searchsorted(x[1:-1].contiguous(), ranks)
    part = (ranks - x[after]).div_((x[after + 1] - x[after]).clamp_min_(1e-6)).clamp_(0, 1)
    place = torch.lerp(y[after], y[after + 1], part)
    ink = place.floor().clamp_(0, max(inks.count - 2, 0))
    t = place - ink
    return ink.add_(torch.lerp(t, t * t * (3 - 2 * t), max(0.0, inks.contrast - 0.5) * 2))


def _points(inks: Inks, held: bool) -> list[tuple[float, float]]:
    """(rank, place along the inks) from the darkest ink on, between which places run straight: where an ink begins to stand alone, where
    it no longer does, where there is as much of it as of the next.
    """
    cuts = [0.0, *itertools.accumulate(inks.shares.tolist())]
    middles = [(low + high) / 2 for low, high in itertools.pairwise(cuts)]
    middles[0], middles[-1] = 0.0, 1.0
    points = [(0.0, 0.0)]
    for k, (cut, part) in enumerate(zip(cuts[1:-1], _crossings(inks) if held else [1.0] * (inks.count - 1), strict=True)):
        points += [(cut + part * (middles[k] - cut), float(k)), (cut, k + 0.5), (cut + part * (middles[k + 1] - cut), k + 1.0)]
    return points


def _crossings(inks: Inks) -> list[float]:
    """For each two inks that follow one another, over how much of the way from the middle of the one to that of the other they mix."""
    hues, wild = inks.colours[:, 1:].cpu(), detour(inks)
    apart = torch.linalg.vector_norm(hues.diff(dim=0), dim=1).tolist()
    return [1 - NARROWED * wild * _smooth(NEIGHBOURS, STRANGERS, gap) for gap in apart]


def _smooth(low: float, high: float, value: float) -> float:
    t = min(1.0, max(0.0, (value - low) / (high - low)))
    return t * t * (3 - 2 * t)
