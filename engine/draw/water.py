"""Open water seen in perspective: ripples that narrow towards the horizon, crests, and the path of a light upon them.

A wind-roughened sea has waves of every length (Phillips 1958), so at any distance those that show are the ones about as large
as the eye resolves there. One noise in coordinates that shrink with the distance below the horizon therefore stands for all.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import torch
from torch.nn.functional import interpolate

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, look

NEAREST = 0.004
"""Rows closer than this under the horizon are drawn as if at it: ripples there are finer than any picture shows."""
FORESHORTENING = 1.45
"""Heights of ripples shrink with this power of the distance below the horizon (1 a wall, 2 a plane with waves of one length)."""

SAMPLES = 5
"""How often a feature of ripples is looked at from end to end: a straight line between two looks is within a pixel of it."""


@dataclass(frozen=True)
class Water:
    """A water plane below a horizon. phase: loop phase in [0, 1); the surface moves in circles through its noise, as water does."""

    grid: Grid
    horizon: float
    chance: Chance
    phase: float = 0.0

    @functools.cached_property
    def below(self) -> Tensor:
        """(H, 1) distance below the horizon in picture heights, at least NEAREST."""
        return (self.grid.y - self.horizon).clamp_min(NEAREST)

    def ripples(self, name: str, size: float, length: float = 4.0) -> Tensor:
        """(H, W) noise. size: height of a feature half a picture height below the horizon; length: its width over its height there."""
        return self.surfaces([(name, size, length)])[0]

    def surfaces(self, kinds: list[tuple[str, float, float]]) -> Tensor:
        """(kinds, H, W) ripples of several names, sizes and lengths.

        A ripple is much wider than tall, so it is looked at in fewer columns than the window has and drawn out between them.
        """
        grid, below, swing = self.grid, self.below, 2 * math.pi * self.phase
        numbers = []
        for name, size, length in kinds:
            across, down = Noise(self.chance, name).offset
            rise = -(0.5**FORESHORTENING) / size / (FORESHORTENING - 1)
            numbers.append((0.6 / (size * length), across + 0.35 * math.cos(swing), rise, down + 0.35 * math.sin(swing)))
        widest = max(number[0] for number in numbers) / (NEAREST + 0.10)
        wide, tall, across, rise, down = self._columns(widest), *self._constants(numbers)
        u = torch.addcmul(across, wide, tall / (below + 0.10))
        v = torch.addcmul(down, rise, below.pow(1 - FORESHORTENING))
        found = look(u.flatten(0, 1), v.expand_as(u).flatten(0, 1)).view(u.shape)
        if found.shape[-1] == grid.shape[1]:
            return found
        return interpolate(found[None], size=grid.shape, mode="bilinear", align_corners=True)[0]

    def _constants(self, numbers: list[tuple[float, float, float, float]]) -> Tensor:
        """(4, kinds, 1, 1)."""
        return torch.tensor(numbers, device=self.grid.device).T[..., None, None]

    def _columns(self, features: float) -> Tensor:
        """(n,) places over the window's width that show noise of so many features a picture height."""
        (left, right), _ = self.grid.span
        count = math.ceil((right - left) * features * SAMPLES) + 1
        return torch.linspace(left, right, count, device=self.grid.device) if count < self.grid.shape[1] else self.grid.x[0]

    def height(self, size: float) -> Tensor:
        """(H, 1) height of a feature of ripples of that size in each row, in picture heights."""
        return size * (self.below * 2).pow(FORESHORTENING)

    def seen(self, size: float) -> Tensor:
        """(H, 1) in [0, 1]: how much of ripples of that size a pixel's footprint can show in each row."""
        return (2 - 4 * self.grid.pixel / self.height(size)).clamp(0, 1)

    def patches(self, ripples: Tensor, size: float, threshold: Tensor | float) -> Tensor:
        """(H, W) about the signed distance to where ripples of that size pass a threshold: flat lens shapes."""
        return (threshold - ripples) * (self.height(size) * 0.6)

    def path(self, x: float, spread: float, width: float) -> Tensor:
        """(H, W) 0 under a light at x, growing to 1 at the rim of its path and beyond: narrow far away, wide near by."""
        aside = (self.grid.x - x) / (width + spread * self.below)
        return aside.mul_(aside)


def trochoid(noise: Tensor) -> Tensor:
    """Noise over x -> a profile of swell in about [-1.4, 1]: pointed crests, wide troughs of uneven depth."""
    away = (noise * noise).add_(0.02).sqrt_()
    return 1.0 - 2.2 * away / (1.0 + 0.6 * away)
