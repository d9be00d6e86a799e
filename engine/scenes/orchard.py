"""Orchard: rows of trees that run to one point, or over rolling land, a path between them; one in another colour.

Layouts by seed: an avenue of fruit trees with a path, an orchard over hills, a formal garden of clipped cones and balls about a pool.
Rows stand at equal steps of true distance, so their places on the picture go as one over distance (Alberti, De pictura, 1435).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.collage import DEPTH, EDGES, LIGHTNESS, REGIONS, Collage
from engine.draw.drift import drifting
from engine.draw.fruit_trees import Foliage, Lobe, Tree, lay_shade, paste_limb, paste_trees
from engine.draw.grid import Grid
from engine.draw.noise import Noise, fbm, smoothstep, summed
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("avenue", "hills", "garden")
TREES = 64
NEAREST = 0.66
"""How far below the horizon the feet of a row at distance 1 stand (heights)."""
BOUGH: tuple[Lobe, ...] = ((-0.20, 0.40, 0.20), (0.10, 0.44, 0.18), (0.38, 0.45, 0.14), (-0.06, 0.27, 0.14), (-0.34, 0.20, 0.14))
"""The leaves over the painter's head, about the middle of them, inwards from the frame."""
HABITS: tuple[tuple[Lobe, ...], ...] = (
    ((0.02, 0.78, 0.20), (-0.24, 0.60, 0.19), (0.25, 0.63, 0.18), (0.03, 0.56, 0.17)),
    ((0.05, 0.74, 0.18), (-0.29, 0.63, 0.16), (0.30, 0.61, 0.16), (-0.12, 0.68, 0.17)),
    ((0.01, 0.86, 0.13), (-0.10, 0.68, 0.16), (0.11, 0.62, 0.17), (-0.05, 0.46, 0.17)),
)
"""Crowns: round as an apple's, spread as an olive's, tall as a pear's."""
CLIPPED: tuple[tuple[Lobe, ...], ...] = (
    ((0.0, 0.44, 0.26),),
    ((0.0, 0.70, 0.15), (0.0, 0.52, 0.22), (0.0, 0.38, 0.22)),
)
"""Balls, and eggs."""
SAPLING = 0.55
"""With room for no more than so much of its height a tree does not grow at all."""
LAND = (0.74, 0.62, 0.72, 0.64)
"""The tones of the swells of land, the farthest first."""


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
    below it; origin: a border of two trees' cells, pitch: the cells' width; height of a tree; the tones of its leaves; depth."""

    base: float
    wave: float
    pace: float
    phase: float
    lift: float
    origin: float
    pitch: float
    height: float
    light: float
    shade: float
    depth: float

    def foot(self, x: float) -> float:
        """Where a tree stands."""
        return self.base + self.wave * math.sin(x * self.pace + self.phase) + self.lift


def _lands(grid: Grid, rows: list[_Row]) -> Tensor:
    """(R, 1, W) the land's line of every row."""
    base, wave, pace, phase = torch.tensor([(one.base, one.wave, one.pace, one.phase) for one in rows], device=grid.device).T[
        ..., None, None
    ]
    return torch.addcmul(phase, grid.x, pace).sin_().mul_(wave).add_(base)


def _sky(grid: Grid, chance: Chance, sight: _Sight, t: float) -> Collage:
    """Morning air, lightest low over the land, with a few long clouds that drift."""
    up = (sight.y - grid.y).clamp(0, 0.6)
    plan = (0.97 - 0.42 * up).expand(grid.shape).clone()
    large, small = (drifting(chance, name, frequency, t, 0.10, 4.0) for name, frequency in (("cloud", 3.2), ("drift", 4.4)))
    noise = summed(grid, [large, replace(small, amplitude=0.5)])
    cloud = smoothstep(0.5, 1.3, noise).mul_((up * 5).clamp(0, 1))
    lightness = torch.addcmul(plan, cloud, 1 - plan, value=0.7)
    plan.addcmul_(cloud, 1 - plan, value=0.5)
    return Collage(grid, lightness, plan, 1.0, (1.0, 0.08))


def _distance(collage: Collage, chance: Chance, sight: _Sight, leaves: Tensor) -> None:
    """Two far hills, and the land beneath the horizon."""
    lines = _rows(collage, sight.y - 0.25, sight.y + 0.14)
    grid, planes, texture = collage.grid.part(lines, slice(None)), collage.planes[:, lines], leaves[lines] * 0.02
    for index, (rise, tone) in enumerate(((0.09, 0.74), (0.045, 0.60))):
        crest = sight.y - rise * (1 + 0.55 * Noise(chance, f"hill {index}").at(grid.x, 0.0, 0.9 + 0.5 * index)).clamp(min=0.1)
        cover = coverage(crest - grid.y, grid.pixel)
        planes[LIGHTNESS].lerp_(texture + tone, cover)
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
    """Rows to the vanishing point, the farthest first; the focal tree stands beside the path."""
    aspect = collage.grid.aspect
    spacing = chance.uniform("spacing", 0.86, 1.06) * (0.75 + 0.25 * min(1.5, aspect))
    _ground(collage, knobs, sight, leaves, spacing, clipped)
    tall, rows = (0.62 if clipped else 0.66) * (0.7 + 0.6 * knobs.own["trees"]), []
    for away in (5.8, 3.8, 2.4, 1.5):
        below, near = NEAREST / away, 1 / away
        rows.append(
            _Row(sight.y + below, 0.0, 0.0, 0.0, 0.0, sight.x, spacing * below, tall * near, *_tones(1.5 * near), 0.62 - 0.55 * near)
        )
    grove = _Grove(collage.grid, chance, knobs, t, rows, clipped)
    chosen = grove.tree(2, 0 if sight.side < 0 else -1)
    foliage = _foliage(leaves, knobs, sight, clipped)
    lands = _lands(collage.grid, rows)
    for index in range(len(rows)):
        grove.plant(collage, index, lands[index], 2, chosen, foliage)
    _overhang(collage, chance, knobs, t, sight.side, foliage)


def _hills(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, sight: _Sight, leaves: Tensor) -> None:
    """Swells of land one before the other, striped with mown grass, a row of trees along each."""
    aspect, count, rows = collage.grid.aspect, 4, []
    focus, accented = math.copysign(aspect / 6, -sight.side), 1 if aspect < 1.6 else 2
    for index in range(count):
        near, here = index / (count - 1), chance.of(f"swell {index}")
        height = (0.125 + 0.15 * near) * (0.7 + 0.6 * knobs.own["trees"])
        pitch = height * here.uniform("pitch", 1.0, 1.4)
        origin = focus + (here.uniform("origin") - 1.0) * pitch  # so the tree nearest to the focus is the same one at every pitch
        pace, phase = here.uniform("pace", 1.5, 3.2) / max(0.8, aspect**0.5), here.uniform("phase", 0, 6.28)
        base, wave = sight.y + 0.01 + 0.46 * near**1.3, 0.035 + 0.05 * knobs.energy
        rows.append(_Row(base, wave, pace, phase, 0.35 * height, origin, pitch, height, *_tones(near), 0.72 - 0.7 * near))
    grove = _Grove(collage.grid, chance, knobs, t, rows, False)
    chosen = grove.tree(accented, 0)
    foliage = _foliage(leaves, knobs, sight, False)
    lands = _lands(collage.grid, rows)
    for index, row in enumerate(rows):
        end = rows[index + 1].base + rows[index + 1].wave if index + 1 < count else math.inf
        _swell(collage, row, lands[index], LAND[index], end, knobs, sight, leaves)
        grove.plant(collage, index, lands[index], accented, chosen, foliage)
    _overhang(collage, chance, knobs, t, sight.side, foliage)


def _tones(near: float) -> tuple[float, float]:
    """Of leaves in the light and in the shade: both darker, and farther apart, the nearer they stand."""
    return 0.58 - 0.06 * near, 0.43 - 0.13 * near


def _foliage(leaves: Tensor, knobs: SceneKnobs, sight: _Sight, clipped: bool) -> Foliage:
    rough = 0.004 if clipped else 0.008 + 0.022 * knobs.detail
    return Foliage(leaves, rough, knobs.detail, knobs.own["blossom"], sight.side)


class _Grove:
    """Which trees stand where: every row goes on for ever, and a tree is the same however much of its row is seen."""

    def __init__(self, grid: Grid, chance: Chance, knobs: SceneKnobs, t: float, rows: list[_Row], clipped: bool) -> None:
        self.grid, self.rows, self.clipped = grid, rows, clipped
        self.breeze, self.turn = 0.06 * knobs.energy, 2 * math.pi * t
        self.habit = CLIPPED[chance.integer("clipped", len(CLIPPED))] if clipped else HABITS[chance.integer("habit", len(HABITS))]
        self.odd = chance.integer("cones", 2)
        self.table: list[list[float]] = grid.once(("grove", chance.path), lambda: chance.uniforms("grove", TREES, 15).tolist())

    def tree(self, index: int, cell: int, accent: float = 0.0) -> Tree:
        """The tree of a row's cell."""
        row, (aside, own, large, *moves) = self.rows[index], self.table[(cell + 17 * index) % TREES]
        x = (cell + 0.5 + (aside - 0.5) * (0.0 if self.clipped else 0.16)) * row.pitch + row.origin
        height = row.height * (1 + (large - 0.5) * (0.06 if self.clipped else 0.20))
        free = 0.0 if self.clipped else 0.07
        lobes = tuple(
            (across + free * (moves[2 * k] - 0.5), up + free * (moves[2 * k + 1] - 0.5), radius)
            for k, (across, up, radius) in enumerate(self.habit[: 4 if index else 3])
        )
        if self.clipped and (index + self.odd) % 2:
            lobes = ()
        sway = self.breeze * math.sin(2 * math.pi * own + self.turn) * height
        tone = 0.05 * (own - 0.5)
        return Tree(
            x, row.foot(x), height, sway, row.light + tone, row.shade + tone, row.depth, accent, lobes, 1.0 if self.clipped else 0.24
        )

    def plant(self, collage: Collage, index: int, land: Tensor, accented: int, chosen: Tree, foliage: Foliage) -> None:
        """Paint one row of trees with the shade beneath them; none grows before the focal tree."""
        row, ((left, right), _) = self.rows[index], self.grid.span
        reach = row.height
        cells = range(math.floor((left - reach - row.origin) / row.pitch), math.ceil((right + reach - row.origin) / row.pitch))
        trees = [self.tree(index, cell) for cell in cells]
        if index > accented:
            trees = [replace(tree, height=tree.height * grown) for tree in trees if (grown := _grown(tree, chosen)) > 0]
        elif index == accented:
            aspect = self.grid.aspect
            size = chosen.height * min(1.3, max(0.7, math.sqrt(0.036 * aspect) / chosen.height))
            focal = replace(chosen, accent=1.0, height=size)
            trees = [tree for tree in trees if abs(tree.x - chosen.x) > 1e-6] + [focal]
        if trees:
            lay_shade(collage, trees, land + row.lift, row.height, foliage.side)
            paste_trees(collage, trees, foliage, self.largest(index, trees[-1].accent * trees[-1].height))

    def largest(self, index: int, focal: float) -> Tree:
        """As large as any of a row, and as the focal tree if that is `focal` tall: what is worked out must not hang on what is seen."""
        sample, free = self.tree(index, 0), 0.0 if self.clipped else 0.035
        height = max(1.1 * self.rows[index].height, focal)
        lobes = tuple((abs(across) + free, up + free, radius) for across, up, radius in self.habit) if sample.lobes else ()
        return replace(sample, height=height, sway=self.breeze * height, lobes=lobes)


def _grown(tree: Tree, chosen: Tree) -> float:
    """How far a nearer tree has grown, in [0, 1]: wholly where it hides nothing of the focal tree, and not at all where it would hide
    much; in between it shrinks, for trees that were there or not would come and go in leaps as a slider moves."""
    aside, below = abs(tree.x - chosen.x) / 0.46 - chosen.height, tree.foot - chosen.foot
    room = max(aside, below) / tree.height
    return min(1.0, max(0.0, (room - SAPLING) / (1 - SAPLING)))


def _overhang(collage: Collage, chance: Chance, knobs: SceneKnobs, t: float, side: float, foliage: Foliage) -> None:
    """The tree beside which the painter stands: its trunk along the frame, its leaves from above, both cut by the frame."""
    here, aspect = chance.of("overhang"), collage.grid.aspect
    wide, lean = min(1.0, 0.34 + 0.5 * aspect), here.uniform("lean", 0.0, 0.05)
    sway = 0.012 * knobs.energy * math.sin(2 * math.pi * (t + here.uniform("sway")))
    draws = here.uniforms("lobes", len(BOUGH), 2).tolist()
    lobes = tuple(
        (-side * across * wide + 0.06 * (a - 0.5), up + 0.06 * (b - 0.5), radius)
        for (across, up, radius), (a, b) in zip(BOUGH, draws, strict=True)
    )
    edge = side * (0.5 * aspect - 0.01)
    paste_limb(collage, (edge, 0.62), (edge + side * lean, -0.7), 0.036, -0.012 * side)
    paste_limb(collage, (edge + side * 0.3 * lean, -0.08), (edge - side * 0.34 * wide, -0.46), 0.018, -0.05 * side)
    tree = Tree(edge - side * 0.22 * wide, -0.25, 0.6, sway, 0.26, 0.12, 0.04, 0.0, lobes, 0.0)
    paste_trees(collage, [tree], foliage, tree)


def _rows(collage: Collage, top: float, bottom: float) -> slice:
    """The window's lines between two heights; at least one."""
    (_, (first, _)), tall = collage.grid.span, collage.grid.shape[0]
    start, end = (int(min(max((place - first) / collage.grid.pixel, 0.0), float(tall))) for place in (top, bottom))
    return slice(min(start, tall - 1), max(end, min(start, tall - 1) + 1))


def _swell(collage: Collage, row: _Row, land: Tensor, tone: float, end: float, knobs: SceneKnobs, sight: _Sight, leaves: Tensor) -> None:
    """One swell of the land, down to the next one's line (`end`, or the picture's foot), with a path that turns over it."""
    lines = _rows(collage, row.base - row.wave - 0.02, end + 0.01)
    grid, planes = collage.grid, collage.planes[:, lines]
    near = 1 - row.depth
    down = grid.y[lines] - land
    cover = coverage(-down, grid.pixel)
    strip = torch.add((grid.x - sight.x) * (7.0 - 4.0 * near) + 64.0, down, alpha=6.0 * sight.side)
    strip.frac_().sub_(0.5).abs_().sub_(0.25).mul_(0.4).clamp_(-0.05, 0.05).add_(tone)
    lean = math.copysign(0.9, math.sin(row.phase))
    wide, sharp = 0.01 + 0.10 * knobs.own["path"], 1 / (math.hypot(1.0, lean) * grid.pixel)
    path = torch.add(grid.x - sight.x + 0.10 * lean, down, alpha=-lean).abs_().sub_(down, alpha=wide)
    path.mul_(-sharp).add_(0.5 + wide * (0.2 + 0.5 * near) * sharp).clamp_(0, 1)
    strip.lerp_(strip.new_tensor(0.98 - 0.10 * near), path)
    planes[REGIONS].lerp_(strip, cover)
    planes[LIGHTNESS].lerp_(strip.add_(leaves[lines], alpha=0.02), cover)
    planes[DEPTH].lerp_(grid.x.new_tensor(row.depth + 0.03), cover)
    if grid.wants("edges"):
        torch.minimum(planes[EDGES].add_(cover, alpha=EDGE_REACH), down.abs_(), out=planes[EDGES])
