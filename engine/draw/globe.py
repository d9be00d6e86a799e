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
        across, down = (self.grid.x - self.x).square(), (self.grid.y - self.y).square()
        return (across + down).sqrt_().sub_(self.radius)

    def normal(self) -> tuple[Tensor, Tensor, Tensor]:
        """(1, W), (H, 1), (H, W): the surface's direction; past the limb z is 0."""
        nx, ny = (self.grid.x - self.x) / self.radius, (self.grid.y - self.y) / self.radius
        return nx, ny, ((1 - nx * nx) - ny * ny).clamp_(min=1e-12).sqrt_()

    def lit(self, nx: Tensor, ny: Tensor, nz: Tensor) -> Tensor:
        """(H, W) Lambert's cosine of a surface's direction, negative on the night side."""
        return (nx * self.light[0] + ny * self.light[1]).add_(nz, alpha=self.light[2])

    def latitude(self, nx: Tensor, ny: Tensor, nz: Tensor) -> Tensor:
        """(H, W) in [-1, 1] along the tilted axis, bulging towards the eye as bands of cloud do."""
        return (nx * -math.sin(self.tilt) + ny * math.cos(self.tilt)).add_(nz, alpha=-0.28)


@dataclass(frozen=True)
class Rings:
    """Rings around a globe, in the plane of its equator. open: how far they open to the eye (sine of the angle)."""

    globe: Globe
    open: float
    chance: Chance

    def whole(self, detail: float) -> tuple[Tensor, Tensor, Tensor]:
        """(H, W) signed distance to both rings, about; their lightness: ringlets, and the globe's shadow across them; and a distance
        that is negative where they pass before the globe, positive behind it.
        """
        globe = self.globe
        u, v = self._plane()
        rho = (u * u).addcmul_(v, v).add_(1e-9).sqrt_()
        narrow = u.abs_().div_(rho).mul_(0.75).add_(0.25).mul_(globe.radius)
        gap = (rho - 1.80).abs_().neg_().add_(0.035)
        distance = torch.maximum((rho - 1.735).abs_().sub_(0.415), gap, out=gap).mul_(narrow)
        ringlets = self._ringlets(detail)
        place = rho.sub_(1.2).mul_(len(ringlets) - 1).clamp_(0, len(ringlets) - 1).to(torch.int32)
        tone = torch.index_select(ringlets, 0, place.flatten()).reshape(place.shape)
        return distance, tone.mul_(self._shadow()), v.mul_(-globe.radius * self.open)

    def _ringlets(self, detail: float) -> Tensor:
        """(n,) the rings' lightness, from 1.2 to 2.2 radii of the globe."""
        rho = torch.linspace(1.2, 2.2, 1024, device=self.globe.grid.device)[None]
        wide, fine = Noise(self.chance, "wide").at(rho, 0.0, 4.0), Noise(self.chance, "fine").at(rho, 0.0, 13.0)
        return (0.60 + 0.078 * wide + 0.13 * detail * fine)[0]

    def _shadow(self) -> Tensor:
        """(H, W) 1 in the light, 0.15 in the globe's shadow."""
        globe = self.globe
        lx, ly, _ = globe.light
        flat = math.hypot(lx, ly) * globe.radius / 9
        dx, dy = (globe.grid.x - globe.x) / flat, (globe.grid.y - globe.y) / flat
        beam = (dx * ly - dy * lx).abs_().neg_().add_(9).clamp_(0, 1)
        return beam.mul_((dx * -lx - dy * ly).clamp_(0, 1)).mul_(-0.85).add_(1)

    def _plane(self) -> tuple[Tensor, Tensor]:
        """(H, W) coordinates in the plane of the rings, in radii of the globe, the second one foreshortened back to true length."""
        globe = self.globe
        cosine, sine = math.cos(globe.tilt) / globe.radius, math.sin(globe.tilt) / globe.radius
        dx, dy = globe.grid.x - globe.x, globe.grid.y - globe.y
        return dx * cosine + dy * sine, dy * (cosine / self.open) - dx * (sine / self.open)


def towards(angle: float, front: float) -> tuple[float, float, float]:
    """A unit vector at `angle` (radians, 0 right, turning towards +y) that comes `front` in [-1, 1] from the eye's side."""
    flat = math.sqrt(1 - front * front)
    return math.cos(angle) * flat, math.sin(angle) * flat, front
