"""Cosmos: a ringed planet with moons, a tilted spiral galaxy, pillars of dust, or a star rising over a planet's limb."""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.globe import Globe, Rings, towards
from engine.draw.grid import Grid
from engine.draw.heading import heading
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.shapes import disc
from engine.draw.stars import stars
from engine.registry import scene

MAGNITUDES = (("faint", 0.020, 0.0011, 0.42, 0.45), ("plain", 0.055, 0.0020, 0.40, 0.85), ("bright", 0.15, 0.0042, 0.45, 1.0))
"""Name, side of the square that holds one star, radius (picture heights), share of squares that hold one, strength."""


@scene("cosmos", far="dark")
def cosmos(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layout = (_ringed, _galaxy, _pillars, _limb)[chance.integer("layout", 4)]
    return layout(grid, chance, knobs, t)


def _space(
    grid: Grid, chance: Chance, knobs: Knobs, t: float, glow: float = 0.16, focus: tuple[float, float] = (0.0, 0.0), stars_too: bool = True
) -> Layers:
    """The backdrop: a band of nebula through `focus` across the darkness, warped as Quilez warps fBm, strewn with stars."""
    here = chance.of("nebula")
    tilt = chance.sign("lean") * chance.uniform("tilt", 0.35, 0.95)
    warp = 0.06 + 0.28 * knobs.energy
    bend = Noise(here, "bend").plane(grid, 1.7) * warp
    dx, dy = grid.x - focus[0], grid.y - focus[1]
    along = dx * math.cos(tilt) + dy * math.sin(tilt)
    across = dy * math.cos(tilt) - dx * math.sin(tilt) + bend
    cloud = 0.85 * Noise(here, "cloud").at(along + bend, across * 2.4, 1.9)
    cloud = cloud + 0.55 * fbm(grid, here.of("wisps"), 5.5, 0.5 + 3.0 * knobs.detail, 0.5)
    light = torch.exp(-3.6 * across.square() - 1.1 / max(1.0, grid.aspect) * along.square()) * (0.75 + 0.33 * cloud)
    layers = Layers(grid, 0.05 + glow * light, 0.05 + glow * light, 1.0, tilt + 1.5 * bend)
    if stars_too:
        _strew(layers, chance, knobs, t)
    return layers


def _strew(layers: Layers, chance: Chance, knobs: Knobs, t: float) -> None:
    """Stars of three magnitudes; the brightest are shapes of their own."""
    light = layers.grid.full(0.0)
    for name, pitch, radius, share, strength in MAGNITUDES:
        shown = stars(layers.grid, chance.of(name), pitch, radius, share * (0.25 + 1.2 * knobs.detail), t)
        light = torch.maximum(light, shown * strength)
    layers.lay(layers.grid.full(-1.0), 0.97, 0.97, 0.55, outline=False, opacity=light)


def _fit(grid: Grid) -> float:
    """How large a body may be beside the picture's height: less in a tall frame, more in a wide one."""
    return float(min(1.0, grid.aspect) ** 0.95 * max(1.0, grid.aspect) ** 0.25)


def _about(layers: Layers, globe: Globe, reach: float = 1.0) -> tuple[Layers, Globe]:
    """The rows that a globe (or what reaches that many radii from its middle) shows in, and the globe on their grid."""
    part = layers.rows(globe.y - reach * globe.radius, globe.y + reach * globe.radius)
    return part, replace(globe, grid=part.grid)


def _body(layers: Layers, globe: Globe, tone: Tensor, angle: Tensor | float) -> None:
    """A globe before all else; its night side sinks into the dark behind it."""
    layers.cover_accent(layers.lay(globe.distance, tone, tone, 0.85 - 0.55 * tone, angle))


def _ringed(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """A giant with rings, and two moons across the picture from it."""
    side, high = chance.sign("side"), chance.sign("high")
    radius = chance.uniform("radius", 0.18, 0.218) * _fit(grid)
    x, y = side * grid.aspect * chance.uniform("x", 0.03, 0.10) * min(1.0, grid.aspect), high * chance.uniform("y", 0.02, 0.10)
    tilt = side * high * chance.uniform("axis", 0.25, 0.6)
    angle = math.pi * (0.5 + side * 0.5) - side * high * chance.uniform("light", 0.1, 0.7)
    globe = Globe(grid, x, y, radius, towards(angle, 0.42), tilt)
    night = x - 1.3 * radius * math.cos(angle), y - 1.3 * radius * math.sin(angle)
    layers = _space(grid, chance, knobs, t, 0.26, night)
    open_to_us = chance.uniform("open", 0.20, 0.34)
    around, ringed = _about(layers, globe, 2.15 * (abs(math.sin(tilt)) + open_to_us))
    rings = Rings(ringed, open_to_us, chance.of("rings"))
    distance, tone = rings.whole(knobs.detail)
    around.lay(distance, tone, tone, 0.35, tilt)
    _gas(layers, globe, chance, knobs, t)
    around.lay(torch.maximum(distance, rings.behind), tone, tone, 0.3, tilt)
    for index, (away, up, size) in enumerate(((0.31, 0.27, 0.062), (0.20, 0.37, 0.026))):
        moon = Globe(grid, x - side * grid.aspect * away, y - high * up, size * math.sqrt(grid.aspect), globe.light)
        _moon(layers, moon, chance.of(f"moon {index}"), accent=index == 0)
    return layers.fields()


def _gas(layers: Layers, globe: Globe, chance: Chance, knobs: Knobs, t: float) -> None:
    """A gas giant: bands that swirl into one another, shaded towards its night."""
    layers, globe = _about(layers, globe)
    swirl = Noise(chance, "swirl").plane(globe.grid, 5.0) * (0.015 + 0.06 * knobs.energy)
    latitude = globe.latitude() + swirl
    turn = 0.03 * math.sin(2 * math.pi * t)
    place = (
        latitude * chance.uniform("belts", 11.0, 15.0)
        + 1.5 * Noise(chance, "bands").at(latitude, turn, 2.2)
        + 6.3 * chance.uniform("place")
    )
    bands = torch.sin(place) + (0.2 + 0.7 * knobs.detail) * Noise(chance, "fine").at(latitude, turn, 9.0)
    shade = smoothstep(-0.20, 0.80, globe.lit())
    belt = smoothstep(0.10, 0.50, bands)
    tone = 0.02 + shade * (0.82 - 0.68 * belt + 0.05 * bands)
    _body(layers, globe, tone, globe.tilt + 5 * swirl)


def _moon(layers: Layers, globe: Globe, chance: Chance, accent: bool = False) -> None:
    """A pitted globe, half lit; the accent, where asked, is its day side."""
    layers, globe = _about(layers, globe)
    lit = globe.lit()
    pits = Noise(chance, "pits").plane(globe.grid, 0.9 / globe.radius)
    shade = smoothstep(-0.02, 0.42, lit + 0.05 * pits)
    _body(layers, globe, 0.02 + 0.86 * shade + 0.05 * pits * shade, 0.6)
    if accent:
        layers.accent(torch.maximum(globe.distance, (0.10 - lit - 0.03 * pits) * globe.radius))


def _galaxy(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """A spiral galaxy seen aslant, a dark world before it in the corner."""
    layers = _space(grid, chance, knobs, t, 0.06, stars_too=False)
    side, spin = chance.sign("side"), chance.sign("spin")
    size, squash = chance.uniform("size", 0.56, 0.70) * _fit(grid), chance.uniform("squash", 0.40, 0.62)
    x, y = side * grid.aspect * chance.uniform("x", 0.03, 0.10), chance.uniform("y", -0.10, 0.0)
    tilt = side * chance.uniform("tilt", 0.25, 0.75)
    dx, dy = grid.x - x, grid.y - y
    u = (dx * math.cos(tilt) + dy * math.sin(tilt)) / size
    v = (dy * math.cos(tilt) - dx * math.sin(tilt)) / (size * squash)
    rho = (u * u + v * v + 1e-5).sqrt()
    rough = fbm(grid, chance.of("rough"), 6.5, 1.5 + 3.0 * knobs.detail, 0.55)
    wound = spin * (3.0 + 4.4 * knobs.energy) * torch.log(rho + 0.06) - 4 * math.pi * t - 0.5 * rough
    arms = ((u * u - v * v) * torch.cos(wound) + 2 * u * v * torch.sin(wound)) / (rho * rho)
    light = 1.3 * torch.exp(-(rho * 6.5).square()) + torch.exp(-2.4 * rho) * (0.42 + 0.40 * arms + 0.12 * rough)
    light = light * smoothstep(1.25, 0.55, rho)
    tone = 0.06 + 0.9 * light.clamp(0, 1)
    angle = heading(-v, squash * u) + tilt
    layers.lay(grid.full(-1.0), tone, tone, 0.75, angle, outline=False, opacity=smoothstep(0.0, 0.10, light))
    layers.accent((rho - 0.15 / math.sqrt(squash / 0.5)) * (size * squash))
    _strew(layers, chance, knobs, t)
    low = chance.sign("low")
    world = Globe(grid, -side * grid.aspect * 0.33, 0.36 * low, 0.11 * math.sqrt(grid.aspect), towards(math.atan2(-low, side * 1.3), -0.25))
    _moon(layers, world, chance.of("world"))
    return layers.fields()


def _pillars(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Fingers of dust standing dark against the glow of the star that carves them."""
    side = chance.sign("side")
    x, y = side * grid.aspect * chance.uniform("x", 0.10, 0.18), chance.uniform("y", -0.26, -0.14)
    far = torch.hypot(grid.x - x, grid.y - y)
    veil = fbm(grid, chance.of("veil"), 2.2, 1.5 + 2.5 * knobs.detail, 0.5)
    glow = torch.exp(-1.5 * far / max(1.0, grid.aspect) ** 0.5 + 0.10 * veil).clamp(max=1.0)
    layers = Layers(grid, 0.30 + 0.66 * glow, 0.30 + 0.66 * glow, 1.0 - 0.3 * glow, heading(grid.x - x, grid.y - y) + 1.2 + 0.5 * veil)
    _strew(layers, chance, knobs, t)
    layers.accent(disc(grid, x, y, 0.062 * math.sqrt(grid.aspect)))
    for rank in range(2):
        _fingers(layers, chance.of(f"fingers {rank}"), knobs, rank, side, glow)
    return layers.fields()


def _fingers(layers: Layers, chance: Chance, knobs: Knobs, rank: int, side: float, glow: Tensor) -> None:
    """One stand of pillars: rounded columns melting into a common foot. rank: 0 behind, 1 before."""
    layers = layers.rows(-0.40)
    grid, glow = layers.grid, layers.crop(glow)
    rough = 0.014 + 0.032 * knobs.energy
    lump = fbm(grid, chance.of("lump"), 4.6, 2.0 + 2.5 * knobs.detail, 0.6)
    u, v = grid.x + rough * lump, grid.y + rough * Noise(chance, "bulge").plane(grid, 5.0)
    distance = 0.40 + 0.06 * rank - v
    for index in range(3 - rank):
        here = chance.of(str(index))
        x = grid.aspect * (-side * (0.36 - 0.30 * index) - side * 0.10 * rank + here.uniform("x", -0.04, 0.04))
        top = here.uniform("top", -0.24, -0.06) + 0.14 * rank + 0.12 * index
        wide = here.uniform("wide", 0.045, 0.075) * (1 + 0.25 * rank) * min(1.3, 0.35 + 0.65 * grid.aspect)
        down = (v - top).clamp_min(0)
        column = torch.hypot(u - x + side * 0.14 * (v - 0.5), (top - v).clamp_min(0)) - wide * (0.85 + 0.8 * down)
        melt = (0.5 + (distance - column) * (0.5 / 0.08)).clamp(0, 1)
        distance = torch.lerp(distance, column, melt) - 0.08 * melt * (1 - melt)
    distance = 0.8 * distance + 0.012 * lump
    rim = torch.exp((distance / 0.02).clamp(max=0.0)) * glow
    tone = 0.17 - 0.14 * rank
    layers.cover_accent(layers.lay(distance, tone + 0.45 * rim + 0.03 * lump, tone + 0.06 * glow, 0.9 - 0.1 * rank, 1.57 + 0.3 * lump))


def _limb(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """The edge of a world, its air alight where the star rises, a moon above."""
    side = chance.sign("side")
    sky = _space(grid, chance, knobs, t, 0.12, (side * 0.2 * grid.aspect, -0.1))
    radius = chance.uniform("radius", 0.75, 1.15) * max(1.0, grid.aspect) ** 0.9
    x, y = -side * 0.14 * grid.aspect, chance.uniform("rise", 0.0, 0.12) + radius
    limb = Globe(grid, x, y, radius, towards(math.atan2(-1.0, side * 0.8), -0.1))
    star_x = side * grid.aspect * chance.uniform("x", 0.14, 0.19)
    star_y = y - math.sqrt(radius**2 - (star_x - x) ** 2) - 0.045 * math.sqrt(grid.aspect)
    near = torch.exp(torch.hypot(grid.x - star_x, grid.y - star_y) * -2.4)
    air = torch.exp(limb.distance.clamp_min(0) * (-1 / 0.045))
    light = (air * (0.18 + 0.75 * near) + 0.50 * near * near).clamp(0, 1)
    sky.lay(grid.full(-1.0), 0.95, 0.95, outline=False, opacity=light)
    sky.accent(disc(grid, star_x, star_y, 0.066 * math.sqrt(grid.aspect)))
    ground, limb = _about(sky, limb)
    grid, near = limb.grid, ground.crop(near)
    within = (-limb.distance).clamp_min(0)
    cloud = fbm(grid, chance.of("ground"), 4.0, 1.5 + 3 * knobs.detail, 0.55, stretch=2.5) * (0.3 + 1.4 * knobs.energy)
    day = torch.exp(within * (-1 / (0.02 + 0.30 * near)) + 0.18 * cloud * smoothstep(0.0, 0.1, within)).clamp(max=1.1) * (0.15 + 0.9 * near)
    tone = 0.02 + 0.19 * day
    ground.cover_accent(ground.lay(limb.distance, tone, tone, 0.85, 0.12 * cloud))
    moon = Globe(
        sky.grid,
        -side * grid.aspect * 0.20,
        -0.27,
        chance.uniform("moon", 0.045, 0.085) * math.sqrt(grid.aspect),
        towards(math.atan2(0.6, side), 0.05),
    )
    _moon(sky, moon, chance.of("moon"))
    return sky.fields()
