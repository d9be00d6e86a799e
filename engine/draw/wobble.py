"""The unsteady hand: shapes displaced by smooth noise, and what meets at their edges afterwards."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, planes, visible

Box = tuple[slice, slice]
"""Rows and columns of a window."""


def hand(grid: Grid, chance: Chance, frequency: float) -> tuple[Tensor, Tensor]:
    """(H, W) each: how far an unsteady hand strays along x and along y, standard deviation about 0.8, at most 2."""
    quick = 0.35 * visible(frequency * 4.1, grid.pixel)
    x, y = planes(
        grid,
        [
            [Noise(chance, f"slow {axis}").octave(frequency, 0.75), Noise(chance, f"quick {axis}").octave(frequency * 4.1, quick)]
            for axis in (0, 1)
        ],
    )
    return x.clamp_(-2, 2), y.clamp_(-2, 2)


@dataclass(frozen=True)
class Strayed:
    """Where an unsteady hand looks instead of at each pixel: what is drawn through it has every border displaced.

    places: (H, W, 2) where, from -1 to 1 over the window. far: no further than so many heights.
    """

    places: Tensor
    far: float
    pixel: float

    @classmethod
    def by(cls, grid: Grid, shifts: tuple[Tensor, Tensor], reach: float) -> Strayed:
        """By `reach` picture heights times the hand's shifts."""
        height, width = grid.shape
        places = torch.empty((height, width, 2), device=grid.device)
        for axis, (shift, along, count) in enumerate(zip(shifts, (grid.x, grid.y), (width, height), strict=True)):
            scale = 2 / (grid.pixel * (count - 1))
            torch.add((along - along[0, 0]) * scale - 1, shift, alpha=reach * scale, out=places[..., axis])
        return cls(places, 2 * reach, grid.pixel)

    def drawn(self, plane: Tensor) -> Tensor:
        """(H, W) -> (H, W)."""
        return _at(plane, self.places)

    def drawn_at(self, plane: Tensor, at: Tensor) -> Tensor:
        """(H, W) -> (n,) of the pixels `at`, counted along the rows."""
        return _at(plane, torch.index_select(self.places.flatten(0, 1), 0, at)[None])[0]

    def drawn_rare(self, plane: Tensor) -> tuple[Tensor, Box]:
        """A plane that is 0 nearly everywhere: only the box around where it is not comes back, and where that box is."""
        reach = math.ceil(self.far / self.pixel) + 1
        box = _filled(plane, 1, reach), _filled(plane, 0, reach)
        return (_at(plane, self.places[box]) if box[0].stop > box[0].start else plane[box].clone()), box


def _at(plane: Tensor, places: Tensor) -> Tensor:
    """A plane (H, W) at places (h, w, 2) -> (h, w)."""
    return functional.grid_sample(plane[None, None], places[None], mode="bilinear", padding_mode="border", align_corners=True)[0, 0]


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
