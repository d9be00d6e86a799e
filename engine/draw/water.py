"""Open water seen in perspective: ripples that narrow towards the horizon, crests, and the path of a light upon them.

A wind-roughened sea has waves of every length (Phillips 1958), so at any distance those that show are the ones about as large
as the eye resolves there. One noise in coordinates that shrink with the distance below the horizon therefore stands for all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise

NEAREST = 0.004
"""Rows closer than this under the horizon are drawn as if at it: ripples there are finer than any picture shows."""
FORESHORTENING = 1.45
"""Heights of ripples shrink with this power of the distance below the horizon (1 a wall, 2 a plane with waves of one length)."""


@dataclass(frozen=True)
class Water:
    """A water plane below a horizon. phase: loop phase in [0, 1); the surface moves in circles through its noise, as water does."""

    grid: Grid
    horizon: float
    chance: Chance
    phase: float = 0.0

    @property
    def below(self) -> Tensor:
        """(H, 1) distance below the horizon in picture heights, at least NEAREST."""
        return (self.grid.y - self.horizon).clamp_min(NEAREST)

    def ripples(self, name: str, size: float, length: float = 4.0) -> Tensor:
        """(H, W) noise. size: height of a feature half a picture height below the horizon; length: its width over its height there."""
        across, down = self._plane(size, length)
        turn = 2 * math.pi * self.phase
        return Noise(self.chance, name).at(across + 0.35 * math.cos(turn), down + 0.35 * math.sin(turn), 1.0)

    def _plane(self, size: float, length: float) -> tuple[Tensor, Tensor]:
        below = self.below
        power = FORESHORTENING - 1
        down = -(0.5**FORESHORTENING) / size / power * below.pow(-power)
        across = self.grid.x / ((below + 0.10) * (size * length / 0.6))
        return across, down

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
        return ((self.grid.x - x) / (width + spread * self.below)).square()


def crest(x: Tensor, chance: Chance, frequency: float, drift: float = 0.0) -> Tensor:
    """A (1, W) profile of swell in about [-1, 1]: pointed crests, wide troughs of uneven depth (a trochoid's habit)."""
    n = Noise(chance, "crest").at(x + drift, 0.0, frequency)
    away = (n * n + 0.02).sqrt()
    return 1.0 - 2.2 * away / (1.0 + 0.6 * away)
