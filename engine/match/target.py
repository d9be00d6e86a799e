"""What patches are moved to: the references', as quantiles along random directions. Drawn once for a scale, and looked up at every step."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

import torch

from engine.contracts import Tensor
from engine.match.patches import LENGTH, offset, rotation, seen
from engine.match.transport import quantiles
from engine.match.work import Work

FILTERS, HALVES = 48, 2
"""Directions on a page, and parts they are done in: how they are cut never hangs on the threads there are, so neither does the picture."""
FIRST, PAGES, AGAIN = 24, 36, 2
"""Drawn at once; the most at hand; and the steps to each that is drawn anew: those between go through what is at hand."""
MOST_SEEN = 24_000
"""Patches of the references that a page is drawn from."""

Page = list[tuple[Tensor, Tensor]]
"""For each half its filters (k, 3, SIDE, SIDE), and the references' quantiles along them."""


class Target:
    """references: (3, H, W) each."""

    def __init__(self, references: Sequence[Tensor]) -> None:
        self._references = references
        self._stride = stride_of(sum(one[0].numel() for one in references))
        self._pages: deque[Page] = deque()
        self._turned, self._left, self._step = torch.empty(0), 0, 0

    def page(self, chance: torch.Generator, work: Work) -> Page:
        """The next step's: the longest unused, or another in place of it."""
        fresh = len(self._pages) < FIRST or self._step % AGAIN == 0
        if (fresh and len(self._pages) == PAGES) or not fresh:
            used = self._pages.popleft()
        self._step += 1
        self._pages.append(self._drawn(chance, work) if fresh else used)
        return self._pages[-1]

    def _drawn(self, chance: torch.Generator, work: Work) -> Page:
        if self._left < FILTERS:
            self._turned, self._left = rotation(chance, self._references[0].device), LENGTH
        self._left -= FILTERS
        halves = self._turned[self._left : self._left + FILTERS].chunk(HALVES)
        starts = [offset(self._stride, chance) for _ in self._references]
        page: Page = [(half, half) for half in halves]

        def draw(number: int) -> None:
            views = [seen(one, halves[number], self._stride, at).flatten(1) for one, at in zip(self._references, starts, strict=True)]
            page[number] = halves[number], quantiles(torch.cat(views, dim=1))

        work.each(draw, range(HALVES))
        return page


def stride_of(pixels: int) -> int:
    """How far apart patches stand, to be no more than MOST_SEEN."""
    return max(1, math.ceil(math.sqrt(pixels / MOST_SEEN)))
