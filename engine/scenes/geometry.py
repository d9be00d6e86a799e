"""Geometry: discs, arcs, bars and triangles set against each other in balance, after the Bauhaus.

Layouts by seed: a construction on diagonals with one great disc (Kandinsky, Point and Line to Plane, 1926), a wall of modules that are
quarters, halves and leaves of circles (as in the weaving workshop's exercises), arcs and discs stacked on a ground line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.collage import Collage, counted
from engine.draw.courses import CELLS, Courses, led, third
from engine.draw.grid import Grid
from engine.draw.shapes import coverage
from engine.registry import Option, scene

LAYOUTS = ("construction", "modules", "stack")
TONES = (0.04, 0.22, 0.40, 0.58, 0.76, 0.95)
SHADES = 0.05
"""How far modules of one tone differ."""
Shape = tuple[float, ...]
"""(x, y) of the middle; cosine and sine of its turn; kind; size; thickness or half height; tone, depth, accent.
Kinds: disc (a ring of no radius), half disc, ring, bar, triangle, quarter ring, hatching (parallel lines `HATCH` apart)."""
DISC, HALF, RING, BAR, TRIANGLE, ARC, HATCHING = range(7)
HATCH = 0.045


@scene(
    "geometry",
    far="light",
    tiles=True,
    options=(
        Option("shapes", "More shapes"),
        Option("round", "From straight shapes to round ones"),
        Option("lines", "More thin lines between the shapes"),
    ),
)
def geometry(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = "modules" if any(grid.tile) else LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    if layout == "modules":
        return _modules(grid, chance, knobs, t)
    plan = _panels(grid, chance, knobs, layout)
    collage = Collage(grid, plan, plan, 1.0, (1.0, 0.0))
    for shapes in (_construction if layout == "construction" else _stack)(grid, chance, knobs, t):
        _paste(collage, shapes)
    return collage.fields()


def _tilt(knobs: SceneKnobs) -> float:
    """How steep diagonals are beside their own angle: what is calm lies, what is lively rises."""
    return 0.45 + 1.1 * knobs.energy


def _panels(grid: Grid, chance: Chance, knobs: SceneKnobs, layout: str) -> Tensor:
    """The ground: two or three flat fields parted by straight lines."""
    turn = math.pi / 2
    if layout == "construction":
        slope = _tilt(knobs) / math.tan(chance.uniform("turn", 0.5, 1.1) * chance.sign("lean"))
        turn = math.atan2(1.0, slope)
    shift = 0.12 if layout == "construction" else chance.uniform("ground", 0.24, 0.32)
    away = grid.x * math.cos(turn) + (grid.y * abs(math.sin(turn)) - shift)
    plan = (away * (-0.20)).add_(0.86)
    plan.lerp_(away * 0.18 + 0.61, coverage(-away, grid.pixel))
    if layout == "stack":
        wall = grid.x - chance.sign("side") * grid.aspect * chance.uniform("wall", 0.05, 0.2)
        plan.lerp_(away * 0.12 + 0.75, coverage(torch.maximum(wall * chance.sign("wall side"), away), grid.pixel))
    return plan


def _paste(collage: Collage, shapes: Sequence[Shape]) -> None:
    """Shapes of about one size and one kind, the farthest first."""
    if not shapes:
        return
    kind = int(shapes[0][4])
    half_width, half_height = (max(one) for one in zip(*(_reach(shape) for shape in shapes), strict=True))
    cut = collage.cut(shapes, half_width, half_height)
    if cut is None:
        return
    cosine, sine, _, size, thick, tone, depth, accent = cut.numbers
    along = torch.add(cut.x * cosine, cut.y * sine)
    across = torch.sub(cut.y * cosine, cut.x * sine)
    if kind in (DISC, HALF, RING, ARC):
        distance = torch.addcmul(along * along, across, across).sqrt_().sub_(size).abs_().sub_(thick)
        if kind == HALF:
            torch.maximum(distance, across, out=distance)
        if kind == ARC:
            torch.maximum(distance, torch.maximum(across, along), out=distance)
    elif kind == BAR:
        distance = torch.maximum(along.abs() - size, across.abs() - thick)
    elif kind == HATCHING:
        line = (across * (1 / HATCH)).frac_().abs_().sub_(0.5).abs_().sub_(0.07).mul_(HATCH)
        distance = torch.maximum(torch.maximum(along.abs() - size, across.abs() - thick), line)
    else:
        distance = torch.maximum((along.abs() * 0.866).sub_(across, alpha=0.5).sub_(size * 0.5), across - size * 0.5)
    reach = size + thick
    tones = distance.new_empty((distance.shape[0], 2, *distance.shape[1:]))
    tones[:, 1] = tone
    torch.add(tone + along * (0.05 / reach), across * (0.10 / reach), out=tones[:, 0])
    collage.paste(cut, distance, tones, depth, (cosine, sine), accent)


def _reach(shape: Shape) -> tuple[float, float]:
    """Half width and half height of a shape's box."""
    _, _, cosine, sine, kind, size, thick, *_ = shape
    if kind in (BAR, HATCHING):
        return abs(cosine) * size + abs(sine) * thick, abs(sine) * size + abs(cosine) * thick
    return size + thick, size + thick


def _shape(
    x: float, y: float, kind: int, size: float, turn: float, tone: float, depth: float, thick: float = 0.0, accent: float = 0.0
) -> Shape:
    size, thick = (0.0, size) if kind in (DISC, HALF) else (size, thick)
    return (x, y, math.cos(turn), math.sin(turn), float(kind), size, thick, tone, depth, accent)


def _construction(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> list[list[Shape]]:
    """One great disc with rings, long bars along a diagonal and its counter, triangles and small discs in their corners."""
    aspect, side = grid.aspect, chance.sign("side")
    turn = 2 * math.pi * t
    wide = min(1.0, 0.45 + 0.55 * aspect)
    x, y = side * aspect * chance.uniform("x", 0.10, 0.17), chance.uniform("y", -0.13, -0.04)
    great = chance.uniform("great", 0.25, 0.31) * wide
    lean = side * (0.5 + 0.25 * chance.uniform("lean angle")) * _tilt(knobs) + 0.04 * knobs.energy * math.sin(turn)
    counter = lean - side * math.pi / 2
    round_share, count = knobs.own["round"], knobs.own["shapes"]
    ring_one = 0.06 * knobs.energy
    great_ones = [
        _shape(x, y, RING, great * 1.28, 0.0, 0.10, 0.75, 0.006 + 0.010 * knobs.own["lines"]),
        _shape(x, y, DISC, great, lean, 0.20, 0.7),
        _shape(x - 0.10 * side * great, y + 0.10 * great, DISC, great * 0.62, lean, 0.62, 0.6),
    ]
    half_discs = [
        _shape(-side * aspect * 0.22, 0.22, HALF, 0.19 * wide * (0.5 + round_share), lean + ring_one * math.sin(turn), 0.36, 0.45),
        _shape(side * aspect * 0.30, 0.34, HALF, 0.13 * wide * (0.5 + round_share), counter - ring_one * math.sin(turn), 0.06, 0.35),
    ]
    bars = []
    draws = chance.uniforms("bars", 10, 4).tolist()
    for index, fade in counted(2 + 3.5 * count):
        a, b, c, d = draws[index]
        bx, by, thick = (a - 0.5) * aspect * 0.8, (b - 0.5) * 0.7, 0.010 + 0.026 * (index % 2)
        along = lean if index % 3 else counter
        bars.append(_shape(bx, by, BAR, (0.14 + 0.28 * c) * fade, along, TONES[int(d * 6)], 0.4 - 0.03 * index, thick * fade))
    span = 0.03 + 0.24 * knobs.own["lines"]
    lines = [_shape(-side * aspect * 0.18, -0.13, HATCHING, 0.26, counter, 0.05, 0.3, span)]
    triangles = []
    for index, fade in counted(1 + 3 * count):
        a, b, c, d = draws[6 + index]
        swing = 0.25 * knobs.energy * math.sin(turn + 6.28 * c)
        place = -side * aspect * (0.36 - 0.5 * a)
        size = (0.10 + 0.10 * c) * (1.3 - 0.6 * round_share) * fade
        triangles.append(_shape(place, 0.05 + 0.34 * b, TRIANGLE, size, lean + swing, TONES[int(d * 5)], 0.3))
    orbit = turn + 6.28 * chance.uniform("orbit")
    dots = []
    for index, fade in counted(2 + 4 * count * (0.4 + 1.2 * round_share)):
        angle = orbit * (1 if index % 2 else -1) + index * 2.4
        place = x + great * 1.28 * math.cos(angle), y + great * 1.28 * math.sin(angle)
        dots.append(_shape(*place, DISC, (0.016 + 0.010 * (index % 3)) * fade, 0.0, 0.05 if index % 2 else 0.96, 0.3))
    ticks = []
    for index, fade in counted(22 * knobs.detail):
        angle = 0.5 * orbit + index * 2 * math.pi / 22
        place = x + great * 1.36 * math.cos(angle), y + great * 1.36 * math.sin(angle)
        ticks.append(_shape(*place, BAR, 0.016 * fade, angle, 0.05 if index % 3 else 0.62, 0.3, 0.0035))
    accent = 0.076 * max(0.9, aspect**0.4)
    dots.append(_shape(x + side * great * 0.20, y - great * 0.28, DISC, accent, 0.0, 0.9, 0.1, accent=1.0))
    return [great_ones, half_discs, bars, lines, ticks, triangles, dots]


def _stack(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> list[list[Shape]]:
    """Arches, halves and bars that stand on one line like a still life, a disc poised above them."""
    aspect, side = grid.aspect, chance.sign("side")
    ground, turn = chance.uniform("ground", 0.24, 0.32), 2 * math.pi * t
    wide = min(1.0, 0.40 + 0.60 * aspect)
    count = max(2.0, round(2 + 2 * aspect) + 3.5 * (knobs.own["shapes"] - 0.5))
    halves: list[Shape] = []
    bars: list[Shape] = []
    arcs: list[Shape] = []
    triangles: list[Shape] = []
    span = 0.84 * aspect / count
    draws = chance.uniforms("stack", 24, 4).tolist()
    for index, fade in counted(min(24.0, count)):
        a, b, c, d = draws[index]
        x = ((index + 0.5) / count - 0.5) * 0.84 * aspect
        size = min(0.23, span * (0.52 + 0.16 * a)) * wide * fade
        tone, tone_above = TONES[int(b * 5)], TONES[(int(b * 5) + 2 + int(2 * c)) % 6]
        pillar = (0.18 + 0.32 * knobs.energy * (d - 0.5)) * fade
        bars.append(_shape(x, ground - pillar / 2, BAR, size * 0.92, 0.0, tone, 0.5, pillar / 2))
        top = ground - pillar
        rock = 0.30 * knobs.energy * math.sin(turn + 6.28 * c)
        if a < 0.25 + 0.5 * knobs.own["round"]:
            halves.append(_shape(x, top, HALF, size, rock * 0.4, tone_above, 0.4))
            thick = 0.035 * wide + 0.02 * knobs.own["lines"]
            arcs.append(_shape(x, top, ARC, size * 0.58, rock, TONES[(int(b * 5) + 4) % 6], 0.35, thick))
        else:
            triangles.append(_shape(x, top - size * 0.5, TRIANGLE, size, rock * 0.3, tone_above, 0.4))
    stripes = [
        _shape(side * aspect * 0.3, ground + 0.05 + 0.034 * index, BAR, aspect * (0.2 + 0.02 * index) * fade, 0.0, 0.1, 0.3, 0.004 * fade)
        for index, fade in counted(1 + 5 * knobs.own["lines"])
    ]
    ticks = [
        _shape((0.5 - (index + 0.5) / 24) * 0.9 * aspect, ground + 0.022, BAR, 0.014 * fade, math.pi / 2, 0.1, 0.3, 0.0035)
        for index, fade in counted(24 * knobs.detail)
    ]
    x, y = -side * aspect * 0.15, -0.27 + 0.05 * math.sin(turn) * knobs.energy
    great = [_shape(side * aspect * 0.17, -0.14, DISC, size * wide, 0.0, tone, 0.8) for size, tone in ((0.21, 0.97), (0.13, 0.42))]
    focal = [_shape(x, y, DISC, 0.078 * max(0.9, aspect**0.4), 0.0, 0.9, 0.2, accent=1.0)]
    return [great, bars, halves, arcs, triangles, stripes, ticks, focal]


def _modules(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """A wall of squares, each with a quarter, half or whole of a circle, a leaf or a triangle of two tones."""
    side = 0.30 - 0.16 * knobs.own["shapes"]
    there, place = led(grid, (side, side), third(grid, chance))
    courses = Courses.laid(there, chance, side, side, (0.0,))
    wide, tall = courses.pitch
    row, column = _chosen(grid, place, courses.pitch)
    table = grid.once(("modules", chance.path), lambda: _module_table(grid, chance, knobs, row * CELLS + column))
    ground, tone, cx, cy, radius, nx, ny, cut, inner = courses.numbers(table)
    swing = 1 + 0.10 * knobs.energy * math.sin(2 * math.pi * t)
    x = courses.x / wide - cx
    zero = torch.zeros_like(x)
    round_parts = courses.planes(
        torch.stack((x * x + cy * cy, nx * x * 1.0 - ny * cy - cut, ground, tone, radius * swing, inner)),
        torch.stack((-2 * cy / tall, ny / tall, zero, zero, zero, zero)),
        torch.stack((zero + 1 / (tall * tall), zero, zero, zero, zero, zero)),
    )
    away = round_parts[0].clamp(min=0).sqrt_()
    distance = torch.maximum(away - round_parts[4], round_parts[1]).mul_(tall)
    within = round_parts[4] * round_parts[5]
    chosen = courses.plane((courses.cell == row * CELLS + column).to(torch.float32))
    ring, dot = (away - within).mul_(tall), torch.add(away, within, alpha=-0.8 * knobs.detail).mul_(tall).add_(chosen)
    plan = torch.lerp(round_parts[2], round_parts[3], coverage(distance, grid.pixel))
    core = coverage(torch.maximum(ring, distance), grid.pixel)
    plan.lerp_(1 - round_parts[3], core)
    plan.lerp_(round_parts[3], coverage(torch.maximum(dot, distance), grid.pixel))
    joint = _joint(courses, 0.010 * max(0.0, knobs.own["lines"] - 0.25))
    plan.lerp_(plan.new_tensor(0.05), coverage(joint, grid.pixel))
    lightness = torch.add(plan, courses.plane(courses.x), alpha=0.25)
    edges = torch.minimum(distance.abs(), torch.minimum(ring.abs(), dot.abs())).clamp_(max=EDGE_REACH)
    flow = torch.stack((grid.full(1.0), grid.full(0.0)))
    return Fields(lightness.clamp_(0, 1), plan, 1 - plan, flow, edges, core * chosen)


def _joint(courses: Courses, half: float) -> Tensor:
    """(H, W) distance to the lines that part the modules, each of that half width; far away where it is 0."""
    (wide, tall), zero = courses.pitch, torch.zeros_like(courses.x)
    across, down = courses.planes(torch.stack((wide / 2 - courses.x.abs(), zero)), torch.stack((zero, zero + 1)))
    return torch.minimum(across, down.abs_().neg_().add_(tall / 2)).sub_(half if half else -1.0)


def _chosen(grid: Grid, place: tuple[float, float], pitch: tuple[float, float]) -> tuple[int, int]:
    """(row, column) of the module at a place, as Courses counts them: the accent."""
    x, y = place
    counts = [round(period / side) if period else CELLS for period, side in zip(grid.tile, pitch, strict=True)]
    return math.floor(y / pitch[1]) % counts[1], math.floor(x / pitch[0]) % counts[0]


def _module_table(grid: Grid, chance: Chance, knobs: SceneKnobs, chosen: int) -> Tensor:
    """(9, CELLS ** 2): the ground's tone, the figure's, its circle's middle and radius (in cells), the line that cuts it, its core.

    What is calm leaves its square some room. Every square is a shade of its own: an ink that must change then changes from square to
    square, not within one.
    """
    full, lively = min(1.0, 0.75 + 0.5 * knobs.energy), 0.5 + knobs.energy
    draws = chance.uniforms("modules", 6, CELLS * CELLS)
    tones, shades = torch.tensor(TONES), chance.uniforms("shades", 2, CELLS * CELLS).sub_(0.5).mul_(SHADES)
    first = (draws[0] * 6).long()
    second = (first + 2 + (draws[1] * 3).long()) % 6
    kind = (draws[2] * 4).long()
    kind = torch.where(draws[5] > 0.35 + 0.9 * knobs.own["round"], torch.full_like(kind, 4), kind)
    kind[chosen] = 2
    corner = (draws[3] * 4).long()
    sx, sy = (corner % 2) * 2.0 - 1, (corner // 2) * 2.0 - 1
    flat = draws[4] < 0.5
    quarter, half, whole, small, straight = (kind == k for k in range(5))
    cx = torch.where(quarter, 0.5 * sx, torch.where(half & flat, 0.5 * sx, torch.zeros_like(sx)))
    cy = torch.where(quarter, 0.5 * sy, torch.where(half & ~flat, 0.5 * sy, torch.zeros_like(sy)))
    radius = torch.where(quarter, full, torch.where(half | whole, 0.5 * full, torch.where(small, 0.30 * lively, 2.0)))
    nx, ny = torch.where(straight, 0.7071 * sx, 0.0), torch.where(straight, 0.7071 * sy, 0.0)
    cut = torch.where(straight, 0.5 * (knobs.energy - 0.5), 4.0)
    inner = torch.where(straight, -1.0, torch.where(draws[1] < 0.6, 0.25 + 0.25 * lively, -1.0) * torch.where(small, 0.8, 1.0))
    inner[chosen] = 0.72
    return torch.stack((tones[first] + shades[0], tones[second] + shades[1], cx, cy, radius, nx, ny, cut, inner)).to(grid.device)
