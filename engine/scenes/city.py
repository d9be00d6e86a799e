"""City: a skyline across water, a street canyon, or near rooftops with the towers behind."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.affine import affine
from engine.draw.chance import Chance
from engine.draw.drift import drifting_series
from engine.draw.glow import glow
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, planes
from engine.draw.shapes import coverage, disc
from engine.draw.skyline import Plot, Row, Street, restless, rows, street
from engine.draw.sway import sway
from engine.draw.water import Water
from engine.registry import Option, scene

STOREY = 0.04
"""Height of the blocks that roofs are stepped with, in near streets."""
FREE = (0.8, 0.3)
"""Down to how many of its radii below its middle the far ranks of towers leave the sun free, the farthest first."""


@scene(
    "city",
    far="light",
    options=(
        Option("lights", "More lit windows"),
        Option("towers", "Taller buildings"),
        Option("clouds", "More clouds"),
        Option("sun", "A higher sun"),
    ),
)
def city(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    layout = (_waterfront, _canyon, _rooftops)[chance.integer("layout", 3)]
    return layout(grid, chance, knobs, t)


def _waterfront(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """Three ranks of towers before a low sun, and their reflection."""
    shore = chance.uniform("shore", 0.14, 0.22)
    side = chance.sign("side")
    layers = _sky(grid, chance, knobs, t, shore - (grid.y - shore).abs() * 1.06, shore)
    radius = 0.085 * math.sqrt(grid.aspect)
    x, height = side * grid.aspect * chance.uniform("x", 0.12, 0.2), shore - chance.uniform("rise", 0.16, 0.26) - _raised(knobs)
    _sun(layers, x, height, radius)
    centre = -side * grid.aspect * chance.uniform("centre", 0.08, 0.18)
    sizes = enumerate(((0.055, 0.08, 0.20), (0.075, 0.06, 0.34), (0.085, 0.03, 0.17)))
    lift = _lift(knobs)
    plots = [
        Plot(
            chance.of(f"rank {rank}"),
            pitch,
            shore,
            low,
            high * lift,
            0.03 + 0.02 * rank,
            0.015 + 0.003 * rank,
            open=_open(rank, x, height, radius),
        )
        for rank, (pitch, low, high) in sizes
    ]
    towers = rows(grid, plots, centre)
    _ranks(layers, towers, (0.72, 0.46, 0.16), (0.75, 0.42, 0.09), knobs, t, shore - EDGE_REACH, 1.06)
    river = layers.rows(shore + EDGE_REACH)
    water = Water(river.grid, shore, chance.of("water"), t)
    y = (shore - (river.grid.y - shore).abs() * 1.06).add(
        water.ripples("wobble", 0.05, 3.0).mul_(water.below * 0.10 * (0.3 + 1.4 * knobs.energy))
    )
    for blocks, tone, depth in zip(towers, (0.72, 0.46, 0.16), (0.75, 0.42, 0.09), strict=True):
        _rank(river, blocks, y, tone, depth, knobs, t)
    _river(layers, chance.of("water"), knobs, shore, t, x, radius)
    return layers.fields()


def _raised(knobs: SceneKnobs) -> float:
    """How much higher than usual the sun stands."""
    up = knobs.own["sun"] - 0.5
    return up * (0.22 if up > 0 else 0.14)


def _open(rank: int, x: float, y: float, radius: float) -> tuple[float, float, float]:
    """Where the far ranks leave the sun alone: towers of the sky's own ink cut a piece out of it that nobody sees, others nibble at it."""
    return (x - 1.05 * radius, x + 1.05 * radius, y + FREE[rank] * radius) if rank < len(FREE) else (math.inf, -math.inf, 0.0)


def _lift(knobs: SceneKnobs) -> float:
    """How much taller than usual buildings are."""
    return (0.55 + 0.9 * knobs.energy) * (0.5 + knobs.own["towers"])


def _sky(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float, y: Tensor, horizon: float) -> Layers:
    """A clear sky, lightest where y (H, 1) meets the horizon, with long thin clouds above it."""
    tone = 0.97 - 0.36 * ((horizon - y) / 0.75).clamp_(0, 1.2).sqrt_()
    layers = Layers(grid, tone, tone, 1.0, 0.0)
    above = layers.rows(bottom=horizon - EDGE_REACH)
    tone = tone[: above.grid.shape[0]]
    cloud = planes(above.grid, [drifting_series(grid.pixel, chance.of("cloud"), 3.2, 2, t, 0.10, 4.0)])[0]
    more = knobs.own["clouds"]
    above.lay(cloud.neg_().add_(1.75 - 2 * more).mul_(0.06), tone + 0.10 * more, tone + 0.12 * more, outline=False, softness=0.002)
    return layers


def _sun(layers: Layers, x: float, y: float, radius: float) -> None:
    layers.tint(glow(layers.grid, x, y, 1 / 0.2, 0.10 * math.exp(radius / 0.2)).clamp_(max=0.10))
    body = layers.rows(y - radius, y + radius, x - radius, x + radius)
    distance = disc(body.grid, x, y, radius)
    body.lay(distance, 0.98, 0.99)
    body.accent(distance)


def _ranks(
    layers: Layers,
    towers: list[Row],
    tones: Sequence[float],
    depths: Sequence[float],
    knobs: SceneKnobs,
    t: float,
    foot: float = math.inf,
    squat: float = 1.0,
) -> None:
    """Rows of buildings from far to near, each down to where the next one hides it. foot: y below which nothing is drawn; squat: how much
    lower over their foot they look than they are.
    """
    hidden = [*(blocks.lowest for blocks in towers[1:]), math.inf]
    for blocks, tone, depth, covered in zip(towers, tones, depths, hidden, strict=True):
        part = layers.rows(blocks.crest, min(covered, foot))
        y = part.grid.y if squat == 1 else (part.grid.y - blocks.plot.base) * squat + blocks.plot.base
        _rank(part, blocks, y, tone, depth, knobs, t)


def _rank(layers: Layers, blocks: Row, y: Tensor, tone: float, depth: float, knobs: SceneKnobs, t: float) -> None:
    """One row of buildings with its windows, seen at y: (H, 1), or (H, W) where water bends it."""
    grid, pane = layers.grid, blocks.plot.pane
    distance = blocks.walls(y)
    panes = affine(distance, -1 / grid.pixel, 0.5 - 0.4 * pane / grid.pixel).clamp_(0, 1).mul_(blocks.storeys(y, grid.pixel))
    high = y if y.shape[1] > 1 else y[: max(1, math.ceil((blocks.lowest + EDGE_REACH - grid.span[1][0]) / grid.pixel))]
    roofs = distance[: high.shape[0]]
    torch.minimum(roofs, blocks.crowns(high), out=roofs)
    if blocks.plot.tank:
        torch.minimum(roofs, blocks.tanks(high), out=roofs)
    face = tone + blocks.shade
    face = (y - blocks.top).mul_(depth * 0.10 / 0.3).clamp_(0, 0.10 * depth).add_(face)
    cover = layers.lay(distance, face, face, depth, math.pi / 2)
    if y.shape[1] == 1:
        layers.cover_accent(cover)
        layers.tint(panes * (blocks.glass * -0.05))
    hashes = grid.once(("lit", blocks.plot.chance.path, t), lambda: blocks.hashes(t))
    layers.glaze(panes.mul_(blocks.lit(y, (0.10 + 0.5 * knobs.detail) * 2 * knobs.own["lights"], hashes)), 0.93, 0.92, 0.8)


def _river(layers: Layers, chance: Chance, knobs: SceneKnobs, shore: float, t: float, x: float, radius: float) -> None:
    """What lies on the water over the reflections: a darker tone, ripples, the path of the sun."""
    layers = layers.rows(shore)
    grid = layers.grid
    water = Water(grid, shore, chance, t)
    surface = (water.horizon - grid.y).expand(grid.shape)
    layers.cover_accent(coverage(water.horizon - grid.y, grid.pixel))
    fall = (water.below * 2).clamp(0, 1)
    layers.lay(surface, 0.40 - 0.3 * fall, 0.40 - 0.3 * fall, 0.5 - 0.4 * fall, 0.0, opacity=(0.48 + 0.27 * fall).expand(grid.shape))
    quay = layers.rows(bottom=shore + 0.006)
    quay.lay((quay.grid.y - shore - 0.002).abs().sub_(0.0035).expand(quay.grid.shape), 0.88, 0.88, 0.7, 0.0, outline=False)
    ripple = water.ripples("ripple", 0.035, 5.0)
    size = water.seen(0.035)
    layers.lay(water.patches(ripple, 0.035, 1.2).maximum(surface), 0.14, 0.14, outline=False, opacity=size)
    rim = water.path(x, 0.24, radius * 0.8)
    layers.lay(water.patches(-ripple, 0.035, rim * 1.6 + 0.1).maximum(surface), 0.95, 0.96, 0.8, outline=False, opacity=size)


def _rooftops(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """Roofs near by, with water tanks; towers behind them, a large sun or moon."""
    side = chance.sign("side")
    layers = _sky(grid, chance, knobs, t, grid.y, 0.3)
    radius = 0.08 * math.sqrt(grid.aspect)
    x, height = side * grid.aspect * chance.uniform("x", 0.12, 0.2), -chance.uniform("rise", 0.14, 0.24) - _raised(knobs)
    _sun(layers, x, height, radius)
    sizes = enumerate(
        (
            (0.07, 0.45, 0.5, 0.22, 0.02, 0.0),
            (0.10, 0.5, 0.42, 0.34, 0.02, 0.0),
            (0.21, 0.5, 0.22, 0.14, 0.034, 0.10),
            (0.40, 0.55, 0.13, 0.14, 0.045, 0.17),
        )
    )
    lift = _lift(knobs)
    plots = [
        Plot(chance.of(f"rank {rank}"), pitch, base, low, high * lift, STOREY, pane, tank, _open(rank, x, height, radius))
        for rank, (pitch, base, low, high, pane, tank) in sizes
    ]
    _ranks(layers, rows(grid, plots, -side * grid.aspect * 0.15), (0.74, 0.52, 0.28, 0.08), (0.8, 0.55, 0.3, 0.05), knobs, t)
    return layers.fields()


def _canyon(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    """One-point perspective down a street, the sun at its end and its light along the wet road."""
    lit_side = chance.sign("lit")
    x, y = lit_side * grid.aspect * chance.uniform("x", 0.02, 0.12), chance.uniform("horizon", 0.10, 0.17)
    layers = _sky(grid, chance, knobs, t, grid.y, y)
    radius = 0.080 * math.sqrt(grid.aspect)
    haze = Plot(chance.of("haze"), 0.03, y + 0.02, 0.03, 0.05, 0.015, 0.010)
    _ranks(layers, rows(grid, [haze], x), (0.70,), (0.9,), knobs, t, y + 0.04)
    # The sun stands over the haze, which has the sky's own ink in places.
    _sun(layers, x, y - chance.uniform("rise", 0.055, 0.10) - _raised(knobs), radius)
    _road(layers, chance.of("road"), y, t, x, radius)
    for side in (-1.0, 1.0):
        part = layers.rows(left=x) if side > 0 else layers.rows(right=x)
        lift = (0.8 + 1.6 * knobs.energy) * (0.5 + knobs.own["towers"])
        blocks = street(part.grid.x, chance.of(f"side {side:+.0f}"), x, y, side, lambda growth, lift=lift: 0.8 + lift * growth)  # type: ignore[misc]
        _facades(part, blocks, knobs, t, (part.grid.x - x) * side, y, 0.36 if side == lit_side else 0.15, 1.04 * radius)
    _traffic(layers, chance.of("traffic"), t, x, y)
    return layers.fields()


KERB = 0.40
"""How far below the horizon a street's walls meet the ground, over their distance from its middle."""


STOREYS = 64
"""Most storeys of a street's walls; those above are too fine to be seen one by one."""


def _facades(layers: Layers, blocks: Street, knobs: SceneKnobs, t: float, out: Tensor, horizon: float, tone: float, end: float) -> None:
    """The walls of one side, their windows in perspective, fading into the light. out: (1, W) distance from the middle; end: where they
    begin: those nearer to the middle would have the sky's own ink, and cut pieces out of the sun.
    """
    grid = layers.grid
    far = torch.exp(-out.clamp_min(0) / 0.11)
    near = out.clamp_min(0.012)
    distance = blocks.walls(grid.y)
    torch.maximum(distance, end - out, out=distance)
    torch.maximum(distance, grid.y * 0.9 - (horizon + KERB * out) * 0.9, out=distance)
    face = tone + 0.42 * far + (blocks.tone - 0.5) * 0.12
    layers.cover_accent(layers.lay(distance, face, face, 0.05 + 0.9 * far, math.pi / 2))
    pitch, bay = 0.20, 0.16
    place, storey = 1 / (near * bay), near * pitch
    blur_x, blur_y = grid.pixel / (near.square() * bay), grid.pixel / storey
    across = (0.5 + (0.30 - (torch.remainder(place, 1.0) - 0.5).abs()) / blur_x).clamp(0, 1)
    across = across * (2 - 3 * blur_x).clamp(0, 1) * (2 - 3 * blur_y).clamp(0, 1)
    height = (grid.y - horizon) * (1 / storey)
    floor = height.floor()
    up = height.sub_(floor).sub_(0.5).abs_().neg_().add_(0.28).mul_(1 / blur_y).add_(0.5).clamp_(0, 1)
    panes = (distance * (-1 / grid.pixel)).add_(0.5 - 0.012 / grid.pixel).clamp_(0, 1).mul_(up).mul_(across)
    storeys = torch.arange(-STOREYS + 2.0, 2.0, device=grid.device)[:, None]
    wild = Noise(blocks.chance, "lit").at(place.floor() * 7.3, storeys * 5.9, 1.0)
    lit = restless(wild, t, 0.14).add_(2.6 * knobs.own["lights"] - 2.4 + 1.6 * knobs.detail).mul_(4).clamp_(0, 1)
    layers.tint(panes * -0.06)
    row = floor.add_(STOREYS - 2).clamp_(0, STOREYS - 1).to(torch.int32).mul_(lit.shape[1])
    shown = panes.mul_(torch.index_select(lit.flatten(), 0, row.add_(_numbers(lit)).flatten()).view(row.shape))
    layers.glaze(shown, 0.92, 0.92, 0.75)


def _numbers(table: Tensor) -> Tensor:
    """(W,) the columns of a table, counted."""
    return torch.arange(table.shape[1], dtype=torch.int32, device=table.device)


def _road(layers: Layers, chance: Chance, horizon: float, t: float, x: float, radius: float) -> None:
    """Ground to the horizon: pavements, the sun's path on wet asphalt, a broken line down the middle."""
    layers = layers.rows(horizon)
    grid = layers.grid
    water = Water(grid, horizon, chance, t)
    below = water.below
    far = torch.exp(below * -9.0)
    ground = (water.horizon - grid.y).expand(grid.shape)
    tone = 0.14 + 0.5 * far
    layers.cover_accent(layers.lay(ground, tone, tone, 0.05 + 0.9 * far, math.pi / 2))
    out = (grid.x - x).abs() - below * (0.74 / KERB)
    layers.lay(torch.maximum(ground, -out * 0.5), tone + 0.10, tone + 0.10, outline=False)
    wet = water.ripples("wet", 0.05, 2.6)
    rim = water.path(x, 0.45, radius * 0.6)
    shine = torch.maximum(water.patches(wet, 0.05, rim * 1.8 - 0.5), ground + 0.004)
    layers.lay(shine, 0.90, 0.92, 0.8, outline=False, opacity=water.seen(0.05))
    dash = torch.maximum((grid.x - x).abs() - 0.022 * below, ((torch.remainder(0.9 / below, 1.0) - 0.5).abs() - 0.25) * below.square())
    layers.lay(torch.maximum(dash, ground + 0.01), 0.05, 0.05, outline=False)


def _traffic(layers: Layers, chance: Chance, t: float, x: float, horizon: float) -> None:
    """A few cars against the light, rolling on and back as slow traffic does."""
    for index, still in enumerate((0.055, 0.10, 0.21)):
        below = still * (1 + 0.06 * sway(t, 0.3 * index))
        lane = chance.sign(f"lane {index}") * chance.uniform(f"x {index}", 0.75, 1.25)
        size, middle = below * 0.52, x + lane * below
        lane_rows = layers.rows(horizon + 0.3 * below, horizon + 1.1 * below, middle - size, middle + size)
        grid = lane_rows.grid
        u, v = (grid.x - middle) / size, (grid.y - horizon - below) / size
        body = torch.maximum(u.abs() - 0.80, (v + 0.38).abs() - 0.30)
        cabin = torch.maximum(u.abs() - 0.66 - 0.35 * (v + 0.75), (v + 0.85).abs() - 0.30)
        wheels = torch.maximum((u.abs() - 0.60).abs() - 0.16, v.abs() - 0.12)
        car = torch.minimum(torch.minimum(body, cabin), wheels) * size
        lane_rows.cover_accent(lane_rows.lay(car, 0.07, 0.05, 0.5 - index * 0.15, 0.0))
        lamps = torch.hypot(u.abs() - 0.58, v + 0.42) - 0.13
        lane_rows.lay(lamps * size, 0.95, 0.94, 0.8, outline=False)
