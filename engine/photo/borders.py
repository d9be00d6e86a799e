"""Regions found on a small pass, brought to every pixel of a larger picture, with borders that run where its own edges do."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.photo.regions import means

HOME = 0.02
"""How much nearer, in the colours' unit, a pixel's own square counts."""


def laid_over(label: Tensor, small: Tensor, colours: Tensor) -> Tensor:
    """(h, w) regions of the small pass (C, h, w) -> (H, W): each pixel of (C, H, W) joins, of the regions that the four squares
    around it are of, the one that its colour is nearest to.
    """
    own = means(small, label)
    (rows, columns), (tall, wide) = label.shape, colours.shape[1:]
    (top, bottom, down), (left, right, across) = _around(tall, rows), _around(wide, columns)
    nearest = label[torch.where(down < 0.5, top, bottom)][:, torch.where(across < 0.5, left, right)]
    corners = [label[y][:, x].flatten() for y in (top, bottom) for x in (left, right)]
    mixed = torch.nonzero((corners[0] != corners[1]) | (corners[0] != corners[2]) | (corners[0] != corners[3]))[:, 0]
    asked, here = colours.flatten(1)[:, mixed], nearest.flatten()[mixed]
    best, least = here, (asked - own[:, here]).square().sum(0) - HOME**2
    for corner in corners:
        other = corner[mixed]
        apart = (asked - own[:, other]).square().sum(0)
        best, least = torch.where(apart < least, other, best), torch.minimum(apart, least)
    nearest.view(-1)[mixed] = best
    return nearest


def _around(count: int, of: int) -> tuple[Tensor, Tensor, Tensor]:
    """The squares (of `of`) on either side of each of `count` pixels, and how far it lies from the first to the second."""
    place = ((torch.arange(count) + 0.5) * (of / count) - 0.5).clamp(0, of - 1)
    first = place.floor().long()
    return first, (first + 1).clamp(max=of - 1), place - first
