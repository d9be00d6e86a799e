"""Islands seen from the air: a wooded coast of capes and bays, a pale beach in each bay, one shelf of shallow water, sails, small clouds.

Layouts by seed: an archipelago, an atoll round its lagoon, one great island with a harbour. Where land is to lie is told by soft balls
that flow together (Blinn's blobs, "A generalization of algebraic surface drawing", 1982), so gently sloped that fractal noise makes the
coast (Musgrave's terrains, Ebert et al. 2003). Hills are shaded as on relief maps, by how far they face the sun (Horn 1981).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.affine import affine, number
from engine.draw.chance import Chance
from engine.draw.drift import drifting
from engine.draw.fleet import anchored, boats, sailing
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, Octave, planes, series, visible
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
SUN = 0.016
"""Picture heights between the two places whose heights tell how a slope faces the sun, which stands to the upper left."""
SKIES = ((0.38, -0.36, 1.0, 0.0), (-0.36, 0.37, 0.9, 0.0), (0.40, 0.34, 0.8, 0.5), (0.0, -0.44, 0.8, 0.75))
"""(x over the width, y, size, how many clouds are asked before it shows) of each cloud, where the boats lie to the left and down."""
LOBES = 7
CRISP = 6.0
"""How clearly the lobes of a cloud are told apart."""
MOTUS, MOTU = 12.0, 0.040
"""Islets of a reef to a picture height, and how far from the reef's middle their woods reach (heights), about."""
Ball = tuple[float, float, float, float]
"""x, y, radius; how high it stands, as the natural logarithm of its weight: 0 at most."""


@dataclass(frozen=True)
class _Terrain:
    """All (H, W). height: 0 at the sea's edge, about 1 at the top. bottom: the same beneath the sea, smoother. relief: about -1 .. 1,
    positive where slopes face the sun. sand: how far a beach reaches up from the sea. lagoon: distance to the water within a reef; None
    without.
    """

    height: Tensor
    bottom: Tensor
    relief: Tensor
    sand: Tensor
    lagoon: Tensor | None


@scene("islands", far="dark", options=OPTIONS)
def islands(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    berth = side * grid.aspect * chance.uniform("berth x", 0.17, 0.22), chance.uniform("berth y", 0.15, 0.21) * chance.sign("berth")
    if layout == "atoll":
        berth = 0.35 * berth[0], 0.25 * berth[1]
    rough = series(grid.pixel, chance.of("rough"), 3.1, 3, 0.85)
    trees = series(grid.pixel, chance.of("trees"), 24.0, 1 + 2.4 * knobs.detail, 0.7)
    swell, chop = drifting(chance, "swell", 3.0, t, 0.05, 2.0), drifting(chance, "chop", 34.0, t, 0.02, 3.0)
    hills, ahead, woods, waves, ripples = planes(grid, [rough, _moved(rough, SUN), trees, [swell], [chop]])
    land = _terrain(grid, chance, knobs, layout, berth, (hills, ahead, woods))
    layers = Layers(grid, 0.40, 0.40, 1.0, waves.mul(0.3))
    _sea(layers, knobs, land, side, waves, ripples, t)
    _land(layers, knobs, land, woods)
    moored = layout == "atoll"
    fleet = (anchored if moored else sailing)(grid.aspect, chance, berth, t)
    boats(layers, fleet, berth, (0.25 if moored else 0.31) * min(1.35, math.sqrt(grid.aspect)), moored)
    _clouds(layers, chance, knobs, berth, t)
    return layers.fields()


def _moved(terms: list[Octave], far: float) -> list[Octave]:
    """The same noise as it is so far to the right and down."""
    return [
        Octave(term.frequency, term.amplitude, (term.offset[0] + term.frequency * far, term.offset[1] + term.frequency * far))
        for term in terms
    ]


def _terrain(
    grid: Grid, chance: Chance, knobs: SceneKnobs, layout: str, berth: tuple[float, float], noises: tuple[Tensor, Tensor, Tensor]
) -> _Terrain:
    """Masses placed by the layout, roughened; a hollow keeps the water open where the boats lie. noises: hills, the same a little
    further from the sun, and woods.
    """
    rows = {"archipelago": _archipelago, "atoll": _atoll, "mountain": _mountain}[layout](grid.aspect, chance, berth)
    (out, slope), (hills, ahead, woods) = _balls(grid, rows), noises
    hollow = ((grid.x - berth[0]).square().mul_(-25.0).exp_() * 2.2) * (grid.y - berth[1]).square().mul_(-25.0).exp_()
    base = out.mul_(-1 / (0.72 + 0.56 * knobs.own["land"])).add_(1.0)
    wild = 0.28 + 0.44 * knobs.energy
    relief = hills.abs().sub_(ahead.abs_()).mul_(2.0 * wild).add_(slope)
    height = base.add_(hills, alpha=wild).sub_(hollow)
    bottom = height.add(slope.clamp_(-1, 1), alpha=0.30 * chance.sign("lee"))
    sand = hills.mul(-0.13).add_(0.04).clamp_(max=0.16)
    lagoon = _reef(grid, chance, knobs, berth, height, bottom, hills) if layout == "atoll" else None
    height.add_(woods, alpha=0.36 * wild)
    return _Terrain(height, bottom, relief, sand, lagoon)


def _balls(grid: Grid, rows: list[Ball]) -> tuple[Tensor, Tensor]:
    """Soft balls run together: how far out a place lies, 0 about the radius of a whole ball alone; and how much it faces the sun."""
    (u, v), (wide, tall) = _bells(grid, rows)
    mass = (tall.T @ wide).clamp_(min=1e-20)
    slope = torch.cat((tall, v * tall)).T @ torch.cat((u * wide, wide * 0.8))
    slope.div_(mass).mul_(-1.6)
    return _out(mass), slope


def _bells(grid: Grid, rows: list[Ball]) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """(n, W) and (n, H) places in each ball's radii, and its mass there: a ball is a column times a row, so that all of them are one
    product of two thin matrices.
    """
    x, y, radius, weight = torch.tensor(rows, device=grid.device).T[:, :, None]
    u, v = (grid.x - x) / radius, (grid.y.T - y) / radius
    return (u, v), (u.square().sub_(weight).neg_().clamp_(min=-30.0).exp_(), v.square().neg_().clamp_(min=-30.0).exp_())


def _out(mass: Tensor) -> Tensor:
    """How far out a place lies, from the mass there. Changes its argument."""
    return mass.log_().neg_().add_(1).clamp_(min=1e-9).mul_(2).sqrt_().sub_(1)


def _spine(x: float, y: float, radius: float, chance: Chance, weight: float = 0.0) -> list[Ball]:
    """A long, bent body of balls that dwindle towards its ends."""
    turn, bend = chance.uniform("turn", 0, 2 * math.pi), chance.uniform("bend", 0.3, 0.9) * chance.sign("bent")
    rows = [(x, y, radius, weight)]
    for way, (far, size) in ((0.0, (0.85, 0.85)), (math.pi, (0.85, 0.75)), (0.0, (1.6, 0.6))):
        lean = turn + way + bend * far * (1 if way else -1)
        rows.append((x + radius * far * math.cos(lean), y + radius * far * math.sin(lean), radius * size, weight))
    return rows


def _archipelago(wide: float, chance: Chance, berth: tuple[float, float]) -> list[Ball]:
    """A great island away from the boats, the others strewn along an arc round them."""
    side, up, fit = math.copysign(1, berth[0]), -math.copysign(1, berth[1]), min(1.15, 0.55 + 0.35 * wide)
    rows = _spine(-side * 0.22 * wide, 0.10 * up + chance.uniform("y", -0.05, 0.05), 0.15 * fit, chance.of("great"), -0.1)
    strewn = [
        (0.12, 0.36, 0.12),
        (0.42, 0.24, 0.11),
        (-0.44, -0.33, 0.12),
        (-0.05, -0.38, 0.10),
        (0.45, -0.42, 0.10),
        (-0.42, 0.42, 0.09),
        (0.28, 0.44, 0.07),
    ]
    for index, (right, down, radius) in enumerate(strewn):
        here = chance.of(f"island {index}")
        x, y = right * side * wide + here.uniform("x", -0.04, 0.04), down * up + here.uniform("y", -0.04, 0.04)
        rows += _spine(x, y, radius * fit * here.uniform("radius", 0.7, 1.05), here, -0.6)[: 2 + index % 2]
    return rows


def _atoll(wide: float, chance: Chance, berth: tuple[float, float]) -> list[Ball]:
    """Islands without the ring, towards the corners."""
    side, up = math.copysign(1, berth[0]), -math.copysign(1, berth[1])
    rows = []
    for index, (x, down, radius) in enumerate([(0.42, 0.42, 0.10), (-0.44, -0.44, 0.12), (-0.46, 0.44, 0.09)]):
        rows += _spine(x * side * wide, down * up, radius, chance.of(f"island {index}"), -0.7)[:3]
    return rows


def _reef(
    grid: Grid, chance: Chance, knobs: SceneKnobs, berth: tuple[float, float], height: Tensor, bottom: Tensor, noise: Tensor
) -> Tensor:
    """A ring of reef with low wooded islets along it, broken by passages, raised into the terrain; distance to the lagoon within."""
    far, turn = chance.uniform("far", 0.9, 1.06) * min(0.36, 0.16 + 0.16 * grid.aspect), chance.uniform("turn", 0, 2 * math.pi)
    right, down, cosine, sine = grid.x - berth[0], grid.y - berth[1], math.cos(turn), math.sin(turn)
    along, aside = right * cosine + down * sine, down * cosine - right * sine
    radius = (along.square() + aside.square().mul_(1.6)).sqrt_()
    windward = along.div_(radius.clamp(min=0.02))
    away = radius.sub_(far).add_(noise, alpha=0.14 * far)
    ring = away.abs()
    motus = Noise(chance, "motus").plane(grid, MOTUS).add_(windward, alpha=0.5).add_(1.4 * knobs.own["land"] - 0.4).clamp_(max=1.3)
    torch.maximum(height, motus.sub_(ring, alpha=1 / MOTU).mul_(0.7), out=height)
    reef = ring.mul_(-1 / 0.08).add_(0.2).add_(windward, alpha=0.2)
    bottom.sub_(coverage(away, 0.05), alpha=2.0).copy_(bottom.maximum(reef))
    return away


def _mountain(wide: float, chance: Chance, berth: tuple[float, float]) -> list[Ball]:
    """One island whose two arms hold a bay towards the boats; islets off its coast."""
    side, up, fit = math.copysign(1, berth[0]), -math.copysign(1, berth[1]), min(1.15, 0.50 + 0.40 * wide)
    x, y = -side * 0.15 * wide, 0.03 * up
    arms = [(-0.02, -0.04, 0.22), (0.23, 0.21, 0.13), (-0.26, 0.10, 0.16), (0.22, -0.24, 0.12), (0.02, 0.24, 0.13)]
    rows = [
        (x + side * right * fit, y + up * down * fit, radius * fit * chance.uniform(f"arm {right}", 0.9, 1.1), -0.1)
        for right, down, radius in arms
    ]
    for index, (right, down, radius) in enumerate([(0.42, 0.36, 0.10), (-0.47, -0.42, 0.09)]):
        rows += _spine(side * right * wide, up * down, radius, chance.of(f"islet {index}"), -0.7)[:2]
    return rows


def _sea(layers: Layers, knobs: SceneKnobs, land: _Terrain, side: float, swell: Tensor, chop: Tensor, t: float) -> None:
    """Deep, darker away from the land and towards one side; one pale shelf; a line of surf that comes and goes."""
    grid, reef = layers.grid, 0.03 + 0.34 * knobs.own["reef"]
    bottom = land.bottom.add(swell, alpha=0.005 + 0.03 * knobs.energy)
    plan = bottom.clamp(-4, 0).mul_(0.016).add_(grid.x * (0.15 * side / grid.aspect) + (0.38 - 0.06 * grid.y))
    if land.lagoon is not None:
        calm = land.lagoon.clamp(-0.2, 0).mul_(0.45).add_(grid.x * (0.05 * side / grid.aspect) + (0.39 - 0.03 * grid.y))
        plan.lerp_(calm, coverage(land.lagoon, grid.pixel, 0.003))
    shelf = coverage(bottom.add_(reef).neg_(), grid.pixel / RADIUS, 0.003 / RADIUS)
    plan.lerp_(affine(plan, 0.3, 0.63), shelf)
    surf = land.height.add(swell, alpha=0.03).add_(0.055 + 0.025 * math.sin(2 * math.pi * t)).neg_()
    foam = coverage(surf, grid.pixel / RADIUS)
    modelled = torch.addcmul(plan, chop, (plan - 0.9).abs_(), value=0.035 * visible(34.0, grid.pixel))
    layers.fill(modelled.lerp_(number(1.0), foam), plan)


def _land(layers: Layers, knobs: SceneKnobs, land: _Terrain, trees: Tensor) -> None:
    """A dark mass of woods, a little lighter where it faces the sun; sand in the bays."""
    grid, height = layers.grid, land.height
    wood = coverage((land.sand - height).add_(trees, alpha=0.013), grid.pixel / RADIUS, 0.001 / RADIUS)
    lit = coverage(0.12 - land.relief, grid.pixel / 0.05, 0.002 / 0.05)
    green = lit.mul_(0.10).add_(height.clamp(0, 1), alpha=0.02).add_(0.05)
    plan = torch.lerp(number(0.95), green, wood)
    modelled = plan + wood * (land.relief.clamp(-1, 1).mul_(0.10).add_(trees, alpha=0.018 + 0.03 * knobs.detail))
    layers.lay(height * -RADIUS, modelled, plan, (0.95 - 0.15 * height).clamp_(0, 1), land.relief.clamp(-1, 1))


def _clouds(layers: Layers, chance: Chance, knobs: SceneKnobs, berth: tuple[float, float], t: float) -> None:
    """Small heaps of cloud that drift over the corners, each over its shadow; they leave the boats in the sun."""
    side, up = math.copysign(1, berth[0]), -math.copysign(1, berth[1])
    for index, (right, down, size, asked) in enumerate(SKIES):
        here = chance.of(f"cloud {index}")
        shown = min(1.0, max(0.0, 2.4 * (knobs.own["clouds"] - asked)))
        grown = size * shown * here.uniform("size", 0.7, 1.1) * min(1.0, 0.55 + 0.3 * layers.grid.aspect)
        if grown < 0.05:
            continue
        x = (here.uniform("x", -0.04, 0.04) - side * right) * layers.grid.aspect + 0.05 * math.sin(2 * math.pi * t + index)
        y = up * down + here.uniform("y", -0.04, 0.04)
        part = layers.rows(y - 0.16 * grown, y + 0.24 * grown, x - 0.24 * grown, x + 0.32 * grown)
        lobes = _lobes(here, grown)
        shadow, body = (_heap(part.grid.moved(-x - far * grown, -y - 1.3 * far * grown), lobes).mul_(0.06 * grown) for far in (0.06, 0.0))
        part.tint(coverage(shadow, part.grid.pixel, 0.006).mul_(-0.16), plan=1.0)
        part.lay(body, 0.96, 0.98, 0.02, 0.0, softness=0.004)


def _lobes(chance: Chance, size: float) -> list[Ball]:
    """A heap of cloud from above: lobes round about a middle."""
    rows, wide, tall = [(0.0, 0.0, 0.08)], chance.uniform("wide", 0.09, 0.14), chance.uniform("tall", 0.045, 0.07)
    for lobe in range(LOBES):
        turn = 2 * math.pi * (lobe + chance.uniform(f"turn {lobe}", -0.25, 0.25)) / LOBES
        rows.append((wide * math.cos(turn), tall * math.sin(turn), chance.uniform(f"lobe {lobe}", 0.042, 0.072)))
    return [(x * size, y * size, radius * size / math.sqrt(CRISP), CRISP) for x, y, radius in rows]


def _heap(grid: Grid, lobes: list[Ball]) -> Tensor:
    """How far outside a heap of cloud a place lies, in radii of its lobes: -1 in their middles."""
    wide, tall = _bells(grid, lobes)[1]
    return (tall.T @ wide).clamp_(min=1e-20).log_().neg_().add_(CRISP).clamp_(min=0).mul_(1 / CRISP).sqrt_().sub_(1)
