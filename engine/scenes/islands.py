"""Islands seen from above: wooded hills ringed with sand, surf and shallows, a pier, boats between them, clouds over their shadows.

Layouts by seed: an archipelago, an atoll round its lagoon, one mountainous island with a bay. Land lies where soft balls flow
together (Blinn's blobs, "A generalization of algebraic surface drawing", 1982), so that beaches and shallows ring it as evenly as
lines on a chart; fractal noise wears the coasts (Musgrave's terrains, Ebert et al. 2003).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.drift import drifting
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import planes, series, visible
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("archipelago", "atoll", "mountain")
OPTIONS = (
    Option("land", "More land above the sea"),
    Option("reef", "Wider shallows round the land"),
    Option("clouds", "More clouds"),
)
RADIUS = 0.17
"""Picture heights across which the terrain rises by one unit, about: turns heights into distances."""
SHELVES = ((-0.16, 0.20), (-0.44, 0.15), (-1.05, 0.11))
"""(how far out it lies, how much paler it is) of each step in the sea's floor."""
FLEET = ((0.02, 0.0, 0.088), (-0.16, 0.105, 0.066), (-0.14, -0.085, 0.056))
"""(along, across, length of half a boat) of each, the first leading; upright, as ships stand on old charts."""
SKIES = ((0.38, -0.36, 0.9, 0.0), (-0.34, 0.36, 0.8, 0.0), (0.36, 0.34, 0.8, 0.5), (0.0, -0.42, 0.8, 0.75))
"""(x over the width, y, size, how many clouds are asked before it shows) of each cloud, where the boats lie to the left and down."""


@dataclass(frozen=True)
class _Terrain:
    """height: (H, W), 0 at the sea's edge, about 1 at the top; relief: (H, W) about -1 .. 1, positive where slopes face the sun.
    pier: where it starts under the land and where it ends, x, y, x, y; None without.
    """

    height: Tensor
    relief: Tensor
    pier: tuple[float, float, float, float] | None


@scene("islands", far="dark", options=OPTIONS)
def islands(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    berth = side * grid.aspect * chance.uniform("berth x", 0.18, 0.24), chance.uniform("berth y", 0.13, 0.20) * chance.sign("berth")
    rough = series(grid.pixel, chance.of("rough"), 3.4, 2.6 + 3.2 * knobs.detail, 0.55)
    trees = series(grid.pixel, chance.of("trees"), 38.0, 1 + 2 * knobs.detail, 0.7)
    swell, chop = drifting(chance, "swell", 3.0, t, 0.05, 2.0), drifting(chance, "chop", 34.0, t, 0.02, 3.0)
    noise, woods, waves, ripples = planes(grid, [rough, trees, [swell], [chop]])
    land = _terrain(grid, chance, knobs, layout, berth, noise)
    layers = Layers(grid, 0.40, 0.40, 1.0, waves.mul(0.3))
    _sea(layers, knobs, land, waves, ripples, t)
    if land.pier:
        _pier(layers, land.pier)
    _land(layers, knobs, land, woods)
    _boats(layers, chance, berth, side, t)
    _clouds(layers, chance, knobs, berth, t)
    return layers.fields()


def _terrain(grid: Grid, chance: Chance, knobs: SceneKnobs, layout: str, berth: tuple[float, float], noise: Tensor) -> _Terrain:
    """Masses placed by the layout, roughened; a hollow keeps the water open where the boats lie."""
    rows = {"archipelago": _archipelago, "atoll": _atoll, "mountain": _mountain}[layout](grid.aspect, chance, berth)
    out, slope = _balls(grid, rows)
    if layout == "atoll":
        out = _ring(grid, chance, rows[0], out, noise)
        slope.mul_(0.42).clamp_(min=-0.05)  # a reef is flat: half of it in the dark would make a crater of it
    hollow = ((grid.x - berth[0]).square() + (grid.y - berth[1]).square()).mul_(-26.0).exp_()
    wild = 0.05 + 0.11 * knobs.energy
    height = out.mul_(-1 / (0.72 + 0.56 * knobs.own["land"])).sub_(hollow.mul_(0.5)).add_(noise, alpha=wild).add_(1.0)
    return _Terrain(height, slope.add_(noise, alpha=0.08 + 0.24 * knobs.energy), _landing(rows[0], berth) if layout != "atoll" else None)


def _balls(grid: Grid, rows: list[tuple[float, float, float]]) -> tuple[Tensor, Tensor]:
    """Soft balls (x, y, radius) run together: how far out a place lies, 1 at the radius of a ball alone; and how much it faces the
    sun. Each ball is a column times a row, so that all of them are one product of two thin matrices.
    """
    x, y, radius = torch.tensor(rows, device=grid.device).T[:, :, None]
    u, v = (grid.x - x) / radius, (grid.y.T - y) / radius
    wide, tall = u.square().neg_().clamp_(min=-30.0).exp_(), v.square().neg_().clamp_(min=-30.0).exp_()
    mass = (tall.T @ wide).clamp_(min=1e-20)
    slope = torch.cat((tall, v * tall)).T @ torch.cat((u * wide, wide * 0.8))
    slope.div_(mass).mul_(-1.6)
    return mass.log_().neg_().add_(1).clamp_(min=1e-9).mul_(2).sqrt_().sub_(1), slope


def _island(x: float, y: float, radius: float, chance: Chance) -> list[tuple[float, float, float]]:
    """A long body: a ball in the middle, a smaller one at either end."""
    turn, fork = chance.uniform("turn", 0, 2 * math.pi), chance.uniform("fork", 1.9, 3.6)
    ends = [(turn, 1.0, 0.72), (turn + fork, 1.05, 0.58)]
    return [(x, y, radius), *((x + radius * far * math.cos(way), y + radius * far * math.sin(way), radius * r) for way, far, r in ends)]


def _archipelago(wide: float, chance: Chance, berth: tuple[float, float]) -> list[tuple[float, float, float]]:
    """A great island away from the boats, the others strewn along an arc round them."""
    side, up, fit = math.copysign(1, berth[0]), -math.copysign(1, berth[1]), min(1.15, 0.55 + 0.35 * wide)
    rows = _island(-side * 0.21 * wide, 0.07 * up + chance.uniform("y", -0.05, 0.05), 0.17 * fit, chance.of("great"))
    strewn = [
        (0.12, 0.36, 0.085),
        (0.40, 0.20, 0.075),
        (-0.44, -0.33, 0.095),
        (-0.05, -0.42, 0.065),
        (-0.47, 0.42, 0.07),
        (0.45, -0.38, 0.08),
    ]
    for index, (right, down, radius) in enumerate(strewn):
        here = chance.of(f"island {index}")
        x, y = right * side * wide + here.uniform("x", -0.04, 0.04), down * up + here.uniform("y", -0.04, 0.04)
        rows += _island(x, y, radius * fit * here.uniform("radius", 0.8, 1.3), here)[: 2 + index % 2]
    return rows


def _atoll(wide: float, chance: Chance, berth: tuple[float, float]) -> list[tuple[float, float, float]]:
    """The lagoon's middle and radius first, with the green islet that was the mountain; a few islands without."""
    side, up = math.copysign(1, berth[0]), -math.copysign(1, berth[1])
    middle, y, far = -side * 0.17 * wide, 0.06 * up, min(0.30, 0.17 + 0.08 * wide)
    rows = [(middle, y, 0.24 * far), (middle + 0.18 * far, y + 0.12 * far, 0.15 * far)]
    strewn = [(0.38, 0.28, 0.075), (0.44, -0.38, 0.065), (-0.46, -0.40, 0.08)]
    for index, (x, down, radius) in enumerate(strewn):
        rows += _island(x * side * wide, down * up, radius, chance.of(f"island {index}"))[:2]
    return rows


def _ring(grid: Grid, chance: Chance, lagoon: tuple[float, float, float], out: Tensor, noise: Tensor) -> Tensor:
    """The reef's ring of land about a lagoon, with two passages; added to how far out a place lies. The lagoon is shallow."""
    middle, y, islet = lagoon
    far, turn = islet / 0.24, chance.uniform("turn", 0, 2 * math.pi)
    u, v = grid.x - middle, (grid.y - y) * 1.1
    radius = (u * u + v * v).sqrt_()
    bearing = (u * math.cos(turn) + v * math.sin(turn)).div_(radius.clamp(min=0.02))
    away = torch.sub(radius, far).add_(noise, alpha=0.10 * far)
    passage = bearing.sub_(0.35).abs_().mul_(-2.4).add_(1.0).clamp_(min=0)
    ring = away.abs().mul_(1 / (0.19 * far)).addcmul_(passage, passage, value=1.1)
    lagoon_floor = (away * 4.0).add_(1.55).clamp_(min=1.55)
    return torch.minimum(torch.minimum(out, lagoon_floor), ring)


def _mountain(wide: float, chance: Chance, berth: tuple[float, float]) -> list[tuple[float, float, float]]:
    """One island whose two arms hold a bay towards the boats; islets off its coast."""
    side, up, fit = math.copysign(1, berth[0]), -math.copysign(1, berth[1]), min(1.15, 0.50 + 0.40 * wide)
    x, y = -side * 0.15 * wide, 0.03 * up
    arms = [(-0.02, -0.04, 0.22), (0.21, 0.19, 0.11), (-0.24, 0.09, 0.14), (0.20, -0.20, 0.10), (0.02, 0.22, 0.11)]
    rows = [
        (x + side * right * fit, y + up * down * fit, radius * fit * chance.uniform(f"arm {right}", 0.9, 1.1))
        for right, down, radius in arms
    ]
    for index, (right, down, radius) in enumerate([(0.42, 0.34, 0.07), (0.38, -0.42, 0.055), (-0.47, -0.40, 0.06)]):
        rows += _island(side * right * wide, up * down, radius, chance.of(f"islet {index}"))[:2]
    return rows


def _landing(island: tuple[float, float, float], berth: tuple[float, float]) -> tuple[float, float, float, float]:
    """A pier from an island's middle out towards the boats; the land will hide where it starts."""
    x, y, radius = island
    across, down = berth[0] - x, berth[1] - y
    far = (1.30 * radius + 0.035) / math.hypot(across, down)
    return x, y, x + across * far, y + down * far


def _pier(layers: Layers, pier: tuple[float, float, float, float]) -> None:
    """Dark planks on the shallows, with a head across the end."""
    x, y, end, foot = pier
    far = math.hypot(end - x, foot - y)
    along, aside = (end - x) / far, (foot - y) / far
    part = layers.rows(min(y, foot) - 0.05, max(y, foot) + 0.05, min(x, end) - 0.05, max(x, end) + 0.05)
    right, down = part.grid.x - end, part.grid.y - foot
    u, v = right * along + down * aside, (down * along - right * aside).abs_()
    deck = torch.maximum(v - 0.006, torch.maximum(u, -far - u))
    head = torch.maximum(v - 0.030, (u + 0.007).abs_().sub_(0.007))
    part.lay(torch.minimum(deck, head), 0.05, 0.04, 0.3, math.atan2(aside, along))


def _sea(layers: Layers, knobs: SceneKnobs, land: _Terrain, swell: Tensor, chop: Tensor, t: float) -> None:
    """Paler by steps towards the land, as the bottom shines through, and darker still far out; a line of surf that comes and goes."""
    grid, reef = layers.grid, 0.35 + 1.3 * knobs.own["reef"]
    bottom = land.height.add(swell, alpha=0.005 + 0.03 * knobs.energy)
    plan = grid.full(0.24)
    for level, step in SHELVES:
        plan.add_(coverage((level * reef - bottom).mul_(RADIUS), grid.pixel, 0.002), alpha=step)
    surf = bottom.add_(0.075 + 0.025 * math.sin(2 * math.pi * t)).abs_().sub_(0.020)
    foam = coverage(surf.mul_(RADIUS), grid.pixel)
    plan.add_(land.height.clamp(-4, 0), alpha=0.03)
    modelled = torch.add(plan, land.height.clamp(-2, 0), alpha=0.02)
    modelled.addcmul_(chop, (plan - 0.9).abs_(), value=0.035 * visible(34.0, grid.pixel))
    layers.fill(modelled.lerp_(torch.ones_like(plan), foam), plan)


def _land(layers: Layers, knobs: SceneKnobs, land: _Terrain, trees: Tensor) -> None:
    """Sand along the sea, then woods, lit and shaded by the lie of the land, rock at the top."""
    grid, height = layers.grid, land.height
    lit = coverage((-0.48 - land.relief).mul_(0.05), grid.pixel, 0.002)
    wood = coverage((0.13 - height).mul_(RADIUS).add_(trees, alpha=0.0028), grid.pixel, 0.001)
    bare = coverage((0.82 - height).mul_(RADIUS).add_(trees, alpha=0.002), grid.pixel, 0.002)
    green = lit.mul(0.12).add_(height.clamp(0, 1), alpha=0.20).add_(0.05)
    green.lerp_(lit.mul_(0.30).add_(0.42), bare)
    plan = torch.lerp(torch.full_like(height, 0.93), green, wood)
    modelled = plan + wood * (land.relief.clamp(-1, 1).mul_(0.09).add_(trees, alpha=0.018 + 0.03 * knobs.detail))
    layers.lay(height * -RADIUS, modelled, plan, (0.95 - 0.15 * height).clamp_(0, 1), land.relief.clamp(-1, 1))


def _boats(layers: Layers, chance: Chance, berth: tuple[float, float], side: float, t: float) -> None:
    """Sails in company, each with its wake, riding on a slow swell."""
    turn = chance.uniform("heading", -0.5, 0.5) + (0.0 if side < 0 else math.pi)
    cosine, sine = math.cos(turn), math.sin(turn)
    fit = min(1.35, math.sqrt(layers.grid.aspect)) * 0.98
    part = layers.rows(berth[1] - 0.19 * fit, berth[1] + 0.19 * fit, berth[0] - 0.26 * fit, berth[0] + 0.26 * fit)
    rides = [0.012 * math.sin(2 * math.pi * t + 2.0 * index) for index in range(len(FLEET))]
    rows = [((along + ride) * fit, aside * fit, size * fit) for (along, aside, size), ride in zip(FLEET, rides, strict=True)]
    along, aside, size = torch.tensor(rows, device=part.grid.device).T[:, :, None, None]
    way = math.copysign(1.0, cosine)
    u = ((part.grid.x - berth[0]) - (along * cosine - aside * sine)).mul_(way / size)
    v = ((part.grid.y - berth[1]) - (along * sine + aside * cosine)) / size
    behind = (-0.5 - u).clamp_(min=0)
    wake = (behind * 0.028 - 0.05).add(v.sub(0.24).abs_()).maximum(u + 0.5).maximum(behind - 1.7).mul_(size).amin(0)
    part.lay(wake, 0.95, 0.93, None, 0.0, outline=False)
    hull = torch.maximum((v - 0.12).abs_() - 0.14, (u - 0.06).abs_().sub_(0.78) + 0.9 * v).mul_(0.8 * size).amin(0)
    part.lay(hull, 0.06, 0.05, 0.3, 0.0)
    main = torch.maximum(u.neg().add_(0.02).maximum(v + 0.10), u * 0.9 - (v + 1.45) * 0.52)
    jib = torch.maximum((u + 0.06).maximum(v + 0.16), u * (-0.9) - (v + 1.20) * 0.50)
    sail = torch.minimum(main, jib).mul_(0.8 * size).amin(0)
    part.lay(sail, 0.97, 0.97, 0.2, 1.57)
    part.accent(sail)


def _clouds(layers: Layers, chance: Chance, knobs: SceneKnobs, berth: tuple[float, float], t: float) -> None:
    """Flat heaps of cloud that drift over the sea's corners, each over its shadow; they leave the boats in the sun."""
    side, up = math.copysign(1, berth[0]), -math.copysign(1, berth[1])
    for index, (right, down, size, asked) in enumerate(SKIES):
        here = chance.of(f"cloud {index}")
        grown = size * min(1.0, max(0.0, 2.4 * (knobs.own["clouds"] - asked))) * min(1.0, 0.55 + 0.3 * layers.grid.aspect)
        if grown < 0.05:
            continue
        x = (here.uniform("x", -0.04, 0.04) - side * right) * layers.grid.aspect + 0.05 * math.sin(2 * math.pi * t + index)
        y = up * down + here.uniform("y", -0.04, 0.04)
        part = layers.rows(y - 0.10 * grown, y + 0.20 * grown, x - 0.28 * grown, x + 0.36 * grown)
        grid = part.grid
        bars = [(here.uniform(f"bar {bar}", -0.08, 0.08), 0.062 * (bar - 1), (0.10, 0.17, 0.11)[bar]) for bar in range(3)]
        middle, level, half = torch.tensor(bars, device=grid.device).mul_(grown).T[:, :, None, None]
        for lag, tone in ((0.055, 0.0), (0.0, 0.97)):
            aside = (grid.x - (x + lag * grown) - middle).abs_().sub_(half).clamp_(min=0)
            body = (aside.square() + (grid.y - (y + 1.3 * lag * grown) - level).square()).sqrt_().amin(0).sub_(0.036 * grown)
            if tone:
                part.lay(body, 0.96, 0.98, 0.02, 0.0)
            else:
                part.lay(body, 0.02, 0.02, None, outline=False, opacity=0.8)
