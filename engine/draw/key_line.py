"""Lines along the outlines of what is drawn: how much of a picture they cover, so that the ink they use is taken from its share."""

from __future__ import annotations

import torch

from engine.contracts import Fields, Tensor
from engine.draw.grid import Grid


def half_width(fields: Fields, near: float, far: float) -> Tensor:
    """(H, W) half the width (heights) of a line that is bolder in front than far off."""
    return fields.depth * (far - near) + near


def line(fields: Fields, half: Tensor, grid: Grid) -> Tensor:
    """(H, W) coverage by lines of that half width on the outlines."""
    return stroke(fields.edges, half, grid.pixel)


def stroke(apart: Tensor, half: Tensor, pixel: float) -> Tensor:
    """How much of a pixel a line covers whose middle is `apart` away: true of lines thinner than a pixel, too."""
    return torch.sub(half, apart).mul_(1 / pixel).add_(0.5).minimum(half * (2 / pixel)).clamp_(0, 1)


def covered(fields: Fields, half: Tensor, grid: Grid) -> Tensor:
    """() the share of the picture under such lines: learnt on the plan, whose distances are smooth enough for its pixels."""
    return line(fields, half, grid).mean()


def beside(rank: Tensor, share: Tensor) -> Tensor:
    """Ranks among what lines leave bare, where they use up `share` () of the darkest ink: 0 .. 1 -> share .. 1."""
    return rank * (1 - share) + share
