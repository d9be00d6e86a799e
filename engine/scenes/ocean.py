"""Ocean: swell under a low sun, a breaking wave, a headland, or calm water by moonlight."""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.boats import sail, skiff
from engine.draw.breakers import Swell, curl, waves
from engine.draw.chance import Chance
from engine.draw.coast import Coast, lighthouse, reeds
from engine.draw.drift import drifting_series
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, planes, smoothstep
from engine.draw.profile import along
from engine.draw.shapes import slope
from engine.draw.sway import sway
from engine.draw.water import Water
from engine.registry import Option, scene

CHOP = 0.05
"""Height of the ripples that are drawn as flat lenses and that glitter, half a picture height below the horizon."""


@scene(
    "ocean",
    far="light",
    options=(
        Option("swell", "Higher waves"),
        Option("foam", "More foam"),
        Option("clouds", "More clouds"),
        Option("sun", "A higher sun or moon"),
    ),
)
def ocean(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = (_swell, _breaker, _headland, _calm)[chance.integer("layout", 4)]
    return layout(grid, chance, knobs, t)


def _rough(knobs: SceneKnobs) -> SceneKnobs:
    """The knobs as the water takes them: its own slider adds to the energy."""
    return knobs.model_copy(update={"energy": min(1.0, max(0.0, knobs.energy + knobs.own["swell"] - 0.5))})


def _raised(knobs: SceneKnobs) -> float:
    """How much higher than usual the sun stands; it never sets."""
    up = knobs.own["sun"] - 0.5
    return up * (0.36 if up > 0 else 0.10)


def _swell(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """A low sun over open swell, a sail before its path."""
    rough = _rough(knobs)
    horizon = chance.uniform("horizon", -0.10, 0.0)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.10, 0.19)
    layers = _sky(grid, chance, knobs, t, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", -0.2, 0.9) * _radius(grid, 1.15) - _raised(knobs), 1.15)
    swell = Swell(horizon, 0.10, 5, rough.energy, 2 * knobs.own["foam"])
    _sea(layers, Water(layers.grid, horizon, chance.of("water"), t), rough, (x, radius), (0.60, 0.22), swell.covered())
    sail(layers, chance.of("sail"), -side * grid.aspect * chance.uniform("sail", 0.10, 0.2), horizon, t)
    waves(layers, chance.of("waves"), swell, t)
    return layers.fields()


def _breaker(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """A wave about to break: its hollow open to the light, foam along the crest it throws forward."""
    rough = _rough(knobs)
    horizon = chance.uniform("horizon", -0.04, 0.04)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.17, 0.23)
    layers = _sky(grid, chance, knobs, t, horizon, 0.84)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.06, 0.15) - _raised(knobs), 1.05)
    swell = Swell(horizon, 0.30, 3, rough.energy, 2 * knobs.own["foam"])
    _sea(layers, Water(layers.grid, horizon, chance.of("water"), t), rough, (x, radius), (0.60, 0.44), swell.covered())
    size = (0.185 + 0.085 * rough.energy) * min(1.0, 0.4 + 0.6 * grid.aspect) * chance.uniform("tall", 0.9, 1.1)
    place = -side * grid.aspect * chance.uniform("place", 0.13, 0.18)
    curl(layers, chance.of("curl"), rough, side, place, 0.30, size, t, 2 * knobs.own["foam"])
    waves(layers, chance.of("waves"), swell, t)
    return layers.fields()


def _headland(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """Cliffs behind cliffs, a lighthouse on the point, stacks standing off it."""
    rough = _rough(knobs)
    horizon = chance.uniform("horizon", -0.02, 0.06)
    side = chance.sign("side")
    x = -side * grid.aspect * chance.uniform("x", 0.12, 0.2)
    layers = _sky(grid, chance, knobs, t, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.14, 0.28) - 0.6 * _raised(knobs), 1.0)
    swell = Swell(horizon, 0.27, 3, rough.energy, 2 * knobs.own["foam"])
    _sea(layers, Water(layers.grid, horizon, chance.of("water"), t), rough, (x, radius), (0.62, 0.26), swell.covered())
    coast = Coast.of(layers, chance.of("coast"), knobs, t, 2 * knobs.own["foam"])
    fit = min(1.0, 0.4 + 0.6 * grid.aspect)
    coast.cliff(side, -0.04 * grid.aspect, 0.12 * fit, horizon + 0.012, 0.56)
    tip, foot, tall = chance.uniform("tip", 0.05, 0.10) * grid.aspect, horizon + 0.075, 0.26 * fit
    lighthouse(layers, side * (tip + 0.085 * fit), foot - 0.68 * tall, 0.17 * fit)
    coast.cliff(side, tip, tall, foot, 0.32)
    for index, (out, high) in enumerate(((0.07, 0.16), (0.135, 0.09))):
        coast.stack(side * (tip - out * fit), foot + 0.012 + 0.02 * index, high * fit)
    coast.cliff(side, 0.27 * grid.aspect, 0.34 * fit, horizon + 0.20, 0.10)
    waves(layers, chance.of("waves"), swell, t)
    return layers.fields()


def _calm(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """Still water beneath a high moon, low islands, a boat at rest, reeds at the near edge."""
    rough = _rough(knobs)
    horizon = chance.uniform("horizon", 0.04, 0.12)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.10, 0.17)
    layers = _sky(grid, chance, knobs, t, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.26, 0.36) - 0.2 * (knobs.own["sun"] - 0.5), 1.0)
    _isles(layers, chance, knobs, side, horizon)
    _sea(layers, Water(layers.grid, horizon, chance.of("water"), t), rough, (x, radius), (0.60, 0.20), math.inf)
    skiff(layers, x - side * chance.uniform("skiff", 0.01, 0.04), horizon + chance.uniform("near", 0.10, 0.15), t)
    _lapping(layers, chance.of("lapping"), knobs.own["foam"], horizon, t)
    reeds(layers, chance.of("reeds"), knobs, side, t)
    return layers.fields()


def _lapping(layers: Layers, chance: Chance, foam: float, horizon: float, t: float) -> None:
    """Long thin rims of foam that come in over still water, broken where there is little of it."""
    grid, count = layers.grid, 4
    lines = [(chance.of(f"line {index}"), index / (count - 1)) for index in range(count)]
    noises = [(Noise(here, name), pace / (0.4 + near)) for here, near in lines for name, pace in (("run", 1.3), ("break", 3.1))]
    found = along(grid.x, noises, 0.03 * sway(t))
    for (_, near), run, broken in zip(lines, found[::2], found[1::2], strict=True):
        middle = run.mul_(0.012 + 0.010 * near).add_(horizon + 0.13 + 0.19 * near + 0.004 * sway(t, 0.3 * near))
        half = broken.add_(2.8 * foam - 1.9).clamp_(-0.5, 1).mul_(0.0022 + 0.0058 * near)
        part = layers.rows(horizon + 0.08 + 0.14 * near, horizon + 0.18 + 0.24 * near)
        part.lay((part.grid.y - middle).abs_().sub_(half), 0.92, 0.93, None, 0.0, outline=False)


def _isles(layers: Layers, chance: Chance, knobs: SceneKnobs, side: float, horizon: float) -> None:
    """Low islands, one before another, from either side."""
    grid, isles = layers.grid, [chance.of(f"isle {index}") for index in range(3)]
    found = along(grid.x, [*((Noise(isle, "hill"), 2.6) for isle in isles), *((Noise(isle, "trees"), 17.0) for isle in isles)])
    shapes = torch.add(found[:3] * 0.3, found[3:], alpha=0.10 * knobs.detail).add_(0.6).clamp_(min=0.0)
    for index, shape in enumerate(shapes):
        rise = (0.075, 0.11, 0.07)[index] * (0.6 + 0.8 * knobs.energy)
        reach = smoothstep(0.55, -0.35, grid.x * ((1 if index % 2 else -1) * side / grid.aspect) + 0.12 * index)
        profile = (shape * reach).mul_(-rise).add_(horizon + 0.004)
        tone = 0.66 - 0.14 * index
        isle = layers.rows(horizon - 2.0 * rise, horizon + 0.01)
        isle.cover_accent(isle.lay((profile - isle.grid.y).mul_(_upright(profile, grid.pixel)), tone, tone, 0.9 - 0.1 * index, 0.3))


def _upright(profile: Tensor, pixel: float) -> Tensor:
    """(..., W) what turns a height under a profile into a distance to it."""
    return slope(profile, pixel).clamp_(-2, 2).square_().add_(1).rsqrt_()


def _radius(grid: Grid, size: float) -> float:
    """A disc's radius that takes the same share of the picture at every aspect."""
    return 0.068 * size * math.sqrt(grid.aspect)


def _sky(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float, horizon: float, bright: float = 0.95) -> Layers:
    """Lighter towards the horizon and the sun; a bank of cumulus low down, streaks above."""
    up = (horizon - grid.y).clamp_min(0)
    gradient = bright - 0.34 * (up / 0.65).clamp(0, 1.2).sqrt()
    clouds = knobs.own["clouds"]
    streak = planes(grid, [drifting_series(grid.pixel, chance.of("streaks"), 6.5, 2, t, 0.12, 9.0, 0.45)])[0]
    layers = Layers(grid, gradient, gradient, 1.0, streak * 0.10)
    sky = layers.rows(bottom=horizon)
    streak = sky.crop(streak).sub_(1.75 - 2 * clouds).mul_(-0.03)
    gradient = gradient[: sky.grid.shape[0]]
    sky.lay(streak, gradient + 0.08 * clouds, gradient + 0.10 * clouds, outline=False, softness=0.004)
    banks = [chance.of(f"bank {index}") for index in range(2)]
    looks = [[(Noise(bank, "0"), 0.9), (Noise(bank, "1"), 1.6 + index), (Noise(bank, "2"), 6.0)] for index, bank in enumerate(banks)]
    found = along(grid.x, [*looks[0], *looks[1]], 0.05 * sway(t))
    for index, (swell, billow, lump) in enumerate((found[:3], found[3:])):
        base, tone = horizon - 0.035 + 0.03 * index, bright - 0.21 - 0.06 * index
        rise = smoothstep(-0.2, 1.1, swell).mul_((0.13 - 0.05 * index) * (0.3 + 1.4 * clouds))
        tall = (billow.abs() * -0.7).add_(lump.abs(), alpha=-0.35).add_(1.35).clamp_(min=0.0)
        profile = base - rise * tall
        bank = layers.rows(base - 1.4 * (0.13 - 0.05 * index) * (0.3 + 1.4 * clouds), horizon)
        depth = bank.grid.y - profile
        clear = (depth * (-1 / 0.16)).add_(1).clamp_(0, 1)
        distance = depth.mul_(_upright(profile, grid.pixel).neg_())
        bank.lay(distance, (clear * clear).mul_(0.18).add_(tone), clear.mul_(-0.02).add_(tone + 0.02), 0.97)
    return layers


def _sun(layers: Layers, x: float, y: float, size: float) -> float:
    """The disc and the glow around it. Returns its radius."""
    grid, radius = layers.grid, _radius(layers.grid, size)
    near, half = radius**2, (radius + 0.17) ** 2
    fall = 0.63 / (0.37 * half - near)
    glow = ((grid.x - x).square() * fall + ((grid.y - y).square() * fall + 1)).reciprocal_()
    layers.tint(glow.clamp_(max=1 / (1 + near * fall)).mul_(0.12 * (1 + near * fall)))
    body = layers.rows(y - radius, y + radius, x - radius, x + radius)
    distance = torch.sqrt((body.grid.x - x).square() + (body.grid.y - y).square()).sub_(radius)
    body.lay(distance, 0.98, 0.99)
    body.accent(distance)
    return radius


def _sea(layers: Layers, water: Water, knobs: SceneKnobs, sun: tuple[float, float], tones: tuple[float, float], hidden: float) -> None:
    """The plane of the water with lens-shaped ripples, lighter and darker, and the path of the light.

    sun: its x and radius. tones: at the horizon and near by. hidden: below this height other things cover the water.
    """
    layers = layers.rows(water.horizon, hidden)
    water = Water(layers.grid, water.horizon, water.chance, water.phase)
    swell, chop = water.surfaces([("swell", 0.16, 4.5), ("chop", CHOP, 4.5)])
    fall = (water.below * 1.7).clamp(0, 1.3).pow(0.6)
    base = tones[0] + (tones[1] - tones[0]) * fall
    mixed = torch.mul(chop, 0.75).add_(swell, alpha=0.4 + 0.6 * knobs.energy)
    sharp = water.height(CHOP) * (0.6 / layers.grid.pixel)
    seen = water.seen(CHOP)
    dark = torch.addcmul(0.5 - (1.0 - 0.5 * knobs.detail) * sharp, mixed, sharp).clamp_(0, 1).mul_(seen)
    light = torch.addcmul(0.5 - (1.35 - 0.5 * knobs.detail) * sharp, mixed, -sharp).clamp_(0, 1).mul_(seen)
    lenses = (light * 0.12).add_(dark, alpha=-0.11)
    smooth = light.add_(dark).neg_().add_(1).mul_(swell).mul_(0.03 + 0.05 * knobs.energy)
    plan = lenses.add_(base)
    surface = water.horizon - layers.grid.y
    depth = (0.95 - 0.9 * fall).clamp(0, 1)
    layers.cover_accent(layers.lay(surface, smooth.add_(plan), plan, depth, swell.mul_(0.10)))
    _glitter(layers, water, chop, knobs, *sun)


def _glitter(layers: Layers, water: Water, glint: Tensor, knobs: SceneKnobs, x: float, radius: float) -> None:
    """The light's path: solid at the horizon, broken into lenses near by."""
    rim = water.path(x, 0.26 + 0.16 * knobs.energy, radius * 0.85)
    distance = rim.mul_(1.4).sub_(0.55).sub_(glint).mul_(water.height(CHOP) * 0.6).maximum(water.horizon + 0.003 - layers.grid.y)
    layers.lay(distance, 0.96, 0.97, outline=False, opacity=0.8 + 0.2 * water.seen(CHOP))
