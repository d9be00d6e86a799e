"""Sorting many short columns at once by a network of comparisons (Batcher, "Sorting networks and their applications", 1968).

Each comparison is done for all columns in two calls, so 21 rows of thousands of columns cost a tenth of what a general sort does.
"""

from __future__ import annotations

import functools

import torch

from engine.contracts import Tensor

NUMBERS = 5
"""Bits of a key that tell which row it came from."""
PRECISION = 2 ** (30 - NUMBERS)


def falling(values: Tensor) -> Tensor:
    """(n, m) values in [0, 1], n at most 32 -> (n, m) int32: which rows hold each column's values from the greatest to the least.

    Values that are alike to one part in PRECISION stay in the order of their rows.
    """
    numbers = torch.arange(len(values), device=values.device, dtype=torch.int32)[:, None]
    keys = (values * -PRECISION).to(torch.int32).mul_(2**NUMBERS).add_(numbers)
    rows = list(keys.unbind())
    spare = torch.empty_like(rows[0])
    for low, high in _network(len(rows)):
        torch.minimum(rows[low], rows[high], out=spare)
        torch.maximum(rows[low], rows[high], out=rows[high])
        rows[low], spare = spare, rows[low]
    return torch.stack(rows).bitwise_and_(2**NUMBERS - 1)


@functools.cache
def _network(count: int) -> list[tuple[int, int]]:
    """Which rows are compared in turn, the lesser to go first: Batcher's merging of odds and evens."""
    pairs, merged = [], 1
    while merged < count:
        step = merged
        while step:
            starts = range(step % merged, count - step, 2 * step)
            firsts = (start + along for start in starts for along in range(min(step, count - step - start)))
            pairs += [(one, one + step) for one in firsts if one // (2 * merged) == (one + step) // (2 * merged)]
            step //= 2
        merged *= 2
    return pairs
