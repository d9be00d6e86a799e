"""A plane scaled and moved: the commonest thing asked of one."""

from __future__ import annotations

import functools

import torch

from engine.contracts import Tensor


def affine(plane: Tensor, by: float, plus: float) -> Tensor:
    """plane * by + plus, of any shape, in one pass where the two operators would take two."""
    return torch.add(number(plus), plane, alpha=by)


@functools.lru_cache(4096)
def number(value: float) -> Tensor:
    """() a number as operations take it on any device: making it anew at each call costs more than the sum of a small plane."""
    return torch.tensor(value)
