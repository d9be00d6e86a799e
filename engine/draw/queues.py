"""For every block of pixels, the marks that show in it, in turn; blocks with long queues first, so that each turn is a run of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from engine.contracts import Tensor


@dataclass(frozen=True)
class Queues:
    """marks: (visits,) the numbers that the blocks meet, turn by turn, each turn's in the order of the blocks.

    lengths: how many blocks each turn has. order: (blocks,) which block stands at each place, the longest queue first.
    """

    marks: Tensor
    lengths: list[int]
    order: Tensor

    @classmethod
    def of(cls, marks: Tensor, shown: Tensor, longest: int) -> Queues:
        """marks: (n, m) numbers in the order in which they are to be taken; shown: (n, blocks) whether a block needs one at all.

        Block i takes its numbers from column i % m: so many blocks lie side by side in one place. longest: how many of them a
        block takes at most.
        """
        waiting = shown.T.contiguous()
        length = waiting.sum(1)
        block, place = torch.nonzero(waiting).unbind(1)
        queue = torch.index_select(marks.flatten(), 0, torch.add(block % marks.shape[1], place, alpha=marks.shape[1]))
        sizes, order = length.to(torch.uint8).sort(descending=True, stable=True)
        first = torch.index_select(length.cumsum(0).sub_(length), 0, order)
        turns = torch.arange(min(len(marks), longest), device=marks.device)[:, None]
        lengths = [count for count in (sizes > turns).sum(1).tolist() if count]
        visits = torch.cat([first[:count] + turn for turn, count in enumerate(lengths)])
        return cls(torch.index_select(queue, 0, visits), lengths, order)

    def __iter__(self) -> Iterator[Tensor]:
        """(m,) marks of the first m blocks in order, turn by turn."""
        return iter(torch.split(self.marks, self.lengths))

    def groups(self) -> Iterator[tuple[slice, list[int]]]:
        """Runs of visits, each of whole turns and, past one turn, of no more visits than the first turn has: what is worked out at
        once, so that planes stay small and the calls few; with the lengths of their turns.
        """
        first, turns = 0, list[int]()
        for count in self.lengths:
            if turns and sum(turns) + count > self.lengths[0]:
                yield slice(first, first + sum(turns)), turns
                first, turns = first + sum(turns), []
            turns.append(count)
        if turns:
            yield slice(first, first + sum(turns)), turns

    def visited(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues -> (..., visits): each visit's block."""
        return torch.cat([values[..., :count] for count in self.lengths], dim=-1)

    def sorted(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues."""
        return torch.index_select(values, -1, self.order)

    def restored(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues -> in the blocks' own."""
        places = torch.empty_like(self.order)
        places[self.order] = torch.arange(len(places), device=places.device)
        return torch.index_select(values.reshape(-1, len(places)), 1, places).reshape(values.shape)
