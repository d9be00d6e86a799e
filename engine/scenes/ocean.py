"""Ocean: swell under a low sun, a breaking wave, a headland, or calm water by moonlight."""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, Knobs
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, fbm_at, smoothstep
from engine.draw.shapes import beneath, disc, slope
from engine.draw.stars import stars
from engine.draw.water import Water, crest
from engine.registry import scene


@scene("ocean", far="light")
def ocean(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layout = (_swell, _breaker, _headland, _calm)[chance.integer("layout", 4)]
    return layout(grid, chance, knobs, t)


def _swell(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """A low sun over open swell, a sail before its path."""
    horizon = chance.uniform("horizon", -0.10, 0.0)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.10, 0.19)
    layers = _sky(grid, chance, horizon, x, 0.5)
    radius = _sun(layers, chance, x, horizon - chance.uniform("rise", -0.2, 0.9) * _radius(grid, 1.15), 1.15)
    water = Water(grid, horizon, chance.of("water"), t)
    _sea(layers, water, knobs, 0.60, 0.22)
    _glitter(layers, water, knobs, x, radius)
    _sail(layers, chance.of("sail"), -side * grid.aspect * chance.uniform("sail", 0.10, 0.2), horizon, t)
    _waves(layers, chance.of("waves"), knobs, horizon, 0.10, 5, t)
    return layers.fields()


def _breaker(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """A wave about to break: its hollow open to the light, foam along the crest it throws forward."""
    horizon = chance.uniform("horizon", -0.04, 0.04)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.17, 0.23)
    layers = _sky(grid, chance, horizon, x, 0.5)
    radius = _sun(layers, chance, x, horizon - chance.uniform("rise", 0.06, 0.15), 1.05)
    water = Water(grid, horizon, chance.of("water"), t)
    _sea(layers, water, knobs, 0.56, 0.30)
    _glitter(layers, water, knobs, x, radius)
    size = (0.17 + 0.12 * knobs.energy) * min(1.0, 0.4 + 0.6 * grid.aspect) * chance.uniform("tall", 0.9, 1.1)
    place = -side * grid.aspect * chance.uniform("place", 0.10, 0.16)
    _curl(layers, chance.of("curl"), knobs, side * (grid.x - place), 0.30, size, t)
    _waves(layers, chance.of("waves"), knobs, horizon, 0.30, 3, t)
    return layers.fields()


def _curl(layers: Layers, chance: Chance, knobs: Knobs, u: Tensor, foot: float, size: float, t: float) -> None:
    """The breaking wave: a disc of radius `size` at u = 0, hollowed by a smaller one, and the long back behind it (u < 0)."""
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
    sweep = Noise(chance, "sweep").at(around + 0.25 * u / size, 0.10 * torch.atan2(hollow_v, -hollow_u), 3.6 + 2.4 * knobs.detail)
    streak = smoothstep(0.25, 0.55, sweep)
    shade = 0.10 + 0.20 * ((foot - grid.y) / (2 * size)).clamp(0, 1)
    angle = torch.atan2(hollow_u, -hollow_v)
    layers.cover_accent(layers.lay(body, shade + 0.05 * sweep + 0.17 * streak, shade + 0.15 * streak, 0.4, angle))
    _foam(layers, chance.of("foam"), knobs, torch.maximum(body, -0.6 * size - u), u / size, v / size, rim, back, size, t)


def _foam(
    layers: Layers, chance: Chance, knobs: Knobs, body: Tensor, u: Tensor, v: Tensor, rim: Tensor, back: Tensor, size: float, t: float
) -> None:
    """Billows along the crest, thickest at the lip, and the spray they throw. u, v are in wave sizes."""
    grid = layers.grid
    turn = 0.02 * math.sin(2 * math.pi * t)
    lump = Noise(chance, "billow").at(grid.x + turn, grid.y, 13.0).abs() - 0.7
    lump = lump + (0.2 + 0.6 * knobs.detail) * (Noise(chance, "fine").at(grid.x, grid.y + turn, 34.0).abs() - 0.7)
    lip = smoothstep(-1.4, 1.0, u + 0.3 * v)
    thick = size * (0.02 + 0.24 * lip * lip)
    crest_line = torch.lerp(back, rim, smoothstep(-0.1, 0.12, u))
    band = crest_line.abs() - thick + 0.35 * thick * lump
    band = torch.maximum(band, (v - 0.30 - 0.25 * lump) * size)
    claw = torch.hypot(u - 0.86, v - 0.12) * size - 0.20 * size + 0.09 * size * lump
    shape = torch.minimum(band, claw)
    layers.cover_accent(layers.lay(shape, 0.90 + 0.07 * lump, 0.93, 0.85, 1.0))
    near = torch.exp(-(shape.clamp_min(0) / (0.30 * size)) ** 2) * (0.3 - v).clamp(0, 1)
    drops = stars(grid, chance, 0.030, 0.0042, (0.2 + 0.6 * knobs.energy), t)
    layers.lay(grid.full(-1.0), 0.96, 0.95, 0.85, outline=False, opacity=(3 * drops * near - 0.4).clamp(0, 1) * (shape > 0))


def _headland(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Cliffs behind cliffs, a lighthouse, stacks off the point."""
    horizon = chance.uniform("horizon", -0.02, 0.08)
    side = chance.sign("side")
    x = -side * grid.aspect * chance.uniform("x", 0.12, 0.2)
    layers = _sky(grid, chance, horizon, x, 0.7)
    radius = _sun(layers, chance, x, horizon - chance.uniform("rise", 0.16, 0.30), 1.0)
    water = Water(grid, horizon, chance.of("water"), t)
    _sea(layers, water, knobs, 0.62, 0.20)
    _glitter(layers, water, knobs, x, radius)
    _cliff(layers, chance.of("far"), water, knobs, side, -0.02 * grid.aspect, 0.11, 0.012, 0.62)
    _cliff(layers, chance.of("middle"), water, knobs, side, 0.10 * grid.aspect, 0.22, 0.05, 0.38)
    _cliff(layers, chance.of("near"), water, knobs, side, 0.24 * grid.aspect, 0.30, 0.15, 0.14)
    _waves(layers, chance.of("waves"), knobs, horizon, 0.26, 3, t)
    return layers.fields()


def _calm(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Still water beneath a high moon, low islands, a boat at rest."""
    horizon = chance.uniform("horizon", 0.0, 0.12)
    side = chance.sign("side")
    x = side * grid.aspect * chance.uniform("x", 0.08, 0.17)
    layers = _sky(grid, chance, horizon, x, 0.9)
    radius = _sun(layers, chance, x, horizon - chance.uniform("rise", 0.26, 0.36), 1.0)
    water = Water(grid, horizon, chance.of("water"), t)
    _sea(layers, water, knobs, 0.55, 0.24)
    _glitter(layers, water, knobs, x, radius)
    return layers.fields()


def _radius(grid: Grid, size: float) -> float:
    """A disc's radius that takes the same share of the picture at every aspect."""
    return 0.068 * size * math.sqrt(grid.aspect)


def _sky(grid: Grid, chance: Chance, horizon: float, x: float, top: float) -> Layers:
    """Lighter towards the horizon and the sun; a bank of cumulus low down, streaks above."""
    up = (horizon - grid.y).clamp_min(0)
    gradient = 0.95 - 0.34 * (up / 0.65).clamp(0, 1.2).sqrt()
    layers = Layers(grid, gradient.expand(grid.shape), gradient.expand(grid.shape), 1.0, 0.10 * Noise(chance, "wind").plane(grid, 1.5))
    streak = fbm(grid, chance.of("streaks"), 3.6, 3, 0.45, stretch=5.0) - 0.75
    layers.lay(streak * -0.05, gradient + 0.05, gradient + 0.07, outline=False, softness=0.004)
    for index in range(2):
        here = chance.of(f"bank {index}")
        base = horizon - 0.035 + 0.03 * index
        billow = 1 - Noise(here, "1").at(grid.x, 0.0, 1.6 + index).abs() * 0.7 + 0.35 * (1 - Noise(here, "2").at(grid.x, 0.0, 6.0).abs())
        rise = (0.13 - 0.05 * index) * smoothstep(-0.2, 1.1, Noise(here, "0").at(grid.x, 0.0, 0.9))
        profile = base - rise * billow.clamp_min(0.0)
        tone = 0.74 - 0.06 * index
        below = ((grid.y - profile) / 0.16).clamp(0, 1)
        layers.lay(beneath(grid, profile, slope(profile, grid.pixel).clamp(-2, 2)), tone + 0.18 * (1 - below) ** 2, tone + 0.02 * below, 0.97)
    return layers


def _sun(layers: Layers, chance: Chance, x: float, y: float, size: float) -> float:
    """The disc and the glow around it. Returns its radius."""
    radius = _radius(layers.grid, size)
    distance = disc(layers.grid, x, y, radius)
    layers.tint(0.12 * torch.exp(distance.clamp_min(0) * (-1 / 0.17)))
    layers.lay(distance, 0.98, 0.99)
    layers.accent(distance)
    return radius


def _sea(layers: Layers, water: Water, knobs: Knobs, far: float, near: float) -> None:
    """The plane of the water with lens-shaped ripples, lighter and darker."""
    grid = layers.grid
    fall = (water.below * 1.7).clamp(0, 1.3).pow(0.6)
    base = far + (near - far) * fall
    swell = water.ripples("swell", 0.16, 4.5)
    depth = (0.95 - 0.9 * fall).clamp(0, 1)
    horizon = (water.horizon - grid.y).expand(grid.shape)
    layers.cover_accent(layers.lay(horizon, base + swell * (0.03 + 0.05 * knobs.energy), base, depth, 0.10 * swell))
    chop = water.ripples("chop", 0.045, 5.0)
    mixed = chop * 0.75 + swell * (0.4 + 0.6 * knobs.energy)
    layers.lay(
        water.patches(mixed, 0.045, 1.0 - 0.5 * knobs.detail).maximum(horizon), base - 0.11, base - 0.10, outline=False, opacity=water.seen(0.045)
    )
    layers.lay(
        water.patches(-mixed, 0.045, 1.35 - 0.5 * knobs.detail).maximum(horizon), base + 0.13, base + 0.12, outline=False, opacity=water.seen(0.045)
    )


def _glitter(layers: Layers, water: Water, knobs: Knobs, x: float, radius: float) -> None:
    """The light's path: solid at the horizon, broken into lenses near by."""
    grid = layers.grid
    glint = water.ripples("glint", 0.06, 3.2)
    rim = water.path(x, 0.26 + 0.16 * knobs.energy, radius * 0.85)
    distance = water.patches(glint, 0.06, rim * 1.4 - 0.55).maximum((water.horizon + 0.003 - grid.y).expand(grid.shape))
    layers.lay(distance, 0.96, 0.97, outline=False, opacity=1.0 - 0.2 * (1 - water.seen(0.06)))


def _sail(layers: Layers, chance: Chance, x: float, horizon: float, t: float) -> None:
    """A small sloop, heeling a little."""
    grid = layers.grid
    size = chance.uniform("size", 0.13, 0.19)
    lean = 0.10 * chance.sign("tack") * (1 + 0.3 * math.sin(2 * math.pi * t))
    foot = horizon + size * 0.22
    v = (grid.y - foot) / size
    u = (grid.x - x) / size + lean * v
    way = 1.0 if lean > 0 else -1.0
    u = u * way
    hull = torch.maximum(torch.maximum(-v - 0.02 + 0.05 * u, v - 0.14), (u + 0.04 * v).abs() - 0.36 + 0.55 * (v.clamp_min(0)))
    main = torch.maximum(torch.maximum(-u + 0.03, v + 0.10), (u * 0.93 - (v + 1.12) * 0.42) * 0.9)
    jib = torch.maximum(torch.maximum(u + 0.01, v + 0.13), (-u * 0.95 - (v + 0.98) * 0.36) * 0.9)
    mast = torch.maximum(u.abs() - 0.012, torch.maximum(v, -v - 1.16))
    for shape, tone in ((main, 0.30), (jib, 0.44), (torch.minimum(hull, mast), 0.06)):
        layers.cover_accent(layers.lay(shape * size, tone, tone, 0.5, 1.4))


def _waves(layers: Layers, chance: Chance, knobs: Knobs, horizon: float, start: float, count: int, t: float) -> None:
    """Near swell, one crest before another, growing and darkening towards the eye, flecked with foam."""
    grid = layers.grid
    for index in range(count):
        here = chance.of(str(index))
        near = (index + 1) / count
        base = horizon + start + (0.62 - start - horizon) * near**1.5
        tall = (0.012 + 0.085 * near) * (0.25 + 1.5 * knobs.energy)
        shape = crest(grid.x, here, 3.6 / (0.5 + 1.6 * near), 0.06 * math.sin(2 * math.pi * t + index))
        profile = base - tall * shape
        distance = beneath(grid, profile, slope(profile, grid.pixel).clamp(-2, 2))
        under = (grid.y - profile).clamp_min(0) / (0.05 + 0.16 * near)
        tone = 0.34 - 0.26 * near
        lit = torch.exp(-under * 2.2)
        layers.cover_accent(layers.lay(distance, tone + 0.24 * lit, tone + 0.10 * lit, 0.4 - 0.36 * near, 0.25 * slope(profile, grid.pixel).clamp(-1, 1)))
        foam = 0.020 * near * smoothstep(-0.2, 1.2, shape) * (0.3 + 1.4 * knobs.energy)
        lace = fbm_at(grid.x, (grid.y - base) * 2.0, grid.pixel, here.of("lace"), 22.0, 2, 0.5) * 0.5
        layers.lay(torch.maximum(distance, (grid.y - profile) - foam * (1 + lace)), 0.90, 0.88, outline=False)


def _cliff(
    layers: Layers, chance: Chance, water: Water, knobs: Knobs, side: float, tip: float, tall: float, near: float, tone: float
) -> None:
    """A headland that comes in from one side and ends at x = side * tip; near: how far below the horizon it meets the water."""
    grid = layers.grid
    foot = water.horizon + near
    out = side * grid.x - tip
    ledge = Noise(chance, "ledge").at(grid.y, 0.0, 9.0) * 0.016 + 0.30 * (foot - grid.y)
    top = foot - tall * (0.75 + 0.35 * (out / 0.5).clamp(-0.5, 1) + 0.10 * Noise(chance, "top").at(grid.x, 0.0, 4.0))
    distance = torch.maximum(top - grid.y, (ledge * (1 + 4 * tall)).clamp_min(-0.02) - out)
    distance = torch.maximum(distance, grid.y - foot)
    strata = fbm_at(grid.x * 2.2, grid.y * 0.8, grid.pixel, chance.of("strata"), 8.0, 1.5 + 2.5 * knobs.detail, 0.6)
    layers.cover_accent(layers.lay(distance, tone + 0.09 * strata, tone, 0.85 - 2.5 * near, 1.57 + 0.3 * strata))
