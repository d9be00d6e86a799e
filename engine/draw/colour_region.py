"""What hangs together around a place and is of nearly its colour, on a small picture."""

from __future__ import annotations

import torch

from engine.contracts import Tensor

MOST_TURNS = 64
"""Of growing along rows and columns: more would be a maze."""


def region(colours: Tensor, place: tuple[int, int], tolerance: float) -> Tensor:
    """(3, H, W) OKLab, (row, column) -> (H, W) bool: joined to the place by steps right, left, up and down over colours that near."""
    row, column = place
    apart = torch.linalg.vector_norm(colours - colours[:, row, column][:, None, None], dim=0)
    allowed = apart <= tolerance + 1e-4
    grown = torch.zeros_like(allowed)
    grown[row, column] = True
    for _ in range(MOST_TURNS):
        wider = _along(_along(grown, allowed, 1), allowed, 0)
        if bool((wider == grown).all()):
            break
        grown = wider
    return grown


def _along(grown: Tensor, allowed: Tensor, axis: int) -> Tensor:
    """Every unbroken run of allowed places of a row (axis 1) or a column that holds a grown one, whole."""
    if axis == 0:
        return _along(grown.T, allowed.T, 1).T
    height, width = allowed.shape
    run = (~allowed).cumsum(1) + torch.arange(height, device=allowed.device)[:, None] * (width + 1)
    held = torch.zeros(height * (width + 1) + 1, dtype=torch.bool, device=allowed.device)
    held[run[grown]] = True
    return held[run] & allowed
