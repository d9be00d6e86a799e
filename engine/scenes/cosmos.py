"""Cosmos: a ringed planet with moons, a tilted spiral galaxy, pillars of dust, or a star rising over a planet's limb."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.drift import drifting, drifting_series
from engine.draw.globe import Globe, Rings, towards
from engine.draw.glow import Coarse, glow
from engine.draw.grid import Grid
from engine.draw.heading import heading
from engine.draw.layers import Amount, Layers
from engine.draw.noise import Noise, fbm, planes, smoothstep
from engine.draw.pillars import PILLARS, cliffs, dust, facing
from engine.draw.shapes import disc
from engine.draw.stars import Magnitude, starlight
from engine.draw.sway import sway
from engine.registry import Option, scene

MAGNITUDES = (("faint", 0.034, 0.0013, 0.40, 0.60), ("plain", 0.080, 0.0024, 0.38, 0.9), ("bright", 0.19, 0.0048, 0.42, 1.0))
"""Name, side of the square that holds one star, radius (picture heights), share of squares that hold one, strength."""


@scene(
    "cosmos",
    far="dark",
    options=(
        Option("stars", "More stars"),
        Option("nebula", "A brighter nebula"),
        Option("size", "A larger planet, galaxy or star"),
    ),
)
def cosmos(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = (_ringed, _galaxy, _pillars, _limb)[chance.integer("layout", 4)]
    return layout(grid, chance, knobs, t)


def _space(
    grid: Grid,
    chance: Chance,
    knobs: SceneKnobs,
    t: float,
    light: float = 0.16,
    focus: tuple[float, float] = (0.0, 0.0),
    stars_too: bool = True,
    least: float = 0.05,
    kept: Callable[[Tensor, Tensor], Tensor] | None = None,
) -> Layers:
    """The backdrop: a band of nebula through `focus` across the darkness, warped as Quilez warps fBm, strewn with stars.

    least: the tone of the darkness. kept: at places x and y, how much of the nebula there is, in [0, 1]: a body may stand clear of it.
    """
    here = chance.of("nebula")
    tilt = chance.sign("lean") * chance.uniform("tilt", 0.35, 0.95)
    coarse = Coarse(grid, 1 / 32)
    light *= 0.2 + 1.6 * knobs.own["nebula"]
    wind = 0.06 * sway(t)
    bend = planes(coarse.grid, [[drifting(here, "bend", 1.7, t, 0.05)]])[0] * (0.06 + 0.28 * knobs.energy)
    x, y = coarse.grid.x - focus[0], coarse.grid.y - focus[1]
    along = x * math.cos(tilt) + y * math.sin(tilt)
    across = y * math.cos(tilt) - x * math.sin(tilt) + bend
    cloud = Noise(here, "cloud").at(along + bend + wind, across * 2.4, 1.9)
    band = light * torch.exp(-3.6 * across.square() - 1.1 / max(1.0, grid.aspect) * along.square())
    if kept:
        band *= kept(coarse.grid.x + 0.4 * bend, coarse.grid.y - 0.4 * bend)
    smooth, rough, angle = coarse.raised(torch.stack((band * (0.75 + 0.29 * cloud) + least, band, 1.5 * bend + tilt)))
    wisps = _dusty(grid, here.of("wisps"), 5.5, 0.5 + 3.0 * knobs.detail, t, 0.03)
    tone = smooth.addcmul_(rough, wisps, value=0.18)
    layers = Layers(grid, tone, tone, 1.0, angle)
    if stars_too:
        _strew(layers, chance, knobs, t)
    return layers


def _dusty(grid: Grid, chance: Chance, frequency: float, count: float, t: float, reach: float, gain: float = 0.5) -> Tensor:
    """(H, W) fbm that drifts."""
    return planes(grid, [drifting_series(grid.pixel, chance, frequency, count, t, reach, gain=gain)])[0]


def _strew(layers: Layers, chance: Chance, knobs: SceneKnobs, t: float) -> None:
    """Stars of three magnitudes; the brightest are shapes of their own."""
    crowd = (0.25 + 1.2 * knobs.detail) * 2 * knobs.own["stars"]
    kinds = [Magnitude(chance.of(name), pitch, radius, share * crowd, light) for name, pitch, radius, share, light in MAGNITUDES]
    _wash(layers, 0.97, starlight(layers.grid, kinds, t), 0.55)


def _wash(
    layers: Layers, tone: Amount, opacity: Tensor, depth: float | None = None, angle: Tensor | None = None, plan: Tensor | None = None
) -> None:
    """A tone over everything, in the plan too where that has none of its own, as strong as its opacity, without an outline."""
    everywhere = torch.tensor([[-1.0]], device=layers.grid.device)
    layers.lay(everywhere, tone, tone if plan is None else plan, depth, angle, outline=False, opacity=opacity)


def _size(knobs: SceneKnobs) -> float:
    """Times their usual size that the main bodies have."""
    return 0.7 + 0.6 * knobs.own["size"]


def _fit(grid: Grid, knobs: SceneKnobs) -> float:
    """How large a body may be beside the picture's height: less in a tall frame, more in a wide one."""
    return float(min(1.0, grid.aspect) ** 0.95 * max(1.0, grid.aspect) ** 0.25) * _size(knobs)


def _about(layers: Layers, globe: Globe, up: float = 1.0, across: float = 1.0) -> tuple[Layers, Globe]:
    """The box that a globe (or what reaches that many radii from its middle) shows in, and the globe on its grid."""
    tall, wide = up * globe.radius, across * globe.radius
    part = layers.rows(globe.y - tall, globe.y + tall, globe.x - wide, globe.x + wide)
    return part, replace(globe, grid=part.grid)


def _body(layers: Layers, globe: Globe, tone: Tensor, angle: Tensor | float, plan: Tensor | None = None) -> None:
    """A globe before all else; its night side sinks into the dark behind it."""
    layers.cover_accent(layers.lay(globe.distance, tone, tone if plan is None else plan, 0.85 - 0.55 * tone, angle))


def _ringed(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """A giant with rings, and two moons across the picture from it."""
    side, high = chance.sign("side"), chance.sign("high")
    radius = chance.uniform("radius", 0.18, 0.218) * _fit(grid, knobs)
    x, y = side * grid.aspect * chance.uniform("x", 0.03, 0.10) * min(1.0, grid.aspect), high * chance.uniform("y", 0.02, 0.10)
    tilt = side * high * chance.uniform("axis", 0.25, 0.6)
    angle = math.pi * (0.5 + side * 0.5) - side * high * chance.uniform("light", 0.1, 0.7)
    globe = Globe(grid, x, y, radius, towards(angle, 0.42), tilt)
    night = x - 1.3 * radius * math.cos(angle), y - 1.3 * radius * math.sin(angle)

    def clear(places_x: Tensor, places_y: Tensor) -> Tensor:
        across, down = (places_x - x) * (1 / radius), (places_y - y) * (1 / radius)
        along, aside = across * math.cos(tilt) + down * math.sin(tilt), down * math.cos(tilt) - across * math.sin(tilt)
        return smoothstep(0.80, 2.20, torch.hypot(along * (1 / 2.3), aside * (1 / 1.35)))

    layers = _space(grid, chance, knobs, t, 0.30, night, kept=clear)
    open_to_us = chance.uniform("open", 0.20, 0.34)
    up, across = (
        2.15 * math.hypot(one, open_to_us * other) for one, other in ((math.sin(tilt), math.cos(tilt)), (math.cos(tilt), math.sin(tilt)))
    )
    around, ringed = _about(layers, globe, up, across)
    rings = Rings(ringed, open_to_us, chance.of("rings"))
    distance, tone, behind = rings.whole(knobs.detail)
    around.lay(distance, tone, tone, 0.35, tilt)
    _gas(layers, globe, chance, knobs, t)
    front = torch.maximum(distance, behind)
    around.lay(torch.maximum(front - 0.045 * radius, ringed.distance), 0.04, 0.04, 1.0, outline=False)
    around.lay(front, tone, tone, 0.3, tilt)
    for index, (away, up, size) in enumerate(((0.34, 0.36, 0.058), (0.17, 0.33, 0.026))):
        along = side * (grid.aspect * away + (0.012 + 0.012 * index) * sway(t, 0.3 * index))
        moon = Globe(grid, x - along, y - high * (up + 0.012 * sway(t, 0.25)), size * math.sqrt(grid.aspect), globe.light)
        _moon(layers, moon, chance.of(f"moon {index}"), accent=index == 0)
    return layers.fields()


def _gas(layers: Layers, globe: Globe, chance: Chance, knobs: SceneKnobs, t: float) -> None:
    """A gas giant: bands that swirl into one another, shaded towards its night; in the plan all of it is lighter than the dark about it."""
    layers, globe = _about(layers, globe)
    swirl = Noise(chance, "swirl").plane(globe.grid, 5.0) * (0.015 + 0.06 * knobs.energy)
    nx, ny, nz = globe.normal()
    latitude = globe.latitude(nx, ny, nz).add_(swirl)
    coat = _bands(globe.grid, chance, knobs.detail, 0.03 * math.sin(2 * math.pi * t))
    place = latitude.mul_((len(coat) - 1) / 3).add_((len(coat) - 1) / 2).clamp_(0, len(coat) - 1)
    paint = torch.index_select(coat, 0, place.to(torch.int32).flatten()).reshape(place.shape)
    lit = globe.lit(nx, ny, nz)
    plan = paint.mul(0.60).add_(0.40).mul_(smoothstep(0.0, 0.30, lit)).add_(0.075)
    _body(layers, globe, paint.mul_(smoothstep(-0.20, 0.80, lit)).add_(0.02), swirl.mul_(5).add_(globe.tilt), plan)


def _bands(grid: Grid, chance: Chance, detail: float, turn: float) -> Tensor:
    """(n,) the tones of a gas giant from latitude -1.5 to 1.5."""
    latitude = torch.linspace(-1.5, 1.5, 2048, device=grid.device)[None]
    place = latitude * chance.uniform("belts", 11.0, 15.0) + 1.5 * Noise(chance, "bands").at(latitude, turn, 2.2)
    fine = Noise(chance, "fine").at(latitude, turn, 9.0)
    bands = torch.sin(place + 6.3 * chance.uniform("place")) + (0.2 + 0.7 * detail) * fine
    return (0.82 - 0.68 * smoothstep(0.10, 0.50, bands) + 0.05 * bands)[0]


def _moon(layers: Layers, globe: Globe, chance: Chance, accent: bool = False) -> None:
    """A pitted globe, half lit; the accent, where asked, is all of it, or it would be an egg where its night is lost in the dark."""
    layers, globe = _about(layers, globe)
    nx, ny, nz = globe.normal()
    lit = globe.lit(nx, ny, nz)
    pits = Noise(chance, "pits").plane(globe.grid, 0.9 / globe.radius)
    shade = smoothstep(-0.02, 0.42, torch.add(lit, pits, alpha=0.05))
    _body(layers, globe, (0.86 + 0.05 * pits).mul_(shade).add_(0.02), 0.6)
    if accent:
        layers.accent(globe.distance)


def _galaxy(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """A spiral galaxy seen aslant, a dark world before it in the corner."""
    layers = _space(grid, chance, knobs, t, 0.14, stars_too=False, least=0.15)
    side, spin, count = chance.sign("side"), chance.sign("spin"), 2 + chance.integer("arms", 2)
    size, squash = chance.uniform("size", 0.56, 0.66) * _fit(grid, knobs), chance.uniform("squash", 0.46, 0.64)
    x, y = side * grid.aspect * chance.uniform("x", 0.02, 0.07), chance.uniform("y", -0.07, 0.01)
    tilt = side * chance.uniform("tilt", 0.25, 0.75)

    def plane_of(grid: Grid) -> tuple[Tensor, Tensor]:
        across, down = (grid.x - x) * (1 / size), (grid.y - y) * (1 / size)
        return across * math.cos(tilt) + down * math.sin(tilt), (down * math.cos(tilt) - across * math.sin(tilt)) / squash

    coarse = Coarse(grid, 1 / 64)
    spiral = _spiral(*plane_of(coarse.grid), count, spin * count * (2.0 + 1.6 * knobs.energy), t)
    arms, frayed, plan, tone, disc_of = coarse.raised(spiral)
    rough = fbm(grid, chance.of("rough"), 10.0, 1.5 + 3.0 * knobs.detail, 0.6)
    arms.addcmul_(frayed, rough)
    shown = smoothstep(-0.06, 0.10, arms)
    plan.mul_(shown - 0.2).add_(0.194)  # gaps are darkest within, so that where one ink cannot fill them the disc's rim gives way
    tone.addcmul_(tone, rough, value=0.12)
    u, v = plane_of(grid)
    angle = heading(v.neg(), u.mul_(squash)).add_(tilt)
    disc_of.addcmul_(shown, 1 - disc_of)  # the arms' ends reach past it
    _wash(layers, tone, disc_of, 0.95, angle, plan)
    core = layers.rows(y - 0.16 * size, y + 0.16 * size, x - 0.16 * size, x + 0.16 * size)
    u, v = plane_of(core.grid)
    core.accent((torch.hypot(u, v) - 0.115 / math.sqrt(squash / 0.5)) * (size * squash))
    _strew(layers, chance, knobs, t)
    low = chance.sign("low")
    world = Globe(grid, -side * grid.aspect * 0.36, 0.37 * low, 0.10 * math.sqrt(grid.aspect), towards(math.atan2(-low, side * 1.3), -0.25))
    _moon(layers, world, chance.of("world"))
    return layers.fields()


def _spiral(u: Tensor, v: Tensor, count: int, turns: float, t: float) -> Tensor:
    """(5, h, w) in a disc of radius 1: logarithmic arms that end in points (above 0 within them), how much their edges fray, what they
    have in the plan, the modelled light of arms, dust and bulge, and how far the disc hides what is behind it.
    """
    rho = (u * u + v * v + 1e-5).sqrt()
    wound = turns * torch.log(rho + 0.03) - 2 * math.pi * t - count * heading(u, v)
    edge = 0.34 + 1.3 * smoothstep(0.66, 1.20, rho) - 1.7 * torch.exp(-(rho * 7.0).square())
    arms, frayed, light = torch.cos(wound) - edge, 0.30 * smoothstep(0.10, 0.80, rho), torch.exp(-1.7 * rho)
    tone = smoothstep(-0.75, 0.55, arms) * (0.55 * light + 0.30) + light * (0.22 * torch.sin(wound) + 0.12) + 0.02
    return torch.stack((arms, frayed, 0.5 * light + 0.47, tone, smoothstep(1.55, 1.05, rho)))


def _pillars(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """Cliffs of dust with a few ragged tips, dark before the nebula that the young star who carves them lights."""
    side = chance.sign("side")
    x, y = side * grid.aspect * chance.uniform("x", 0.12, 0.19), chance.uniform("y", -0.28, -0.20)
    veil = _dusty(grid, chance.of("veil"), 2.8, 1.5 + 2.5 * knobs.detail, t, 0.05, 0.5)
    nebula = 0.2 + 1.6 * knobs.own["nebula"]
    fall = 1.9 / max(1.0, grid.aspect) ** 0.5
    low, wide = (grid.y - 0.14).square().mul_(-7).exp_(), (grid.x - 0.5 * x).square().mul_(-4 / max(1.0, grid.aspect)).exp_()
    light = glow(grid, x, y, fall, 0.52).addcmul_(low, wide, value=0.06 + 0.14 * nebula)
    light.add_(veil, alpha=(0.04 + 0.07 * knobs.energy) * nebula).add_(0.26)
    layers = Layers(grid, light, light, 1.0, heading(grid.x - x, grid.y - y).add_(veil, alpha=0.5).add_(1.2))
    _strew(layers, chance, knobs, t)
    _young_star(layers, x, y, 0.058 * math.sqrt(grid.aspect) * _size(knobs), 1 + 0.10 * sway(t))
    coarse = Coarse(grid, 1 / 48)
    masses = cliffs(coarse.grid, chance.of("cliffs"), side)
    raised = coarse.raised(torch.cat((masses, facing(coarse.grid, masses, x, y))))
    lump = _dusty(grid, chance.of("dust"), 8.0, 1.5 + 4.0 * knobs.detail, t, 0.012, 0.66)
    for rank, (tone, depth, _) in enumerate(PILLARS):
        dust(layers, lump, 0.018 + 0.036 * knobs.energy, (raised[rank], raised[len(masses) + rank]), tone, depth)
    return layers.fields()


def _young_star(layers: Layers, x: float, y: float, radius: float, ray_length: float) -> None:
    """The accent, with the long rays and the halo of a telescope's picture."""
    for tall, wide in ((5.0 * ray_length, 0.16), (0.16, 4.0 * ray_length)):
        ray = layers.rows(y - tall * radius, y + tall * radius, x - wide * radius, x + wide * radius)
        across, down = (ray.grid.x - x).abs() / (wide * radius), (ray.grid.y - y).abs() / (tall * radius)
        ray.lay((across + down - 1) * (0.16 * radius), 0.98, 0.98, outline=False)
    about = layers.rows(y - radius, y + radius, x - radius, x + radius)
    body = disc(about.grid, x, y, radius)
    about.lay(body, 0.99, 0.99, 0.7)
    about.accent(body)


def _limb(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """The edge of a world, its air alight where the star rises, a moon above."""
    side = chance.sign("side")
    sky = _space(grid, chance, knobs, t, 0.12, (side * 0.2 * grid.aspect, -0.1), least=0.22)
    radius = chance.uniform("radius", 0.60, 0.85) * min(1.0, grid.aspect) ** 0.5 * max(1.0, grid.aspect) ** 0.9
    x, y = -side * 0.14 * grid.aspect, chance.uniform("rise", 0.02, 0.12) + radius
    limb = Globe(grid, x, y, radius, towards(math.atan2(-1.0, side * 0.8), -0.1))
    star = 0.066 * math.sqrt(grid.aspect) * _size(knobs)
    star_x = side * grid.aspect * chance.uniform("x", 0.14, 0.19)
    star_y = y - math.sqrt((radius + 1.12 * star) ** 2 - (star_x - x) ** 2)
    near = glow(grid, star_x, star_y, 2.4 * (1 - 0.06 * sway(t)))
    height = limb.distance
    air = height.clamp(min=0).div_(near.square().mul_(0.20).add_(0.012)).neg_().exp_()
    _wash(sky, 0.97, air.mul_((0.6 * near).add_(0.40)).addcmul_(near, near, value=0.25).clamp_(0, 1))
    about = sky.rows(star_y - star, star_y + star, star_x - star, star_x + star)
    about.accent(disc(about.grid, star_x, star_y, star))
    ground = sky.rows(y - radius)
    near, height = ground.crop(near), ground.crop(height)
    within = height.neg().clamp_(min=0)
    cover = drifting_series(grid.pixel, chance.of("ground"), 4.0, 1.5 + 3 * knobs.detail, t, 0.06, 2.5, 0.55)
    cloud = planes(ground.grid, [cover])[0].mul_(0.3 + 1.4 * knobs.energy)
    day = smoothstep(0.0, 0.1, within).mul_(cloud).mul_(0.18).sub_(within.div_((0.30 * near).add_(0.02))).exp_().clamp_(max=1.1)
    tone = day.mul_((0.9 * near).add_(0.15)).mul_(0.19).add_(0.02)
    ground.cover_accent(ground.lay(height, tone, tone, 0.85, cloud.mul_(0.12)))
    moon = Globe(
        sky.grid,
        -side * grid.aspect * 0.20,
        -0.27,
        chance.uniform("moon", 0.045, 0.085) * math.sqrt(grid.aspect) * _size(knobs),
        towards(math.atan2(0.6, side), 0.05),
    )
    _moon(sky, moon, chance.of("moon"))
    return sky.fields()
