"""Waves near by: rows of swell flecked with foam, and one that curls over and breaks."""

from __future__ import annotations

import math

import torch

from engine.contracts import Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.heading import heading
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.shapes import beneath, slope
from engine.draw.stars import stars
from engine.draw.water import crest


def waves(layers: Layers, chance: Chance, knobs: Knobs, horizon: float, start: float, count: int, t: float) -> None:
    """Near swell, one crest before another, growing and darkening towards the eye, flecked with foam."""
    for index in range(count):
        here = chance.of(str(index))
        near = (index + 1) / count
        base = horizon + start + (0.62 - start - horizon) * near**1.5
        tall = (0.012 + 0.085 * near) * (0.25 + 1.5 * knobs.energy)
        shape = crest(layers.grid.x, here, 3.6 / (0.5 + 1.6 * near), 0.06 * math.sin(2 * math.pi * t + index))
        profile = base - tall * shape
        wave = layers.rows(base - tall)
        grid = wave.grid
        distance = beneath(grid, profile, slope(profile, grid.pixel).clamp(-2, 2))
        under = (grid.y - profile).clamp_min(0) / (0.05 + 0.16 * near)
        tone = 0.38 - 0.30 * near
        lit = torch.exp(-under * 2.2)
        wave.cover_accent(
            wave.lay(distance, tone + 0.26 * lit, tone + 0.17 * lit, 0.4 - 0.36 * near, 0.25 * slope(profile, grid.pixel).clamp(-1, 1))
        )
        foam = 0.026 * near * smoothstep(-0.3, 0.9, shape) * (0.3 + 1.4 * knobs.energy)
        lace = fbm(grid, here.of("lace"), 44.0, 2, 0.5, stretch=2.0) * 0.5
        wave.lay(torch.maximum(distance, (grid.y - profile) - foam * (1 + lace) + 0.0022), 0.92, 0.90, 0.75, outline=False)


def curl(layers: Layers, chance: Chance, knobs: Knobs, u: Tensor, foot: float, size: float, t: float) -> None:
    """The breaking wave: a disc of radius `size` at u = 0, hollowed by a smaller one, and the long back behind it (u < 0)."""
    layers = layers.rows(foot - 2.6 * size)
    grid = layers.grid
    u = u + 0.012 * math.sin(2 * math.pi * t)
    middle = foot - 0.95 * size
    v = grid.y - middle
    rim = torch.hypot(u, v) - size
    hollow_u, hollow_v = u - 0.36 * size, v - 0.26 * size
    hollow = torch.hypot(hollow_u, hollow_v) - 0.80 * size
    ridge = middle - size * (0.15 + 0.85 * smoothstep(-4.2 * size, 0.05 * size, u)) + 0.006 * Noise(chance, "ridge").at(u, 0.0, 7.0)
    back = torch.maximum(beneath(grid, ridge, slope(ridge, grid.pixel).clamp(-2, 2)), u - 0.12 * size)
    trough = beneath(grid, foot + 0.05 * size * Noise(chance, "trough").at(u, 0.0, 2.0))
    body = torch.minimum(torch.maximum(torch.minimum(back, rim), -hollow), trough)
    around = (hollow + 0.8 * size) / size
    sweep = Noise(chance, "sweep").at(around + 0.25 * u / size, 0.10 * heading(-hollow_u, hollow_v), 3.6 + 2.4 * knobs.detail)
    streak = smoothstep(0.25, 0.55, sweep)
    shade = 0.10 + 0.20 * ((foot - grid.y) / (2 * size)).clamp(0, 1)
    angle = heading(-hollow_v, hollow_u)
    layers.cover_accent(layers.lay(body, shade + 0.05 * sweep + 0.17 * streak, shade + 0.15 * streak, 0.4, angle))
    foam(layers, chance.of("foam"), knobs, torch.maximum(body, -0.6 * size - u), u / size, v / size, rim, back, size, t)


def foam(
    layers: Layers, chance: Chance, knobs: Knobs, body: Tensor, u: Tensor, v: Tensor, rim: Tensor, back: Tensor, size: float, t: float
) -> None:
    """Billows along the crest, thickest at the lip, and the spray they throw. u, v are in wave sizes."""
    grid = layers.grid
    lump = Noise(chance, "billow").plane(grid, 13.0).abs() - 0.7
    lump = lump + (0.2 + 0.6 * knobs.detail) * (Noise(chance, "fine").plane(grid, 34.0).abs() - 0.7)
    lip = smoothstep(-1.4, 1.0, u + 0.3 * v)
    thick = size * (0.02 + 0.24 * lip * lip)
    crest_line = torch.lerp(back, rim, smoothstep(-0.1, 0.12, u))
    band = crest_line.abs() - thick + 0.35 * thick * lump
    band = torch.maximum(band, (v - 0.30 - 0.25 * lump) * size)
    claw = torch.hypot(u - 0.86, v - 0.12) * size - 0.20 * size + 0.09 * size * lump
    shape = torch.minimum(band, claw)
    layers.cover_accent(layers.lay(shape, 0.90 + 0.07 * lump, 0.93, 0.85, 1.0))
    near = torch.exp(-((shape.clamp_min(0) / (0.30 * size)) ** 2)) * (0.3 - v).clamp(0, 1)
    drops = stars(grid, chance, 0.030, 0.0042, (0.2 + 0.6 * knobs.energy), t)
    layers.lay(grid.full(-1.0), 0.96, 0.95, 0.85, outline=False, opacity=(3 * drops * near - 0.4).clamp(0, 1) * (shape > 0))
