"""Spheres in space: the lit side, the terminator, the bands of a gas giant, rings."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise


@dataclass(frozen=True)
class Globe:
    """A sphere at (x, y). light: a unit vector towards the star (x right, y down, z towards the eye); tilt: of its axis, in radians."""

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


@dataclass(frozen=True)
class Rings:
    """Rings around a globe, in the plane of its equator. open: how far they open to the eye (sine of the angle)."""

    globe: Globe
    open: float
    chance: Chance

    @property
    def behind(self) -> Tensor:
        """(H, W) signed distance: negative where the rings pass before the globe, positive behind it."""
        return -self._plane()[1] * self.open

    def whole(self, detail: float) -> tuple[Tensor, Tensor]:
        """(H, W) signed distance to both rings, about; and their lightness: ringlets, and the globe's shadow across them."""
        globe = self.globe
        u, v = self._plane()
        rho = torch.hypot(u, v) / globe.radius
        narrow = globe.radius * (0.25 + 0.75 * (u.abs() / (rho * globe.radius)))
        distance = torch.maximum(torch.maximum(1.32 - rho, rho - 2.15), 0.035 - (rho - 1.80).abs()) * narrow
        ringlets = 0.6 * Noise(self.chance, "wide").at(rho, 0.0, 4.0) + detail * Noise(self.chance, "fine").at(rho, 0.0, 13.0)
        lx, ly, _ = globe.light
        flat = math.hypot(lx, ly)
        dx, dy = (globe.grid.x - globe.x) / globe.radius, (globe.grid.y - globe.y) / globe.radius
        away = -(dx * lx + dy * ly) / flat
        shadow = ((1.0 - (dx * ly - dy * lx).abs() / flat) * 9).clamp(0, 1) * (away * 9).clamp(0, 1)
        return distance, (0.60 + 0.13 * ringlets) * (1 - 0.85 * shadow)

    def _plane(self) -> tuple[Tensor, Tensor]:
        """(H, W) coordinates in the plane of the rings, the second one foreshortened back to true length."""
        globe = self.globe
        cosine, sine = math.cos(globe.tilt), math.sin(globe.tilt)
        dx, dy = globe.grid.x - globe.x, globe.grid.y - globe.y
        return dx * cosine + dy * sine, (dy * cosine - dx * sine) / self.open


def towards(angle: float, front: float) -> tuple[float, float, float]:
    """A unit vector at `angle` (radians, 0 right, turning towards +y) that comes `front` in [-1, 1] from the eye's side."""
    flat = math.sqrt(1 - front * front)
    return math.cos(angle) * flat, math.sin(angle) * flat, front
