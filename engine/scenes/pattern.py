"""Pattern: one motif in repeat, as on cloth, paper or a tiled wall.

Layouts by seed: sprigs of leaves in half drop, eight-pointed stars and crosses, scales of concentric arcs (seigaiha), fourfold flowers on
tiles (azulejo). A motif is folded along its mirrors (wallpaper groups pm, p4m, cm: Gruenbaum and Shephard, Tilings and Patterns, 1987),
so that one evaluation draws every copy.
"""

from __future__ import annotations

import math

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.affine import affine
from engine.draw.chance import Chance
from engine.draw.courses import CELLS, Courses, led, third
from engine.draw.grid import Grid
from engine.draw.noise import fbm
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("leaves", "stars", "scales", "flowers")
PITCHES = {"leaves": (0.32, 0.46), "stars": (0.38, 0.38), "scales": (0.46, 0.23), "flowers": (0.46, 0.46)}
SHIFTS = {"leaves": (0.0, 0.5), "stars": (0.0,), "scales": (0.0, 0.5), "flowers": (0.0,)}
SLOPE = 0.45
"""How much darker a broad shape is by each picture height within its outline: an ink that must change there runs along the outline."""
OUTLINED = 2
"""So many of a motif's shapes, the largest, have an outline that a brush would follow."""
SPREAD, PALER = 0.14, 0.10
"""By how much cells' grounds differ, and how much paler they are in the middle than at a whole pitch from it."""
HEART = 0.40
"""How much of its radius a scale's accent fills."""
Layer = tuple[Tensor, Tensor | float]
"""A shape of the motif: distance in heights, tone."""
Motif = tuple[Tensor, list[Layer], Tensor, Tensor | None]
"""The ground's tone, the shapes on it, the distance to the accent, and the flow where the motif has one of its own."""


@scene(
    "pattern",
    far="light",
    tiles=True,
    fine=True,
    options=(
        Option("repeats", "More and smaller repeats"),
        Option("motif", "Larger motifs with less ground between"),
        Option("variety", "Tones that differ more from one repeat to the next"),
    ),
)
def pattern(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    size = 1.5 - knobs.own["repeats"]
    across, down = (pitch * size for pitch in PITCHES[layout])
    there, place = led(grid, (across, down), third(grid, chance), 0.5 * down if layout == "scales" else 0.0)
    courses = Courses.laid(there, chance, across, down, SHIFTS[layout])
    dark = chance.uniform("ground") < 0.4
    own = grid.once(("cells", chance.path), lambda: chance.uniforms("cells", 2, CELLS * CELLS).to(grid.device))
    vary, phase = courses.numbers(own)
    vary.sub_(0.5).mul_(1.2 * knobs.own["variety"])
    u, v = courses.plane(courses.x), courses.down.sum(1, keepdim=True)
    draw = {"leaves": _leaves, "stars": _stars, "scales": _scales, "flowers": _flowers}[layout]
    beat = math.sin(2 * math.pi * t)
    ground, layers, focal, flow = draw(courses, u, v, vary, knobs, beat, t, grid.pixel)
    if flow is None:
        flow = torch.stack((grid.full(0.8), courses.plane(phase.sub_(0.5).sign_()).mul_(0.6).add_(1e-3)))
    if layout == "scales":
        chosen = _one_scale(there, place, courses, focal + HEART * _radius(courses, knobs))
    else:
        chosen = courses.plane((courses.cell == _chosen(grid, place, courses, SHIFTS[layout])).to(torch.float32))
    return _painted(grid, chance, ground, layers, (coverage(focal, grid.pixel).mul_(chosen)), dark, flow)


def _alternate(courses: Courses) -> Tensor:
    """(R, W) every second cell a little lighter, the others darker."""
    return (torch.remainder(courses.cell + torch.div(courses.cell, CELLS, rounding_mode="floor"), 2) - 0.5) * 0.14


def _ground(courses: Courses, tone: float, vary: Tensor) -> Tensor:
    """(H, W) each cell of a tone of its own, paler in its middle: where an ink must change, it changes from cell to cell or round a
    motif. vary: (R, W) about -0.6 .. 0.6."""
    wide, tall = courses.pitch
    own = _alternate(courses).add_(vary, alpha=SPREAD).add_(tone).add_(courses.x.square(), alpha=-PALER / wide**2)
    return courses.planes(own[None], torch.zeros_like(own)[None], torch.full_like(own, -PALER / tall**2)[None])[0]


def _dished(distance: Tensor, tone: Tensor | float) -> Layer:
    """A broad shape, darker towards its middle."""
    return distance, torch.add(tone, distance, alpha=SLOPE) if isinstance(tone, Tensor) else distance.mul(SLOPE).add_(tone)


def _painted(grid: Grid, chance: Chance, ground: Tensor, layers: list[Layer], accent: Tensor, dark: bool, flow: Tensor) -> Fields:
    """The motif's shapes laid over the ground; on a dark ground every tone is turned about."""
    plan, edges = ground, grid.full(EDGE_REACH)
    for index, (distance, tone) in enumerate(layers):
        cover = coverage(distance, grid.pixel)
        plan.lerp_(tone if isinstance(tone, Tensor) else torch.tensor(tone, device=grid.device), cover)
        if index < OUTLINED and grid.wants("edges"):
            torch.minimum(edges.add_(cover, alpha=EDGE_REACH), distance.abs_(), out=edges)
    plan.clamp_(0, 1)
    if dark:
        plan.neg_().add_(1)
    thread = fbm(grid, chance.of("thread"), 24.0, 1).mul_(0.004)
    return Fields(thread.add_(plan).clamp_(0, 1), plan, (1 - plan) * 0.5 + 0.25, flow, edges.clamp_(max=EDGE_REACH), accent, grid.unseen)


def _chosen(grid: Grid, place: tuple[float, float], courses: Courses, shifts: tuple[float, ...]) -> int:
    """The cell at a place: the accent."""
    (wide, tall), (x, y) = courses.pitch, place
    counts = [round(period / pitch) if period else CELLS for period, pitch in zip(grid.tile, courses.pitch, strict=True)]
    row = math.floor(y / tall) % counts[1]
    return row * CELLS + math.floor(x / wide + shifts[row % len(shifts)]) % counts[0]


def _radius(courses: Courses, knobs: SceneKnobs) -> float:
    """Of a scale."""
    return 0.5 * courses.pitch[0] * (0.86 + 0.24 * knobs.own["motif"])


def _one_scale(grid: Grid, place: tuple[float, float], courses: Courses, near: Tensor) -> Tensor:
    """1 in the scale that rises in the cell at a place: where the nearest scale's middle is as far as that one's. near: (H, W)."""
    (wide, tall), (x, y) = courses.pitch, place
    row = math.floor(y / tall)
    shift = SHIFTS["scales"][row % 2]
    across, down = grid.x - (math.floor(x / wide + shift) + 0.5 - shift) * wide, grid.y - (row + 1) * tall
    if grid.tile[0]:
        across = across - (across / grid.tile[0]).round() * grid.tile[0]
    if grid.tile[1]:
        down = down - (down / grid.tile[1]).round() * grid.tile[1]
    away = torch.add(across * across, down * down).sqrt_()
    return away.sub_(near).abs_().mul_(-1 / grid.pixel).add_(1.5).clamp_(0, 1)


def _leaf(along: Tensor, across: Tensor, half: float, wide: float) -> Tensor:
    """A pointed leaf about the origin: across from a parabola over its length."""
    return torch.addcmul(across.abs() - wide, along, along, value=wide / (half * half)).mul_(0.75)


def _leaves(courses: Courses, u: Tensor, v: Tensor, vary: Tensor, knobs: SceneKnobs, beat: float, t: float, pixel: float) -> Motif:
    """A stem with leaves in pairs and a berry above, every second column half a drop lower."""
    (wide, tall), ground = courses.pitch, _ground(courses, 0.92, vary)
    vary = courses.plane(vary)
    grow = 0.75 + 0.5 * knobs.own["motif"]
    side = (u + v * (0.10 * knobs.energy * beat)).abs_()
    pairs = 3
    step = 0.86 * tall / pairs
    place = (v + 0.40 * tall) / step
    index = place.floor().clamp(0, pairs - 1)
    local = (place - index - 0.55) * step
    taper = (1.05 - 0.16 * (pairs - 1 - index)) * grow
    turn = 0.60 + 0.35 * (knobs.energy - 0.5)
    cosine, sine = math.cos(turn), math.sin(turn)
    middle = 0.155 * wide
    reach = side - middle * taper
    along, across = reach * cosine - local * sine, reach * sine + local * cosine
    half, broad = 0.235 * wide, 0.088 * wide
    leaf = _leaf(along / taper, across / taper, half, broad * (0.8 + 0.4 * grow)).mul_(taper)
    vein = torch.maximum(across.abs() - 0.006 * (0.4 + 1.2 * knobs.detail), leaf + 0.012)
    stem = torch.maximum(side - 0.0075, v.abs() - 0.42 * tall)
    top = v + 0.46 * tall
    berry = torch.addcmul(top * top, u, u).sqrt_().sub_(0.052 * grow * wide + 0.010)
    tone = (0.30 + 0.22 * vary).add_((across > 0).to(torch.float32), alpha=0.18)
    focal = torch.minimum(torch.maximum(leaf, v + 0.16 * tall), berry)
    return ground, [(stem, 0.12), (leaf, tone), (vein, 0.86), (berry.clone(), 0.62)], focal, None


def _stars(courses: Courses, u: Tensor, v: Tensor, vary: Tensor, knobs: SceneKnobs, beat: float, t: float, pixel: float) -> Motif:
    """Eight-pointed stars, one square on another, and the crosses between them."""
    (wide, tall), ground = courses.pitch, _ground(courses, 0.84, vary)
    vary = courses.plane(vary)
    radius = 0.5 * min(wide, tall)
    grow = 0.78 + 0.34 * knobs.own["motif"]
    x, y = u.abs(), v.abs()
    square, turned = torch.maximum(x, y), (x + y) * 0.7071
    star = torch.minimum(square, turned)
    outer = 0.70 * radius * grow
    breath = 1 + 0.16 * knobs.energy * beat
    inner = torch.maximum(square, turned).sub_(0.40 * radius * grow * breath)
    heart = torch.addcmul(x * x, y, y).sqrt_()
    corner = (0.5 * wide - x) + (0.5 * tall - y) - 0.30 * radius
    layers: list[Layer] = [
        (corner * 0.7071, 0.62),
        _dished(star - outer, 0.16 + 0.20 * vary),
        (star - outer + 0.05 * radius + 0.05 * radius * knobs.detail, 0.95),
        _dished(star - outer + 0.20 * radius, 0.40 + 0.30 * vary),
        (inner, 0.80),
        (heart - 0.20 * radius, 0.10),
    ]
    focal = torch.maximum(star - (outer - 0.20 * radius), 0.01 - inner)
    return ground, layers, focal, None


def _scales(courses: Courses, u: Tensor, v: Tensor, vary: Tensor, knobs: SceneKnobs, beat: float, t: float, pixel: float) -> Motif:
    """Scales of concentric arcs, each row over the one above, each in the tone of the cell that it rises in; the arcs travel outwards."""
    wide, tall = courses.pitch
    radius = _radius(courses, knobs)
    count = 3
    aside = u - u.sign() * (0.5 * wide)
    offsets = [(aside, v + 0.5 * tall), (u, v - 0.5 * tall), (aside, v - 1.5 * tall)]
    away = [torch.addcmul((under * under).expand_as(right), right, right).sqrt_() for right, under in offsets]
    own = vary.mul(0.8).add_(0.46).add_(_alternate(courses))
    tones = [courses.plane(own.roll(rows, 0)) for rows in (1, 0, -1)]
    near, tone = away[0], tones[0]
    flow = torch.stack((-offsets[0][1].expand_as(u), offsets[0][0]))
    for index, (right, under) in enumerate(offsets[1:], 1):
        cover = coverage(away[index] - radius, pixel)
        near.lerp_(away[index], cover)
        tone.lerp_(tones[index], cover)
        flow.lerp_(torch.stack((-under.expand_as(u), right)), cover)
    flow.mul_(torch.addcmul(flow[0] * flow[0], flow[1], flow[1]).add_(1e-6).rsqrt_())
    tone.sub_(near, alpha=0.25)
    width = radius / count
    ring = (near * (1 / width) - t).frac_().abs_().sub_(0.5).abs_().sub_(0.17 + 0.06 * knobs.detail).mul_(width)
    rim = (near - radius * 0.95).abs_().sub_(0.05 * radius)
    return tone, [(ring, affine(tone, 0.25, 0.79)), (rim, 0.97), (radius - near, 0.97)], near - HEART * radius, flow


def _flowers(courses: Courses, u: Tensor, v: Tensor, vary: Tensor, knobs: SceneKnobs, beat: float, t: float, pixel: float) -> Motif:
    """A flower of eight petals in a ring, quarters of another at the tile's corners, leaves along the diagonals."""
    (wide, tall), ground = courses.pitch, _ground(courses, 0.88, vary)
    vary = courses.plane(vary)
    radius = 0.5 * min(wide, tall)
    grow = (0.80 + 0.4 * knobs.own["motif"]) * (1 + 0.05 * knobs.energy * beat)
    x, y = u.abs(), v.abs()
    high, low = torch.maximum(x, y), torch.minimum(x, y)
    heart = torch.addcmul(x * x, y, y).sqrt_()
    straight = _leaf(high - 0.42 * radius * grow, low, 0.30 * radius * grow, 0.13 * radius * grow)
    slant, aside = (high + low) * 0.7071, (high - low) * 0.7071
    oblique = _leaf(slant - 0.46 * radius * grow, aside, 0.34 * radius * grow, 0.15 * radius * grow)
    far = torch.addcmul((0.5 * wide - x).square(), 0.5 * tall - y, 0.5 * tall - y).sqrt_()
    vein = torch.maximum(low - 0.016 * radius * (0.4 + 1.2 * knobs.detail), straight + 0.03 * radius)
    layers: list[Layer] = [
        _dished(heart - 0.90 * radius, 0.68 - 0.25 * vary),
        (far - 0.40 * radius * grow, 0.30 + 0.2 * vary),
        (far - 0.26 * radius * grow, 0.95),
        (far - 0.14 * radius * grow, 0.62),
        _dished(oblique, 0.28 + 0.15 * vary),
        _dished(straight, 0.06),
        (vein, 0.9),
        (heart - 0.17 * radius * grow, 0.72),
    ]
    focal = torch.minimum(oblique, heart - 0.17 * radius * grow)
    return ground, layers, focal, None
