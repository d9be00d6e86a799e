"""City: a skyline across water, a street canyon, or near rooftops with the towers behind."""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.shapes import box, coverage, disc
from engine.draw.skyline import Row, row
from engine.draw.water import Water
from engine.registry import scene


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
    y = shore - (grid.y - shore).abs() * 1.06 + torch.where(grid.y > shore, wobble, 0.0)
    layers = _sky(grid, chance, y, shore)
    radius = 0.085 * math.sqrt(grid.aspect)
    x, height = side * grid.aspect * chance.uniform("x", 0.12, 0.2), shore - chance.uniform("rise", 0.16, 0.26)
    _sun(layers, x, height, radius, y)
    centre = -side * grid.aspect * chance.uniform("centre", 0.08, 0.18)
    for rank, (pitch, low, high, tone) in enumerate(((0.055, 0.08, 0.20, 0.72), (0.075, 0.06, 0.34, 0.46), (0.085, 0.03, 0.17, 0.16))):
        here = chance.of(f"rank {rank}")
        blocks = row(grid.x + 3.1 * rank, here, pitch, shore, _downtown(centre + 3.1 * rank, low, high * (0.55 + 0.9 * knobs.energy), grid.aspect))
        _rank(layers, blocks, y, tone, 0.75 - 0.33 * rank, 0.03 + 0.02 * rank, 0.015 + 0.003 * rank, knobs)
    _river(layers, water, knobs, x, radius)
    return layers.fields()


def _downtown(centre: float, low: float, high: float, aspect: float):
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
    cloud = Noise(chance, "cloud").at(grid.x / 4.0, y, 3.0) + 0.5 * Noise(chance, "cloud 2").at(grid.x / 4.0, y, 7.0)
    layers.lay((0.85 - cloud) * 0.06, tone + 0.05, tone + 0.06, outline=False, softness=0.002)
    return layers


def _sun(layers: Layers, x: float, height: float, radius: float, y: Tensor) -> None:
    grid = layers.grid
    distance = torch.hypot(grid.x - x, y - height) - radius
    layers.tint(0.10 * torch.exp(distance.clamp_min(0) * (-1 / 0.2)))
    layers.lay(distance, 0.98, 0.99)
    layers.accent(disc(grid, x, height, radius))


def _rank(layers: Layers, blocks: Row, y: Tensor, tone: float, depth: float, storey: float, pane: float, knobs: Knobs) -> None:
    """One row of buildings with its windows."""
    grid = layers.grid
    distance = torch.minimum(blocks.walls(y), blocks.crowns(y, storey))
    shade = (blocks.draw("tone") - 0.5) * 0.09 + 0.05 * ((blocks.x - blocks.left) > blocks.half * (0.6 + blocks.draw("corner"))).float()
    face = tone + shade
    foot = 0.10 * ((y - blocks.top) / 0.3).clamp(0, 1) * depth
    cover = layers.lay(distance, face + foot, face + foot, depth, math.pi / 2)
    layers.cover_accent(cover)
    lit, panes = blocks.windows(y, grid.pixel, pane, 0.10 + 0.5 * knobs.detail)
    inside = coverage(distance + pane * 0.4, grid.pixel)
    layers.tint(panes * inside * -0.05)
    layers.lay(distance + pane * 0.4, 0.93, 0.92, 0.8, outline=False, opacity=lit)


def _river(layers: Layers, water: Water, knobs: Knobs, x: float, radius: float) -> None:
    grid = layers.grid
    surface = (water.horizon - grid.y).expand(grid.shape)
    fall = (water.below * 2).clamp(0, 1)
    layers.lay(surface, 0.30 - 0.2 * fall, 0.30 - 0.2 * fall, 0.5 - 0.4 * fall, 0.0, opacity=(0.35 + 0.35 * fall).expand(grid.shape))
    ripple = water.ripples("ripple", 0.035, 5.0)
    size = water.seen(0.035)
    layers.lay(water.patches(ripple, 0.035, 1.2).maximum(surface), 0.14, 0.14, outline=False, opacity=size)
    rim = water.path(x, 0.24, radius * 0.8)
    layers.lay(water.patches(-ripple, 0.035, rim * 1.6 + 0.1).maximum(surface), 0.95, 0.96, 0.8, outline=False, opacity=size)


def _rooftops(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """Roofs near by, with tanks and chimneys; towers behind them, a large moon."""
    side = chance.sign("side")
    layers = _sky(grid, chance, grid.y.expand(grid.shape), 0.3)
    radius = 0.08 * math.sqrt(grid.aspect)
    x, height = side * grid.aspect * chance.uniform("x", 0.12, 0.2), -chance.uniform("rise", 0.14, 0.24)
    y = grid.y.expand(grid.shape)
    _sun(layers, x, height, radius, y)
    centre = -side * grid.aspect * 0.15
    ranks = ((0.07, 0.5, 0.22, 0.74, 0.02, 0.45), (0.10, 0.42, 0.34, 0.52, 0.02, 0.5), (0.20, 0.22, 0.14, 0.28, 0.034, 0.5), (0.42, 0.12, 0.16, 0.08, 0.045, 0.55))
    for rank, (pitch, low, high, tone, pane, base) in enumerate(ranks):
        here = chance.of(f"rank {rank}")
        blocks = row(grid.x + 3.1 * rank, here, pitch, base, _downtown(centre + 3.1 * rank, low, high * (0.55 + 0.9 * knobs.energy), grid.aspect))
        _rank(layers, blocks, y, tone, 0.8 - 0.25 * rank, 0.04, pane, knobs)
    return layers.fields()


def _canyon(grid: Grid, chance: Chance, knobs: Knobs, t: float) -> Fields:
    """One-point perspective down a street, the sun at its end."""
    return _rooftops(grid, chance, knobs, t)
