"""Alpine: ridge behind ridge in the air between, a low sun or moon, conifers in front."""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, fbm_at, ridged, smoothstep
from engine.draw.shapes import beneath, disc, slope
from engine.registry import scene

RIDGES = 5


@scene("alpine", far="light")
def alpine(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    horizon = chance.uniform("horizon", 0.02, 0.12)
    layers = Layers(grid, *_sky(grid, chance, horizon), depth=1.0, angle=0.12 * Noise(chance, "wind").plane(grid, 1.5))
    sun = _sun(layers, chance, horizon)
    rock = fbm_at(
        grid.x + 0.35 * grid.y, grid.y * 0.55 - 0.2 * grid.x, grid.pixel, chance.of("rock"), 7.0, 1.5 + 2.5 * knobs.detail, 0.62
    )
    mist = smoothstep(-0.6, 1.6, fbm(grid, chance.of("mist"), 2.4, 2, stretch=3.0))
    for index in range(RIDGES):
        _ridge(layers, chance.of(f"ridge {index}"), knobs, index / (RIDGES - 1), horizon, sun, rock, mist)
    _conifers(layers, chance.of("trees"), knobs)
    return layers.fields()


def _sky(grid: Grid, chance: Chance, horizon: float) -> tuple[Tensor, Tensor]:
    """Lighter towards the horizon, with long clouds."""
    height = ((horizon - grid.y) / 0.62).clamp(0, 1)
    clouds = smoothstep(0.5, 1.9, fbm(grid, chance.of("clouds"), 3.2, 3, stretch=4.5))
    gradient = 0.97 - 0.30 * height.sqrt()
    return gradient + 0.10 * clouds * (0.3 + height), gradient.expand(grid.shape)


def _sun(layers: Layers, chance: Chance, horizon: float) -> tuple[float, float]:
    """A disc near a third of the width, above the far ridges; returns its place."""
    grid = layers.grid
    side = chance.sign("side")
    x = side * grid.aspect * grid.zoom ** -1 * chance.uniform("x", 0.10, 0.24)
    y = horizon - chance.uniform("y", 0.22, 0.33)
    radius = chance.uniform("radius", 0.052, 0.078)
    distance = disc(grid, x, y, radius)
    layers.tint(0.10 * torch.exp(-(distance.clamp_min(0) / 0.16)))
    layers.lay(distance, 0.98, 0.99)
    layers.accent(distance)
    return x, y


def _ridge(
    layers: Layers, chance: Chance, knobs: Knobs, near: float, horizon: float, sun: tuple[float, float], rock: Tensor, mist: Tensor
) -> None:
    """One range: near = 0 the farthest, 1 the nearest."""
    grid = layers.grid
    tall = (0.30 - 0.13 * near) * (0.45 + 1.1 * knobs.energy)
    base = horizon + 0.06 + 0.36 * near**1.15
    rough = 0.30 + 0.26 * knobs.energy
    shape = ridged(grid.x, grid.pixel, chance, 1.15 + 0.75 * near, 2.2 + 3.8 * knobs.detail, rough)
    swell = Noise(chance, "swell").at(grid.x, 0.0, 0.55) * 0.05
    profile = base - tall * (shape - 0.28) + swell
    distance = beneath(grid, profile, slope(profile, grid.pixel).clamp(-2, 2))
    below = (grid.y - profile).clamp_min(0)

    value = 0.74 - 0.66 * near**0.85
    facing = (slope(Noise(chance, "0").at(grid.x, 0.0, 1.15 + 0.75 * near), grid.pixel) * (0.16 if sun[0] < 0 else -0.16)).clamp(-0.5, 0.5)
    light = smoothstep(-0.5, 0.9, rock * (0.5 + 0.5 * knobs.detail) + facing * 1.6)
    snow = smoothstep(0.0, 0.02, 0.085 * (1.1 - near) + 0.022 * rock - below * (0.6 + 0.5 * near)) * (1 - near) ** 0.5
    haze = smoothstep(0.02, 0.30, below) * mist * (1 - 0.75 * near)
    modelled = value + (light - 0.5) * (0.17 - 0.05 * near) + snow * 0.16 * light
    modelled = torch.lerp(modelled, torch.tensor(0.93, device=grid.device), haze * 0.55)
    plan = torch.lerp(torch.tensor(value, device=grid.device), torch.tensor(0.9, device=grid.device), smoothstep(0.04, 0.34, below) * 0.34 * (1 - near))
    cover = layers.lay(distance, modelled, plan, 0.85 - 0.75 * near, 0.9 * facing.sign() + 0.35 * rock)
    layers.cover_accent(cover)


def _conifers(layers: Layers, chance: Chance, knobs: Knobs) -> None:
    """A stand of trees on a low bank, taller towards one side, so that the frame has a near edge."""
    grid = layers.grid
    side = chance.sign("side")
    lean = smoothstep(-0.9, 1.0, side * grid.x * (2 / grid.aspect) * grid.zoom)
    bank = 0.47 - 0.10 * lean + 0.02 * Noise(chance, "bank").at(grid.x, 0.0, 2.0)
    layers.cover_accent(layers.lay(beneath(grid, bank), 0.05, 0.04, 0.03, 0.0))
    for rank, pitch in enumerate((0.052, 0.034)):
        place = grid.x / pitch + chance.uniform(f"shift {rank}", 0, 64)
        cell = place.floor()
        wild = Noise(chance, f"tree {rank}")
        jitter = wild.at(cell * 3.7, 0.0, 1.0) * 0.22
        grown = (wild.at(cell * 2.3, 40.0, 1.0) * 0.35 + 1.0).clamp(0.35, 1.8)
        height = pitch * 3.6 * grown * (0.35 + 0.9 * lean) * (0.7 + 0.6 * knobs.energy)
        across = (place - cell - 0.5 - jitter).abs() * pitch
        top = bank - height
        down = ((grid.y - top) / height.clamp_min(1e-3)).clamp(0, 1.2)
        branches = torch.remainder(down * 7.0, 1.0) * (0.15 + 0.35 * knobs.detail)
        width = pitch * 0.46 * (down * (0.72 + branches))
        distance = (across - width).clamp_min(-0.03)
        distance = torch.where(grid.y < top, torch.hypot(across, grid.y - top), distance * 0.9)
        layers.cover_accent(layers.lay(distance, 0.06 + 0.05 * rank, 0.05, 0.05, 1.57))
