"""Aurora: a folded ribbon of light that winds over a northern night.

Layouts by seed: over snow and a lit tent, mirrored in a lake with a cabin on its shore, drawn together overhead above a clearing in firs.
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.curtains import Curtain, curtains, shining
from engine.draw.drift import drifting
from engine.draw.firs import firs_unlit
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, planes, ridged, smoothstep
from engine.draw.shapes import beneath, box, coverage
from engine.draw.stars import stars
from engine.registry import Option, scene

LAYOUTS = ("snow", "lake", "crown")
OPTIONS = (
    Option("height", "Taller curtains of light"),
    Option("folds", "More folds in the curtains"),
    Option("stars", "More stars"),
)
PEAKS = 21
"""Enough for 21:9 seen by the widest camera."""
DARK = 0.93
"""Depth of near firs. The far is dark here, so the knob draws what is near towards the light: at their true depth they outshone the sky."""


@scene("aurora", far="dark", options=OPTIONS)
def aurora(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    shore = {"snow": 0.20, "lake": 0.14, "crown": 0.34}[layout] + chance.uniform("shore", -0.02, 0.02)
    seen = _mirrored(grid, chance, knobs, shore, t) if layout == "lake" else grid.y
    light = _light(grid, chance, knobs, layout, seen, t)
    wind = planes(grid, [[drifting(chance, "wind", 1.4, t, 0.05)]])[0]
    sky = (seen + 0.60).mul_(0.36).expand(grid.shape)
    plan = sky + _steps(light)
    sky = sky.add(light, alpha=0.80)
    layers = Layers(grid, sky, plan, 1.0, wind.mul_(0.25).add_(1.5))
    night = layers.rows(bottom=shore)
    twinkle = stars(night.grid, chance.of("stars"), 0.045, 0.0040, 0.55 * knobs.own["stars"], t)
    twinkle.mul_((1 - 1.6 * night.crop(light)).clamp_(0, 1))
    night.tint(twinkle * 0.7, 0.9)
    {"snow": _snow, "lake": _lake, "crown": _crown}[layout](layers, chance, knobs, shore, seen, t)
    return layers.fields()


def _light(grid: Grid, chance: Chance, knobs: SceneKnobs, layout: str, y: Tensor, t: float) -> Tensor:
    """(H, W) of the ribbon's light in [0, 1). It stands where its swings keep clear of one another, so that night is seen between them."""
    side, fold = chance.sign("side"), 2.0 * knobs.own["folds"] * (0.5 + knobs.energy)
    tall = (0.12 + 0.40 * knobs.own["height"]) * (0.75 + 0.5 * knobs.energy)
    wide = min(2.2, max(0.62, grid.aspect)) * (0.20 + 0.46 * min(1.5, fold))
    here, start = chance.of("curtain"), chance.uniform("start", -0.12, 0.12)
    hung = {
        "snow": Curtain(here, 0.08, -0.31, side * 0.30 * grid.aspect, side * wide, 1.25, start, tall, fold),
        "lake": Curtain(here, 0.03, -0.31, side * 0.20 * grid.aspect, side * wide, 1.0, 0.25 + start, 0.9 * tall, 0.7 * fold),
        "crown": Curtain(here, 0.18, -0.25, side * 0.20 * grid.aspect, side * wide, 1.25, 0.5 + start, 1.0 * tall, 0.7 * fold),
    }[layout]
    zenith = {"snow": -1.9, "lake": -2.4, "crown": -1.1}[layout]
    table = grid.once(("curtains", t), lambda: curtains(grid, hung, zenith, (0.6 if layout == "crown" else 1.0) * knobs.detail, t))
    light = shining(table, grid, y, zenith, side * 0.12 * grid.aspect)
    return light.div_(light + 0.6)


def _steps(light: Tensor) -> Tensor:
    """(H, W) the light as flat styles see it: a bright foot, one paler step above it, and night."""
    upper = (light * 12.0).sub_(1.2).clamp_(0, 1)
    foot = (light * 12.0).sub_(5.2).clamp_(0, 1)
    return upper.mul_(0.28).add_(foot, alpha=0.36).add_(light, alpha=0.14)


def _range(layers: Layers, chance: Chance, knobs: SceneKnobs, base: float, tall: float, tone: float, y: Tensor) -> None:
    """Snowy peaks, one silhouette, their summits lit from one side; y: the heights seen, mirrored or not."""
    grid, own = layers.grid, chance.uniforms("peaks", PEAKS, 3).to(layers.grid.device)
    grown = tall * (0.5 + knobs.energy)
    middle = (torch.arange(PEAKS, device=grid.device) - PEAKS // 2 + own[:, 0] * 0.8 - 0.4) * 0.21
    high = (own[:, 1].square() * 0.65 + 0.35) * grown
    steep = (own[:, 2] * 0.8 + 1.3) * grown / 0.3
    height, which = ((grid.x - middle[:, None]).abs_() * -steep[:, None] * 0.3).add_(high[:, None]).max(0, keepdim=True)
    crags, faces = ridged(grid.x, grid.pixel, chance.of("crags"), 9.0, 2 + 2 * knobs.detail), Noise(chance, "faces").plane(grid, 11.0, 0.7)
    line = base - height.clamp_(min=0.12 * grown) - (crags - 0.4) * (0.22 * grown)
    below = y - line
    spine = torch.add(grid.x - middle[which[0]], (y - base) + high[which[0]], alpha=0.5).add_(faces, alpha=0.012)
    lit = coverage(spine, grid.pixel, 0.002)
    summit = ((base - y) * (0.20 / grown) - 0.06).clamp_(0, 0.08)
    shade = lit.mul_(summit).add_(tone).add_(faces, alpha=0.008)
    layers.cover_accent(layers.lay(below.mul_(-0.8), shade, tone, 0.95, 0.9))


def _mirrored(grid: Grid, chance: Chance, knobs: SceneKnobs, shore: float, t: float) -> Tensor:
    """(H, W) heights as still water shows them: what lies below the shore looks up, shaken by ripples."""
    ripple = planes(grid, [[drifting(chance, "ripple", 42.0, t, 0.02, 8.0)]])[0]
    down = (grid.y - shore).clamp_min(0)
    return ripple.mul_(down.clamp(max=0.3) * (0.03 + 0.10 * knobs.energy)).add_(grid.y - 2.1 * down)


def _snow(layers: Layers, chance: Chance, knobs: SceneKnobs, shore: float, seen: Tensor, t: float) -> None:
    """Mountains, a snowfield that catches the light, and a tent lit from within."""
    grid, side = layers.grid, chance.sign("tent")
    part = layers.rows(shore - 0.50, shore + 0.06)
    _range(part, chance.of("range"), knobs, shore + 0.05, 0.30, 0.05, part.grid.y)
    for index, (drop, tone) in enumerate(((0.0, 0.36), (0.10, 0.46))):
        here = chance.of(f"field {index}")
        line = shore + drop + 0.020 * Noise(here, "line").at(grid.x, 0.0, 1.1) + 0.03 * side * (1 - 2 * index) * grid.x / grid.aspect
        field = layers.rows(top=shore + drop - 0.08)
        below = (field.grid.y - line).clamp_(0, 0.3)
        drift = Noise(here, "drift").plane(field.grid, 7.0, 4.0)
        snow = below.mul_(-0.55).add_(tone)
        field.lay(beneath(field.grid, line), torch.add(snow, drift, alpha=0.02), snow, 0.5 - 0.3 * index, 0.1 * drift)
        if index == 0:
            _stand(layers, here, knobs, shore + 0.03, 0.10, side, 0.06, t)
    _tent(layers, side * grid.aspect * chance.uniform("x", 0.10, 0.20), shore + 0.19, 0.125 * _fit(grid))
    _stand(layers, chance.of("near"), knobs, 0.47, 0.26, -side, 0.03, t)


def _stand(layers: Layers, chance: Chance, knobs: SceneKnobs, foot: float, tall: float, side: float, tone: float, t: float) -> None:
    """Firs that rise towards one side of the picture."""
    grid = layers.grid
    ground = foot + tall * 1.5 * smoothstep(0.25, -0.32, grid.x * (side / grid.aspect)) + 0.01 * Noise(chance, "bank").at(grid.x, 0.0, 3.0)
    reach = _sunk((grid.span[1][1] + 1.25 * tall + 0.03 - foot) / (1.0 * tall)) * grid.aspect
    part = layers.rows(foot - 1.25 * tall, math.inf, *((-reach, math.inf) if side > 0 else (-math.inf, reach)))
    body = firs_unlit(part.grid, chance, part.along(ground), tall, knobs.detail, 0.8, t, 0.4 + 1.2 * knobs.energy)
    part.cover_accent(part.lay(body, tone, tone, DARK, 1.57))


def _sunk(depth: float) -> float:
    """How far a stand reaches to its low side, over the picture's width: there its ground has sunk by that part of all that it sinks."""
    depth = min(1.0, max(0.0, depth))
    return 0.57 * (0.5 - math.sin(math.asin(1 - 2 * depth) / 3)) - 0.25


def _fit(grid: Grid) -> float:
    """Keeps what is the accent at about one share of the picture at every aspect."""
    return min(1.45, max(0.75, math.sqrt(grid.aspect)))


def _tent(layers: Layers, x: float, foot: float, tall: float) -> None:
    """A ridge tent seen from its door end: the lit cloth is the accent, a seam and a dark door in it."""
    part = layers.rows(foot - 1.0 * tall, foot + tall, x - 2.5 * tall, x + 2.5 * tall)
    grid = part.grid
    u, v = (grid.x - x) / tall, (foot - grid.y) / tall
    pool = (u.square() * 0.5 + (v + 0.05).square() * 12.0).mul_(1.2).add_(1).reciprocal_()
    part.tint(pool.sub_(0.2).clamp_(min=0).mul_(0.40))
    cloth = torch.maximum((u.abs() - 0.80 * (1 - v)) * 0.78, -v) * tall
    glow = (0.98 - 0.22 * v.clamp_min(0) - 0.12 * u.abs()).expand(cloth.shape)
    part.lay(cloth, glow, 0.97, 0.2, 1.2)
    part.accent(cloth)
    door = torch.maximum(torch.maximum(u.abs() - 0.24 * (0.72 - v), v - 0.72), -v) * tall
    part.cover_accent(part.lay(door, 0.12, 0.10, 0.2, 1.57))


def _lake(layers: Layers, chance: Chance, knobs: SceneKnobs, shore: float, seen: Tensor, t: float) -> None:
    """The mountains and their mirror image, a strip of snowy shore, a cabin."""
    grid, side = layers.grid, chance.sign("cabin")
    _range(layers, chance.of("range"), knobs, shore + 0.012, 0.22, 0.05, seen)
    water = layers.rows(top=shore)
    depth = (water.grid.y - shore).clamp_min(0)
    water.lay((shore - water.grid.y).expand(water.grid.shape), 0.04, 0.05, None, 0.0, outline=False, opacity=(0.30 + depth).clamp(max=0.8))
    bank = layers.rows(shore - 0.03, shore + 0.03)
    edge = 0.006 + 0.006 * Noise(chance, "bank").at(grid.x, 0.0, 5.0) + 0.018 * smoothstep(0.0, 0.4, side * grid.x / grid.aspect)
    bank.lay((bank.grid.y - shore + 0.2 * edge).abs() - edge, 0.42, 0.40, 0.6, 0.0)
    _cabin(layers, side * grid.aspect * chance.uniform("x", 0.14, 0.22), shore, 0.122 * _fit(grid))
    _stand(layers, chance.of("near"), knobs, 0.50, 0.30, -side, 0.03, t)


def _cabin(layers: Layers, x: float, foot: float, tall: float) -> None:
    """A gabled cabin whose front is lit; its light lies on the water."""
    part = layers.rows(foot - 1.0 * tall, foot + 1.15 * tall, x - 1.15 * tall, x + 1.15 * tall)
    grid = part.grid
    u, v = (grid.x - x) / tall, (foot - grid.y) / tall
    wall = torch.maximum(torch.maximum(u.abs() - 0.52, (v + 0.6 * u.abs() - 1.0) * 0.85), -v) * tall
    part.lay(wall, 0.93 - 0.2 * v.clamp_min(0), 0.95, 0.5, 1.57)
    part.accent(wall)
    mirror = torch.maximum(u.abs() - 0.46, torch.maximum(v + 0.12, -v - 0.85)) * tall
    bars = Noise(Chance(0), "bars").plane(grid, 46.0, 5.0)
    part.lay(mirror.add_(bars, alpha=0.012), 0.80, 0.82, 0.5, 0.0, outline=False)
    roof = torch.maximum((v + 0.6 * u.abs() - 1.06).abs() - 0.075, u.abs() - 0.70) * (0.85 * tall)
    part.cover_accent(part.lay(roof, 0.50, 0.55, 0.5, 0.5))
    for left, low, wide, high in ((-0.24, 0.42, 0.12, 0.13), (0.22, 0.27, 0.13, 0.27)):
        pane = box(grid, x + left * tall, foot - low * tall, wide * tall, high * tall)
        part.cover_accent(part.lay(pane, 0.15, 0.12, 0.5, 1.57))


def _crown(layers: Layers, chance: Chance, knobs: SceneKnobs, shore: float, seen: Tensor, t: float) -> None:
    """Looking up through a clearing: firs on both sides, a tent in the gap, mountains far behind it."""
    grid, side = layers.grid, chance.sign("tent")
    far = layers.rows(shore - 0.50, shore + 0.05)
    _range(far, chance.of("range"), knobs, shore + 0.03, 0.25, 0.03, far.grid.y)
    line = shore + 0.015 * Noise(chance, "line").at(grid.x, 0.0, 1.3)
    field = layers.rows(top=shore - 0.05)
    drift = Noise(chance, "drift").plane(field.grid, 8.0, 4.0)
    field.lay(beneath(field.grid, line), 0.40 + 0.02 * drift, 0.40, 0.4, 0.1 * drift)
    x = side * grid.aspect * chance.uniform("x", 0.06, 0.14)
    _tent(layers, x, shore + 0.055, 0.125 * _fit(grid))
    for index, tall in enumerate((0.20, 0.34)):
        here = chance.of(f"wood {index}")
        gap = smoothstep(0.06 + 0.05 * index, 0.42, (grid.x - x).abs() / grid.aspect)
        ground = shore + 0.10 + 0.34 * tall + tall * 1.2 - gap * tall * 1.5 + 0.01 * Noise(here, "bank").at(grid.x, 0.0, 3.0)
        part = layers.rows(top=shore + 0.06 - 1.0 * tall)
        body = firs_unlit(part.grid, here, ground, tall, knobs.detail, 0.85, t, 0.4 + 1.2 * knobs.energy)
        part.cover_accent(part.lay(body, (0.12, 0.03)[index], (0.12, 0.03)[index], DARK, 1.57))
