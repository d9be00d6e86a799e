"""Dark: a quiet abstract composition of the night: great soft masses, one lit body, thin light on their rims.

Layouts by seed: an eclipse over folds, a door ajar, stones stacked in the dark.
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.drift import drifting
from engine.draw.glow import glow
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, planes, series, smoothstep
from engine.draw.profile import Profile
from engine.draw.shapes import coverage, disc
from engine.draw.sway import sway
from engine.registry import Option, scene

LAYOUTS = ("folds", "door", "stones")
LIT, BRIGHT = 0.0656, 0.12
"""How far from the gap its light lies on the leaf of a door, and how far from the door it is brightest on the floor (heights)."""


@scene(
    "dark",
    far="light",
    options=(
        Option("glow", "A wider glow around the light"),
        Option("opening", "A fuller moon, a door further open, a larger stone and pool of light"),
        Option("floor", "A higher floor"),
    ),
)
def dark(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    x, y = side * grid.aspect * chance.uniform("x", 0.12, 0.20), chance.uniform("y", -0.24, -0.12)
    light = glow(grid, x, y, 2.3 * 4 ** (0.5 - knobs.own["glow"]) * (1 - 0.10 * sway(t)))
    sums = [
        series(grid.pixel, chance.of("night"), 2.0, 2),
        [drifting(chance, "air", 1.2, t, 0.06)],
        series(grid.pixel, chance.of("cloth"), 14.0, 1 + 3 * knobs.detail),
    ]
    night, air, cloth = planes(grid, sums)
    night.mul_(0.006).add_(light, alpha=0.34).add_(0.10)
    layers = Layers(grid, night, light.mul_(0.30).add_(0.10), 1.0, air.mul_(0.3))
    {"folds": _folds, "door": _door, "stones": _stones}[layout](layers, chance, knobs, t, x, y)
    layers.tint(cloth.mul_(0.007 * knobs.detail))
    return layers.fields()


def _moon(layers: Layers, chance: Chance, knobs: SceneKnobs, t: float, x: float, y: float, radius: float) -> None:
    """The lit body: a crescent accent around a shaded disc."""
    layers = layers.rows(y - radius, y + radius, x - radius, x + radius)
    grid = layers.grid
    body = disc(grid, x, y, radius)
    turn = chance.uniform("crescent", 0.25, 0.75) * math.pi + 0.15 * sway(t)
    aside = (0.16 + 0.40 * knobs.own["opening"]) * radius
    shadow = disc(grid, x + aside * math.cos(turn), y + aside * math.sin(turn), radius * 0.93)
    layers.lay(body, 0.95, 0.96, 0.9)
    lit = torch.maximum(body, -shadow)
    layers.lay(torch.maximum(body, shadow), 0.24, 0.26, 0.9)
    layers.accent(lit)


def _folds(layers: Layers, chance: Chance, knobs: SceneKnobs, t: float, x: float, y: float) -> None:
    """Long folds one before the other, each with a lit crest that falls into shade."""
    _moon(layers, chance, knobs, t, x, y, chance.uniform("radius", 0.13, 0.17))
    grid = layers.grid
    count = 5
    lines = grid.once(("folds", chance.path), lambda: _waves(grid, chance, knobs, t, count))
    for index, (line, rise, top, _) in enumerate(lines):
        near = index / (count - 1)
        part = layers.rows(top, lines[index + 1][3] if index + 1 < count else math.inf)
        at, lie = line.at(part.grid.x), rise.at(part.grid.x)
        apart = at - part.grid.y
        below = apart.neg().clamp_(min=0)
        crest = (below * -(9 + 5 * near)).exp_().mul_(torch.exp(-((part.grid.x - x) * (0.9 + near)).square()))
        value = 0.34 - 0.26 * near
        plan = smoothstep(0.25, 0.75, crest).mul_(0.40).add_(value)
        tone = below.mul_(-0.1).add_(crest, alpha=0.5).add_(value)
        cover = part.lay(apart.mul_(torch.rsqrt(1 + lie * lie)), tone, plan, 0.8 - 0.75 * near, lie.atan() if grid.wants("flow") else None)
        part.cover_accent(cover)


def _waves(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float, count: int) -> list[tuple[Profile, Profile, float, float]]:
    """The skylines of all folds, their slopes, and the y of the highest and the lowest point of each."""
    found = []
    for index in range(count):
        near = index / (count - 1)
        height = (0.035 + 0.20 * knobs.energy) * (1 - 0.35 * near)
        base = 0.02 + 0.38 * near - 0.24 * (1 - near) * (knobs.own["floor"] - 0.5)
        line = _wave(grid, chance.of(f"fold {index}"), base, height, knobs, (sway(t, 0.3 * near), sway(t, 0.25 + 0.3 * near)))
        found.append((line, line.slope()))
    values = torch.stack([line.values for line, _ in found])
    tops, ends = torch.stack((values.amin(1), values.amax(1))).tolist()
    return [(*pair, top, end) for pair, top, end in zip(found, tops, ends, strict=True)]


def _wave(grid: Grid, chance: Chance, base: float, height: float, knobs: SceneKnobs, blown: tuple[float, float]) -> Profile:
    """A slow skyline: two sines and a little noise, all of the seed's own. blown: how far each sine has swayed."""
    first, second = chance.uniform("a", 0, 6.28) + 0.22 * blown[0], chance.uniform("b", 0, 6.28) + 0.3 * blown[1]
    pace = chance.uniform("pace", 2.0, 3.4)

    def line(x: Tensor) -> Tensor:
        swing = torch.sin(x * pace + first) + 0.45 * torch.sin(x * pace * 2.3 + second)
        return base - height * 0.6 * swing + 0.02 * knobs.detail * Noise(chance, "grit").at(x, 0.0, 6.0)

    return Profile.of(grid, line)


def _door(layers: Layers, chance: Chance, knobs: SceneKnobs, t: float, x: float, y: float) -> None:
    """A door ajar in a dark room: a slit of light, and its wedge across the floor."""
    grid = layers.grid
    side = -math.copysign(1.0, x)
    floor, top = chance.uniform("floor", 0.16, 0.24) - 0.16 * (knobs.own["floor"] - 0.5), chance.uniform("top", -0.36, -0.28)
    wide = chance.uniform("wide", 0.035, 0.05) * (0.4 + 1.2 * knobs.own["opening"]) * (1 + 0.08 * sway(t))
    across, down = grid.x - x, grid.y - floor
    apart = across.abs()
    beside, fall = apart - wide, torch.exp(apart * -3.0)
    layers.lay(-down.expand(grid.shape), 0.22 + 0.22 * fall - 0.20 * down, 0.20 + 0.16 * fall, 0.4, 0.0)
    wall = torch.maximum((across + side * 0.55).abs() - 0.55, down.expand(grid.shape))
    layers.lay(wall, 0.16 + 0.12 * fall, 0.15 + 0.10 * fall, 0.8, 1.57)
    slant = side * (0.35 + 1.5 * knobs.energy) * (1 + 0.05 * sway(t, 0.25))
    spread = (across - slant * down).abs() - wide * (1 + 3.2 * down.clamp_min(0))
    wedge = torch.maximum(spread * 0.7, -down)
    layers.lay(wedge, 0.92 - 0.75 * down, 0.51 + 0.35 * coverage(down - BRIGHT, grid.pixel), 0.35, math.pi / 2 - math.atan(slant))
    leaf_top = top - side * 0.32 * across
    leaf = torch.maximum((across - side * (wide + 0.13)).abs() - 0.13, torch.maximum(leaf_top - 0.03 - grid.y, down - side * 0.30 * across))
    rim = torch.exp(beside.clamp_min(0) * -16.0)
    layers.lay(leaf, 0.34 + 0.34 * rim, 0.36 + 0.2 * coverage(beside - LIT, grid.pixel), 0.2, 1.57)
    slit = torch.maximum(beside, torch.maximum(down.expand(grid.shape), top - grid.y))
    layers.lay(slit, 0.98, 0.98, 0.9, 1.57)
    layers.accent(slit + 0.010)


def _stones(layers: Layers, chance: Chance, knobs: SceneKnobs, t: float, x: float, y: float) -> None:
    """Round stones balanced in a pile by a pool of light; the topmost is the accent.

    Light and shade on a stone stay within about two inks: where they spanned more, stones were striped balls and half eggs.
    """
    floor = 0.30 - 0.14 * (knobs.own["floor"] - 0.5)
    wide_pool = (0.6 + 0.8 * knobs.own["opening"]) * (1 + 0.06 * sway(t, 0.25))
    ground = layers.rows(top=floor)
    grid = ground.grid
    pool = torch.hypot((grid.x - x) * (0.8 / wide_pool), (grid.y - floor - 0.09) * (3.2 / wide_pool))
    ground.lay(
        (floor - grid.y).expand(grid.shape), 0.16 + 0.42 * torch.exp(pool * -2.6), 0.14 + 0.34 * smoothstep(0.62, 0.30, pool), 0.5, 0.0
    )
    sizes = [chance.uniform(f"size {index}", 0.9, 1.1) * width for index, width in enumerate((0.26, 0.19, 0.135, 0.085))]
    sizes[-1] *= 0.75 + 0.5 * knobs.own["opening"]
    bottom, middle = floor + 0.05, x
    for index, wide in enumerate(sizes):
        here = chance.of(f"stone {index}")
        tall = wide * here.uniform("tall", 0.50, 0.66)
        middle += here.uniform("shift", -0.10, 0.10) * wide * (0.4 + 1.2 * knobs.energy)
        centre = bottom - tall * 0.94
        part = layers.rows(centre - tall, centre + tall, middle - wide, middle + wide)
        u, v = (part.grid.x - middle) / wide, (part.grid.y - centre) / tall
        radius = (u.abs().pow_(2.3) + (v.abs().pow_(2.3) + 1e-6)).pow_(1 / 2.3)
        light = (-0.75 * v - 0.45 * u * math.copysign(1, x)) * 0.5 + 0.4
        value = 0.30 - 0.04 * index + 0.5 * (index == len(sizes) - 1)
        plan = value + 0.10 * smoothstep(0.50, 0.58, light) - 0.08 * smoothstep(0.18, 0.10, light)
        speckle = 0.02 * fbm(part.grid, here, 30.0, 1 + 2 * knobs.detail)
        round_it = torch.atan2(u, -v) if part.grid.wants("flow") else None
        cover = part.lay((radius - 1) * tall * 0.9, value + 0.30 * (light - 0.35) + speckle, plan, 0.3 - 0.05 * index, round_it)
        part.cover_accent(cover)
        if index == len(sizes) - 1:
            part.accent((radius - 1) * tall * 0.9 - 0.001)
        bottom = centre - tall * 0.90
