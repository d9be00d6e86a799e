"""Comparisons that answer with numbers: a plane of truth values costs ten times as much to write and to turn into numbers."""

from __future__ import annotations

import torch

from engine.contracts import Tensor


def below(plane: Tensor, limit: Tensor | float) -> Tensor:
    """1.0 where a plane is less than a limit, else 0.0."""
    return torch.lt(plane, limit, out=torch.empty_like(plane))


def above(plane: Tensor, limit: Tensor | float) -> Tensor:
    """1.0 where a plane is greater than a limit, else 0.0."""
    return torch.gt(plane, limit, out=torch.empty_like(plane))
