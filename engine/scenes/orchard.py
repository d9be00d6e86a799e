"""Orchard: rows of trees that run to one point, or over rolling land, with a path between them; one tree in another colour.

Layouts by seed: an avenue of fruit trees with a path, an orchard over hills, a formal garden of clipped cones and balls about a pool.
Rows stand at equal steps of true distance, so their places on the picture go as one over distance (Alberti, De pictura, 1435).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.collage import ACCENT, DEPTH, EDGES, LIGHTNESS, REGIONS, Collage
from engine.draw.grid import Grid
from engine.draw.noise import Noise, fbm, smoothstep, summed
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("avenue", "hills", "garden")
TREES = 64
NEAREST = 0.66
"""How far below the horizon the feet of the nearest row stand (heights)."""


@scene(
    "orchard",
    far="light",
    options=(
        Option("trees", "Larger trees, closer together"),
        Option("path", "A wider path"),
        Option("blossom", "More blossom in the crowns"),
    ),
)
def orchard(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    side = chance.sign("side")
    horizon = chance.uniform("horizon", -0.20, -0.08)
    sight = _Sight(side * grid.aspect * chance.uniform("x", 0.02, 0.14), horizon, side)
    collage = _sky(grid, chance, sight, t)
    leaves = fbm(grid, chance.of("leaves"), 11.0, 1.5 + knobs.detail, 0.6)
    _distance(collage, chance, sight, leaves)
    if layout == "hills":
        _hills(collage, chance, knobs, t, sight, leaves)
    else:
        _avenue(collage, chance, knobs, t, sight, leaves, layout == "garden")
    return collage.fields()


@dataclass(frozen=True)
class _Sight:
    """The vanishing point, and from which side (-1 or 1) the light comes."""

    x: float
    y: float
    side: float


@dataclass(frozen=True)
class _Row:
    """A row of trees and the land that it stands on: the land's line is base + wave * sin(x * pace + phase), the feet stand `lift`
    below it; origin: a border of two trees' cells, pitch: the cells' width; height of a tree; tone, depth; which cell is the accent."""

    base: float
    wave: float
    pace: float
    phase: float
    lift: float
    origin: float
    pitch: float
    height: float
    tone: float
    depth: float
    chosen: int | None

    @property
    def reach(self) -> tuple[float, float]:
        """The highest and the lowest place that a tree of the row may cover."""
        return self.base - self.wave + self.lift - 1.16 * self.height, self.base + self.wave + self.lift + 0.12 * self.height


@dataclass(frozen=True)
class _Columns:
    """What hangs on the column alone, of all rows at once, each (R, 1, W): the land's line, the foot, and of the column's tree its
    cell, the place across it and its sway (in tree heights), its height, a number of its own in [0, 1]."""

    land: Tensor
    foot: Tensor
    cell: Tensor
    across: Tensor
    sway: Tensor
    scale: Tensor
    own: Tensor

    @classmethod
    def of(cls, grid: Grid, chance: Chance, rows: list[_Row], knobs: SceneKnobs, t: float, clipped: bool) -> _Columns:
        numbers = [
            (one.base, one.wave, one.pace, one.phase, one.lift, one.origin, one.pitch, one.height, 17.0 * index)
            for index, one in enumerate(rows)
        ]
        base, wave, pace, phase, lift, origin, pitch, height, shift = torch.tensor(numbers, device=grid.device).T[..., None, None]
        place = (grid.x - origin) / pitch
        cell = place.floor()
        middle = (cell + 0.5) * pitch + origin
        line = torch.stack((grid.x.expand_as(middle), middle)).mul_(pace).add_(phase).sin_().mul_(wave).add_(base)
        index = torch.remainder(cell + shift, TREES).to(torch.int32).flatten()
        table = grid.once(("trees", chance.path), lambda: chance.uniforms("trees", 3, TREES).to(grid.device))
        aside, own, size = table.index_select(1, index).reshape(3, *cell.shape)
        scale = (size - 0.5).mul_(0.06 if clipped else 0.30).add_(1).mul_(height * (1.0 if clipped else 0.8))
        across = (place - cell).sub_(0.5).sub_((aside - 0.5) * (0.0 if clipped else 0.16)).mul_(pitch).div_(scale)
        sway = (own * (2 * math.pi) + 2 * math.pi * t).sin_().mul_(0.06 * knobs.energy)
        return cls(line[0], line[1] + lift, cell, across, sway, scale, own)


def _sky(grid: Grid, chance: Chance, sight: _Sight, t: float) -> Collage:
    """Morning air, lightest low over the land, with a few long clouds that drift."""
    up = (sight.y - grid.y).clamp(0, 0.6)
    plan = (0.97 - 0.42 * up).expand(grid.shape).clone()
    turn = 2 * math.pi * t
    octaves = (("cloud", 3.2, 1.0), ("drift", 4.4, 0.2 + 0.3 * math.cos(turn)), ("back", 4.4, 0.3 * math.sin(turn)))
    noise = summed(grid, [Noise(chance, name).octave(frequency, size, 4.0) for name, frequency, size in octaves])
    cloud = smoothstep(0.5, 1.3, noise).mul_((up * 5).clamp(0, 1))
    lightness = torch.addcmul(plan, cloud, 1 - plan, value=0.7)
    plan.addcmul_(cloud, 1 - plan, value=0.5)
    return Collage(grid, lightness, plan, 1.0, (1.0, 0.08))


def _distance(collage: Collage, chance: Chance, sight: _Sight, leaves: Tensor) -> None:
    """Two far hills, and the land beneath the horizon."""
    grid, planes = collage.grid, collage.planes
    for index, (rise, tone) in enumerate(((0.09, 0.74), (0.045, 0.60))):
        crest = sight.y - rise * (1 + 0.55 * Noise(chance, f"hill {index}").at(grid.x, 0.0, 0.9 + 0.5 * index)).clamp(min=0.1)
        cover = coverage(crest - grid.y, grid.pixel)
        planes[LIGHTNESS].lerp_(leaves * 0.02 + tone, cover)
        planes[REGIONS].lerp_(((grid.y - sight.y) * 0.8 + tone).expand(grid.shape), cover)
        planes[DEPTH].lerp_(torch.tensor(0.85 - 0.1 * index, device=grid.device), cover)


def _ground(collage: Collage, knobs: SceneKnobs, sight: _Sight, leaves: Tensor, spacing: float, water: bool) -> None:
    """Grass in strips that run to the vanishing point with the rows of trees, and the path (or a pool) between them."""
    lines = _rows(collage, sight.y - 0.01, math.inf)
    whole = collage.grid
    grid, planes, leaves = whole.part(lines, slice(None)), collage.planes[:, lines], leaves[lines]
    below = (grid.y - sight.y).clamp(min=1e-3)
    line = (grid.x - sight.x) / (below * spacing)
    fine = grid.pixel / (below * spacing)
    strip = (line.add(0.5).frac().abs().sub_(0.5).abs_() - 0.25).mul_(1 / fine.clamp(min=0.004)).clamp_(-0.5, 0.5)
    strip.mul_((1 - fine * 6).clamp(0, 1))
    near = (below / 0.6).clamp(0, 1)
    plan = strip.mul_(0.10).add_(0.74 - 0.10 * near)
    half = 0.10 + 0.34 * knobs.own["path"]
    away = (line.abs() - half) * (below * spacing)
    cover = coverage(away, grid.pixel)
    path = 1.0 - 0.14 * near if water else 0.98 - 0.04 * near
    plan.lerp_(path.expand(grid.shape), cover)
    lightness = torch.addcmul(plan, leaves, near * 0.05 * (0.4 + 1.2 * knobs.detail))
    land = coverage(sight.y - grid.y, grid.pixel)
    planes[LIGHTNESS].lerp_(lightness, land)
    planes[REGIONS].lerp_(plan, land)
    planes[DEPTH].lerp_((0.72 - 0.6 * near).expand(grid.shape), land)
    torch.minimum(planes[EDGES], torch.maximum(away.abs_(), sight.y - grid.y), out=planes[EDGES])


def _avenue(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, sight: _Sight, leaves: Tensor, clipped: bool) -> None:
    """Rows to the vanishing point, the farthest first."""
    aspect = collage.grid.aspect
    spacing = chance.uniform("spacing", 0.80, 1.05) * (0.75 + 0.25 * min(1.5, aspect))
    _ground(collage, knobs, sight, leaves, spacing, clipped)
    tall = (0.62 if clipped else 0.66) * (0.7 + 0.6 * knobs.own["trees"])
    focus, rows = math.copysign(aspect / 6, -sight.side), []
    for index, away in enumerate((7.6, 4.9, 3.2, 1.95, 1.0)):
        below, near = NEAREST / away, 1 / away
        pitch = spacing * below
        chosen = math.floor((focus - sight.x) / pitch) if index == 2 else None
        tone, depth = 0.46 - 0.34 * near**0.6, 0.62 - 0.55 * near
        rows.append(_Row(sight.y + below, 0.0, 0.0, 0.0, 0.0, sight.x, pitch, tall * near, tone, depth, chosen))
    columns = _Columns.of(collage.grid, chance, rows, knobs, t, clipped)
    for index, row in enumerate(rows):
        _plant(collage, knobs, row, columns, index, sight, leaves, clipped)


def _hills(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, sight: _Sight, leaves: Tensor) -> None:
    """Swells of land one before the other, striped with mown grass, a row of trees along each."""
    aspect, count, rows = collage.grid.aspect, 4, []
    focus, accented = math.copysign(aspect / 6, -sight.side), 1 if aspect < 1.6 else 2
    for index in range(count):
        near, here = index / (count - 1), chance.of(f"swell {index}")
        height = (0.125 + 0.20 * near) * (0.7 + 0.6 * knobs.own["trees"])
        pitch = height * here.uniform("pitch", 1.0, 1.45)
        origin = here.uniform("origin") * pitch
        chosen = math.floor((focus - origin) / pitch) if index == accented else None
        pace, phase = here.uniform("pace", 1.5, 3.2) / max(0.8, aspect**0.5), here.uniform("phase", 0, 6.28)
        base, wave = sight.y + 0.01 + 0.46 * near**1.3, 0.035 + 0.05 * knobs.energy
        tone, depth = (0.35, 0.28, 0.36, 0.25)[index] - 0.07 * near, 0.72 - 0.7 * near
        rows.append(_Row(base, wave, pace, phase, 0.35 * height, origin, pitch, height, tone, depth, chosen))
    columns = _Columns.of(collage.grid, chance, rows, knobs, t, False)
    for index, row in enumerate(rows):
        _swell(collage, row, columns.land[index], knobs, sight, leaves)
        _plant(collage, knobs, row, columns, index, sight, leaves, False)


def _rows(collage: Collage, top: float, bottom: float) -> slice:
    """The window's lines between two heights; at least one."""
    (_, (first, _)), tall = collage.grid.span, collage.grid.shape[0]
    start, end = (int(min(max((place - first) / collage.grid.pixel, 0.0), float(tall))) for place in (top, bottom))
    return slice(min(start, tall - 1), max(end, min(start, tall - 1) + 1))


def _swell(collage: Collage, row: _Row, land: Tensor, knobs: SceneKnobs, sight: _Sight, leaves: Tensor) -> None:
    """One swell of the land, down to the picture's foot, with a path over it, that turns from swell to swell."""
    lines = _rows(collage, row.base - row.wave - 0.02, math.inf)
    grid, planes = collage.grid, collage.planes[:, lines]
    tone, near = row.tone * 2, 1 - row.depth
    down = grid.y[lines] - land
    cover = coverage(-down, grid.pixel)
    strip = torch.add((grid.x - sight.x) * (7.0 - 4.0 * near) + 64.0, down, alpha=6.0 * sight.side)
    strip.frac_().sub_(0.5).abs_().sub_(0.25).mul_(8).clamp_(-1, 1).mul_(0.05).add_(tone)
    lean = math.copysign(0.9, math.sin(row.phase))
    half = (0.01 + 0.10 * knobs.own["path"]) * (down + 0.2 + 0.5 * near)
    away = torch.add(grid.x - sight.x + 0.10 * lean, down, alpha=-lean).abs_().sub_(half).mul_(1 / math.hypot(1.0, lean))
    strip.lerp_(strip.new_tensor(0.98 - 0.10 * near), coverage(away, grid.pixel))
    planes[REGIONS].lerp_(strip, cover)
    planes[LIGHTNESS].lerp_(strip.add_(leaves[lines], alpha=0.02), cover)
    planes[DEPTH].lerp_(grid.x.new_tensor(row.depth + 0.03), cover)
    if grid.wants("edges"):
        torch.minimum(planes[EDGES].add_(cover, alpha=EDGE_REACH), down.abs_(), out=planes[EDGES])


def _plant(
    collage: Collage, knobs: SceneKnobs, row: _Row, columns: _Columns, index: int, sight: _Sight, leaves: Tensor, clipped: bool
) -> None:
    """Paint one row of trees with the shade beneath them."""
    lines = _rows(collage, *row.reach)
    pixel, planes, texture = collage.grid.pixel, collage.planes[:, lines], leaves[lines]
    across, sway, scale = columns.across[index], columns.sway[index], columns.scale[index]
    up = torch.sub(columns.foot[index] / scale, collage.grid.y[lines] * (1 / scale))
    crown, trunk = _tree(up, across, sway, texture, clipped, columns.cell[index], knobs.detail)
    _shade(planes[:2], up, across + 0.16 * sight.side)
    leafy = (crown * -60).add_(0.5).clamp_(0, 1)
    distance = torch.minimum(crown, trunk).mul_(scale)
    cover = coverage(distance, pixel)
    light = torch.add(up, across * (1.1 * sight.side) - 0.55).mul_(1.25).add_(texture, alpha=0.025)
    modelled = (light * 0.14).clamp_(-0.14, 0.14).add_(texture, alpha=0.03 + 0.05 * knobs.detail)
    bloom = torch.sub(texture, 2.7 - 2.5 * knobs.own["blossom"]).mul_(1.5).clamp_(0, 1).mul_(leafy)
    plan = light.mul_(0.5).clamp_(-0.26, 0.16).add_((columns.own[index] - 0.5) * 0.06 + row.tone - 0.04)
    plan.mul_((leafy * 0.55).add_(0.45)).add_(bloom, alpha=0.10 + 0.24 * knobs.own["blossom"])
    planes[REGIONS].lerp_(plan, cover)
    planes[LIGHTNESS].lerp_(plan.add_(modelled), cover)
    planes[DEPTH].lerp_(plan.new_tensor(row.depth), cover)
    if row.chosen is None:
        planes[ACCENT].addcmul_(planes[ACCENT], cover, value=-1)
    else:
        planes[ACCENT].lerp_(leafy.mul_((columns.cell[index] == row.chosen).to(torch.float32)), cover)
    if collage.grid.wants("edges"):
        torch.minimum(planes[EDGES].add_(cover, alpha=EDGE_REACH), distance.abs_(), out=planes[EDGES])


def _tree(up: Tensor, across: Tensor, sway: Tensor, texture: Tensor, clipped: bool, cell: Tensor, detail: float) -> tuple[Tensor, Tensor]:
    """(H, W) distances to a crown and to its trunk in tree heights. up: 0 at the foot, 1 at the top."""
    leaning = across - sway
    if clipped:
        odd = (cell * 0.5).frac().abs_().mul_(2)
        cone = torch.add(leaning.abs() - 0.30, up, alpha=0.34).maximum(0.10 - up).mul_(0.94)
        away = up - 0.36
        ball = torch.addcmul(leaning * leaning, away, away).sqrt_().sub_(0.26)
        crown = cone.lerp_(ball, odd.expand_as(ball)).add_(texture, alpha=-0.006)
    else:
        away = (up - 0.64) * 0.98
        crown = torch.addcmul(leaning * leaning * 0.86, away, away).sqrt_().sub_(0.345).sub_(texture, alpha=0.008 + 0.022 * detail)
    trunk = torch.maximum((up - 0.25).abs_().sub_(0.25), across.abs() - 0.032)
    return crown, trunk


def _shade(tones: Tensor, up: Tensor, aside: Tensor) -> None:
    """The pool of shade at each foot, drawn out away from the light."""
    pool = torch.addcmul((aside * aside).mul_(-25).add_(4), up, up, value=-400.0).clamp_(0, 1)
    tones.addcmul_(tones, pool, value=-0.42)
