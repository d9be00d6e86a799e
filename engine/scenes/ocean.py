"""Ocean: swell under a low sun, a breaking wave, a headland, or calm water by moonlight."""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, fbm_at, smoothstep
from engine.draw.shapes import beneath, coverage, disc, segment, slope
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
    layers = _sky(grid, chance, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", -0.2, 0.9) * _radius(grid, 1.15), 1.15)
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
    layers = _sky(grid, chance, horizon, 0.84)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.06, 0.15), 1.05)
    water = Water(grid, horizon, chance.of("water"), t)
    _sea(layers, water, knobs, 0.60, 0.44)
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
    """Cliffs behind cliffs, a lighthouse on the point, stacks standing off it."""
    horizon = chance.uniform("horizon", -0.02, 0.06)
    side = chance.sign("side")
    x = -side * grid.aspect * chance.uniform("x", 0.12, 0.2)
    layers = _sky(grid, chance, horizon)
    radius = _sun(layers, x, horizon - chance.uniform("rise", 0.14, 0.28), 1.0)
    water = Water(grid, horizon, chance.of("water"), t)
    _sea(layers, water, knobs, 0.62, 0.26)
    _glitter(layers, water, knobs, x, radius)
    fit = min(1.0, 0.4 + 0.6 * grid.aspect)
    _cliff(layers, chance.of("far"), knobs, side, -0.04 * grid.aspect, 0.12 * fit, horizon + 0.012, 0.56, t)
    tip, foot, tall = chance.uniform("tip", 0.05, 0.10) * grid.aspect, horizon + 0.075, 0.26 * fit
    _lighthouse(layers, side * (tip + 0.085 * fit), foot - 0.68 * tall, 0.17 * fit)
    _cliff(layers, chance.of("middle"), knobs, side, tip, tall, foot, 0.32, t)
    for index, (out, high) in enumerate(((0.07, 0.16), (0.135, 0.09))):
        _stack(layers, chance.of(f"stack {index}"), side * (tip - out * fit), foot + 0.012 + 0.02 * index, high * fit, t)
    _cliff(layers, chance.of("near"), knobs, side, 0.27 * grid.aspect, 0.34 * fit, horizon + 0.20, 0.10, t)
    _waves(layers, chance.of("waves"), knobs, horizon, 0.27, 3, t)
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
        layers.cover_accent(layers.lay(beneath(grid, profile, slope(profile, grid.pixel).clamp(-2, 2)), tone, tone, 0.9 - 0.1 * index, 0.3))
    water = Water(grid, horizon, chance.of("water"), t)
    _sea(layers, water, knobs, 0.50, 0.22)
    _glitter(layers, water, knobs, x, radius)
    _skiff(layers, -side * grid.aspect * chance.uniform("skiff", 0.10, 0.18), horizon + chance.uniform("near", 0.12, 0.18), t)
    _reeds(layers, chance.of("reeds"), knobs, side, t)
    return layers.fields()


def _radius(grid: Grid, size: float) -> float:
    """A disc's radius that takes the same share of the picture at every aspect."""
    return 0.068 * size * math.sqrt(grid.aspect)


def _sky(grid: Grid, chance: Chance, horizon: float, bright: float = 0.95) -> Layers:
    """Lighter towards the horizon and the sun; a bank of cumulus low down, streaks above."""
    up = (horizon - grid.y).clamp_min(0)
    gradient = bright - 0.34 * (up / 0.65).clamp(0, 1.2).sqrt()
    layers = Layers(grid, gradient.expand(grid.shape), gradient.expand(grid.shape), 1.0, 0.10 * Noise(chance, "wind").plane(grid, 1.5))
    streak = fbm(grid, chance.of("streaks"), 6.5, 2, 0.45, stretch=9.0) - 0.75
    layers.lay(streak * -0.03, gradient + 0.04, gradient + 0.05, outline=False, softness=0.004)
    for index in range(2):
        here = chance.of(f"bank {index}")
        base = horizon - 0.035 + 0.03 * index
        billow = 1 - Noise(here, "1").at(grid.x, 0.0, 1.6 + index).abs() * 0.7 + 0.35 * (1 - Noise(here, "2").at(grid.x, 0.0, 6.0).abs())
        rise = (0.13 - 0.05 * index) * smoothstep(-0.2, 1.1, Noise(here, "0").at(grid.x, 0.0, 0.9))
        profile = base - rise * billow.clamp_min(0.0)
        tone = bright - 0.21 - 0.06 * index
        below = ((grid.y - profile) / 0.16).clamp(0, 1)
        layers.lay(beneath(grid, profile, slope(profile, grid.pixel).clamp(-2, 2)), tone + 0.18 * (1 - below) ** 2, tone + 0.02 * below, 0.97)
    return layers


def _sun(layers: Layers, x: float, y: float, size: float) -> float:
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
        foam = 0.026 * near * smoothstep(-0.3, 0.9, shape) * (0.3 + 1.4 * knobs.energy)
        lace = fbm_at(grid.x, (grid.y - base) * 2.0, grid.pixel, here.of("lace"), 22.0, 2, 0.5) * 0.5
        layers.lay(torch.maximum(distance, (grid.y - profile) - foam * (1 + lace)), 0.92, 0.90, 0.75, outline=False)


def _cliff(
    layers: Layers, chance: Chance, knobs: Knobs, side: float, tip: float, tall: float, foot: float, tone: float, t: float
) -> None:
    """A headland that comes in from one side and ends at x = side * tip, standing in the water at y = foot."""
    grid = layers.grid
    out = side * grid.x - tip
    crag = fbm_at(grid.x, grid.y * 0.5, grid.pixel, chance.of("crag"), 9.0, 1.5 + 2.5 * knobs.detail, 0.6)
    ledge = 0.22 * (foot - grid.y) - 0.05 * tall * crag
    top = foot - tall * (0.70 + 0.45 * (out / 0.6).clamp(0, 1) + 0.06 * Noise(chance, "top").at(grid.x, 0.0, 3.0))
    distance = torch.maximum((top - grid.y) * 0.95, ledge - out)
    distance = torch.maximum(distance, (grid.y - foot).expand(grid.shape))
    turf = smoothstep(0.05, 0.0, (grid.y - top) / tall - 0.10 - 0.04 * crag)
    light = smoothstep(-0.2, 0.9, crag)
    layers.cover_accent(layers.lay(distance, tone + 0.14 * (light - 0.4) - 0.06 * turf, tone + 0.07 * light, 0.9 - 2.0 * (0.6 - tone) ** 2, 1.57))
    _surf(layers, chance, out, foot, 0.05 * tall, t)


def _surf(layers: Layers, chance: Chance, out: Tensor, foot: float, size: float, t: float) -> None:
    """Broken white water along the foot of a rock; out: how far inside its tip a column is."""
    grid = layers.grid
    wash = Noise(chance, "wash").at(grid.x + 0.01 * math.sin(2 * math.pi * t), 0.0, 24.0)
    thick = size * (0.8 + 0.5 * wash) * smoothstep(-3.0 * size, 2.0 * size, out)
    layers.lay((grid.y - foot - 0.3 * size).abs() - thick + 0.0008, 0.92, 0.92, 0.85, outline=False)


def _stack(layers: Layers, chance: Chance, x: float, foot: float, tall: float, t: float) -> None:
    """A pillar of rock left standing in the sea."""
    grid = layers.grid
    v = ((foot - grid.y) / tall).clamp(0, 1.2)
    crag = Noise(chance, "crag").at(grid.x, grid.y, 14.0)
    middle = grid.x - x + 0.03 * tall * torch.sin(5 * v)
    wide = tall * (0.26 - 0.13 * v + 0.035 * crag)
    distance = torch.maximum(torch.maximum(middle.abs() - wide, foot - tall * (1 + 0.25 * middle / tall) - grid.y), grid.y - foot)
    face = 0.20 + 0.10 * smoothstep(-0.02, 0.02, middle * (1.0 if x < 0 else -1.0))
    layers.cover_accent(layers.lay(distance, face + 0.03 * crag, face, 0.5, 1.57))
    _surf(layers, chance, 0.30 * tall - middle.abs(), foot, 0.07 * tall, t)


def _lighthouse(layers: Layers, x: float, foot: float, tall: float) -> None:
    """A banded tower with its lantern and cap."""
    grid = layers.grid
    u, v = (grid.x - x).abs() / tall, (foot - grid.y) / tall
    tower = torch.maximum(u - 0.135 + 0.055 * v, v - 0.74)
    bands = 0.18 + 0.55 * coverage((torch.remainder(v * 2.7, 1.0) - 0.5).abs() - 0.25, grid.pixel * 2.7 / tall)
    layers.cover_accent(layers.lay(tower * tall, bands, bands, 0.6, 1.57))
    gallery = torch.maximum(u - 0.135, (v - 0.755).abs() - 0.022)
    cap = torch.maximum(u - 0.10 + (v - 0.89).clamp_min(0) * 0.9, (v - 0.945).abs() - 0.055)
    layers.cover_accent(layers.lay(torch.minimum(gallery, cap) * tall, 0.10, 0.08, 0.6, 0.0))
    layers.lay(torch.maximum(u - 0.07, (v - 0.83).abs() - 0.055) * tall, 0.97, 0.97, 0.9)


def _skiff(layers: Layers, x: float, foot: float, t: float) -> None:
    """A rowing boat with someone in it, and both upside down in the water."""
    grid = layers.grid
    size = 0.12 * min(1.0, 0.5 + 0.5 * grid.aspect)
    foot = foot + 0.002 * math.sin(2 * math.pi * t)
    u, fold = (grid.x - x) / size, (foot - grid.y) / size
    for mirror, tone in ((True, 0.16), (False, 0.04)):
        v = -fold * 1.15 if mirror else fold
        sheer = 0.16 + 0.10 * u * u
        hull = torch.maximum(torch.maximum(v - sheer, -v), u.abs() - 0.70 - 0.9 * v.clamp(0, 0.4))
        back = torch.hypot((u - 0.12 - 0.10 * v) * 1.5, v - 0.32) - 0.21
        head = torch.hypot(u - 0.20, v - 0.62) - 0.095
        oar = segment(u, v, (0.16, 0.34), (-0.75, -0.02)) - 0.022
        figure = torch.minimum(torch.minimum(back, head), oar).maximum(-v)
        layers.cover_accent(layers.lay(torch.minimum(hull, figure) * size, tone, tone, 0.35, 0.0, outline=not mirror))


def _reeds(layers: Layers, chance: Chance, knobs: Knobs, side: float, t: float) -> None:
    """Blades at the near corner away from the moon, bending in the wind: a dark edge that holds the eye in."""
    grid = layers.grid
    corner = smoothstep(0.04, 0.42, -side * grid.x / grid.aspect)
    bank = 0.49 - 0.06 * corner + 0.008 * Noise(chance, "bank").at(grid.x, 0.0, 6.0)
    layers.lay(beneath(grid, bank), 0.05, 0.04, 0.03, 0.0)
    for rank, pitch in enumerate((0.030, 0.019)):
        rise = (bank - grid.y).clamp_min(0)
        bend = (0.5 + 1.6 * knobs.energy) * (1 + 0.2 * math.sin(2 * math.pi * t + rank)) * rise.square() * side
        place = (grid.x + bend) / pitch + chance.uniform(f"shift {rank}", 0, 64)
        cell = place.floor()
        wild = chance.uniforms(f"reed {rank}", 3, 128).to(grid.device)[:, torch.remainder(cell, 128).long()]
        tall = 0.24 * corner * (0.25 + 0.75 * wild[0]) * (wild[1] < 0.45 + 0.5 * knobs.detail)
        along = rise / tall.clamp_min(1e-3)
        blade = (place - cell - 0.3 - 0.4 * wild[2]).abs() * pitch - 0.0035 * (1 - along).clamp_min(0).sqrt()
        seed_head = torch.hypot((place - cell - 0.3 - 0.4 * wild[2]) * pitch, (rise - 0.9 * tall) * 0.22) - 0.0062
        reed = torch.maximum(torch.minimum(torch.maximum(blade, rise - tall), seed_head), 0.04 - tall)
        layers.lay(reed, 0.06, 0.05, 0.05, 1.45)
