"""Cosmos: a ringed planet with moons, a tilted spiral galaxy, pillars of dust, or a star rising over a planet's limb."""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.globe import Globe, towards
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, fbm_at, smoothstep
from engine.draw.shapes import disc
from engine.draw.stars import stars
from engine.registry import scene


@scene("cosmos", far="dark")
def cosmos(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layout = (_ringed, _galaxy, _pillars, _limb)[chance.integer("layout", 4)]
    return layout(grid, chance, knobs, t)


def _nebula(grid: Grid, chance: Chance, knobs: Knobs, tilt: float) -> tuple[Tensor, Tensor]:
    """Warped clouds (Quilez's domain warping of fBm): their light about [-1, 2], and the angle they stream along."""
    warp = 0.12 + 0.5 * knobs.energy
    u = grid.x * math.cos(tilt) + grid.y * math.sin(tilt)
    v = (grid.y * math.cos(tilt) - grid.x * math.sin(tilt)) * 1.9
    bend = Noise(chance, "bend").plane(grid, 2.0) * warp
    cloud = fbm_at(u + bend, v + 0.6 * bend, grid.pixel, chance.of("cloud"), 1.5, 2.0 + 2.5 * knobs.detail, 0.5)
    return cloud - 1.6 * (grid.x * math.sin(tilt) - grid.y * math.cos(tilt)).square(), tilt + 1.2 * bend


def _space(grid: Grid, chance: Chance, knobs: Knobs, t: float, light: tuple[float, float] = (0.0, 0.0)) -> Layers:
    """The backdrop: nebula glow on darkness, strewn with stars."""
    cloud, angle = _nebula(grid, chance.of("nebula"), knobs, chance.uniform("tilt", -0.9, 0.9))
    glow = 0.10 + 0.22 * smoothstep(-1.6, 1.9, cloud)
    layers = Layers(grid, glow, glow, 1.0, angle)
    _strew(layers, chance, knobs, t)
    return layers


def _strew(layers: Layers, chance: Chance, knobs: Knobs, t: float) -> None:
    """Stars of three magnitudes; the brightest also count as shapes of their own."""
    grid = layers.grid
    for name, pitch, radius, share, shape in (("faint", 0.022, 0.0011, 0.45, 0.4), ("plain", 0.06, 0.0019, 0.5, 0.8), ("bright", 0.17, 0.0036, 0.5, 1.0)):
        light = stars(grid, chance.of(name), pitch, radius, share * (0.3 + 1.1 * knobs.detail), t)
        layers.veil(0.95, light * shape)


def _ringed(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layers = _space(grid, chance, knobs, t)
    side = chance.sign("side")
    fit = min(1.0, grid.aspect) ** 0.8 * max(1.0, grid.aspect) ** 0.3
    radius = chance.uniform("radius", 0.17, 0.22) * fit
    x, y = side * grid.aspect * chance.uniform("x", 0.03, 0.12), chance.uniform("y", -0.06, 0.06)
    tilt = -side * chance.uniform("axis", 0.25, 0.55)
    angle = math.pi * (0.5 + side * 0.5) + side * chance.uniform("light", 0.2, 0.7)
    globe = Globe(grid, x, y, radius, towards(angle, 0.25), tilt)
    _rings(layers, globe, chance, back=True)
    _gas(layers, globe, chance, knobs)
    _rings(layers, globe, chance, back=False)
    for index in range(2):
        size = radius * (0.30, 0.14)[index]
        mx = x - side * grid.aspect * (0.30, 0.20)[index]
        my = y + (0.27, -0.30)[index]
        moon = Globe(grid, mx, my, size, globe.light)
        _moon(layers, moon, chance.of(f"moon {index}"), accent=index == 0)
    return layers.fields()


def _gas(layers: Layers, globe: Globe, chance: Chance, knobs: Knobs) -> None:
    grid = globe.grid
    latitude = globe.latitude()
    swirl = Noise(chance, "swirl").plane(grid, 6.0) * (0.02 + 0.07 * knobs.energy)
    bands = Noise(chance, "bands").at(latitude + swirl, 0.0, 3.2) + 0.5 * knobs.detail * Noise(chance, "fine").at(latitude + swirl, 0.0, 9.0)
    lit = globe.lit()
    shade = smoothstep(-0.15, 0.75, lit)
    tone = 0.10 + 0.80 * shade + bands * 0.07 * (0.3 + shade)
    layers.cover_accent(layers.lay(globe.distance, tone, tone, 0.35, globe.tilt + swirl * 4))


def _rings(layers: Layers, globe: Globe, chance: Chance, back: bool) -> None:
    grid = globe.grid
    cosine, sine = math.cos(globe.tilt), math.sin(globe.tilt)
    dx, dy = grid.x - globe.x, grid.y - globe.y
    u = dx * cosine + dy * sine
    v = (dy * cosine - dx * sine) / 0.26
    rho = torch.hypot(u, v) / globe.radius
    half = v if back else -v
    density = Noise(chance, "ring").at(rho, 0.0, 7.0)
    tone = 0.62 + 0.16 * density
    shadow = smoothstep(0.0, 0.2, 1.05 - torch.hypot(dx * globe.light[1] - dy * globe.light[0], v * 0.0) / globe.radius) * smoothstep(0.0, 0.1, -(dx * globe.light[0] + dy * globe.light[1]))
    tone = tone * (1 - 0.75 * shadow)
    gap = (rho - 1.86).abs() - 0.035
    distance = torch.maximum(torch.maximum(1.30 - rho, rho - 2.25), -gap) * (globe.radius * 0.45)
    distance = torch.maximum(distance, half * 0.26)
    layers.cover_accent(layers.lay(distance, tone, tone, 0.3, globe.tilt))


def _moon(layers: Layers, globe: Globe, chance: Chance, accent: bool = False) -> None:
    pits = Noise(chance, "pits").plane(globe.grid, 16.0)
    tone = 0.08 + 0.78 * smoothstep(-0.05, 0.5, globe.lit() + 0.05 * pits)
    layers.cover_accent(layers.lay(globe.distance, tone + 0.03 * pits, tone, 0.2, 0.6))
    if accent:
        layers.accent(globe.distance)


def _galaxy(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layers = _space(grid, chance, knobs, t)
    side = chance.sign("side")
    fit = min(1.0, grid.aspect) ** 0.7 * max(1.0, grid.aspect) ** 0.4
    x, y = side * grid.aspect * chance.uniform("x", 0.02, 0.09), chance.uniform("y", -0.07, 0.05)
    tilt, size, squash = side * chance.uniform("tilt", -0.6, -0.2), 0.40 * fit, chance.uniform("squash", 0.36, 0.55)
    dx, dy = grid.x - x, grid.y - y
    u = (dx * math.cos(tilt) + dy * math.sin(tilt)) / size
    v = (dy * math.cos(tilt) - dx * math.sin(tilt)) / (size * squash)
    rho = (u * u + v * v + 1e-5).sqrt()
    theta = torch.atan2(v, u)
    wind = side * (2.2 + 2.4 * knobs.energy)
    rough = fbm(grid, chance.of("rough"), 7.0, 1.5 + 2.5 * knobs.detail, 0.55)
    arms = torch.cos(2 * (theta - wind * torch.log(rho + 0.12)) + 2 * math.pi * t + 0.55 * rough)
    disc_light = torch.exp(-rho * 2.6)
    light = 1.5 * torch.exp(-(rho / 0.17).square()) + disc_light * (0.9 + 0.75 * arms + 0.25 * rough)
    cover = smoothstep(0.05, 0.55, light)
    layers.lay(grid.full(-1.0), 0.22 + 0.72 * light.clamp(0, 1.05), 0.22 + 0.70 * light.clamp(0, 1.05), 0.5, theta + math.pi / 2, outline=False, opacity=cover)
    core = (torch.hypot(u, v / 0.75 * squash + 0 * v) - 0.17) * size
    layers.accent(torch.maximum(core, core))
    return layers.fields()


def _pillars(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layers = _space(grid, chance, knobs, t)
    side = chance.sign("side")
    x, y = side * grid.aspect * 0.17, -0.2
    glow = torch.exp(-torch.hypot(grid.x - x, (grid.y - y) * 1.1) * 2.2)
    layers.veil(0.95, glow * 0.75)
    layers.accent(disc(grid, x, y, 0.05 * math.sqrt(grid.aspect)))
    for rank in range(3):
        here = chance.of(f"pillar {rank}")
        warp = fbm(grid, here.of("warp"), 3.5, 2.5 + 2 * knobs.detail, 0.55) * (0.03 + 0.05 * knobs.energy)
        place = grid.x + 0.25 * warp + side * 0.15 * (grid.y - 0.3)
        tall = Noise(here, "tall").at(place, 0.0, 2.2 + 0.7 * rank)
        top = 0.30 + 0.13 * rank - 0.26 * tall + warp * 1.5 + 0.25 * side * grid.x / max(1.0, grid.aspect)
        distance = (top - grid.y) * 0.5
        rim = torch.exp(distance * (1 / 0.035)).clamp(max=1)
        tone = 0.34 - 0.14 * rank
        layers.cover_accent(layers.lay(distance, tone + 0.35 * rim * (0.3 + glow) + warp, tone + 0.22 * rim * glow, 0.7 - 0.3 * rank, 1.57 + 4 * warp))
    return layers.fields()


def _limb(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layers = _space(grid, chance, knobs, t)
    side = chance.sign("side")
    radius = 1.1 * max(1.0, grid.aspect) ** 0.8
    x, y = -side * 0.12 * grid.aspect, 0.12 + radius
    limb = Globe(grid, x, y, radius, towards(-math.pi / 2 + side * 0.35, -0.25))
    star_x = side * grid.aspect * 0.16
    star_y = y - math.sqrt(radius**2 - (star_x - x) ** 2)
    far = torch.hypot(grid.x - star_x, grid.y - star_y)
    air = torch.exp(limb.distance.clamp_min(0) * (-1 / 0.035))
    near = torch.exp(far * -2.6)
    layers.veil(0.9, (air * (0.25 + 0.75 * near) + 0.55 * near * near).clamp(0, 1))
    layers.accent(disc(grid, star_x, star_y - 0.01, 0.05 * math.sqrt(grid.aspect)))
    depth_in = (-limb.distance).clamp_min(0)
    cloud = fbm(grid, chance.of("ground"), 5.0, 2 + 2 * knobs.detail, 0.55, stretch=2.5)
    day = torch.exp(depth_in * (-1 / (0.02 + 0.16 * near)))
    tone = 0.04 + 0.75 * day * (0.25 + 0.75 * near) + 0.05 * cloud * (0.3 + near)
    layers.cover_accent(layers.lay(limb.distance, tone, tone, 0.15, 0.1 * cloud))
    return layers.fields()
