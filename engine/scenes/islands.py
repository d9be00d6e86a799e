"""Islands seen from above: wooded hills ringed with sand, surf and shallows, boats between them, clouds over their shadows.

Layouts by seed: an archipelago, an atoll round its lagoon, one mountainous island with a bay. Land is where a height, masses set by
hand and fractal noise together, stands above the sea (Musgrave's terrains, Ebert et al. 2003).
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
from engine.draw.noise import Octave, planes, series, visible
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("archipelago", "atoll", "mountain")
OPTIONS = (
    Option("land", "More land above the sea"),
    Option("reef", "Wider shallows round the land"),
    Option("clouds", "More clouds"),
)
STEEP = 0.13
"""Picture heights across which the terrain rises by one unit, about: turns heights into distances."""
LIGHT = 0.014
"""How far towards the sun the relief looks."""
FLEET = ((0.0, 0.0, 0.095), (-0.13, 0.095, 0.066), (-0.10, -0.11, 0.058))
"""(along, across, length of half a boat) of each, the first leading."""


@dataclass(frozen=True)
class _Terrain:
    """height: (H, W), 0 at the sea's edge; relief: (H, W) about -1 .. 1, positive where slopes face the sun."""

    height: Tensor
    relief: Tensor


@scene("islands", far="dark", options=OPTIONS)
def islands(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    berth = side * grid.aspect * chance.uniform("berth x", 0.16, 0.22), chance.uniform("berth y", 0.10, 0.20) * chance.sign("berth")
    land = _terrain(grid, chance, knobs, layout, berth)
    swell, chop = planes(grid, [[drifting(chance, "swell", 3.0, t, 0.05, 2.0)], [drifting(chance, "chop", 34.0, t, 0.02, 3.0)]])
    layers = Layers(grid, 0.40, 0.40, 1.0, swell.mul(0.3))
    _sea(layers, knobs, land, swell, chop, t)
    _land(layers, chance, knobs, land)
    _boats(layers, chance, berth, side, t)
    _clouds(layers, chance, knobs, berth, t)
    return layers.fields()


def _terrain(grid: Grid, chance: Chance, knobs: SceneKnobs, layout: str, berth: tuple[float, float]) -> _Terrain:
    """Masses placed by the layout, roughened; a hollow keeps the water open where the boats lie."""
    rough = series(grid.pixel, chance.of("rough"), 3.0, 2.6 + 3.2 * knobs.detail, 0.62)
    noise, towards = planes(grid, [rough, [_moved(octave, LIGHT * 0.8, LIGHT * 0.6) for octave in rough]])
    relief = torch.sub(noise, towards).mul_(0.16 / LIGHT)
    wild = 0.40 + 0.60 * knobs.energy
    mass, slope = {"archipelago": _archipelago, "atoll": _atoll, "mountain": _mountain}[layout](grid, chance, noise)
    hollow = ((grid.x - berth[0]).square() + (grid.y - berth[1]).square()).mul_(26.0).add_(1.0).reciprocal_()
    height = noise.mul_(wild).add_(mass).sub_(hollow.mul_(1.7)).add_(1.3 * (knobs.own["land"] - 0.5) - 0.12)
    return _Terrain(height, relief.mul_(wild / 0.65).add_(slope))


def _lobes(grid: Grid, rows: list[tuple[float, float, float, float]]) -> tuple[Tensor, Tensor]:
    """Round masses (x, y, radius, height): their sum, and how much their slopes face the sun. Bells, each a column times a row."""
    x, y, radius, high = torch.tensor(rows, device=grid.device).T[:, :, None]
    u, v = (grid.x - x) / radius, (grid.y.T - y) / radius
    wide, tall = u.square().mul_(-0.9).clamp_(min=-40.0).exp_(), v.square().mul_(-0.9).clamp_(min=-40.0).exp_() * high
    slope = torch.cat((tall, v * tall)).T @ torch.cat((u * wide, wide * 0.75))
    return tall.T @ wide, slope.mul_(-0.7)


def _archipelago(grid: Grid, chance: Chance, noise: Tensor) -> tuple[Tensor, Tensor]:
    side, wide = -chance.sign("side"), grid.aspect
    spread = max(1.0, 0.8 * wide)
    rows = [
        (side * 0.20 * wide, chance.uniform("y", -0.14, 0.06), 0.27 * spread, 1.75),
        (-side * 0.30 * wide, -0.36, 0.17 * spread, 1.3),
        (side * 0.02 * wide, 0.40, 0.15 * spread, 1.2),
        (side * 0.46 * wide, 0.34, 0.13 * spread, 1.2),
    ]
    mass, slope = _lobes(grid, rows)
    return mass.sub_(1.05), slope


def _atoll(grid: Grid, chance: Chance, noise: Tensor) -> tuple[Tensor, Tensor]:
    """A broken ring of low land; the lagoon within lies shallower than the sea without."""
    middle = -chance.sign("side") * 0.10 * grid.aspect
    x, y = (grid.x - middle) / min(1.5, 0.55 + 0.5 * grid.aspect), grid.y - chance.uniform("y", -0.05, 0.05)
    turn = chance.uniform("turn", 0, 6.28)
    gap = (x * math.cos(turn) + y * math.sin(turn)) * 1.1
    out = (x * x + (y * y) * 1.25).sqrt_().sub_(0.31).add_(noise, alpha=0.026)
    ring = out.abs().mul_(-9.0).add_(0.85).clamp_(min=-1.1)
    lagoon = coverage(out, 0.10).mul_(0.72)
    return torch.maximum(ring - gap.clamp_min(0) * 1.2, lagoon - 0.98).sub_(0.12), (x * -0.4).expand(out.shape)


def _mountain(grid: Grid, chance: Chance, noise: Tensor) -> tuple[Tensor, Tensor]:
    side, wide = -chance.sign("side"), grid.aspect
    spread = max(0.8, 0.75 * wide)
    rows = [
        (side * 0.10 * wide, chance.uniform("y", -0.10, 0.04), 0.36 * spread, 2.5),
        (side * 0.05 * wide, chance.uniform("peak", -0.08, 0.02), 0.14, 1.2),
        (side * 0.36 * wide, 0.36, 0.14 * spread, 0.9),
        (-side * 0.40 * wide, -0.30, 0.10 * spread, 0.8),
    ]
    mass, slope = _lobes(grid, rows)
    return mass.sub_(1.25), slope


def _sea(layers: Layers, knobs: SceneKnobs, land: _Terrain, swell: Tensor, chop: Tensor, t: float) -> None:
    """Paler by steps towards the land, as the bottom shines through; a line of surf that comes and goes."""
    grid, reef = layers.grid, 0.35 + 1.3 * knobs.own["reef"]
    bottom = land.height.add(swell, alpha=0.01 + 0.03 * knobs.energy)
    plan = grid.full(0.36)
    for level, step in ((-0.62 * reef, 0.12), (-0.36 * reef, 0.14), (-0.16 * reef, 0.12)):
        plan.add_(coverage((level - bottom).mul_(STEEP), grid.pixel, 0.002), alpha=step)
    surf = (land.height + (0.10 + 0.035 * math.sin(2 * math.pi * t))).add_(swell, alpha=0.03).abs_().sub_(0.030)
    foam = coverage(surf.mul_(STEEP), grid.pixel)
    modelled = plan + land.height.clamp(-2, 0).mul_(0.05)
    modelled.addcmul_(chop, (plan - 0.9).abs_(), value=0.035 * visible(34.0, grid.pixel))
    layers.fill(modelled.lerp_(torch.ones_like(plan), foam), plan)


def _land(layers: Layers, chance: Chance, knobs: SceneKnobs, land: _Terrain) -> None:
    """Sand along the sea, then woods, lit and shaded by the lie of the land, bare and pale at the top."""
    grid, height = layers.grid, land.height
    trees = planes(grid, [series(grid.pixel, chance.of("trees"), 38.0, 1 + 2 * knobs.detail, 0.7)])[0]
    lit = coverage((-0.10 - land.relief).mul_(0.05), grid.pixel, 0.006)
    wood = coverage((0.15 - height).mul_(STEEP).add_(trees, alpha=0.0030), grid.pixel, 0.001)
    bare = coverage((1.45 - height).mul_(STEEP).add_(trees, alpha=0.004), grid.pixel, 0.003)
    green = lit.mul(0.16).add_(0.10)
    green.lerp_(lit.mul_(0.30).add_(0.46), bare)
    plan = torch.lerp(torch.full_like(height, 0.90), green, wood)
    modelled = plan + wood * (land.relief.clamp(-1, 1).mul_(0.09).add_(trees, alpha=0.018 + 0.03 * knobs.detail))
    layers.lay(height * -STEEP, modelled, plan, (0.45 - 0.3 * height).clamp_(0, 1), land.relief.clamp(-1, 1))


def _boats(layers: Layers, chance: Chance, berth: tuple[float, float], side: float, t: float) -> None:
    """Sails in company, each with its wake, riding on a slow swell."""
    turn = chance.uniform("heading", -0.5, 0.5) + (0.0 if side < 0 else math.pi)
    cosine, sine = math.cos(turn), math.sin(turn)
    fit = min(1.35, math.sqrt(layers.grid.aspect)) * 0.98
    part = layers.rows(berth[1] - 0.19 * fit, berth[1] + 0.19 * fit, berth[0] - 0.26 * fit, berth[0] + 0.26 * fit)
    rides = [0.012 * math.sin(2 * math.pi * t + 2.0 * index) for index in range(len(FLEET))]
    rows = [((along + ride) * fit, aside * fit, size * fit) for (along, aside, size), ride in zip(FLEET, rides, strict=True)]
    along, aside, size = torch.tensor(rows, device=part.grid.device).T[:, :, None, None]
    right, down = part.grid.x - berth[0], part.grid.y - berth[1]
    u = ((right * cosine + down * sine) - along) / size
    v = ((down * cosine - right * sine) - aside) / size
    behind = (-0.2 - u).clamp_(min=0)
    wake = (v.abs().sub_(0.10 + 0.24 * behind)).abs_().sub_((0.075 - 0.038 * behind).clamp_(min=0))
    wake = torch.maximum(wake, torch.maximum(u + 0.2, behind - 1.9)).mul_(size).amin(0)
    part.lay(wake, 0.95, 0.93, None, turn, outline=False)
    hull = v.abs().sub_(0.26 * (1 - u * u)).maximum(u.abs() - 1).mul_(0.8 * size).amin(0)
    part.lay(hull, 0.06, 0.05, 0.3, turn)
    sail = torch.maximum(v.sub(0.46 * (1 - (u * u * 1.5 + u * 0.12))), -0.02 - v + 0.12 * u).mul_(0.8 * size).amin(0)
    part.lay(sail, 0.97, 0.97, 0.2, turn)
    part.accent(torch.minimum(sail, hull))


def _clouds(layers: Layers, chance: Chance, knobs: SceneKnobs, berth: tuple[float, float], t: float) -> None:
    """Heaps of cloud that drift over, each over its shadow; they leave the boats in the sun."""
    grid = layers.grid
    heap, puff = drifting(chance, "heap", 2.6, t, 0.05, 1.6), drifting(chance, "puff", 9.0, t, 0.05, 1.2)
    over, under, billow = planes(grid, [[heap], [_moved(heap, 0.05, 0.06)], [puff]])
    billow.abs_().mul_(0.8).sub_(0.6)
    over.add_(billow)
    under.add_(billow, alpha=0.6)
    clear = ((grid.x - berth[0]).square() + (grid.y - berth[1]).square()).mul_(9.0).add_(1.0).reciprocal_().mul_(1.6)
    clear.add_(2.6 - 1.9 * knobs.own["clouds"])
    shade = coverage(clear.sub(under).mul_(0.12), grid.pixel, 0.012)
    layers.tint(shade.mul(-0.10))
    layers.lay(clear.sub(over).mul_(0.12), (over - clear).clamp_(0, 0.6).mul_(0.10).add_(0.91), 0.98, 0.02, outline=False, softness=0.006)


def _moved(octave: Octave, right: float, down: float) -> Octave:
    """The same noise, so far to the right and down."""
    x, y = octave.offset
    return Octave(
        octave.frequency, octave.amplitude, (x - octave.frequency / octave.stretch * right, y - octave.frequency * down), octave.stretch
    )
