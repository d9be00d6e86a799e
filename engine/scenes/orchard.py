"""Orchard: rows of trees that run to one point, or over rolling land, with a path between them; one tree in another colour.

Layouts by seed: an avenue of fruit trees with a path, an orchard over hills, a formal garden of clipped cones and balls about a pool.
Rows stand at equal steps of true distance, so their places on the picture go as one over distance (Alberti, De pictura, 1435).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.collage import ACCENT, DEPTH, LIGHTNESS, REGIONS, Collage, Cut
from engine.draw.grid import Grid
from engine.draw.noise import Noise, fbm, smoothstep
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
    leaves = fbm(grid, chance.of("leaves"), 11.0, 1.5 + 2.0 * knobs.detail, 0.6)
    _distance(collage, chance, sight, leaves)
    {"avenue": _avenue, "garden": _avenue, "hills": _hills}[layout](collage, chance, knobs, t, sight, leaves, layout)
    return collage.fields()


@dataclass(frozen=True)
class _Sight:
    """The vanishing point, and from which side (-1 or 1) the light comes."""

    x: float
    y: float
    side: float


@dataclass(frozen=True)
class _Row:
    """A row of trees: the foot (1, W) of each column's tree, the place of a cell's border and the cells' width, height of a tree, tone,
    depth, whether clipped (a garden's) and which cell is the accent."""

    foot: Tensor
    origin: float
    pitch: float
    height: float
    tone: float
    depth: float
    clipped: bool
    chosen: int | None


def _sky(grid: Grid, chance: Chance, sight: _Sight, t: float) -> Collage:
    """Morning air, lightest low over the land, with a few long clouds that drift."""
    up = (sight.y - grid.y).clamp(0, 0.6)
    plan = (0.97 - 0.42 * up).expand(grid.shape).clone()
    turn = 2 * math.pi * t
    noise = Noise(chance, "cloud").plane(grid, 3.2, 4.0)
    noise.add_(Noise(chance, "drift").plane(grid, 4.4, 4.0), alpha=0.5 * math.cos(turn))
    noise.add_(Noise(chance, "back").plane(grid, 4.4, 4.0), alpha=0.5 * math.sin(turn))
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
        planes[REGIONS].lerp_(torch.tensor(tone, device=grid.device), cover)
        planes[DEPTH].lerp_(torch.tensor(0.85 - 0.1 * index, device=grid.device), cover)


def _ground(collage: Collage, knobs: SceneKnobs, sight: _Sight, leaves: Tensor, spacing: float, water: bool) -> None:
    """Grass in strips that run to the vanishing point with the rows of trees, and the path (or a pool) between them."""
    grid, planes = collage.grid, collage.planes
    below = (grid.y - sight.y).clamp(min=1e-3)
    line = (grid.x - sight.x) / (below * spacing)
    fine = grid.pixel / (below * spacing)
    strip = (line.add(0.5).frac().abs().sub_(0.5).abs_() - 0.25).mul_(1 / fine.clamp(min=0.004)).clamp_(-0.5, 0.5)
    strip.mul_((1 - fine * 6).clamp(0, 1))
    near = (below / 0.6).clamp(0, 1)
    plan = strip.mul_(0.16).add_(0.68 - 0.06 * near)
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
    torch.minimum(planes[-1], torch.maximum(away.abs(), sight.y - grid.y), out=planes[-1])


def _avenue(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, sight: _Sight, leaves: Tensor, layout: str) -> None:
    """Rows to the vanishing point, the farthest first."""
    grid, clipped = collage.grid, layout == "garden"
    spacing = chance.uniform("spacing", 0.80, 1.05) * (0.75 + 0.25 * min(1.5, grid.aspect))
    _ground(collage, knobs, sight, leaves, spacing, clipped)
    count = 6
    tall = (0.62 if clipped else 0.66) * (0.7 + 0.6 * knobs.own["trees"])
    focus = math.copysign(grid.aspect / 6, -sight.side)
    for index in range(count):
        away = 1 + 0.85 * (count - 1 - index) * (1 + 0.12 * (count - 1 - index))
        below = NEAREST / away
        near = 1 / away
        chosen = math.floor((focus - sight.x) / (spacing * below)) if index == 2 else None
        foot = grid.x.new_full((1, grid.shape[1]), sight.y + below)
        value = 0.46 - 0.34 * near**0.6
        row = _Row(foot, sight.x, spacing * below, tall * below / NEAREST, value, 0.62 - 0.55 * near, clipped, chosen)
        _plant(collage, chance.of(f"row {index}"), knobs, t, row, sight, leaves, (sight.y + below, sight.y + below))


def _hills(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, sight: _Sight, leaves: Tensor, layout: str) -> None:
    """Swells of land one before the other, striped with mown grass, a row of trees along each."""
    grid, planes = collage.grid, collage.planes
    count, focus = 4, math.copysign(grid.aspect / 6, -sight.side)
    for index in range(count):
        near = index / (count - 1)
        here = chance.of(f"swell {index}")
        wave, phase = 0.035 + 0.05 * knobs.energy, here.uniform("phase", 0, 6.28)
        pace = here.uniform("pace", 1.5, 3.2) / max(0.8, grid.aspect**0.5)
        base = sight.y + 0.01 + 0.46 * near**1.3

        def crest(x: Tensor, base: float = base, wave: float = wave, pace: float = pace, phase: float = phase) -> Tensor:
            return base + wave * torch.sin(x * pace + phase)

        land = crest(grid.x)
        tone = (0.70, 0.56, 0.72, 0.50)[index] - 0.14 * near
        down = grid.y - land
        cover = coverage(-down, grid.pixel)
        line = (grid.x - sight.x) * (7.0 - 4.0 * near) + down * (6.0 * sight.side)
        strip = line.frac_().abs_().sub_(0.5).abs_().sub_(0.25).mul_(0.16)
        planes[LIGHTNESS].lerp_(torch.add(strip, leaves, alpha=0.02).add_(tone), cover)
        planes[REGIONS].lerp_(strip.sign_().mul_(0.05).add_(tone), cover)
        planes[DEPTH].lerp_(torch.tensor(0.75 - 0.7 * near, device=grid.device), cover)
        torch.minimum(planes[-1].add_(cover, alpha=0.05), down.abs_(), out=planes[-1])
        height = (0.13 + 0.25 * near) * (0.7 + 0.6 * knobs.own["trees"])
        pitch = height * here.uniform("pitch", 1.0, 1.45)
        origin = here.uniform("origin", 0, 1) * pitch
        cell = ((grid.x - origin) / pitch).floor_()
        foot = crest((cell + 0.5) * pitch + origin) + 0.35 * height
        chosen = math.floor((focus - origin) / pitch) if index == 1 else None
        row = _Row(foot, origin, pitch, height, tone * 0.5, 0.72 - 0.7 * near, False, chosen)
        _plant(collage, here, knobs, t, row, sight, leaves, (base - wave + 0.35 * height, base + wave + 0.35 * height))


def _plant(
    collage: Collage,
    chance: Chance,
    knobs: SceneKnobs,
    t: float,
    row: _Row,
    sight: _Sight,
    leaves: Tensor,
    reach: tuple[float, float],
) -> None:
    """Paste one row of trees with the shade beneath them. reach: the highest and the lowest foot."""
    grid = collage.grid
    middle, half = (reach[0] + reach[1] - row.height) / 2, (reach[1] - reach[0] + row.height * 1.35) / 2
    cut = collage.cut([(0.0, middle)], 8.0, half)
    if cut is None:
        return
    columns = cut.x.shape[-1]
    left, top = cut.places[0]
    own = slice(left, left + columns)
    texture = leaves[top : top + cut.y.shape[1], own]
    place = (grid.x[:, own] - row.origin) / row.pitch
    cell = place.floor()
    hashed = chance.uniforms("trees", 3, TREES).to(grid.device).index_select(1, torch.remainder(cell[0], TREES).to(torch.int32))[:, None]
    sway = torch.sin(hashed[1] * 6.28 + 2 * math.pi * t) * (0.03 * knobs.energy * row.height)
    jitter = 0.0 if row.clipped else 0.16
    across = (place - cell - 0.5 - jitter * (hashed[0] - 0.5)) * row.pitch
    scale = row.height * (1.0 if row.clipped else 0.8) * (1 + (0.06 if row.clipped else 0.30) * (hashed[2] - 0.5))
    foot = row.foot[:, own]
    up = (foot - middle - cut.y[0]) / scale
    distance, crown = _tree(up, across / scale, sway / scale, texture, row.clipped, cell, knobs)
    distance.mul_(scale)
    _shade(collage, cut, up, across / scale, sight)
    light = torch.add(up - 0.55, across / scale * sight.side, alpha=1.1).mul_(1.25)
    light.add_(texture, alpha=0.14)
    tones = distance.new_empty((1, 2, *distance.shape))
    bloom = smoothstep(-0.2, 0.5, texture - (1.7 - 1.6 * knobs.own["blossom"]))
    torch.mul((light * 7).clamp_(-1, 1), 0.11, out=tones[0, 1]).add_(row.tone + 0.10 * (hashed[1] - 0.5)).mul_(crown.mul(0.55).add_(0.45))
    torch.add(tones[0, 1], light.clamp_(-1, 1), alpha=0.14, out=tones[0, 0]).add_(texture, alpha=0.03 + 0.05 * knobs.detail)
    tones[0].add_(bloom.mul_(crown).mul_(0.34))
    marked = None if row.chosen is None else coverage(distance, grid.pixel).mul_(crown).mul_((cell == row.chosen).to(torch.float32))
    collage.paste(cut, distance[None], tones, row.depth, (0.35, 0.94))
    if marked is not None:
        accent = collage.planes[ACCENT, top : top + marked.shape[0], own]
        torch.maximum(accent, marked, out=accent)


def _tree(
    up: Tensor, across: Tensor, sway: Tensor, texture: Tensor, clipped: bool, cell: Tensor, knobs: SceneKnobs
) -> tuple[Tensor, Tensor]:
    """((H, W) distance in tree heights, 1 in the crown and 0 on the trunk). up: 0 at the foot, 1 at the top."""
    leaning = across - sway
    if clipped:
        odd = (cell * 0.5).frac().abs_().mul_(2)
        cone = torch.maximum((leaning.abs() - 0.30) + 0.34 * up, torch.maximum(0.10 - up, up - 1.0)).mul_(0.94)
        away = up - 0.36
        ball = torch.addcmul(leaning * leaning, away, away).sqrt_().sub_(0.26)
        crown = torch.lerp(cone, ball, odd.expand_as(ball)).add_(texture, alpha=-0.006)
    else:
        away = (up - 0.64) * 0.98
        crown = torch.addcmul(leaning * leaning * 0.86, away, away).sqrt_().sub_(0.345).sub_(texture, alpha=0.022 + 0.022 * knobs.detail)
    trunk = torch.maximum(torch.maximum(across.abs() - 0.032, up - 0.5), -up)
    leafy = (crown * -60).add_(0.5).clamp_(0, 1)
    return torch.minimum(crown, trunk), leafy


def _shade(collage: Collage, cut: Cut, up: Tensor, across: Tensor, sight: _Sight) -> None:
    """The pool of shade at each foot, drawn out away from the light."""
    left, top = cut.places[0]
    box = collage.planes[:2, top : top + up.shape[0], left : left + up.shape[1]]
    aside = across + 0.16 * sight.side
    pool = torch.addcmul(aside * aside, up, up, value=16.0).mul_(-1 / 0.16).add_(1).mul_(4).clamp_(0, 1)
    box.addcmul_(box, pool, value=-0.42)
