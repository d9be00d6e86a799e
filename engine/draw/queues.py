"""For every block of pixels, the marks that show in it, in turn; blocks with long queues first, so that each turn is a run of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from engine.contracts import Tensor

CACHED = 43_000
"""So many values a plane: a dozen such planes fit the second level of a core's cache."""


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
        """marks: (n, m) numbers in the order in which they are to be taken; shown: (n, blocks) 1 or True where a block needs one at all.

        Block i takes its numbers from column i % m: so many blocks lie side by side in one place. longest: how many of them a
        block takes at most.
        """
        turn = shown.cumsum(0, dtype=torch.float32)
        length = turn[-1].clamp(max=longest).to(torch.uint8)
        slot = turn.mul_(shown).clamp_(max=longest + 1).long()
        waiting = marks.new_zeros(longest + 2, len(length)).scatter_(0, slot, marks.repeat(1, len(length) // marks.shape[1]))
        sizes, order = length.sort(descending=True, stable=True)
        turns = torch.arange(longest, device=marks.device)[:, None]
        lengths = [count for count in (sizes > turns).sum(1).tolist() if count]
        visits = torch.cat([order[:count] + (turn + 1) * len(order) for turn, count in enumerate(lengths)])
        return cls(torch.index_select(waiting.flatten(), 0, visits), lengths, order)

    def __iter__(self) -> Iterator[Tensor]:
        """(m,) marks of the first m blocks in order, turn by turn."""
        return iter(torch.split(self.marks, self.lengths))

    def groups(self, pixels: int) -> Iterator[tuple[slice, list[tuple[slice, slice]]]]:
        """Runs of visits worked out at once: few enough for planes of so many pixels a block to stay in the processor's cache, many
        enough for few calls. With each run its turns: which of the run's visits, and at which places the blocks that they go to stand.
        """
        most = max(1, CACHED // pixels) if self.marks.device.type == "cpu" else len(self.order)
        first, held, turns = 0, 0, list[tuple[slice, slice]]()
        for count in self.lengths:
            for start in range(0, count, most):
                size = min(most, count - start)
                if held + size > most:
                    yield slice(first, first + held), turns
                    first, held, turns = first + held, 0, []
                turns.append((slice(held, held + size), slice(start, start + size)))
                held += size
        if held:
            yield slice(first, first + held), turns

    def visited(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues -> (..., visits): each visit's block."""
        return torch.cat([values[..., :count] for count in self.lengths], dim=-1)

    def sorted(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues."""
        return torch.index_select(values, -1, self.order)

    def restored(self, values: Tensor) -> Tensor:
        """(..., blocks) in the order of the queues -> in the blocks' own."""
        return torch.index_select(values.reshape(-1, len(self.order)), 1, self.places()).reshape(values.shape)

    def places(self) -> Tensor:
        """(blocks,) int32: where in the order each block stands."""
        numbers = torch.arange(len(self.order), device=self.order.device, dtype=torch.int32)
        return torch.empty_like(numbers).scatter_(0, self.order, numbers)
