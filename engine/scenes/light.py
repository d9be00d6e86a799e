"""Light: a quiet abstract composition of the day: paper-thin sheets, arches and petals that overlap in bright air.

Layouts by seed: sheets of paper in the sun, arches within arches, a mobile of discs.
"""

from __future__ import annotations

import math

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.affine import affine
from engine.draw.chance import Chance
from engine.draw.drift import drifting_series
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, planes, series, smoothstep
from engine.draw.shapes import coverage, disc, segment
from engine.draw.sway import sway
from engine.registry import Option, scene

LAYOUTS = ("sheets", "arches", "mobile")
HIGHEST = -0.41
"""Where the sun over the sheets may stand at most (heights below the middle)."""
CLEAR = 0.125
"""How far the sun's middle keeps above the last sheet, where the frame has room."""
RIM = 0.009
"""How much of a sheet's edge the sun lights, in heights."""
HORIZON = 0.17
"""Of the sea behind the arches."""
GLOW = 0.15
"""How far the sun behind the arches glows."""
WIRE = 0.0022
"""Half the width of the mobile's wires."""
WALL, SLOPE = 0.72, 0.50
"""Of the wall behind the mobile: its middle tone, and how far it falls over a height."""


@scene(
    "light",
    far="light",
    options=(
        Option("disc", "A larger disc"),
        Option("curve", "From straight sheets, narrow arches and slim leaves to round ones"),
        Option("slant", "Everything leans further over"),
        Option("shadow", "Deeper shadows"),
    ),
)
def light(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = LAYOUTS[chance.integer("layout", len(LAYOUTS))]
    turn = 0.0 if layout == "arches" else chance.uniform("turn", -0.5, 0.5)
    sums = [
        drifting_series(grid.pixel, chance.of("air"), 1.6, 2, t, 0.08),
        [Noise(chance, "wind").octave(1.4)],
        series(grid.pixel, chance.of("fibre"), 16.0, 1 + 3 * knobs.detail, stretch=2.0),
    ]
    air, wind, fibre = planes(grid, sums)
    tone, fall = {"sheets": (0.90, 0.16), "arches": (0.86, 0.16), "mobile": (WALL, SLOPE)}[layout]
    air.mul_(0.012).add_(grid.x * (-fall * math.sin(turn)) + (tone - fall * math.cos(turn) * grid.y))
    layers = Layers(grid, air, air, 1.0, wind.mul_(0.3).add_(turn))
    {"sheets": _sheets, "arches": _arches, "mobile": _mobile}[layout](layers, chance, knobs, turn, t)
    layers.tint(fibre.mul_(0.010 * knobs.detail))
    return layers.fields()


def _cast(layers: Layers, distance: Tensor, reach: float, strength: float, knobs: SceneKnobs) -> None:
    """A soft shadow on what lies beneath, of the shape whose (already offset) distance is given; a deep one is a shape of its own."""
    shadow = knobs.own["shadow"]
    layers.tint(smoothstep(reach, -reach, distance).mul_(-strength * shadow), 0.8 * shadow**2)


def _sun(layers: Layers, x: float, y: float, radius: float, depth: float, knobs: SceneKnobs) -> None:
    """The focal disc."""
    radius = radius * (0.7 + 0.6 * knobs.own["disc"])
    part = layers.rows(y - radius, y + radius, x - radius, x + radius)
    distance = disc(part.grid, x, y, radius)
    part.lay(distance, 0.99, 0.99, depth)
    part.accent(distance)


def _sheets(layers: Layers, chance: Chance, knobs: SceneKnobs, turn: float, t: float) -> None:
    """Curved sheets, each a step darker than the one behind, fanning from one side; a low sun on the last horizon."""
    grid = layers.grid
    side = chance.sign("side")
    x, y = side * grid.aspect * chance.uniform("x", 0.10, 0.22), chance.uniform("y", -0.28, -0.20)
    count = 6
    places = torch.cat((grid.x, torch.tensor([[x]], device=grid.device)), 1)
    sheets = [_edge(places, grid.aspect, chance.of(f"sheet {index}"), side, index / (count - 1), knobs, t) for index in range(count)]
    edges = torch.cat([edge for edge, _ in sheets])
    sunk = max(0.0, HIGHEST + CLEAR - float(edges[:, -1].min()))  # sheets too steep for a sun above them stand lower
    edges += sunk
    tops, ends, beneath = torch.stack((edges.amin(1), edges.amax(1), edges[:, -1])).tolist()
    _sun(layers, x, max(HIGHEST, min(y, min(beneath) - CLEAR)) + 0.012 * sway(t), 0.078, 0.95, knobs)
    for index, (_, tilt) in enumerate(sheets):
        near, edge = index / (count - 1), edges[index : index + 1]
        part = layers.rows(tops[index] - 0.01, ends[index + 1] if index + 1 < count else math.inf)
        distance = (edge[:, :-1] - part.grid.y).mul_(math.cos(math.atan(tilt)))
        above = layers.rows(tops[index] - 0.01, min(ends[index] - EDGE_REACH, ends[index + 1] if index + 1 < count else math.inf))
        _cast(above, distance[: above.grid.shape[0]] - 0.01, 0.05, 0.26, knobs)
        inside = (-distance).clamp_(min=0)
        rim = coverage(inside - RIM, part.grid.pixel)
        value = 0.80 - 0.62 * near**1.1
        shade = smoothstep(0.0, 0.12, inside).mul_(-0.14).add_(value)
        part.cover_accent(
            part.lay(
                distance,
                shade.add_(inside.mul(-16.0).exp_(), alpha=0.24),
                inside.mul_(-0.25).clamp_(min=-0.05).add_(value).add_(rim, alpha=0.97 - value),
                0.9 - 0.85 * near,
                math.atan(tilt),
            )
        )


def _edge(x: Tensor, aspect: float, chance: Chance, side: float, near: float, knobs: SceneKnobs, t: float) -> tuple[Tensor, float]:
    """(1, W) y of a sheet's upper edge at places x, and its tilt. near: 0 for the last sheet, 1 for the first."""
    tilt = side * (0.42 - 0.85 * near) * (0.35 + knobs.energy) + chance.uniform("tilt", -0.14, 0.14)
    tilt = tilt * (0.2 + 1.6 * knobs.own["slant"]) + 0.02 * (0.3 + 1.4 * knobs.energy) * sway(t, near)
    bow = chance.uniform("bow", 0.06, 0.32) * (0.2 + 1.6 * knobs.energy) * 2 * knobs.own["curve"]
    u = x - chance.uniform("middle", -0.2, 0.2) * aspect
    swing = torch.cos(u * chance.uniform("pace", 1.6, 4.2) + chance.uniform("phase", -1.2, 1.2) + 0.4 * sway(t, near))
    return tilt * u - 0.5 * bow * swing + (0.56 * near - 0.12), tilt


def _arches(layers: Layers, chance: Chance, knobs: SceneKnobs, turn: float, t: float) -> None:
    """Arch within arch, lit from one side, opening on a disc in the sky; steps lead in."""
    grid = layers.grid
    side = chance.sign("side")
    middle = side * grid.aspect * chance.uniform("middle", 0.02, 0.12)
    count = 5
    room = min(1.25, 0.62 + 0.45 * grid.aspect) * (0.88 + 0.24 * knobs.own["curve"])
    fit = min(1.0, room / 1.07)
    x, y = middle - side * 0.05 * fit, 0.02 - 0.055 * fit + 0.02 * sway(t)
    _air(layers, x, y, 0.19 * room)
    _sun(layers, x, y, 0.074 * fit, 0.97, knobs)
    swing = min(0.05 * (0.2 + 1.6 * knobs.energy) * 2 * knobs.own["slant"], 0.095 * room)
    shade = math.sqrt(0.56 * knobs.own["shadow"])
    passing = 0.14 * sway(t, 0.25)
    openings = [((0.17 + 0.105 * index) * room, middle - side * swing * index, 0.02 - 0.055 * index) for index in range(count)]
    parts = [_seen_through(layers, arch) for arch in openings[1:]] + [layers]
    away = [_opening(part, arch) for part, arch in zip(parts, openings, strict=True)]
    for index, (_, shift, _) in enumerate(openings):
        near, part, opening = index / (count - 1), parts[index], away[index]
        u = part.grid.x - shift
        dim = affine(opening, 10 * shade, 0.3 * shade).clamp_(0, shade)
        part.tint((dim * dim).neg_())
        value = 0.70 - 0.46 * near**0.9
        turned = smoothstep(-0.30, 0.30, u * side + passing) * 0.10
        inner = affine(opening, -10, 1).clamp_(0, 1).mul_(turned)
        lit = inner.add_((part.grid.y + 0.2) * -0.10 + value)
        fall = 0.08 + 0.06 * knobs.own["shadow"]
        if index + 1 < count:
            reveal = affine(_between(opening, part.shared(parts[index + 1], away[index + 1])), -fall, value + 0.03)
        else:
            reveal = affine(opening, -0.6, value + 0.03).clamp_(value + 0.03 - fall, value + 0.03)
        part.cover_accent(part.lay(opening.neg_(), lit, reveal, 0.75 - 0.7 * near, 1.57 + 0.15 * side))
    for index in range(4):
        step = 0.36 + 0.05 * index
        floor = layers.rows(top=step)
        down = (step - floor.grid.y).expand(floor.grid.shape)
        plan = down.mul(0.4).clamp_(max=0).add_(0.60 - 0.11 * index)  # an ink that must change on a step changes along it
        floor.cover_accent(floor.lay(down, 0.62 - 0.10 * index, plan, 0.12 - 0.03 * index, 0.0))


def _air(layers: Layers, x: float, y: float, reach: float) -> None:
    """What the arches open on: a glow about the sun at (x, y), and level water far off, brightest beneath it."""
    sky = layers.rows(y - 2 * reach, HORIZON, x - 2 * reach, x + 2 * reach)
    away = (sky.grid.x - x).square() + (sky.grid.y - y).square()
    sky.tint(away.mul_(1 / GLOW**2).add_(1).reciprocal_().mul_(0.14), 1.0)
    part = layers.rows(HORIZON, 0.36, x - 2 * reach, x + 2 * reach)
    path = ((part.grid.x - x) * (1.6 / reach)).square_().add_(1).reciprocal_()
    above = HORIZON - part.grid.y
    water = above.clamp(max=0).mul_(0.45).add_(0.82)
    part.lay(above.expand(part.grid.shape), path.mul(0.14) + (water - 0.10), water, 0.96, 0.0)


def _opening(part: Layers, arch: tuple[float, float, float]) -> Tensor:
    """(H, W) distance to the opening of an arch of that half width, middle and height of its springing."""
    wide, middle, top = arch
    u, v = part.grid.x - middle, (part.grid.y - top).clamp(max=0)
    return (u * u + v * v).sqrt_().sub_(wide)


def _between(opening: Tensor, nearer: Tensor) -> Tensor:
    """(H, W) how far a place on the wall has gone from an arch's opening, 0, to the nearer one's, 1: its level lines are arches between
    the two. Those of the distance to one alone would run into the other, as the openings have no middle in common."""
    return torch.sub(opening, nearer).clamp_(min=0.02).reciprocal_().mul_(opening)


def _seen_through(layers: Layers, opening: tuple[float, float, float]) -> Layers:
    """The box that shows through an arch of that half width, middle and height of its springing."""
    wide, middle, top = opening
    return layers.rows(top - wide, 0.36, middle - wide, middle + wide)


def _mobile(layers: Layers, chance: Chance, knobs: SceneKnobs, turn: float, t: float) -> None:
    """Leaf shapes hung from thin wires, large and small in balance, their shadows soft on the wall."""
    grid = layers.grid
    side = chance.sign("side")
    count = 6 if grid.aspect > 0.8 else 4
    spacing = grid.aspect * 0.90 / (count + 1)
    drops = (-0.27, 0.06, -0.16, 0.17, -0.05, 0.28)
    shift = chance.integer("shift", len(drops))
    for index in range(count):
        here = chance.of(f"leaf {index}")
        place = index - count // 2 + (index >= count // 2)  # the middle place is the sun's
        across = side * place * spacing
        blown = 0.3 + 1.4 * knobs.energy
        drop = drops[(index + shift) % len(drops)] + here.uniform("drop", -0.05, 0.05)
        size = min(0.15, 0.84 * spacing) * here.uniform("size", 0.80, 1.08)
        angle = (here.uniform("angle", -1.0, 1.0) * (0.25 + 1.3 * knobs.energy) + 0.4 * side) * 2 * knobs.own["slant"]
        angle += 0.22 * blown * sway(t, here.uniform("late"))
        swung = across + 0.012 * blown * sway(t, here.uniform("swing"))
        thread = layers.rows(bottom=drop, left=min(across, swung), right=max(across, swung))
        wire = segment(thread.grid.x, thread.grid.y, (across, -1.0), (swung, drop)) - WIRE
        thread.lay(wire, 0.20, 0.05, 0.5, 1.57, outline=False)
        part = layers.rows(drop - size, drop + size + 0.06, swung - size, swung + size + 0.04)
        behind = WALL - SLOPE * (math.sin(turn) * across + math.cos(turn) * drop)
        _hang(part, here, knobs, swung, drop, size, angle, index, behind)
    beside = [drops[(shift + count // 2 + step) % len(drops)] for step in (-1, 0)]
    free = max((-0.27, -0.09, 0.10, 0.28), key=lambda level: min(abs(level - beside[0]), abs(level - beside[1])))
    x, y = 0.0, free + 0.008 * sway(t)
    line = layers.rows(bottom=y, left=x - 0.01, right=x + 0.01)
    line.lay((line.grid.x.abs() - WIRE).maximum(line.grid.y - y), 0.20, 0.05, 0.5, 1.57, outline=False)
    wall = layers.rows(y - 0.08, y + 0.13, x - 0.08, x + 0.11)
    _cast(wall, disc(wall.grid, x + 0.03, y + 0.05, 0.072), 0.04, 0.20, knobs)
    _sun(layers, x, y, 0.072, 0.8, knobs)


def _hang(
    layers: Layers, chance: Chance, knobs: SceneKnobs, x: float, y: float, size: float, angle: float, index: int, wall: float
) -> None:
    """One leaf or disc of the mobile: two halves of its own tone, its shadow on the wall. It is pale before a shaded wall, and darker
    before a pale one: wall is the tone behind it."""
    grid = layers.grid
    round_one = chance.uniform("round") < 0.35

    def shape(right: float, down: float) -> Tensor:
        return disc(grid, x + right, y + down, size * 0.62) if round_one else _leaf(grid, x + right, y + down, size, angle, slim)

    slim = 0.9 - 0.7 * knobs.own["curve"]
    _cast(layers, shape(0.035, 0.05), 0.05, 0.20, knobs)
    across = ((grid.y - y) * math.cos(angle) - (grid.x - x) * math.sin(angle)) / size
    tone = wall - 0.28 if wall > 0.80 else wall + 0.24
    half = smoothstep(-0.02, 0.02, across)
    layers.lay(shape(0.0, 0.0), tone + 0.12 * half - 0.12 * across, tone + 0.12 * half, 0.92 - 0.02 * index, angle)


def _leaf(grid: Grid, x: float, y: float, size: float, angle: float, slim: float) -> Tensor:
    """(H, W) distance to a lens: where two discs overlap, whose middles lie `slim` sizes to either side."""
    cosine, sine = math.cos(angle), math.sin(angle)
    u = (grid.x - x) * cosine + (grid.y - y) * sine
    v = (grid.y - y) * cosine - (grid.x - x) * sine
    apart = slim * size
    radius = math.hypot(size, apart)
    v.abs_().add_(apart)
    return u.mul_(u).addcmul_(v, v).sqrt_().sub_(radius)
