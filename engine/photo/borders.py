"""Regions found on a small pass, brought to every pixel of a larger picture, with borders that run where its own edges do."""

from __future__ import annotations

import torch
from torch.nn import functional

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
    (top, down), (left, across) = _around(tall, rows, label.device), _around(wide, columns, label.device)
    nearest = _spread(label, (top + (down >= 0.5)).clamp_(max=rows - 1), (left + (across >= 0.5)).clamp_(max=columns - 1))
    corners = functional.pad(label[None].float(), (0, 1, 0, 1), mode="replicate")[0].to(label.dtype)
    many = (corners[:-1, :-1] != corners[1:, 1:]) | (corners[:-1, 1:] != corners[1:, :-1]) | (corners[:-1, :-1] != corners[:-1, 1:])
    mixed = torch.nonzero(_spread(many, top, left).flatten())[:, 0]
    first = top.index_select(0, mixed // wide).mul_(columns + 1).add_(left.index_select(0, mixed % wide))
    asked, best = colours.flatten(1).index_select(1, mixed), nearest.flatten().index_select(0, mixed)
    least = _apart(asked, own, best).sub_(HOME**2)
    for step in (0, 1, columns + 1, columns + 2):
        other = corners.flatten().index_select(0, first + step)
        apart = _apart(asked, own, other)
        best, least = torch.where(apart < least, other, best), torch.minimum(apart, least)
    nearest.view(-1).index_copy_(0, mixed, best)
    return nearest


def _apart(asked: Tensor, own: Tensor, label: Tensor) -> Tensor:
    """(C, m) colours, (C, n) of regions, (m,) regions -> (m,) squared distances."""
    return (asked - own.index_select(1, label)).square_().sum(0)


def _spread(plane: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """(h, w) -> (H, W): its places at those rows and columns; columns first, while there are few rows."""
    return plane.index_select(1, columns).index_select(0, rows)


def _around(count: int, of: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Of two squares (of `of`) on either side of each of `count` pixels the first, and how far it lies from that to the second."""
    place = ((torch.arange(count, device=device) + 0.5) * (of / count) - 0.5).clamp_(0, of - 1)
    first = place.floor()
    return first.long(), place - first
