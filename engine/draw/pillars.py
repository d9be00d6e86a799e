"""Cliffs of dust, cliff behind cliff: few ragged tips that lean to the star that carves them, dark before its light."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, planes, smoothstep

PILLARS = (
    (0.25, 0.55, ((0.21, -0.10, 0.020), (-0.36, 0.16, 0.022))),
    (0.04, 0.16, ((0.07, -0.21, 0.034), (0.35, -0.05, 0.034), (0.52, 0.10, 0.05), (-0.53, 0.30, 0.030))),
)
"""Cliffs from far to near: tone, depth, and for each pillar that rises from it the x of its tip over the width (positive away from the
star), the y of its tip and half its width there."""
LEAN = 0.42
"""How far pillars lean towards the star, over their height."""
MELT = 0.05
"""How softly pillars run into one another and into their foot, in picture heights."""


def cliffs(grid: Grid, chance: Chance, side: float) -> Tensor:
    """(cliffs, h, w) about the signed distance to masses of dust, before eddies wear their edges."""
    noises = planes(grid, [[Noise(chance, f"{name} {rank}").octave(3.4)] for name in ("across", "down") for rank in range(len(PILLARS))])
    across, down = torch.unflatten(torch.stack(noises), 0, (2, len(PILLARS)))
    u, v = grid.x + 0.034 * across, grid.y + 0.030 * down
    found = []
    for rank, (_, _, pillars) in enumerate(PILLARS):
        foot = 0.56 - v[rank] + 0.20 * side / grid.aspect * u[rank]
        parts = [foot] + [_pillar(u[rank], v[rank], grid.aspect, chance.of(f"{rank} {k}"), side, *one) for k, one in enumerate(pillars)]
        found.append(torch.logsumexp(torch.stack(parts) * (-1 / MELT), 0).mul_(-MELT))
    return torch.stack(found)


def _pillar(u: Tensor, v: Tensor, aspect: float, chance: Chance, side: float, out: float, top: float, wide: float) -> Tensor:
    """(h, w) about the distance to one pillar that widens from its tip down, steeply at first."""
    room = min(1.3, 0.35 + 0.65 * aspect)
    x, top = -side * aspect * out + chance.uniform("x", -0.03, 0.03), top + chance.uniform("top", -0.05, 0.05)
    down, over = (v - top).clamp(min=0), (top - v).clamp(min=0)
    spine = u - x + side * LEAN * room * down
    girth = (wide + chance.uniform("slope", 0.10, 0.18) * down + 0.08 * down.sqrt()) * room
    return torch.hypot(spine, over) - girth


def facing(grid: Grid, distance: Tensor, x: float, y: float) -> Tensor:
    """(..., h, w) from 0 to 1: how much a shape of that signed distance turns towards a light at (x, y)."""
    down, across = torch.gradient(distance, spacing=grid.pixel, dim=(-2, -1))
    dx, dy = x - grid.x, y - grid.y
    turned = (across * dx + down * dy) * torch.rsqrt((dx * dx + dy * dy) * (across * across + down * down) + 1e-6)
    return smoothstep(-0.25, 0.85, turned)


def dust(layers: Layers, lump: Tensor, rough: float, shape: tuple[Tensor, Tensor], tone: float, depth: float) -> None:
    """One cliff, worn by eddies; in modelled light its edge glows where it turns to the star. Flat plans get the silhouette alone."""
    layers = layers.rows(-0.45)
    distance, turned, lump = (layers.crop(plane) for plane in (*shape, lump))
    distance = torch.add(distance, lump.abs(), alpha=rough).sub_(rough)
    rim = distance.mul(1 / 0.022).clamp_(max=0).exp_().mul_(turned)
    body = distance.mul(1 / 0.08).clamp_(max=0).exp_().mul_(turned).mul_(0.10 + 0.30 * tone).add_(lump, alpha=0.006).add_(tone)
    layers.cover_accent(layers.lay(distance, body.add_(rim, alpha=0.26), tone, depth, lump.mul(0.3).add_(1.57)))
