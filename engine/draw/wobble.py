"""The unsteady hand: shapes displaced by smooth noise, and what meets at their edges afterwards."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, planes, visible


def wobbled(drawn: Tensor, rare: Tensor, grid: Grid, chance: Chance, reach: float, frequency: float) -> tuple[Tensor, Tensor]:
    """(C, H, W) and (H, W) -> the same with every shape's border displaced by about `reach` picture heights (twice at the most).

    `rare` is 0 nearly everywhere, and looked at only around where it is not.
    """
    height, width = grid.shape
    places = torch.empty((height, width, 2), device=grid.device)
    quick = 0.35 * visible(frequency * 4.1, grid.pixel)
    hand = [
        [Noise(chance, f"slow {axis}").octave(frequency, 0.75), Noise(chance, f"quick {axis}").octave(frequency * 4.1, quick)]
        for axis in (0, 1)
    ]
    for axis, (shift, along, count) in enumerate(zip(planes(grid, hand), (grid.x, grid.y), (width, height), strict=True)):
        scale = 2 / (grid.pixel * (count - 1))
        start = (along - along[0, 0]) * scale - 1
        torch.add(start, shift.clamp_(-2, 2), alpha=reach * scale, out=places[..., axis])
    found, far = torch.zeros_like(rare), math.ceil(2 * reach / grid.pixel) + 1
    rows, columns = _filled(rare, 1, far), _filled(rare, 0, far)
    if rows.stop > rows.start:
        found[rows, columns] = _at(rare[None], places[rows, columns])[0]
    return _at(drawn, places), found


def _at(drawn: Tensor, places: Tensor) -> Tensor:
    """(C, H, W) planes at places (h, w, 2) -> (C, h, w)."""
    return functional.grid_sample(drawn[None], places[None], mode="bilinear", padding_mode="border", align_corners=True)[0]


def _filled(plane: Tensor, across: int, far: int) -> slice:
    """The rows (across 1) or columns (across 0) within `far` of any value above 0; none where there is no such value."""
    found = plane.amax(across).nonzero()[:, 0]
    if not len(found):
        return slice(0, 0)
    first, last = found[[0, -1]].tolist()
    return slice(max(0, first - far), last + far + 1)


def extremes(plane: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) -> the least and the greatest value within two pixels of each.

    Two, because an antialiased edge that was displaced between pixels is two wide.
    """
    padded = functional.pad(plane[None, None], (2, 2, 2, 2), mode="replicate")[0, 0]
    return _extreme(padded, torch.minimum), _extreme(padded, torch.maximum)


def _extreme(padded: Tensor, pick: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    for axis in (0, 1):
        size = padded.shape[axis]
        pair = pick(padded.narrow(axis, 0, size - 1), padded.narrow(axis, 1, size - 1))
        four = pick(pair.narrow(axis, 0, size - 3), pair.narrow(axis, 2, size - 3))
        padded = pick(four.narrow(axis, 0, size - 4), four.narrow(axis, 1, size - 4))
    return padded
