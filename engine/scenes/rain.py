"""Rain: a window at night, drops on the glass, and the lights of a town beyond it out of focus.

Layouts by seed: a street whose lamps run together, roofs and lit windows, a harbour with lights drawn out on the water.
Drops stand in staggered cells; each shows the world upside down, as a ball lens does, so it is dark above and bright below.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.collage import DEPTH, EDGES, LIGHTNESS, REGIONS, Collage, counted
from engine.draw.courses import CELLS, Courses
from engine.draw.grid import Grid
from engine.draw.noise import fbm
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("street", "roofs", "harbour")
FALL = 2.5
"""Heights that a running drop falls in a loop, from out of sight to out of sight."""
Light = tuple[float, ...]
"""(x, y); radius, how much taller than wide, tone, opacity, accent."""


@scene(
    "rain",
    far="light",
    options=(
        Option("drops", "More drops on the glass"),
        Option("lights", "More and larger lights beyond the window"),
        Option("fog", "Glass more misted, so that what lies beyond pales"),
    ),
)
def rain(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    horizon = {"street": 0.02, "roofs": 0.16, "harbour": 0.04}[layout] + chance.uniform("horizon", -0.04, 0.06)
    focus = chance.sign("side") * grid.aspect * chance.uniform("x", 0.13, 0.19), horizon - 0.04
    collage = _town(grid, chance, knobs, layout, horizon)
    _lights(collage, chance, knobs, t, layout, horizon, focus)
    _drops(collage, chance.of("small"), knobs, 0.066, 0.40, 0.12)
    _drops(collage, chance.of("large"), knobs, 0.165, 0.55, 0.30)
    _running(collage, chance, knobs, t)
    _frame(collage, chance, focus)
    return collage.fields()


def _town(grid: Grid, chance: Chance, knobs: SceneKnobs, layout: str, horizon: float) -> Collage:
    """The night beyond the glass: a glow on the horizon, blurred blocks before it, wet ground beneath."""
    mist = fbm(grid, chance.of("mist"), 1.4, 2, stretch=1.6)
    up = (grid.y - horizon).abs()
    fog = 0.05 + 0.22 * knobs.own["fog"]
    glow = (-up * 3.2).exp() * 0.30 + fog
    plan = glow.expand(grid.shape).clone()
    for index, (wide, tall, tone) in enumerate(((0.13, 0.34, 0.20), (0.20, 0.22, 0.09))):
        if layout == "harbour" and index:
            break
        scale = {"street": 1.35, "roofs": 1.0, "harbour": 0.45}[layout]
        top = _blocks(grid, chance.of(f"blocks {index}"), wide, horizon - 0.02, tall * scale, layout == "street")
        cover = coverage(torch.maximum(top - grid.y, grid.y - horizon - 0.02), grid.pixel, 0.022)
        plan.lerp_(torch.tensor(tone + 0.6 * fog, device=grid.device), cover)
    if layout == "roofs":
        near = _blocks(grid, chance.of("near"), 0.30, 0.42, 0.24, False)
        plan.lerp_(torch.tensor(0.03 + 0.3 * fog, device=grid.device), coverage(near - grid.y, grid.pixel, 0.014))
    lightness = torch.add(plan, mist, alpha=0.016)
    return Collage(grid, lightness, plan, 1.0, (0.15, 1.0))


def _blocks(grid: Grid, chance: Chance, wide: float, foot: float, tall: float, street: bool) -> Tensor:
    """(1, W) the tops of houses, higher towards the sides in a street."""
    heights = chance.uniforms("heights", CELLS).to(grid.device)
    place = torch.remainder((grid.x / wide + chance.uniform("shift", 0, CELLS)).floor(), CELLS).long()
    rise = heights[place[0]][None].mul(0.75).add_(0.25).mul_(tall)
    if street:
        rise = rise * (grid.x.abs() * (1.9 / max(grid.aspect, 0.8))).clamp(0.12, 1.15)
    return foot - rise


def _lights(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, layout: str, horizon: float, focus: tuple[float, float]) -> None:
    """Discs of light (bokeh), brighter at their rims; in the street and on the water each drawn out beneath itself."""
    aspect = collage.grid.aspect
    count = min(30.0, (5 + 20 * knobs.own["lights"]) * (0.5 + 0.5 * aspect))
    grow = 0.7 + 0.6 * knobs.own["lights"]
    lights: list[Light] = []
    streaks: list[Light] = []
    draws = chance.uniforms("lights", 30, 5).tolist()
    for index, fade in counted(count):
        a, b, c, d, e = draws[index]
        place = (index + a) / count * 2 - 1
        x = place * (0.5 * aspect + 0.1)
        if layout == "street":
            near = abs(place) ** 1.2
            y, radius = horizon - 0.03 - near * (0.06 + 0.26 * b), 0.024 + 0.05 * near
        elif layout == "roofs":
            y, radius = horizon - 0.02 - 0.34 * b * b, 0.026 + 0.040 * c
        else:
            y, radius = horizon - 0.02 - 0.05 * b, 0.020 + 0.032 * c
        tone = 0.52 + 0.44 * d
        radius *= grow * fade
        shine = 0.62 + 0.30 * e + 0.10 * knobs.energy * math.sin(2 * math.pi * (t + b))
        lights.append((x, y, radius, 1.0, tone, min(1.0, shine), 0.0))
        if layout != "roofs":
            long = 0.14 + 0.20 * c
            streaks.append(
                (x, 2 * horizon - y + 0.6 * long, radius * grow * 0.62, long / radius / grow / 0.62, tone - 0.10, 0.60 * shine, 0.0)
            )
    x, y = focus
    radius = 0.066 * max(0.9, aspect**0.5)
    lights.append((x, y - 0.04, radius, 1.0, 0.8, 1.0, 1.0))
    if layout != "roofs":
        streaks.append((x, horizon + 0.17, radius * 0.5, 2.6, 0.62, 0.75, 0.0))
        _glow(collage, streaks, 0.5)
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


def _drops(collage: Collage, chance: Chance, knobs: SceneKnobs, pitch: float, share: float, bold: float) -> None:
    """Drops that cling: each an upright lens in its cell, with a bright rim below and a glint above.

    bold: how far its halves part in the value plan; many small ones that part far are unrest.
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
    down.clamp_(-1.2, 1.2)
    plan = down.mul(8.0).clamp_(-1, 1).mul_(bold).add_(0.42 - 0.35 * (0.30 - bold)).add_(planes[REGIONS], alpha=0.35 + 2.2 * (0.30 - bold))
    rim = (distance / (size + 1e-4)).add_(0.5).clamp_(-0.5, 0.5)
    lens = down.mul_(0.36).add_(0.36).add_(under, alpha=0.4).add_(rim, alpha=-0.30)
    planes[REGIONS].lerp_(plan, cover)
    under.lerp_(lens, cover)
    planes[DEPTH].addcmul_(cover, planes[DEPTH], value=-0.7)
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
        pieces.append((x, place * FALL - 1.0 - 0.2, (0.015 + 0.009 * c) * fade + 1e-4, 0.26 + 0.14 * d, 6.28 * b))
    cut = collage.cut(pieces, 0.045, 0.26)
    if cut is None:
        return
    radius, long, phase = cut.numbers
    y = cut.y - 0.2
    sway = torch.sin(cut.y * 22 + phase).mul_(0.006).mul_((y * (-1 / long)).clamp_(0, 1))
    across = (cut.x - sway).abs_()
    head = torch.add(across * across, y * y * 0.6).sqrt_().sub_(radius)
    width = (1 + y / long).clamp_(0, 1).mul_(radius * 0.62)
    track = torch.maximum(across - width, torch.maximum(y, -long - y))
    distance = torch.minimum(head, track)
    tones = distance.new_empty((distance.shape[0], 2, *distance.shape[1:]))
    shade = (y / radius).clamp_(-1, 1).mul_(0.32).add_(0.55)
    behind = (y / radius).add_(1.2).mul_(-2).clamp_(0, 1)
    tones[:, 1] = (y / radius * 4).clamp_(-1, 1).mul_(0.30).add_(0.52).add_(behind, alpha=0.46)
    torch.add(shade.add_(behind, alpha=0.40), across, alpha=-2.0, out=tones[:, 0])
    collage.paste(cut, distance, tones, 0.25, (0.0, 1.0))


def _frame(collage: Collage, chance: Chance, focus: tuple[float, float]) -> None:
    """The window's bars and its sill, in the dark of the room."""
    aspect = collage.grid.aspect
    bars = [(-math.copysign(aspect * chance.uniform("bar", 0.10, 0.20), focus[0]), 0.0, 0.020, 1.0)]
    if aspect > 1.5:
        bars.append((math.copysign(aspect * 0.36, focus[0]), 0.0, 0.020, 1.0))
    _bars(collage, bars, 0.03, 1.0)
    level = chance.uniform("level", -0.36, -0.30)
    _bars(collage, [(0.0, level, 0.016, 0.0), (0.0, 0.95, 0.5, 0.0)], 0.5 * aspect + 1.0, 0.52)


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
