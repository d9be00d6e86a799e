"""Ocean: swell under a low sun, a breaking wave, a headland, or calm water by moonlight."""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, Knobs
from engine.draw.boats import sail, skiff
from engine.draw.breakers import curl, waves
from engine.draw.chance import Chance
from engine.draw.coast import cliff, lighthouse, reeds, stack
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.shapes import beneath, disc, slope
from engine.draw.water import Water
from engine.registry import scene

CHOP = 0.045
"""Height of the ripples that are drawn as flat lenses, half a picture height below the horizon."""


@scene("ocean", far="light")
def ocean(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layout = (_swell, _breaker, _headland, _calm)[chance.integer("layout", 4)]
    return layout(grid, chance, knobs, t)


def _swell(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """A low sun over open swell, a sail before its path."""
    horizon = chance.uniform("horizon", -0.10, 0.0)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.10, 0.19)
    layers = _sky(grid, chance, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", -0.2, 0.9) * _radius(grid, 1.15), 1.15)
    _sea(layers, chance.of("water"), knobs, horizon, t, x, radius, 0.60, 0.22)
    sail(layers, chance.of("sail"), -side * grid.aspect * chance.uniform("sail", 0.10, 0.2), horizon, t)
    waves(layers, chance.of("waves"), knobs, horizon, 0.10, 5, t)
    return layers.fields()


def _breaker(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """A wave about to break: its hollow open to the light, foam along the crest it throws forward."""
    horizon = chance.uniform("horizon", -0.04, 0.04)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.17, 0.23)
    layers = _sky(grid, chance, horizon, 0.84)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.06, 0.15), 1.05)
    _sea(layers, chance.of("water"), knobs, horizon, t, x, radius, 0.60, 0.44)
    size = (0.185 + 0.085 * knobs.energy) * min(1.0, 0.4 + 0.6 * grid.aspect) * chance.uniform("tall", 0.9, 1.1)
    place = -side * grid.aspect * chance.uniform("place", 0.10, 0.16)
    curl(layers, chance.of("curl"), knobs, side * (grid.x - place), 0.30, size, t)
    waves(layers, chance.of("waves"), knobs, horizon, 0.30, 3, t)
    return layers.fields()


def _headland(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Cliffs behind cliffs, a lighthouse on the point, stacks standing off it."""
    horizon = chance.uniform("horizon", -0.02, 0.06)
    side = chance.sign("side")
    x = -side * grid.aspect * chance.uniform("x", 0.12, 0.2)
    layers = _sky(grid, chance, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.14, 0.28), 1.0)
    _sea(layers, chance.of("water"), knobs, horizon, t, x, radius, 0.62, 0.26)
    fit = min(1.0, 0.4 + 0.6 * grid.aspect)
    cliff(layers, chance.of("far"), knobs, side, -0.04 * grid.aspect, 0.12 * fit, horizon + 0.012, 0.56, t)
    tip, foot, tall = chance.uniform("tip", 0.05, 0.10) * grid.aspect, horizon + 0.075, 0.26 * fit
    lighthouse(layers, side * (tip + 0.085 * fit), foot - 0.68 * tall, 0.17 * fit)
    cliff(layers, chance.of("middle"), knobs, side, tip, tall, foot, 0.32, t)
    for index, (out, high) in enumerate(((0.07, 0.16), (0.135, 0.09))):
        stack(layers, chance.of(f"stack {index}"), side * (tip - out * fit), foot + 0.012 + 0.02 * index, high * fit, t)
    cliff(layers, chance.of("near"), knobs, side, 0.27 * grid.aspect, 0.34 * fit, horizon + 0.20, 0.10, t)
    waves(layers, chance.of("waves"), knobs, horizon, 0.27, 3, t)
    return layers.fields()


def _calm(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Still water beneath a high moon, low islands, a boat at rest, reeds at the near edge."""
    horizon = chance.uniform("horizon", 0.04, 0.12)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.10, 0.17)
    layers = _sky(grid, chance, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.26, 0.36), 1.0)
    for index in range(3):
        here = chance.of(f"isle {index}")
        rise = (0.075, 0.11, 0.07)[index] * (0.6 + 0.8 * knobs.energy)
        reach = smoothstep(0.55, -0.35, (1 if index % 2 else -1) * side * grid.x / grid.aspect + 0.12 * index)
        shape = 0.6 + 0.3 * Noise(here, "hill").at(grid.x, 0.0, 2.6) + 0.10 * Noise(here, "trees").at(grid.x, 0.0, 17.0) * knobs.detail
        profile = horizon + 0.004 - rise * reach * shape.clamp_min(0.0)
        tone = 0.66 - 0.14 * index
        isle = layers.rows(horizon - 0.25, horizon + 0.01)
        distance = beneath(isle.grid, profile, slope(profile, grid.pixel).clamp(-2, 2))
        isle.cover_accent(isle.lay(distance, tone, tone, 0.9 - 0.1 * index, 0.3))
    _sea(layers, chance.of("water"), knobs, horizon, t, x, radius, 0.60, 0.20)
    skiff(layers, x - side * chance.uniform("skiff", 0.01, 0.04), horizon + chance.uniform("near", 0.10, 0.15), t)
    reeds(layers, chance.of("reeds"), knobs, side, t)
    return layers.fields()


def _radius(grid: Grid, size: float) -> float:
    """A disc's radius that takes the same share of the picture at every aspect."""
    return 0.068 * size * math.sqrt(grid.aspect)


def _sky(grid: Grid, chance: Chance, horizon: float, bright: float = 0.95) -> Layers:
    """Lighter towards the horizon and the sun; a bank of cumulus low down, streaks above."""
    up = (horizon - grid.y).clamp_min(0)
    gradient = bright - 0.34 * (up / 0.65).clamp(0, 1.2).sqrt()
    layers = Layers(grid, gradient.expand(grid.shape), gradient.expand(grid.shape), 1.0, 0.10 * Noise(chance, "wind").plane(grid, 1.5))
    sky = layers.rows(bottom=horizon)
    gradient = sky.crop(gradient)
    streak = fbm(sky.grid, chance.of("streaks"), 6.5, 2, 0.45, stretch=9.0) - 0.75
    sky.lay(streak * -0.03, gradient + 0.04, gradient + 0.05, outline=False, softness=0.004)
    for index in range(2):
        here = chance.of(f"bank {index}")
        base = horizon - 0.035 + 0.03 * index
        billow = 1 - Noise(here, "1").at(grid.x, 0.0, 1.6 + index).abs() * 0.7 + 0.35 * (1 - Noise(here, "2").at(grid.x, 0.0, 6.0).abs())
        rise = (0.13 - 0.05 * index) * smoothstep(-0.2, 1.1, Noise(here, "0").at(grid.x, 0.0, 0.9))
        profile = base - rise * billow.clamp_min(0.0)
        tone = bright - 0.21 - 0.06 * index
        bank = layers.rows(base - 0.32, horizon)
        below = ((bank.grid.y - profile) / 0.16).clamp(0, 1)
        bank.lay(
            beneath(bank.grid, profile, slope(profile, grid.pixel).clamp(-2, 2)), tone + 0.18 * (1 - below) ** 2, tone + 0.02 * below, 0.97
        )
    return layers


def _sun(layers: Layers, x: float, y: float, size: float) -> float:
    """The disc and the glow around it. Returns its radius."""
    radius = _radius(layers.grid, size)
    distance = disc(layers.grid, x, y, radius)
    layers.tint(0.12 * torch.exp(distance.clamp_min(0) * (-1 / 0.17)))
    body = layers.rows(y - radius, y + radius)
    body.lay(body.crop(distance), 0.98, 0.99)
    body.accent(body.crop(distance))
    return radius


def _sea(layers: Layers, chance: Chance, knobs: Knobs, horizon: float, t: float, x: float, radius: float, far: float, near: float) -> None:
    """The plane of the water with lens-shaped ripples, lighter and darker, and the path of the light at x."""
    layers = layers.rows(horizon)
    grid = layers.grid
    water = Water(grid, horizon, chance, t)
    fall = (water.below * 1.7).clamp(0, 1.3).pow(0.6)
    base = far + (near - far) * fall
    swell = water.ripples("swell", 0.16, 4.5)
    depth = (0.95 - 0.9 * fall).clamp(0, 1)
    surface = (horizon - grid.y).expand(grid.shape)
    layers.cover_accent(layers.lay(surface, base + swell * (0.03 + 0.05 * knobs.energy), base, depth, 0.10 * swell))
    chop = water.ripples("chop", CHOP, 5.0)
    mixed = chop * 0.75 + swell * (0.4 + 0.6 * knobs.energy)
    for sign, threshold, change in ((1, 1.0, -0.11), (-1, 1.35, 0.12)):
        lenses = water.patches(sign * mixed, CHOP, threshold - 0.5 * knobs.detail).maximum(surface)
        layers.lay(lenses, base + change, base + change, outline=False, opacity=water.seen(CHOP))
    _glitter(layers, water, knobs, x, radius)


def _glitter(layers: Layers, water: Water, knobs: Knobs, x: float, radius: float) -> None:
    """The light's path: solid at the horizon, broken into lenses near by."""
    grid = layers.grid
    glint = water.ripples("glint", 0.06, 3.2)
    rim = water.path(x, 0.26 + 0.16 * knobs.energy, radius * 0.85)
    distance = water.patches(glint, 0.06, rim * 1.4 - 0.55).maximum((water.horizon + 0.003 - grid.y).expand(grid.shape))
    layers.lay(distance, 0.96, 0.97, outline=False, opacity=1.0 - 0.2 * (1 - water.seen(0.06)))
