"""For each patch of a picture, a patch of the references that is nearly the nearest (Barnes et al., "PatchMatch", 2009).

Patches are compared by their first principal components. A few references' patches chosen at random are compared with all; then each
patch tries what its neighbours have found, shifted as the neighbour is, and places at random about its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.match.patches import LENGTH, SIDE, seen
from engine.match.work import Work

WORDS = 32
"""Principal components that patches are compared by."""
SAMPLE, TRIED, AT_ONCE = 4096, 2048, 4096
"""Patches that the components are learnt from; that all are compared with; that are compared in one product."""
MOST_KEPT = 1_000_000
"""Patches of the references at hand: at 128 bytes each."""
ROUNDS, JUMPS = 4, 4
NEXT = ((0, 1), (1, 0), (0, -1), (-1, 0))


@dataclass(frozen=True)
class Shelf:
    """The references' patches at one scale, every `apart` pixels, numbered one after another.

    filters: (WORDS, 3, SIDE, SIDE); words: (M, WORDS), what they say of each. firsts, heights, widths: (R,), each reference's first number
    and its grid of patches. pixels: (3, P), the references' pixels one after another; origins, rows: (R,), where each begins, its width.
    """

    apart: int
    filters: Tensor
    words: Tensor
    firsts: Tensor
    heights: Tensor
    widths: Tensor
    pixels: Tensor
    origins: Tensor
    rows: Tensor

    @classmethod
    def of(cls, references: Sequence[Tensor]) -> Shelf:
        """(3, H, W) each, at least SIDE a side."""
        filters = _components(references)
        apart = max(1, math.ceil(math.sqrt(sum(one[0].numel() for one in references) / MOST_KEPT)))
        words = [seen(one, filters, apart, (0, 0)) for one in references]
        grids = [(one.shape[1], one.shape[2]) for one in words]
        counts, pixels = [height * width for height, width in grids], [one[0].numel() for one in references]

        def numbers(values: Sequence[int]) -> Tensor:
            return torch.tensor(values, device=references[0].device)

        return cls(
            apart=apart,
            filters=filters,
            words=torch.cat([one.flatten(1).T for one in words]).contiguous(),
            firsts=numbers([sum(counts[:number]) for number in range(len(counts))]),
            heights=numbers([height for height, _ in grids]),
            widths=numbers([width for _, width in grids]),
            pixels=torch.cat([one.flatten(1) for one in references], dim=1),
            origins=numbers([sum(pixels[:number]) for number in range(len(pixels))]),
            rows=numbers([one.shape[2] for one in references]),
        )

    def split(self, index: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Numbers of patches -> (reference, y, x) in pixels, each of the same shape."""
        of = torch.searchsorted(self.firsts, index, right=True).sub_(1)
        inside, width = index - self.firsts[of], self.widths[of]
        return of, inside // width * self.apart, inside % width * self.apart

    def joined(self, of: Tensor, y: Tensor, x: Tensor) -> Tensor:
        """The inverse of `split`, for the nearest place that is at hand."""
        inside_y = torch.minimum((y // self.apart).clamp_min_(0), self.heights[of] - 1)
        inside_x = torch.minimum((x // self.apart).clamp_min_(0), self.widths[of] - 1)
        return self.firsts[of] + inside_y * self.widths[of] + inside_x


def nearest(picture: Tensor, shelf: Shelf, stride: int, chance: torch.Generator, work: Work) -> Tensor:
    """(3, H, W) -> (h, w) int64: for the patches at every `stride`, the number of one on the shelf."""
    own = seen(picture, shelf.filters, stride, (0, 0))
    words = own.flatten(1).T.contiguous()
    found = _first(words, shelf, chance, work)
    best = found, _apart(words, shelf, found)
    reach = float(max(int(shelf.heights.max()), int(shelf.widths.max())) * shelf.apart)
    for number in range(ROUNDS):
        for shift in NEXT:
            best = _better(words, shelf, best, _neighbours(best[0].view(own.shape[1:]), shelf, shift, stride))
        for jump in range(JUMPS):
            best = _better(words, shelf, best, _about(best[0], shelf, max(1.0, reach / 4 ** (jump + number / 2)), chance))
    return best[0].view(own.shape[1:])


def _components(references: Sequence[Tensor]) -> Tensor:
    """(WORDS, 3, SIDE, SIDE): the directions in which the references' patches differ most."""
    every = torch.eye(LENGTH, device=references[0].device).view(LENGTH, 3, SIDE, SIDE)
    stride = max(1, round(math.sqrt(sum(one[0].numel() for one in references) / SAMPLE)))
    some = torch.cat([seen(one, every, stride, (0, 0)).flatten(1) for one in references], dim=1)
    some -= some.mean(1, keepdim=True)
    vectors: Tensor = torch.linalg.eigh(some @ some.T)[1]
    return vectors.T.flip(0)[:WORDS].contiguous().view(-1, 3, SIDE, SIDE)


def _first(words: Tensor, shelf: Shelf, chance: torch.Generator, work: Work) -> Tensor:
    """(N,): the nearest of a few."""
    few = torch.randint(len(shelf.words), (TRIED,), generator=chance).to(words.device)
    some = shelf.words[few]
    lengths = some.square().sum(1)
    parts: list[Tensor] = [few] * math.ceil(len(words) / AT_ONCE)

    def part(number: int) -> None:
        own = words[number * AT_ONCE : (number + 1) * AT_ONCE]
        parts[number] = torch.addmm(lengths, own, some.T, alpha=-2).argmin(1)

    work.each(part, range(len(parts)))
    return few[torch.cat(parts)]


def _apart(words: Tensor, shelf: Shelf, index: Tensor) -> Tensor:
    """(N,): how far each is from what it has found, squared."""
    return shelf.words.index_select(0, index).sub_(words).square_().sum(1)


def _better(words: Tensor, shelf: Shelf, best: tuple[Tensor, Tensor], other: Tensor) -> tuple[Tensor, Tensor]:
    distance = _apart(words, shelf, other)
    closer = distance < best[1]
    return torch.where(closer, other, best[0]), torch.where(closer, distance, best[1])


def _neighbours(found: Tensor, shelf: Shelf, shift: tuple[int, int], stride: int) -> Tensor:
    """(N,): what the patch one step up, down, left or right has found, moved on by that step."""
    of, y, x = shelf.split(found.roll(shift, (0, 1)).flatten())
    return shelf.joined(of, y + shift[0] * stride, x + shift[1] * stride)


def _about(found: Tensor, shelf: Shelf, reach: float, chance: torch.Generator) -> Tensor:
    """(N,): places at random within `reach` pixels of what was found."""
    of, y, x = shelf.split(found)
    aside = (torch.rand((2, len(found)), generator=chance) * 2 - 1).mul_(reach).round_().to(torch.int64).to(found.device)
    return shelf.joined(of, y + aside[0], x + aside[1])
