"""Botanical: leaves and blooms seen close, leaf over leaf in their own light, one flower open among them.

Layouts by seed: a fan of great leaves about a flower, a flowering branch, one bloom that fills the frame.
Rings of petals are turned against each other by the golden angle (Vogel 1979, on phyllotaxis).
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, SceneKnobs
from engine.draw.chance import Chance
from engine.draw.collage import Collage, counted
from engine.draw.grid import Grid
from engine.draw.leaves import Leaf, leaf, paste_discs, paste_leaves, paste_rings, ring
from engine.draw.noise import fbm, smoothstep
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("fan", "branch", "bloom", "fan", "branch")
GOLDEN = math.pi * (3 - math.sqrt(5))


@scene(
    "botanical",
    far="light",
    options=(
        Option("leaves", "More leaves, closer together"),
        Option("notches", "Leaves cut deeper between their veins, from plain to palm"),
        Option("bloom", "Larger flowers"),
    ),
)
def botanical(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    dusk = layout != "branch" and chance.uniform("dusk") < 0.45
    side = chance.sign("side")
    focus = side * grid.aspect * chance.uniform("x", 0.13, 0.18), chance.uniform("y", -0.17, -0.08)
    collage = _moonlit(grid, chance, focus) if layout == "branch" else _backdrop(grid, chance, dusk)
    {"fan": _fan, "branch": _branch, "bloom": _bloom}[layout](collage, chance, knobs, t, focus, dusk)
    return collage.fields()


def _backdrop(grid: Grid, chance: Chance, dusk: bool) -> Collage:
    """Foliage out of focus: a few soft masses of shade in light air, or of light in the dark."""
    soft = smoothstep(-0.7, 1.3, fbm(grid, chance.of("far"), 1.7, 2))
    base, change = (0.10, 0.16) if dusk else (0.96, -0.20)
    plan = soft.mul_(change).add_(grid.y * (0.06 if dusk else -0.10)).add_(base)
    return Collage(grid, plan, plan, 1.0, (0.4, 1.0))


def _moonlit(grid: Grid, chance: Chance, focus: tuple[float, float]) -> Collage:
    """Open air that darkens downwards, and a great pale disc behind the branch."""
    plan = (grid.y * (-0.16) + 0.72).expand(grid.shape).clone()
    radius = chance.uniform("moon", 0.27, 0.36)
    x, y = focus[0] - math.copysign(chance.uniform("aside", 0.0, 0.25), focus[0]), -0.06
    away = torch.sqrt(torch.add((grid.x - x).square(), (grid.y - y).square()))
    plan.lerp_(torch.tensor(0.95, device=grid.device), coverage(away - radius, grid.pixel))
    air = torch.add(plan, away, alpha=-0.06).add_(fbm(grid, chance.of("air"), 2.2, 2, stretch=2.0), alpha=0.015)
    return Collage(grid, air, plan, 1.0, (1.0, 0.1))


def _sway(knobs: SceneKnobs, t: float, phase: float) -> float:
    """How far a leaf has turned in the breeze, radians."""
    return knobs.energy * (0.06 * math.sin(2 * math.pi * (t + phase)) + 0.015 * math.sin(2 * math.pi * (2 * t + phase)))


def _notch(chance: Chance, knobs: SceneKnobs, low: float) -> tuple[float, float]:
    """How deep the leaves of this picture's plant are cut, and into how many lobes a side: few and round, or many as a fern's."""
    depth = max(0.0, min(0.92, 1.5 * knobs.own["notches"] + low + chance.uniform("notch", -0.25, 0.25)))
    return depth, (4.5, 6.0, 10.0)[chance.integer("lobes", 3)] + 2.0 * (knobs.detail - 0.5)


def _petals(chance: Chance) -> float:
    """How pointed petals are: cleft, round, or pointed."""
    return (-0.30, 0.05, 0.55, 0.85)[chance.integer("point", 4)]


def _fan(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, focus: tuple[float, float], dusk: bool) -> None:
    """Great leaves from beneath in three ranks, the nearest against the light; a flower between them."""
    aspect = collage.grid.aspect
    half, (notch, lobes) = max(0.5 * aspect, 0.34), _notch(chance, knobs, -0.35)
    for rank, (count, size, value, depth) in enumerate(((4, 0.86, 0.66, 0.9), (3, 0.70, 0.40, 0.55), (3, 0.50, 0.14, 0.2))):
        draws = chance.uniforms(f"rank {rank}", 12, 6).tolist()
        number = min(12.0, count * (0.6 + 0.8 * knobs.own["leaves"]) * min(1.7, 0.45 + 0.55 * aspect))
        leaves: list[Leaf] = []
        for index, fade in counted(number):
            a, b, c, d, e, f = draws[index]
            place = (index + 0.5 + 0.5 * (a - 0.5)) / number * 2 - 1
            foot = place * half * (1.0 + 0.1 * rank), 0.50 + 0.10 * b + 0.04 * rank
            angle = -math.pi / 2 + place * (0.42 + 0.24 * rank) + (c - 0.5) * (0.2 + 0.8 * knobs.energy) + _sway(knobs, t, d)
            tone = (0.80 - 0.9 * value if dusk else value) + (e - 0.5) * 0.14
            shape = (0.22 + 0.09 * f + 0.10 * notch * (lobes < 8), (place + d - 0.5) * (0.35 + 0.9 * knobs.energy), notch, lobes)
            leaves.append(leaf(foot, angle, size * (0.8 + 0.4 * e) * fade, shape, (tone, 0.20, depth, 0.0)))
        paste_leaves(collage, leaves, knobs.detail)
        if rank == 1:
            stem = math.atan2(focus[1] - 0.56, focus[0] * 0.6)
            long = math.hypot(focus[0] * 0.6, 0.62 - focus[1] - 0.06)
            foot = (focus[0] - math.cos(stem) * long, focus[1] + 0.06 - math.sin(stem) * long)
            paste_leaves(collage, [leaf(foot, stem, long, (0.016, 0.06, 0.0, 9.0), (0.75 if dusk else 0.2, 0.1, 0.4, 0.0))], knobs.detail)
            _flowers(collage, chance, knobs, t, [(focus[0], focus[1] + 0.06, 0.155)], dusk)


def _flowers(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, places: list[tuple[float, float, float]], dusk: bool) -> None:
    """Open flowers (x, y, radius): sepals, a ring of petals, a smaller one turned within; the first one's stamens are the accent."""
    grow = (0.6 + 0.8 * knobs.own["bloom"]) * min(1.2, max(0.85, collage.grid.aspect**0.25))
    point, rings, crowns, hearts = _petals(chance), [], [], []
    for index, (x, y, asked) in enumerate(places):
        here = chance.of(f"flower {index}")
        count, turn = 5 + here.integer("petals", 3), here.uniform("turn", 0, 6.28) + _sway(knobs, t, (index + here.uniform("sway")) / 3)
        radius = asked * grow
        sepals = (0.16 if dusk else 0.28, 0.12, 0.4, 0.0)  # dark between petals that are light: whatever lies behind, the flower stands out
        rings.append(ring((x, y), radius * 1.28, count, turn + math.pi / count, 0.9, sepals))
        for size, shade in ((1.0, 0.0), (0.68, 0.08)):
            tones = (0.80 + 0.10 * dusk + shade, 0.14, 0.35, 0.0)
            rings.append(ring((x, y), radius * size, count, turn + 5 * shade, point, tones))
        first = float(index == 0)
        crowns.append(ring((x, y), radius * (0.46 if first else 0.30), 2 * count + 1, -turn, 0.25, (0.5, 0.2, 0.3, first)))
        hearts.append((x, y, radius * 0.13, 0.18, 0.1, 0.3, 0.0))
    paste_rings(collage, rings)
    paste_rings(collage, crowns)
    paste_discs(collage, hearts)


def _branch(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, focus: tuple[float, float], dusk: bool) -> None:
    """A branch across open air, leaves to both sides of it, three blossoms."""
    aspect, side = collage.grid.aspect, math.copysign(1.0, focus[0])
    half = 0.5 * aspect + 0.12
    rise = chance.uniform("rise", 0.20, 0.34) * (1.5 if aspect < 0.8 else 1.0)
    bow = chance.uniform("bow", -0.10, 0.12) * (0.4 + 1.2 * knobs.energy)

    def stem(u: float) -> tuple[float, float, float]:
        """Place and angle of the branch at u in [-1, 1], from its foot to its tip."""
        return side * u * half, 0.04 - rise * u + bow * (u * u - 0.3), math.atan2(-rise + 2 * bow * u, side * half)

    _stem(collage, side * rise / half, bow, half)
    count = min(26.0, (8 + 8 * knobs.own["leaves"]) * (0.45 + 0.55 * aspect))
    draws, notch = chance.uniforms("leaves", 26, 5).tolist(), _notch(chance, knobs, -0.75)
    ranks: list[list[Leaf]] = [[], []]
    for index, fade in counted(count):
        a, b, c, d, e = draws[index]
        x, y, along = stem((index + 0.3 + 0.4 * a) / count * 2 - 1)
        angle = along + (1 if index % 2 else -1) * (0.55 + 0.7 * b) + _sway(knobs, t, c)
        near = int(d > 0.45)
        tone = (0.52, 0.20)[near] + 0.16 * (c - 0.5)
        shape = (0.21 + 0.08 * a, (e - 0.5) * (0.2 + 0.8 * knobs.energy), *notch)
        size = (0.29, 0.35)[near] * (0.8 + 0.35 * e) * fade
        ranks[near].append(leaf((x, y), angle, size, shape, (tone, 0.20, 0.6 - 0.4 * near, 0.0)))
    for rank in ranks:
        paste_leaves(collage, rank, knobs.detail)
    spots = [(*stem(u + 0.10 * (draws[0][k] - 0.5))[:2], size) for k, (u, size) in enumerate(((0.30, 0.17), (-0.32, 0.125), (0.78, 0.10)))]
    _flowers(collage, chance, knobs, t, spots, dusk)


def _stem(collage: Collage, slope: float, bow: float, half: float) -> None:
    """The branch itself: a parabola across the picture."""
    cut = collage.cut([(0.0, 0.04 - 0.3 * bow)], half * 1.8, abs(slope) * half * 1.8 + abs(bow) * 2)
    if cut is not None:
        line = (cut.x / half).square_().mul_(bow).sub_(cut.x, alpha=slope)
        away = torch.sub(cut.y, line).mul_(1 / math.sqrt(1 + slope * slope))
        tones = torch.stack((away * -9.0 + 0.2, torch.full_like(away, 0.15)), dim=1)
        collage.paste(cut, away.abs_().sub_(0.010), tones, 0.4, (1.0, -slope))


def _bloom(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, focus: tuple[float, float], dusk: bool) -> None:
    """One bloom close by: rings of petals about its heart, leaves behind it."""
    aspect = collage.grid.aspect
    x, y = focus[0] * 0.6, focus[1] * 0.4
    size = (0.34 + 0.16 * knobs.own["bloom"]) * min(1.0, 0.45 + 0.55 * aspect)
    count, notch = 4.5 + 4 * knobs.own["leaves"], _notch(chance, knobs, -0.75)
    leaves = []
    draws = chance.uniforms("behind", 9, 4).tolist()
    for index, fade in counted(count):
        a, b, c, d = draws[index]
        angle = (index + 0.6 * a) * 2 * math.pi / count + _sway(knobs, t, b)
        far = 0.24 * math.hypot(math.cos(angle) * max(1.0, aspect), math.sin(angle))
        tone = 0.36 + 0.26 * (c - 0.5) + 0.06 * dusk
        shape = (0.21 + 0.05 * d, (d - 0.5) * 1.2 * knobs.energy, *notch)
        foot = x + far * math.cos(angle), y + far * math.sin(angle)
        leaves.append(leaf(foot, angle, 0.50 * (0.85 + 0.3 * c) * fade, shape, (tone, 0.22, 0.8, 0.0)))
    paste_leaves(collage, leaves, knobs.detail)
    turn, petals, point = chance.uniform("turn", 0, 6.28), 6 + chance.integer("petals", 4), 0.8 * _petals(chance)
    for index, (reach, value) in enumerate(((1.0, 0.56), (0.76, 0.70), (0.50, 0.84))):
        angle = turn + index * GOLDEN + (1 + index) * _sway(knobs, t, 0.2 * index)
        paste_rings(collage, [ring((x, y), size * reach, petals, angle, point, (value, 0.20, 0.5 - 0.15 * index, 0.0))])
    heart = 0.092 * min(1.4, max(0.75, aspect**0.5))
    paste_rings(collage, [ring((x, y), heart, 17, -turn, 0.25, (0.3, 0.3, 0.05, 1.0))])
    paste_discs(collage, [(x, y, 0.3 * heart, 0.15, 0.1, 0.05, 0.0)])
