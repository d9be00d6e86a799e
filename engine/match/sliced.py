"""Patches moved so that their distribution becomes the references': one-dimensional transport along random directions, again and again.

The mean of what overlapping patches ask for is the gradient of the sliced Wasserstein distance (Bonneel et al., 2015; Elnekave and Weiss,
2022), so steps follow it as any gradient is followed: here with Adam (Kingma and Ba, 2015), whose steps keep their size however little
is left to move.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.match.patches import LENGTH, laid_back, offset, rotation, seen
from engine.match.transport import moves
from engine.match.work import Work

FILTERS, HALVES = 48, 2
"""Directions a step, and parts they are done in: how they are cut never hangs on the threads there are, so neither does the picture."""
MOST_SEEN, NARROWEST, WIDEST = 24_000, 2, 4
"""Patches a step looks at, of the picture and of the references; and how far apart those of the picture may stand."""
FIRST_MOMENT, SECOND_MOMENT = 0.8, 0.9
HELD = 0.7
"""Of the steps, the part that goes as far as the first."""


@dataclass(frozen=True)
class Rates:
    """How far a pixel may move in the first step, and in the last.

    Held, then eased: flat references' patches lie at few places, which are reached by going far; a straight line goes half as far in all.
    """

    first: float
    last: float

    def at(self, part: float) -> float:
        """part: of the way, 0 to 1."""
        eased = 0.5 + 0.5 * math.cos(math.pi * max(0.0, part - HELD) / (1 - HELD))
        return self.last + (self.first - self.last) * eased


def stride_for(shape: tuple[int, int]) -> int:
    """(H, W) -> how far apart the patches stand that a step looks at."""
    return min(WIDEST, max(NARROWEST, _stride(shape[0] * shape[1])))


def looked_at(shape: tuple[int, int], stride: int) -> float:
    """(H, W) -> how many patches that is, of the picture and of the references: what a step costs."""
    return shape[0] * shape[1] / stride**2 + MOST_SEEN / 4


def transported(
    picture: Tensor, references: Sequence[Tensor], rates: Rates, strides: Sequence[int], chance: torch.Generator, work: Work
) -> Tensor:
    """(3, H, W), the references likewise -> the same with their patches' distribution, a step nearer for each stride.

    strides: how far apart the patches stand that each step looks at, from a place that moves from step to step.
    """
    shape, steps = (picture.shape[1], picture.shape[2]), len(strides)
    theirs = _stride(sum(one[0].numel() for one in references))
    mean, square = torch.zeros_like(picture), torch.zeros_like(picture)
    directions, used = rotation(chance, picture.device), 0
    for step, stride in enumerate(strides):
        if used + FILTERS > LENGTH:
            directions, used = rotation(chance, picture.device), 0
        asked = _asked(picture, references, directions[used : used + FILTERS], (stride, theirs), chance, work)
        used += FILTERS
        mean.lerp_(asked, 1 - FIRST_MOMENT)
        square.lerp_(asked.square_(), 1 - SECOND_MOMENT)
        fair = math.sqrt(1 - SECOND_MOMENT ** (step + 1)) / (1 - FIRST_MOMENT ** (step + 1))
        picture = picture.addcdiv(mean, square.sqrt().add_(1e-8), value=fair * rates.at(step / max(1, steps - 1)))
        work.done(looked_at(shape, stride))
    return picture


def _asked(
    picture: Tensor, references: Sequence[Tensor], filters: Tensor, strides: tuple[int, int], chance: torch.Generator, work: Work
) -> Tensor:
    """(3, H, W): what the patches ask of every pixel, along these directions."""
    start, starts = offset(strides[0], chance), [offset(strides[1], chance) for _ in references]
    parts: list[Tensor] = [picture] * HALVES
    shape = picture.shape[1], picture.shape[2]

    def half(number: int) -> None:
        some = filters.chunk(HALVES)[number]
        own = seen(picture, some, strides[0], start)
        theirs = [seen(one, some, strides[1], at).flatten(1) for one, at in zip(references, starts, strict=True)]
        change = moves(own.flatten(1), torch.cat(theirs, dim=1)).view_as(own)
        parts[number] = laid_back(change, some, shape, strides[0], start)

    work.each(half, range(HALVES))
    return torch.stack(parts).sum(0)


def _stride(pixels: int) -> int:
    return max(1, math.ceil(math.sqrt(pixels / MOST_SEEN)))
