"""For every block of pixels, the marks that show in it, in turn; blocks with long queues first, so that each turn is a run of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from engine.contracts import Tensor


@dataclass(frozen=True)
class Queues:
    """marks: (n,) the queues' numbers, one queue after another; first: (blocks,) where each queue begins, the longest queue first.

    lengths: how many blocks each turn has. order: (blocks,) which block stands at each place.
    """

    marks: Tensor
    first: Tensor
    lengths: list[int]
    order: Tensor

    @classmethod
    def of(cls, marks: Tensor, shown: Tensor, longest: int) -> Queues:
        """marks: (n, blocks) numbers in the order in which they are to be taken; shown: whether a block needs one at all.

        longest: how many of them a block takes at most.
        """
        waiting = shown.T.contiguous()
        length = waiting.sum(1)
        block, place = torch.nonzero(waiting).unbind(1)
        sizes, order = length.to(torch.uint8).sort(descending=True, stable=True)
        first = (length.cumsum(0) - length)[order]
        lengths = (sizes > torch.arange(min(len(marks), longest), device=marks.device)[:, None]).sum(1).tolist()
        return cls(marks.flatten()[place * marks.shape[1] + block], first, lengths, order)

    def __iter__(self) -> Iterator[Tensor]:
        """(m,) marks of the first m blocks in order, turn by turn, while there are any."""
        return (torch.index_select(self.marks, 0, self.first[:shown] + turn) for turn, shown in enumerate(self.lengths) if shown)

    def sorted(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues."""
        return torch.index_select(values, -1, self.order)

    def restored(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues -> in the blocks' own."""
        places = torch.empty_like(self.order)
        places[self.order] = torch.arange(len(places), device=places.device)
        flat = values.reshape(-1, len(places))
        return torch.gather(flat, 1, places.expand(len(flat), -1)).reshape(values.shape)
