"""A function of x drawn once on a fixed fine table, so that it can be read at displaced places whatever the window."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.grid import Grid

STEP = 1 / 700
REACH = 0.25


@dataclass(frozen=True)
class Profile:
    """values: (n,) samples every `step` from `start`, in plane units; read by linear interpolation, clamped at its ends."""

    start: float
    step: float
    values: Tensor

    @classmethod
    def of(cls, grid: Grid, function: Callable[[Tensor], Tensor]) -> Profile:
        """Sample function((1, n) x) -> (1, n) over the width that the camera sees, and REACH beyond."""
        half = grid.aspect / 2 / grid.zoom + REACH
        count = math.ceil(2 * half / STEP) + 1
        x = torch.arange(count, device=grid.device, dtype=torch.float32) * STEP - half
        return cls(-half, STEP, function(x[None, :])[0])

    def at(self, x: Tensor) -> Tensor:
        """The function at x of any shape."""
        place = ((x - self.start) / self.step).clamp(0, len(self.values) - 1.001)
        index = place.to(torch.int32)
        flat = index.flatten()
        below = torch.index_select(self.values, 0, flat).reshape(x.shape)
        above = torch.index_select(self.values, 0, flat + 1).reshape(x.shape)
        return torch.lerp(below, above, place - index)

    def slope(self, smooth: int = 1) -> Profile:
        """Its derivative by central differences over 2 * smooth steps."""
        padded = torch.nn.functional.pad(self.values[None, None], (smooth, smooth), mode="replicate")[0, 0]
        derivative = (padded[2 * smooth :] - padded[: -2 * smooth]) / (2 * smooth * self.step)
        return Profile(self.start, self.step, derivative)
