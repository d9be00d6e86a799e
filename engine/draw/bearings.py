"""A flow told apart in a few directions, in each of which straight marks lie side by side: threads, hatching, bristles.

Sectors of one direction meet as a hand lays them: it fills one patch, turns the paper, and fills the next. Where the picture repeats,
the directions and pitches are bent a little so that a period holds whole numbers of marks.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.grid import Grid
from engine.draw.heading import heading

COUNT = 12
"""Directions in half a turn: 15 degrees apart."""
ALIKE = 8
"""Where the picture repeats, a period holds a whole number of so many marks: what is chosen by a mark's number modulo this repeats."""


@dataclass(frozen=True)
class Bearings:
    """number: (H, W) float32, which of COUNT directions, counted from +x towards +y."""

    grid: Grid
    number: Tensor

    @classmethod
    def of(cls, grid: Grid, flow: Tensor, turn: Tensor | float = 0.0) -> Bearings:
        """flow: (2, H, W), whose sense does not matter. turn: added to its angle (radians)."""
        fx, fy = flow[0], flow[1]
        angle = heading((fx * fx).addcmul_(fy, fy, value=-1), (fx * fy).mul_(2)).mul_(0.5)
        angle += turn
        number = angle.mul_(COUNT / math.pi).round_()
        return cls(grid, number.sub_((number * (1 / COUNT)).floor_().mul_(COUNT)))

    def places(self, wide: float, long: float, turned: int = 0, alike: int = 1) -> tuple[Tensor, Tensor]:
        """(H, W) each: places across the marks and along them, in marks of `wide` by `long` picture heights.

        turned: by how many directions the marks lie off the flow, such as COUNT // 2 for across it. alike: where the picture
        repeats, a period holds a whole number of so many marks along, too.
        """
        waves = _waves(self.grid.tile, wide, long, turned, alike)
        x0, y0, x1, y1 = torch.index_select(_table(waves, self.number.device), 1, self.number.flatten().int()).view(4, *self.number.shape)
        x, y = self.grid.x, self.grid.y
        return x0.mul_(x).addcmul_(y0, y), x1.mul_(x).addcmul_(y1, y)

    def headings(self) -> tuple[Tensor, Tensor]:
        """(H, W) each: cosine and sine of the directions, to multiply with; do not change them."""
        angles = tuple(math.pi * number / COUNT for number in range(COUNT))
        table = _table((tuple(map(math.cos, angles)), tuple(map(math.sin, angles))), self.number.device)
        found = torch.index_select(table, 1, self.number.flatten().int()).view(2, *self.number.shape)
        return found[0], found[1]


def _waves(tile: tuple[float, float], wide: float, long: float, turned: int, alike: int) -> tuple[tuple[float, ...], ...]:
    """For each direction how many marks a height holds: across by x, across by y, along by x, along by y."""
    rows = []
    for number in range(COUNT):
        angle = math.pi * (number + turned) / COUNT
        ways = (-math.sin(angle) / wide, math.cos(angle) / wide, math.cos(angle) / long, math.sin(angle) / long)
        steps = (ALIKE, ALIKE, alike, alike)
        rows.append(tuple(_whole(way, period, step) for way, period, step in zip(ways, tile * 2, steps, strict=True)))
    return tuple(zip(*rows, strict=True))


def _whole(frequency: float, period: float, step: int) -> float:
    return round(frequency * period / step) * step / period if period else frequency


@functools.lru_cache(maxsize=32)
def _table(waves: tuple[tuple[float, ...], ...], device: torch.device) -> Tensor:
    return torch.tensor(waves, device=device)
