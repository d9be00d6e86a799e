"""Spheres in space: the lit side, the terminator, the bands of a gas giant, rings."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.grid import Grid


@dataclass(frozen=True)
class Globe:
    """A sphere at (x, y). light: direction towards the star (x right, y down, z towards the eye), a unit vector; tilt: of its axis, radians."""

    grid: Grid
    x: float
    y: float
    radius: float
    light: tuple[float, float, float]
    tilt: float = 0.0

    @property
    def distance(self) -> Tensor:
        """(H, W) signed distance to the limb."""
        return torch.hypot(self.grid.x - self.x, self.grid.y - self.y) - self.radius

    def normal(self) -> tuple[Tensor, Tensor, Tensor]:
        """(1, W), (H, 1), (H, W): the surface's direction; past the limb z is 0."""
        nx, ny = (self.grid.x - self.x) / self.radius, (self.grid.y - self.y) / self.radius
        return nx, ny, (1 - nx * nx - ny * ny).clamp_min(0).sqrt()

    def lit(self) -> Tensor:
        """(H, W) Lambert's cosine, negative on the night side."""
        nx, ny, nz = self.normal()
        return nx * self.light[0] + ny * self.light[1] + nz * self.light[2]

    def latitude(self) -> Tensor:
        """(H, W) in [-1, 1] along the tilted axis, bulging towards the eye as bands of cloud do."""
        nx, ny, nz = self.normal()
        return -nx * math.sin(self.tilt) + ny * math.cos(self.tilt) - 0.28 * nz


def towards(angle: float, front: float) -> tuple[float, float, float]:
    """A unit vector at `angle` (radians, 0 right, turning towards +y) that comes `front` in [-1, 1] from the eye's side."""
    flat = math.sqrt(1 - front * front)
    return math.cos(angle) * flat, math.sin(angle) * flat, front
