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
from engine.match.patches import laid_back, offset, seen
from engine.match.target import Page, Target, stride_of
from engine.match.transport import moves
from engine.match.work import Work

NARROWEST, WIDEST = 2, 4
"""How far apart a step's patches may stand, in pixels."""
AT_LEAST = 1500
"""Patches looked at in the time that a step takes beside looking."""
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
    return min(WIDEST, max(NARROWEST, stride_of(shape[0] * shape[1])))


def looked_at(shape: tuple[int, int], stride: int) -> float:
    """(H, W) -> what a step costs, in patches that are looked at: those of the picture, and as long as it takes for any."""
    return shape[0] * shape[1] / stride**2 + AT_LEAST


def transported(picture: Tensor, target: Target, rates: Rates, strides: Sequence[int], chance: torch.Generator, work: Work) -> Tensor:
    """(3, H, W) -> the same with the target's distribution of patches, a step nearer for each stride.

    strides: how far apart the patches stand that each step looks at, from a place that moves from step to step.
    """
    shape, steps = (picture.shape[1], picture.shape[2]), len(strides)
    mean, square = torch.zeros_like(picture), torch.zeros_like(picture)
    for step, stride in enumerate(strides):
        asked = _asked(picture, target.page(chance, work), stride, offset(stride, chance), work)
        mean.lerp_(asked, 1 - FIRST_MOMENT)
        square.lerp_(asked.square_(), 1 - SECOND_MOMENT)
        fair = math.sqrt(1 - SECOND_MOMENT ** (step + 1)) / (1 - FIRST_MOMENT ** (step + 1))
        picture = picture.addcdiv(mean, square.sqrt().add_(1e-8), value=fair * rates.at(step / max(1, steps - 1)))
        work.done(looked_at(shape, stride))
    return picture


def _asked(picture: Tensor, page: Page, stride: int, start: tuple[int, int], work: Work) -> Tensor:
    """(3, H, W): what the patches ask of every pixel, along a page's directions."""
    parts: list[Tensor] = [picture] * len(page)
    shape = picture.shape[1], picture.shape[2]

    def half(number: int) -> None:
        filters, table = page[number]
        own = seen(picture, filters, stride, start)
        change = moves(own.flatten(1), table).view_as(own)
        parts[number] = laid_back(change, filters, shape, stride, start)

    work.each(half, range(len(page)))
    return torch.stack(parts).sum(0)
