"""Rain: someone under an umbrella on wet ground at night, or a cat at a window with drops on the glass.

Layouts by seed: a street between two rows of lamps, a window over roofs, a quay with the harbour's lights drawn out on the water.
Drops stand in staggered cells; each is as what lies behind it, with the light that a lens gathers as a bright crescent at its foot.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.affine import affine, number
from engine.draw.cat import cat
from engine.draw.chance import Chance
from engine.draw.collage import EDGES, LIGHTNESS, REGIONS, Collage, counted
from engine.draw.courses import CELLS, Courses
from engine.draw.downpour import Streaks, rings, streaks
from engine.draw.grid import Grid
from engine.draw.noise import fbm
from engine.draw.shapes import coverage
from engine.draw.umbrella import umbrella
from engine.registry import Option, scene

LAYOUTS = ("street", "roofs", "harbour")
FALL = 2.5
"""Heights that a running drop falls in a loop, from out of sight to out of sight."""
SILL = 0.45
"""The level of the window's sill."""
Light = tuple[float, ...]
"""(x, y); radius, how much taller than wide, tone, opacity, accent."""


@scene(
    "rain",
    far="light",
    options=(
        Option("drops", "More rain: streaks in the air, drops on the glass"),
        Option("lights", "More and larger lights"),
        Option("fog", "More mist, so that what lies far off pales"),
    ),
)
def rain(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side, at = chance.sign("side"), chance.uniform("x", 0.13, 0.19)
    horizon = {"street": 0.08, "roofs": 0.16, "harbour": 0.06}[layout] + chance.uniform("horizon", -0.04, 0.04)
    focus = side * grid.aspect * at, horizon - 0.04
    collage = _town(grid, chance, knobs, layout, horizon)
    if layout == "roofs":
        _windows(collage, chance, knobs, t, horizon, focus)
        _glass(collage, chance, knobs, t, focus)
        return collage.fields()
    if layout == "street":
        _lamps(collage, knobs, t, side, horizon)
    else:
        _harbour(collage, chance, knobs, t, horizon)
    _abroad(collage, chance, knobs, t, focus[0], horizon)
    return collage.fields()


def _glass(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, focus: tuple[float, float]) -> None:
    """Drops that cling and drops that run, on glass in a dark frame; a cat on the sill."""
    _drops(collage, chance.of("drops"), knobs, 0.165, 0.42)
    _running(collage, chance, knobs, t)
    _frame(collage, chance, focus)
    x = math.copysign(collage.grid.aspect * chance.uniform("cat", 0.01, 0.05), focus[0])
    cat(collage, x, SILL + 0.006, 0.46, focus[0] < 0, t)


def _abroad(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, x: float, horizon: float) -> None:
    """Someone under an umbrella, the accent; rings on the wet ground, and rain far and near."""
    wet, wind, fit = knobs.own["drops"], 0.08 + 0.34 * knobs.energy, min(1.2, max(0.8, collage.grid.aspect**0.5))
    slope = wind * chance.sign("wind")
    rings(collage, chance.of("rings"), 4 + 8 * wet, horizon + 0.06, t)
    streaks(collage, chance.of("far"), Streaks((0.034, 0.15), 0.0011, 0.10, slope, 0.20 + 1.1 * wet, 0.62, 0.6, False), t)
    umbrella(collage, x, 0.40, 0.48 * fit, 0.35 * slope, t)
    streaks(collage, chance.of("near"), Streaks((0.075, 0.34), 0.0019, 0.22, slope, 0.06 + 0.68 * wet, 0.92, 0.9, True), t)


def _lamps(collage: Collage, knobs: SceneKnobs, t: float, side: float, horizon: float) -> None:
    """Two rows of street lamps that run to one point, each with its post, its halo and its light drawn out on the wet ground."""
    half = 0.5 * collage.grid.aspect
    posts: list[Light] = []
    halos: list[Light] = []
    lights: list[Light] = []
    shines: list[Light] = []
    for index, fade in counted(3 + 4 * knobs.own["lights"]):
        near = 0.66**index
        radius = (0.012 + 0.030 * near) * (0.7 + 0.6 * knobs.own["lights"]) * fade
        for way in (-1.0, 1.0):
            x = -0.10 * side * half * (1 - near) + way * half * (0.08 + 0.76 * near)
            y, foot = horizon - 0.02 - 0.36 * near, horizon + 0.02 + 0.15 * near
            glimmer = 1.0 + 0.10 * knobs.energy * math.sin(2 * math.pi * (t + 0.37 * index + 0.2 * way))
            posts.append((x, (y + radius + foot) / 2, 0.0016 + 0.0045 * near, (foot - y - radius) / 2, 0.04))
            halos.append((x, y, radius * 2.4 * glimmer, 1.0, 0.50, 0.45, 0.0))
            lights.append((x, y, radius, 1.0, 0.97, 1.0, 0.0))
            long = 0.10 + 0.22 * near
            shines.append((x, foot + 0.6 * long, radius * 0.85, long / radius / 0.85, 0.84, 0.75, 0.0))
    _pavements(collage, side, horizon)
    for part, blur in ((shines, 0.3), (halos, 0.6)):
        _glow(collage, part, blur)
    _upright(collage, posts)
    _glow(collage, lights, 0.0)


def _pavements(collage: Collage, side: float, horizon: float) -> None:
    """What the posts stand on, dark to both sides of the wet road: without it they stood in a canal."""
    grid, first = collage.grid, horizon + 0.02
    top = max(0, min(grid.shape[0], math.ceil((first - grid.span[1][0]) / grid.pixel)))
    near, half = (grid.y[top:] - first) * (1 / 0.15), 0.5 * grid.aspect
    away = (grid.x - (near - 1) * (0.10 * side * half)).abs_().sub_((near * 0.76 + 0.08) * (0.86 * half))
    cover = affine(away, 0.5 / grid.pixel, 0.5).clamp_(0, 1)
    tones = collage.planes[LIGHTNESS : REGIONS + 1, top:]
    tones.addcmul_(tones, cover, value=-0.45)
    if grid.wants("edges"):
        torch.minimum(collage.planes[EDGES, top:], away.abs_(), out=collage.planes[EDGES, top:])


def _upright(collage: Collage, boxes: Sequence[tuple[float, ...]]) -> None:
    """Paste upright boxes (x, y, half width, half height, tone): posts and lit panes."""
    cut = collage.cut(boxes, max(one[2] for one in boxes), max(one[3] for one in boxes))
    if cut is not None:
        wide, tall, tone = cut.numbers
        distance = torch.maximum(cut.x.abs() - wide, cut.y.abs() - tall)
        collage.paste(cut, distance, tone[:, None].expand(-1, 2, *distance.shape[1:]), 0.5, (0.0, 1.0))


@functools.lru_cache(64)
def _heights(chance: Chance) -> tuple[Tensor, list[float]]:
    """Of the houses of a row beside the tallest, as a tensor and as numbers."""
    heights = chance.uniforms("heights", CELLS).mul_(0.75).add_(0.25)
    return heights, heights.tolist()


@dataclass(frozen=True)
class _Houses:
    """A row of blocks, each so wide, on y = foot and up to so tall; shift: of their places in widths; heights, listed: of each, beside
    tall, as a tensor and as numbers."""

    wide: float
    foot: float
    tall: float
    shift: float
    heights: Tensor
    listed: list[float]

    @classmethod
    def of(cls, chance: Chance, wide: float, foot: float, tall: float) -> _Houses:
        return cls(wide, foot, tall, chance.uniform("shift", 0, CELLS), *_heights(chance))

    def tops(self, grid: Grid, street: bool) -> Tensor:
        """(1, W) the tops of the houses, higher towards the sides in a street."""
        place = torch.remainder((grid.x / self.wide + self.shift).floor(), CELLS).long()
        rise = self.heights.to(grid.device)[place[0]][None].mul(self.tall)
        if street:
            rise = rise * (grid.x.abs() * (1.9 / max(grid.aspect, 0.8))).clamp(0.12, 1.15)
        return self.foot - rise

    def top(self, x: float) -> float:
        """Where the roof over one place is, off the street."""
        return self.foot - self.tall * self.listed[math.floor(x / self.wide + self.shift) % CELLS]


ROWS = ((0.13, 0.34, 0.20), (0.20, 0.22, 0.09))
"""(width, height, tone) of the houses of each row, the farther first."""


def _roofs(chance: Chance, horizon: float) -> list[_Houses]:
    """The rows of houses seen over roofs."""
    rows = [_Houses.of(chance.of(f"blocks {index}"), wide, horizon - 0.02, tall) for index, (wide, tall, _) in enumerate(ROWS)]
    return [*rows, _Houses.of(chance.of("near"), 0.30, 0.42, 0.24)]


def _town(grid: Grid, chance: Chance, knobs: SceneKnobs, layout: str, horizon: float) -> Collage:
    """The night beyond the glass: a glow on the horizon, blurred blocks before it, wet ground beneath.

    Over roofs mist lies between the houses and pales them downwards: against it the cat on the sill is seen.
    """
    mist = fbm(grid, chance.of("mist"), 1.4, 2, stretch=1.6)
    up, over = (grid.y - horizon).abs(), layout == "roofs"
    fog = 0.05 + 0.22 * knobs.own["fog"]
    glow = (-up * 3.2).exp() * 0.30 + fog
    plan = glow.expand(grid.shape).clone()
    scale = {"street": 1.35, "roofs": 1.0, "harbour": 0.45}[layout]
    for index, (wide, tall, tone) in enumerate(ROWS[:1] if layout == "harbour" else ROWS):
        top = _Houses.of(chance.of(f"blocks {index}"), wide, horizon - 0.02, tall * scale).tops(grid, layout == "street")
        inside = top - grid.y if over else torch.maximum(top - grid.y, grid.y - horizon - 0.02)
        shade = tone + 0.6 * fog + (grid.y - horizon) * (0.45 if over else 0.22)
        plan.lerp_(shade.expand(grid.shape), coverage(inside, grid.pixel, 0.006))
    if over:
        near = _roofs(chance, horizon)[-1].tops(grid, False)
        plan.lerp_((0.3 * fog + 0.7 * (grid.y - 0.14)).expand(grid.shape), coverage(near - grid.y, grid.pixel, 0.006))
    lightness = torch.add(plan, mist, alpha=0.016)
    return Collage(grid, lightness, plan, 1.0, (0.15, 1.0))


def _windows(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, horizon: float, focus: tuple[float, float]) -> None:
    """Lit windows of the houses beyond; one round lamp on its post, the accent."""
    aspect = collage.grid.aspect
    _upright(collage, _panes(chance, knobs, horizon, aspect, t))
    x, y, radius = focus[0], focus[1] - 0.14, chance.uniform("lamp", 0.062, 0.078) * max(0.9, aspect**0.5)
    _upright(collage, [(x, (y + radius + 0.5) / 2, 0.007, (0.5 - y - radius) / 2, 0.03), (x, y + radius + 0.012, 0.022, 0.012, 0.03)])
    _glow(collage, [(x, y, radius, 1.0, 0.8, 1.0, 1.0)], 0.0)


def _panes(chance: Chance, knobs: SceneKnobs, horizon: float, aspect: float, t: float) -> list[tuple[float, ...]]:
    """Lit windows (x, y, half width, half height, tone), each beneath a roof: in the sky they were drops, and drops windows."""
    roofs = _roofs(chance, horizon)
    panes: list[tuple[float, ...]] = []
    draws = chance.uniforms("lights", 40, 4).tolist()
    for index, fade in counted(min(40.0, (6 + 26 * knobs.own["lights"]) * (0.5 + 0.5 * aspect))):
        a, b, c, d = draws[index]
        x = round((a - 0.5) * (aspect + 0.1) / 0.045) * 0.045
        roof = min(max(row.top(x - 0.014), row.top(x + 0.014)) for row in roofs)
        storey = max(round(b * b * 0.36 / 0.055), math.ceil((roof + 0.13 - horizon) / 0.055))
        glimmer = 0.06 * knobs.energy * math.sin(2 * math.pi * (t + c))
        panes.append((x, horizon - 0.10 + storey * 0.055, 0.011 * fade, 0.016 * fade, 0.66 + 0.28 * d + glimmer))
    return panes


def _harbour(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, horizon: float) -> None:
    """Lamps along the far shore, discs that are brighter at their rims, each drawn out on the water beneath itself."""
    aspect = collage.grid.aspect
    count = min(30.0, (4 + 14 * knobs.own["lights"]) * (0.5 + 0.5 * aspect))
    grow = 0.7 + 0.6 * knobs.own["lights"]
    lights: list[Light] = []
    shines: list[Light] = []
    draws = chance.uniforms("lights", 30, 5).tolist()
    for index, fade in counted(count):
        a, b, c, d, e = draws[index]
        x = ((index + a) / count * 2 - 1) * (0.5 * aspect + 0.1)
        y, radius, tone = horizon - 0.02 - 0.05 * b, (0.020 + 0.032 * c) * grow * fade, 0.52 + 0.44 * d
        shine = min(1.0, 0.62 + 0.30 * e + 0.10 * knobs.energy * math.sin(2 * math.pi * (t + b)))
        lights.append((x, y, radius, 1.0, tone, shine, 0.0))
        long, wide = 0.10 + 0.15 * c, radius * grow * 0.62
        shines.append((x, 2 * horizon - y + 0.95 * long, wide, long / wide, tone - 0.10, 0.60 * shine, 0.0))
    _glow(collage, shines, 0.3)
    _glow(collage, lights, 0.0)


def _glow(collage: Collage, lights: list[Light], blur: float) -> None:
    """Paste lights. blur: how much of the radius is penumbra."""
    radius = max(one[2] for one in lights)
    soft = 0.010 + 0.05 * blur
    cut = collage.cut(lights, radius + soft / 2, max((one[2] + soft / 2) * one[3] for one in lights))
    if cut is None:
        return
    own, tall, tone, opacity, accent = cut.numbers
    y = cut.y / tall
    away = torch.add(cut.x * cut.x, y * y).sqrt_()
    distance = away - own
    tones = away.new_empty((away.shape[0], 2, *away.shape[1:]))
    tones[:, 1] = tone
    torch.addcmul(tone - 0.10, away, away / (own * own / 0.12 / own), out=tones[:, 0])
    collage.paste(cut, distance, tones, 0.85, (0.2, 1.0), accent, opacity, soft, outline=False)


def _drops(collage: Collage, chance: Chance, knobs: SceneKnobs, pitch: float, share: float) -> None:
    """Drops that cling: each in its cell, in the tone of what is behind it but for a pale crescent within the rim at its foot.

    Parted halfway into the darkest ink and the palest they were eyes and acorns, and as large as the windows beyond.
    """
    grid, planes = collage.grid, collage.planes
    courses = Courses.laid(grid, chance, pitch, pitch)
    table = grid.once(("drops", chance.path), lambda: _clinging(grid, chance, knobs, pitch, share))
    x, y, radius, tall = courses.numbers(table)
    across = courses.x - x
    inside = (across * across / (radius * radius)).add_(y * y * tall).sub_(1)
    ball, down = courses.planes(torch.stack((inside, -y / radius)), torch.stack((-2 * y * tall, 1 / radius)), torch.stack((tall, tall * 0)))
    size = courses.plane(radius)
    distance = ball.mul_(size).mul_(0.5)
    cover = coverage(distance, grid.pixel)
    under = planes[LIGHTNESS]
    gleam = (distance / (size + 1e-4)).add_(0.30).mul_(12).clamp_(0, 1).mul_(affine(down, 5.0, -0.75).clamp_(0, 1))
    plan = torch.lerp(planes[REGIONS], number(0.94), gleam)
    lens = torch.add(under, down, alpha=0.12).lerp_(number(0.97), gleam)
    planes[REGIONS].lerp_(plan, cover)
    under.lerp_(lens, cover)
    if grid.wants("edges"):
        torch.minimum(planes[EDGES].add_(cover, alpha=EDGE_REACH), distance.abs_(), out=planes[EDGES])


def _clinging(grid: Grid, chance: Chance, knobs: SceneKnobs, pitch: float, share: float) -> Tensor:
    """(4, CELLS ** 2): x, y, radius, and one over the square of the half height; absent drops have no size."""
    a, b, c, d, e = chance.uniforms("drops", 5, CELLS * CELLS)
    present = ((share * (0.35 + 1.3 * knobs.own["drops"]) - d) * 6).clamp(0, 1)
    radius = (0.30 * pitch * (0.30 + 0.70 * a * a) * (0.85 + 0.3 * knobs.detail) * present).clamp(min=1e-4)
    high = radius * (1.0 + 0.35 * e)
    room = 0.5 * pitch - high
    return torch.stack(((b * 2 - 1) * room, (c * 2 - 1) * room, radius, 1 / (high * high))).to(grid.device)


def _running(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float) -> None:
    """Drops that run down the glass, a clear wavering track behind each."""
    aspect = collage.grid.aspect
    count = min(14.0, (2.5 + 8 * knobs.energy) * (0.5 + 0.5 * aspect))
    pieces = []
    draws = chance.uniforms("running", 14, 4).tolist()
    for index, fade in counted(count):
        a, b, c, d = draws[index]
        x = ((index + 0.2 + 0.6 * a) / count * 2 - 1) * (0.5 * aspect + 0.05)
        place = (index * 0.381966 + 0.2 * b + t) % 1.0
        pieces.append((x, place * FALL - 1.0 - 0.2, (0.015 + 0.009 * c) * fade + 1e-4, 0.09 + 0.10 * d, 6.28 * b))
    cut = collage.cut(pieces, 0.045, 0.26)
    if cut is None:
        return
    radius, long, phase = cut.numbers
    y = cut.y - 0.2
    sway = torch.sin(cut.y * 22 + phase).mul_(0.006).mul_((y * (-1 / long)).clamp_(0, 1))
    across = (cut.x - sway).abs_()
    head = torch.add(across * across, y * y * 0.6).sqrt_().sub_(radius)
    width = (1 + y / long).clamp_(0, 1).mul_(radius * 0.60)
    track = torch.maximum(across - width, torch.maximum(y, -long - y))
    distance = torch.minimum(head, track)
    tones = distance.new_empty((distance.shape[0], 2, *distance.shape[1:]))
    shade = (y / radius).clamp_(-1, 1).mul_(0.32).add_(0.55)
    behind = (y / radius).add_(1.2).mul_(-2).clamp_(0, 1)
    tones[:, 1] = 0.80
    torch.add(shade.add_(behind, alpha=0.40), across, alpha=-2.0, out=tones[:, 0])
    collage.paste(cut, distance, tones, 0.25, (0.0, 1.0), accent=None)


def _frame(collage: Collage, chance: Chance, focus: tuple[float, float]) -> None:
    """The window's bars and its sill, in the dark of the room."""
    aspect = collage.grid.aspect
    bars = [(-math.copysign(aspect * chance.uniform("bar", 0.10, 0.20), focus[0]), 0.0, 0.020, 1.0)]
    if aspect > 1.5:
        bars.append((math.copysign(aspect * 0.36, focus[0]), 0.0, 0.020, 1.0))
    _bars(collage, bars, 0.03, 1.0)
    level = chance.uniform("level", -0.36, -0.30)
    _bars(collage, [(0.0, level, 0.016, 0.0), (0.0, SILL + 0.5, 0.5, 0.0)], 0.5 * aspect + 1.0, 0.52)


def _bars(collage: Collage, bars: Sequence[tuple[float, ...]], half_width: float, half_height: float) -> None:
    """Paste bars (x, y, half thickness, 1 upright or 0 level)."""
    cut = collage.cut(bars, half_width, half_height)
    if cut is None:
        return
    half, upright = cut.numbers
    place = torch.add(cut.x * upright, cut.y * (1 - upright))
    distance = place.abs().sub_(half)
    tones = distance.new_empty((distance.shape[0], 2, *distance.shape[1:]))
    tones[:, 1] = 0.02
    torch.add(place * (-0.8), 0.03, out=tones[:, 0])
    collage.paste(cut, distance, tones, 0.0, (1 - upright, upright))
