"""Botanical: leaves and blooms seen close, leaf over leaf in their own light, one flower open among them.

Layouts by seed: a fan of great leaves about a flower, a flowering branch, one bloom that fills the frame.
A leaf is a midrib bent by a parabola and a blade whose width is a polynomial along it, cut or not by notches between its veins;
petals are blunt leaves set in rings by the golden angle (Vogel 1979, on phyllotaxis).
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.collage import Collage
from engine.draw.grid import Grid
from engine.draw.noise import Noise, fbm, smoothstep
from engine.registry import Option, scene

LAYOUTS = ("fan", "branch", "bloom", "fan", "branch")
GOLDEN = math.pi * (3 - math.sqrt(5))

Leaf = tuple[float, ...]
"""(x, y) of the middle; cosine and sine of the direction; length, half width, bend, notch, bluntness; tone, light, depth, accent."""


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
    collage = _backdrop(grid, chance, dusk)
    side = chance.sign("side")
    focus = side * grid.aspect * chance.uniform("x", 0.13, 0.18), chance.uniform("y", -0.17, -0.08)
    {"fan": _fan, "branch": _branch, "bloom": _bloom}[layout](collage, chance, knobs, t, focus, dusk)
    return collage.fields()


def _backdrop(grid: Grid, chance: Chance, dusk: bool) -> Collage:
    """Foliage out of focus: a few soft masses of shade in light air, or of light in the dark."""
    soft = smoothstep(-0.7, 1.3, fbm(grid, chance.of("far"), 1.7, 2))
    base, change = (0.10, 0.16) if dusk else (0.96, -0.20)
    plan = soft.mul_(change).add_(grid.y * (0.06 if dusk else -0.10)).add_(base)
    return Collage(grid, plan, plan, 1.0, (0.4, 1.0))


def _leaf(x: float, y: float, angle: float, length: float, shape: tuple[float, ...], tones: tuple[float, ...]) -> Leaf:
    """A leaf by its foot. shape: half width, bend, notch, bluntness. tones: tone, light, depth, accent."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return (x + 0.5 * length * cosine, y + 0.5 * length * sine, cosine, sine, length, *shape, *tones)


def _paste(collage: Collage, leaves: list[Leaf], knobs: SceneKnobs) -> None:
    """Leaves of about one size, the farthest first."""
    wide = max(abs(leaf[2]) * leaf[4] / 2 + abs(leaf[3]) * leaf[5] * 1.2 + leaf[4] * abs(leaf[6]) * 0.25 for leaf in leaves)
    tall = max(abs(leaf[3]) * leaf[4] / 2 + abs(leaf[2]) * leaf[5] * 1.2 + leaf[4] * abs(leaf[6]) * 0.25 for leaf in leaves)
    cut = collage.cut(leaves, wide, tall)
    if cut is None:
        return
    cosine, sine, length, half, bend, notch, blunt, tone, light, depth, accent = cut.numbers
    along = (cut.x * (cosine / length) + cut.y * (sine / length)).add_(0.5)
    inside = along.clamp(0, 1)
    across = (cut.y * cosine - cut.x * sine).addcmul_(inside * (1 - inside), bend * length)
    side = across.abs()
    distance, veins = _blade(inside, along, side, length, half, notch, blunt, knobs.detail)
    lit = smoothstep(-0.012, 0.012, across)
    modelled = lit.sub_(0.5).mul_(light * 1.1).add_(tone)
    plan = modelled.clone()
    rib = (side * (-1 / 0.009)).add_(1.0 + 0.5).clamp_(0, 1).mul_((1 - inside).mul_(light * 0.9))
    modelled.add_(veins.mul_(light)).add_(rib).add_((inside - 0.4).mul_(light * 0.9)).sub_(side / half * (0.35 * light))
    collage.paste(cut, distance, modelled, plan, depth, (cosine, sine), accent)


def _blade(
    inside: Tensor, along: Tensor, side: Tensor, length: Tensor, half: Tensor, notch: Tensor, blunt: Tensor, detail: float
) -> tuple[Tensor, Tensor]:
    """((n, h, w) distance to the blade's outline, tone of its side veins in [-0.5, 0.5])."""
    tip = 1 - inside
    body = torch.lerp(tip * (2.7 - 1.1 * tip), tip.sqrt() * 2.0, blunt)
    width = torch.lerp(inside.sqrt() * 0.72, inside * 0.95, blunt).mul_(body).mul_(half)
    count = 7.0 + 5.0 * detail
    wave = (along - side / half * 0.13).mul_(count).frac_().sub_(0.5).abs_().mul_(2)
    gap = smoothstep(0.35, 1.0, wave).mul_(notch)
    width.mul_(1 - gap)
    beyond = (along - inside).abs_().mul_(length)
    distance = (side - width).mul_(0.8).maximum(beyond.sub_(0.001))
    return distance, wave.square_().mul_(0.4 * (0.3 + 1.4 * detail)).sub_(0.2)


def _sway(knobs: SceneKnobs, t: float, phase: float) -> float:
    """How far a leaf has turned in the breeze, radians."""
    return 0.05 * knobs.energy * math.sin(2 * math.pi * (t + phase)) + 0.03 * knobs.energy * math.sin(2 * math.pi * (2 * t + phase))


def _fan(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, focus: tuple[float, float], dusk: bool) -> None:
    """Great leaves from beneath and from the sides in three ranks, lighter towards the light behind; a flower before the middle one."""
    aspect = collage.grid.aspect
    half = max(0.5 * aspect, 0.36)
    x, y = focus
    notch = max(0.0, min(0.92, 1.5 * knobs.own["notches"] - 0.35 + chance.uniform("notch", -0.2, 0.2)))
    ranks = ((6, 0.60, 0.62, 0.9), (6, 0.52, 0.40, 0.55), (5, 0.42, 0.18, 0.2))
    for rank, (count, size, value, depth) in enumerate(ranks):
        draws = chance.uniforms(f"rank {rank}", 12, 6).tolist()
        count = max(3, round(count * (0.55 + 0.9 * knobs.own["leaves"]) * min(1.6, 0.55 + 0.45 * aspect)))
        leaves = []
        for index in range(min(count, 12)):
            a, b, c, d, e, f = draws[index]
            place = (index + 0.5 + 0.5 * (a - 0.5)) / count * 2 - 1
            foot_x, foot_y = place * half * (1.15 + 0.1 * rank), 0.42 + 0.14 * b + 0.06 * rank
            angle = -math.pi / 2 + place * (0.75 + 0.3 * rank) + (c - 0.5) * (0.3 + 0.9 * knobs.energy) + _sway(knobs, t, d)
            tone = (0.90 - value if dusk else value) + (e - 0.5) * 0.16
            shape = (size * (0.15 + 0.07 * f) * (1 + 0.35 * notch), (d - 0.5) * (0.3 + 0.6 * knobs.energy), notch, 0.0)
            leaves.append(_leaf(foot_x, foot_y, angle, size * (0.85 + 0.4 * e), shape, (tone, 0.20, depth, 0.0)))
        _paste(collage, leaves, knobs)
        if rank == 1:
            _flower(collage, chance.of("flower"), knobs, t, (x, y + 0.10), 0.135, dusk)


def _flower(
    collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, place: tuple[float, float], radius: float, dusk: bool, accent: bool = True
) -> None:
    """An open flower: a ring of petals and a smaller one turned within; its heart is the accent."""
    radius *= (0.6 + 0.8 * knobs.own["bloom"]) * min(1.2, max(0.9, collage.grid.aspect**0.25))
    x, y = place
    count, turn = 5 + chance.integer("petals", 4), chance.uniform("turn", 0, 6.28) + _sway(knobs, t, chance.uniform("sway"))
    for ring, size in enumerate((1.0, 0.66)):
        petals = []
        for index in range(count):
            angle = turn + (index + 0.5 * ring) * 2 * math.pi / count
            tone = (0.90 if not dusk else 0.97) - 0.08 * ring - 0.07 * (index % 2)
            shape = (radius * size * 2.1 / count, 0.15, 0.0, 1.0)
            petals.append(_leaf(x, y, angle, radius * size, shape, (tone, 0.10, 0.35, 0.0)))
        _paste(collage, petals, knobs)
    _disc(collage, place, radius * (0.40 if accent else 0.25), (0.72, 0.3, float(accent)))


def _disc(collage: Collage, place: tuple[float, float], radius: float, tones: tuple[float, float, float]) -> None:
    """A flower's heart, a bud or a berry. tones: tone, depth, accent."""
    cut = collage.cut([place], radius, radius)
    if cut is not None:
        tone, depth, accent = tones
        distance = torch.sqrt(cut.x.square() + cut.y.square()).sub_(radius)
        lit = (cut.x + cut.y).mul_(-0.25 / radius).add_(tone)
        collage.paste(cut, distance, lit, tone, depth, (0.7, 0.7), accent)


def _branch(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, focus: tuple[float, float], dusk: bool) -> None:
    """A branch across open air, leaves in pairs along it, blossoms and buds; room above or below."""
    aspect, side = collage.grid.aspect, math.copysign(1.0, focus[0])
    slope = -side * chance.uniform("slope", 0.25, 0.45) / max(1.0, aspect) * min(1.0, aspect + 0.3)
    if aspect < 0.8:
        slope *= 2.2
    bow = chance.uniform("bow", -0.12, 0.16) * (0.4 + 1.2 * knobs.energy)
    half = 0.5 * aspect + 0.15

    def stem(u: float) -> tuple[float, float, float]:
        """Place and angle of the branch at u in [-1, 1], from its foot to its tip."""
        x = side * u * half
        y = 0.06 + slope * x + bow * (u * u - 0.3)
        return x, y, math.atan2(slope * side * half + 2 * bow * u, side * half)

    _stem(collage, slope, bow, half)
    count = max(4, round((5 + 10 * knobs.own["leaves"]) * min(1.5, 0.5 + 0.5 * aspect)))
    draws = chance.uniforms("leaves", 24, 5).tolist()
    notch = max(0.0, 1.6 * knobs.own["notches"] - 0.8)
    ranks: list[list[Leaf]] = [[], []]
    for index in range(min(count, 24)):
        a, b, c, d, e = draws[index]
        x, y, along = stem((index + 0.3 + 0.5 * a) / count * 2 - 1)
        up = 1 if index % 2 else -1
        angle = along + up * (0.65 + 0.5 * b) + _sway(knobs, t, c)
        near = int(d > 0.4)
        size = (0.22, 0.27)[near] * (0.85 + 0.3 * e)
        tone = (0.56, 0.26)[near] + 0.10 * (c - 0.5)
        shape = (size * (0.17 + 0.05 * a), (e - 0.5) * (0.3 + 0.7 * knobs.energy), notch, 0.0)
        ranks[near].append(_leaf(x, y, angle, size, shape, (tone, 0.18, 0.6 - 0.4 * near, 0.0)))
    for rank in ranks:
        if rank:
            _paste(collage, rank, knobs)
    for index, (u, size) in enumerate(((0.30, 0.15), (-0.25, 0.11), (0.68, 0.085))):
        x, y, _ = stem(u + 0.06 * (draws[index][0] - 0.5))
        lift = -0.05 + 0.10 * (index == 1)
        _flower(collage, chance.of(f"flower {index}"), knobs, t, (x, y + lift), size, dusk, accent=index == 0)


def _stem(collage: Collage, slope: float, bow: float, half: float) -> None:
    """The branch itself: a parabola across the picture, thinner towards its tip."""
    cut = collage.cut([(0.0, 0.06 - 0.3 * bow, slope)], half * 1.5, abs(slope) * half + 2 * abs(bow) + 0.03)
    if cut is not None:
        u = cut.x / half
        line = cut.numbers[0] * cut.x + u.square() * bow
        thick = (1 - slope * u * 0).mul(0.010)
        away = (cut.y - line) / math.sqrt(1 + slope * slope)
        collage.paste(cut, away.abs() - thick, (away * -9.0).add_(0.24), 0.16, 0.4, (1.0, slope))


def _bloom(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, focus: tuple[float, float], dusk: bool) -> None:
    """One bloom close by: rings of petals about its heart, leaves behind it."""
    aspect = collage.grid.aspect
    x, y = focus[0] * 0.55, focus[1] * 0.25
    size = (0.40 + 0.16 * knobs.own["bloom"]) * min(1.0, 0.45 + 0.55 * aspect)
    draws = chance.uniforms("behind", 9, 4).tolist()
    count = round(5 + 4 * knobs.own["leaves"])
    notch = max(0.0, min(0.9, 1.5 * knobs.own["notches"] - 0.5))
    leaves = []
    for index in range(count):
        a, b, c, d = draws[index]
        angle = (index + 0.6 * a) * 2 * math.pi / count + _sway(knobs, t, b)
        far = 0.20 * math.hypot(math.cos(angle) * max(1.0, aspect), math.sin(angle))
        tone = 0.36 + 0.22 * (c - 0.5) + (0.06 if dusk else 0.0)
        shape = (0.115 + 0.03 * d, (d - 0.5) * 1.2 * knobs.energy, notch, 0.0)
        leaves.append(_leaf(x + far * math.cos(angle), y + far * math.sin(angle), angle, 0.56 * (0.9 + 0.3 * c), shape, (tone, 0.22, 0.8, 0.0)))
    _paste(collage, leaves, knobs)
    turn = chance.uniform("turn", 0, 6.28)
    for ring, (reach, number, value) in enumerate(((1.0, 8, 0.62), (0.74, 8, 0.76), (0.48, 7, 0.90))):
        petals = []
        for index in range(number):
            angle = turn + ring * GOLDEN + index * 2 * math.pi / number + 0.6 * _sway(knobs, t, index / number)
            tone = value + 0.06 * math.cos(angle + 0.8 * math.pi) + 0.04 * (index % 2)
            shape = (size * reach * 0.30, 0.16, 0.0, 1.0)
            petals.append(_leaf(x, y, angle, size * reach, shape, (tone, 0.20, 0.5 - 0.15 * ring, 0.0)))
        _paste(collage, petals, knobs)
    _disc(collage, (x, y), 0.078 * max(1.0, aspect**0.4), (0.3, 0.05, 1.0))
