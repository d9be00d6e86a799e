"""A plane smoothed within the outlines of a guide: a local linear function of it, learnt on the small pass (He and Sun, "Fast guided
filter", 2015)."""

from __future__ import annotations

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.around import blurred
from engine.draw.grid import Grid


def fitted(of: Grid, plane: Tensor, guide: Tensor, sigma: float, step: float) -> Tensor:
    """(h, w) each, of the whole picture -> (2, h, w): how much of the guide counts, and what is to be added to that.

    sigma: how far is smoothed (heights); step: what in the guide stays, if it differs by more than so much, or goes.
    """
    level, square = (blurred(of, one, of, sigma) for one in (guide, guide * guide))
    mean, product = (level, square) if plane is guide else (blurred(of, one, of, sigma) for one in (plane, plane * guide))
    varied = torch.addcmul(square, level, level, value=-1).clamp_(min=0).add_(step * step)
    part = torch.addcmul(product, mean, level, value=-1).div_(varied)
    return torch.stack((part, torch.addcmul(mean, part, level, value=-1)))


def guided(of: Grid, fit: Tensor, on: Grid, guide: Tensor, sigma: float) -> Tensor:
    """(H, W) the smoothed plane on any window, whose guide (H, W) has every outline where it is."""
    part, level = (blurred(of, one, on, sigma) for one in fit)
    return level.addcmul_(part, guide)


def steepness(plane: Tensor, pixel: float) -> Tensor:
    """(H, W) length of the gradient, a height."""
    padded = functional.pad(plane[None, None], (1, 1, 1, 1), mode="replicate")[0, 0] * (0.5 / pixel)
    across, down = padded[1:-1, 2:] - padded[1:-1, :-2], padded[2:, 1:-1] - padded[:-2, 1:-1]
    return across.square_().addcmul_(down, down).sqrt_()
