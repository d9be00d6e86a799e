"""A picture drawn to patches that the references really have: each pixel is the mean of what those that cover it show there."""

from __future__ import annotations

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.match.nearest import Shelf, nearest
from engine.match.patches import SIDE
from engine.match.work import Work

EFFORT = 14
"""Steps of transport that a vote takes as long as."""


def voted(picture: Tensor, shelf: Shelf, stride: int, chance: torch.Generator, work: Work) -> Tensor:
    """(3, H, W) -> (3, H, W)."""
    height, width = picture.shape[1], picture.shape[2]
    # To a whole number of strides, so that the last patches end at the border.
    more = 0, -(width - SIDE) % stride, 0, -(height - SIDE) % stride
    whole = functional.pad(picture[None], more, mode="reflect")[0]
    of, y, x = shelf.split(nearest(whole, shelf, stride, chance, work).flatten())
    row = shelf.rows[of]
    first = shelf.origins[of] + y * row + x
    shown = torch.stack([shelf.pixels[:, first + down * row + aside] for down in range(SIDE) for aside in range(SIDE)], dim=1)
    size = whole.shape[1], whole.shape[2]
    votes = functional.fold(shown.flatten(0, 1)[None], size, SIDE, stride=stride)[0]
    cover = functional.fold(torch.ones_like(shown[:1]), size, SIDE, stride=stride)[0]
    return votes.div_(cover)[:, :height, :width].contiguous()
