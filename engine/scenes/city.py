"""City: a skyline across water, a street canyon, or near rooftops with the towers behind."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm
from engine.draw.shapes import coverage, disc
from engine.draw.skyline import Row, row, street
from engine.draw.water import Water
from engine.registry import scene

STOREY = 0.04
"""Height of the blocks that roofs are stepped with, in near streets."""


@scene("city", far="light")
def city(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    layout = (_waterfront, _canyon, _rooftops)[chance.integer("layout", 3)]
    return layout(grid, chance, knobs, t)


def _waterfront(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Three ranks of towers before a low sun, and their reflection."""
    shore = chance.uniform("shore", 0.14, 0.22)
    side = chance.sign("side")
    water = Water(grid, shore, chance.of("water"), t)
    wobble = water.ripples("wobble", 0.05, 3.0) * (water.below * 0.10 * (0.3 + 1.4 * knobs.energy))
    y = shore - (grid.y - shore).abs() * 1.06 + wobble * (grid.y > shore)
    layers = _sky(grid, chance, y, shore)
    radius = 0.085 * math.sqrt(grid.aspect)
    x, height = side * grid.aspect * chance.uniform("x", 0.12, 0.2), shore - chance.uniform("rise", 0.16, 0.26)
    _sun(layers, x, height, radius, y)
    centre = -side * grid.aspect * chance.uniform("centre", 0.08, 0.18)
    for rank, (pitch, low, high, tone) in enumerate(((0.055, 0.08, 0.20, 0.72), (0.075, 0.06, 0.34, 0.46), (0.085, 0.03, 0.17, 0.16))):
        here = chance.of(f"rank {rank}")
        blocks = row(
            grid.x + 3.1 * rank, here, pitch, shore, _downtown(centre + 3.1 * rank, low, high * (0.55 + 0.9 * knobs.energy), grid.aspect)
        )
        _rank(layers, blocks, y, tone, 0.75 - 0.33 * rank, 0.03 + 0.02 * rank, 0.015 + 0.003 * rank, knobs)
    _river(layers, chance.of("water"), knobs, shore, t, x, radius)
    return layers.fields()


def _downtown(centre: float, low: float, high: float, aspect: float) -> Callable[[Tensor, Tensor], Tensor]:
    """Heights that gather around a centre."""
    spread = 0.24 * max(0.7, aspect)

    def tall(middle: Tensor, growth: Tensor) -> Tensor:
        gathered = 0.35 + 0.65 * torch.exp(-(((middle - centre) / spread) ** 2))
        return low + high * growth.square() * gathered + 0.45 * high * gathered

    return tall


def _sky(grid: Grid, chance: Chance, y: Tensor, horizon: float) -> Layers:
    up = ((horizon - y) / 0.75).clamp(0, 1.2)
    tone = (0.97 - 0.36 * up.sqrt()).expand(grid.shape)
    layers = Layers(grid, tone, tone, 1.0, 0.0)
    cloud = fbm(grid, chance.of("cloud"), 3.2, 2, 0.5, stretch=4.0)
    layers.lay(((0.75 - cloud) * 0.06).maximum(grid.y - horizon), tone + 0.05, tone + 0.06, outline=False, softness=0.002)
    return layers


def _sun(layers: Layers, x: float, height: float, radius: float, y: Tensor) -> None:
    grid = layers.grid
    distance = torch.hypot(grid.x - x, y - height) - radius
    layers.tint(0.10 * torch.exp(distance.clamp_min(0) * (-1 / 0.2)))
    layers.lay(distance, 0.98, 0.99)
    body = layers.rows(height - radius, height + radius)
    body.accent(disc(body.grid, x, height, radius))


def _rank(
    layers: Layers, blocks: Row, y: Tensor, tone: float, depth: float, storey: float, pane: float, knobs: Knobs, tank: float = 0.0
) -> None:
    """One row of buildings with its windows; tank: height of the water tanks on its roofs, if any."""
    grid = layers.grid
    distance = torch.minimum(blocks.walls(y), blocks.crowns(y, storey))
    if tank:
        distance = torch.minimum(distance, blocks.tanks(y, tank))
    corner = blocks.half * (0.6 + blocks.draw("corner")) - (blocks.x - blocks.left)
    shade = (blocks.draw("tone") - 0.5) * 0.09 + 0.05 * coverage(corner, grid.pixel)
    face = tone + shade
    foot = 0.10 * ((y - blocks.top) / 0.3).clamp(0, 1) * depth
    cover = layers.lay(distance, face + foot, face + foot, depth, math.pi / 2)
    layers.cover_accent(cover)
    lit, panes = blocks.windows(y, grid.pixel, pane, 0.10 + 0.5 * knobs.detail)
    inside = coverage(distance + pane * 0.4, grid.pixel)
    layers.tint(panes * inside * -0.05)
    layers.lay(distance + pane * 0.4, 0.93, 0.92, 0.8, outline=False, opacity=lit)


def _river(layers: Layers, chance: Chance, knobs: Knobs, shore: float, t: float, x: float, radius: float) -> None:
    """What lies on the water over the reflections: a darker tone, ripples, the path of the sun."""
    layers = layers.rows(shore)
    grid = layers.grid
    water = Water(grid, shore, chance, t)
    surface = (water.horizon - grid.y).expand(grid.shape)
    fall = (water.below * 2).clamp(0, 1)
    layers.lay(surface, 0.30 - 0.2 * fall, 0.30 - 0.2 * fall, 0.5 - 0.4 * fall, 0.0, opacity=(0.35 + 0.35 * fall).expand(grid.shape))
    ripple = water.ripples("ripple", 0.035, 5.0)
    size = water.seen(0.035)
    layers.lay(water.patches(ripple, 0.035, 1.2).maximum(surface), 0.14, 0.14, outline=False, opacity=size)
    rim = water.path(x, 0.24, radius * 0.8)
    layers.lay(water.patches(-ripple, 0.035, rim * 1.6 + 0.1).maximum(surface), 0.95, 0.96, 0.8, outline=False, opacity=size)


def _rooftops(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Roofs near by, with water tanks; towers behind them, a large sun or moon."""
    side = chance.sign("side")
    layers = _sky(grid, chance, grid.y.expand(grid.shape), 0.3)
    radius = 0.08 * math.sqrt(grid.aspect)
    x, height = side * grid.aspect * chance.uniform("x", 0.12, 0.2), -chance.uniform("rise", 0.14, 0.24)
    y = grid.y.expand(grid.shape)
    _sun(layers, x, height, radius, y)
    centre = -side * grid.aspect * 0.15
    ranks = (
        (0.07, 0.5, 0.22, 0.74, 0.02, 0.45, 0.0),
        (0.10, 0.42, 0.34, 0.52, 0.02, 0.5, 0.0),
        (0.21, 0.22, 0.14, 0.28, 0.034, 0.5, 0.10),
        (0.40, 0.13, 0.14, 0.08, 0.045, 0.55, 0.17),
    )
    for rank, (pitch, low, high, tone, pane, base, tank) in enumerate(ranks):
        here = chance.of(f"rank {rank}")
        reach = high * (0.55 + 0.9 * knobs.energy)
        blocks = row(grid.x + 3.1 * rank, here, pitch, base, _downtown(centre + 3.1 * rank, low, reach, grid.aspect))
        part = layers.rows(base - low - 1.45 * reach - max(5 * STOREY, tank))
        _rank(part, blocks, part.grid.y, tone, 0.8 - 0.25 * rank, STOREY, pane, knobs, tank)
    return layers.fields()


def _canyon(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """One-point perspective down a street, the sun at its end and its light along the wet road."""
    lit_side = chance.sign("lit")
    x, y = lit_side * grid.aspect * chance.uniform("x", 0.02, 0.12), chance.uniform("horizon", 0.10, 0.17)
    layers = _sky(grid, chance, grid.y, y)
    radius = 0.080 * math.sqrt(grid.aspect)
    _sun(layers, x, y - chance.uniform("rise", 0.055, 0.10), radius, grid.y.expand(grid.shape))
    haze = row(grid.x, chance.of("haze"), 0.03, y + 0.02, _downtown(x, 0.03, 0.05, grid.aspect))
    part = layers.rows(y - 0.25, y + 0.04)
    _rank(part, haze, part.grid.y, 0.70, 0.9, 0.015, 0.010, knobs)
    _road(layers, chance.of("road"), y, t, x, radius)
    for side in (-1.0, 1.0):
        blocks = street(grid.x, chance.of(f"side {side:+.0f}"), x, y, side, lambda growth: 0.8 + (0.8 + 1.6 * knobs.energy) * growth)
        _facades(layers, blocks, knobs, (grid.x - x) * side, y, 0.36 if side == lit_side else 0.15)
    _traffic(layers, chance.of("traffic"), x, y)
    return layers.fields()


KERB = 0.40
"""How far below the horizon a street's walls meet the ground, over their distance from its middle."""


def _facades(layers: Layers, blocks: Row, knobs: Knobs, out: Tensor, horizon: float, tone: float) -> None:
    """The walls of one side, their windows in perspective, fading into the light at the end. out: (1, W) distance from the middle."""
    grid = layers.grid
    far = torch.exp(-out.clamp_min(0) / 0.11)
    near = out.clamp_min(0.012)
    distance = torch.maximum(torch.maximum(blocks.walls(grid.y), -out + 0.012), (grid.y - horizon - KERB * out) * 0.9)
    face = tone + 0.42 * far + (blocks.draw("tone") - 0.5) * 0.12
    layers.cover_accent(layers.lay(distance, face, face, 0.05 + 0.9 * far, math.pi / 2))
    pitch, bay = 0.20, 0.16
    place, floor = 1 / (near * bay), (grid.y - horizon) / (near * pitch)
    blur_x, blur_y = grid.pixel / (near.square() * bay), grid.pixel / (near * pitch)
    sharp = (2 - 3 * blur_x).clamp(0, 1) * (2 - 3 * blur_y).clamp(0, 1)
    across = (0.5 + (0.30 - (torch.remainder(place, 1.0) - 0.5).abs()) / blur_x).clamp(0, 1)
    up = (0.5 + (0.28 - (torch.remainder(floor, 1.0) - 0.5).abs()) / blur_y).clamp(0, 1)
    inside = coverage(distance + 0.012, grid.pixel) * (floor < 1.5)
    wild = Noise(blocks.chance, "lit").at(place.floor() * 7.3, floor.floor() * 5.9, 1.0)
    lit = ((wild - 1.1 + 1.6 * knobs.detail) * 4).clamp(0, 1)
    panes = across * up * sharp * inside
    layers.tint(panes * -0.06)
    layers.lay(distance, 0.92, 0.92, 0.75, outline=False, opacity=panes * lit)


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


def _traffic(layers: Layers, chance: Chance, x: float, horizon: float) -> None:
    """A few cars against the light."""
    for index, below in enumerate((0.055, 0.10, 0.21)):
        lane_rows = layers.rows(horizon + 0.3 * below, horizon + 1.1 * below)
        grid = lane_rows.grid
        lane = chance.sign(f"lane {index}") * chance.uniform(f"x {index}", 0.75, 1.25)
        size = below * 0.52
        u, v = (grid.x - x - lane * below) / size, (grid.y - horizon - below) / size
        body = torch.maximum(u.abs() - 0.80, (v + 0.38).abs() - 0.30)
        cabin = torch.maximum(u.abs() - 0.66 - 0.35 * (v + 0.75), (v + 0.85).abs() - 0.30)
        wheels = torch.maximum((u.abs() - 0.60).abs() - 0.16, v.abs() - 0.12)
        car = torch.minimum(torch.minimum(body, cabin), wheels) * size
        lane_rows.cover_accent(lane_rows.lay(car, 0.07, 0.05, 0.5 - index * 0.15, 0.0))
        lamps = torch.hypot(u.abs() - 0.58, v + 0.42) - 0.13
        lane_rows.lay(lamps * size, 0.95, 0.94, 0.8, outline=False)
