"""A function of x drawn once on a fixed fine table, so that it can be read at displaced places whatever the window."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.grid import Grid
from engine.draw.noise import Noise, look

STEP = 1 / 700
REACH = 0.25
ROUND = 64


@dataclass(frozen=True)
class Profile:
    """values: (..., n) samples every `step` from `start`, clamped at its ends. Leading dimensions hold several functions."""

    start: float
    step: float
    values: Tensor

    @classmethod
    def of(cls, grid: Grid, function: Callable[[Tensor], Tensor]) -> Profile:
        """Sample function((1, n) x) -> (1, n) over the width that the camera sees, and REACH beyond."""
        sampled = cls.several(grid, function)
        return cls(sampled.start, sampled.step, sampled.values[0])

    @classmethod
    def several(cls, grid: Grid, function: Callable[[Tensor], Tensor]) -> Profile:
        """The same of function((1, n) x) -> (..., n), many profiles at once."""
        half = cls.half(grid)
        x = torch.arange(-half, half + 1, device=grid.device, dtype=torch.float32) * STEP
        return cls(-half * STEP, STEP, function(x[None, :]))

    @staticmethod
    def half(grid: Grid) -> int:
        """How many samples lie on either side of the middle: a round number, as the small pass of a picture is a hair narrower or wider."""
        return math.ceil((grid.aspect / 2 / grid.zoom + REACH) / STEP / ROUND) * ROUND

    def at(self, x: Tensor) -> Tensor:
        """The functions at x of any shape, by linear interpolation: (..., *x.shape)."""
        place = (x * (1 / self.step)).sub_(self.start / self.step).clamp_(0, self.values.shape[-1] - 1.001)
        index = place.to(torch.int32)
        part, flat, shape = place.sub_(index), index.flatten(), (*self.values.shape[:-1], *x.shape)
        below = torch.index_select(self.values, -1, flat).reshape(shape)
        above = torch.index_select(self.values, -1, flat.add_(1)).reshape(shape)
        return torch.lerp(below, above, part)

    def nearest(self, place: Tensor) -> Tensor:
        """One function's nearest samples, for whole planes. place: (x - start) / step + 0.5, which is changed."""
        index = place.clamp_(0, self.values.shape[-1] - 1).to(torch.int32)
        return torch.index_select(self.values, 0, index.flatten()).reshape(place.shape)

    def finer(self, times: int) -> Profile:
        """The same functions with `times` as many samples, fine enough to be read without interpolation."""
        count = (self.values.shape[-1] - 1) * times + 1
        values = functional.interpolate(self.values[None], size=count, mode="linear", align_corners=True)[0]
        return Profile(self.start, self.step / times, values)

    def slope(self, smooth: int = 1) -> Profile:
        """Its derivative by central differences over 2 * smooth steps."""
        flat = self.values.reshape(1, -1, self.values.shape[-1])
        padded = functional.pad(flat, (smooth, smooth), mode="replicate").reshape(*self.values.shape[:-1], -1)
        derivative = (padded[..., 2 * smooth :] - padded[..., : -2 * smooth]) / (2 * smooth * self.step)
        return Profile(self.start, self.step, derivative)


def along(x: Tensor, noises: list[tuple[Noise, float]], drift: float = 0.0, down: Sequence[float] = ()) -> Tensor:
    """(n, 1, W): several noises, each at its own frequency, over (1, W) places; all in one look. down: at which y each, 0 by default."""
    numbers = [
        (frequency, noise.offset[0] + drift * frequency, noise.offset[1] + y * frequency)
        for (noise, frequency), y in zip(noises, down or (0.0,) * len(noises), strict=True)
    ]
    frequency, across, lines = torch.tensor(numbers, device=x.device).T[..., None]
    return look(torch.addcmul(across, x, frequency), lines.expand(-1, x.shape[1]))[:, None]
