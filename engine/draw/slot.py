"""Within a slot canyon: fold of wall before fold, each brightest where it turns to the light, someone small on the sand, the sun beyond."""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, SceneKnobs, Tensor
from engine.draw.birds import birds
from engine.draw.chance import Chance
from engine.draw.drift import drifting
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.lines import lines
from engine.draw.noise import planes, series
from engine.draw.shapes import disc

COUNT = 5
"""Folds on either side."""
FLOOR = 0.15
"""Where the sand begins, far off (heights below the middle)."""


def slot(grid: Grid, chance: Chance, knobs: SceneKnobs, side: float, t: float) -> Fields:
    """The whole scene. side: on which the gap lies and which wall is lit."""
    wide, fit = grid.aspect, min(1.5, 0.35 + 0.65 * grid.aspect)
    middle = side * wide * chance.uniform("gap", 0.04, 0.12)
    sky = (0.97 - 0.10 * (grid.y + 0.5)).expand(grid.shape)
    layers = Layers(grid, sky, sky, 1.0, 1.57)
    _sun(layers, middle, -0.03 - 0.24 * (knobs.own["sun"] - 0.5), 0.074 * fit)
    birds(layers, chance.of("birds"), 4, middle, -0.29, (0.055 * fit, 0.05), 0.030 * fit, 0.25, t)
    edges = _edges(grid, chance, knobs, middle, side, fit)
    shown = _shown(edges)
    grain = planes(grid, [series(grid.pixel, chance.of("grain"), 3.4, 1.2 + 2.4 * knobs.detail, 0.55, 2.2)])[0]
    _sand(layers, chance, grain, t)
    for index in range(COUNT):
        near = index / (COUNT - 1)
        foot = FLOOR + 0.02 + 0.42 * near**1.4
        for way in (-side, side):
            part = layers.rows(bottom=foot + 0.3, left=shown[index, way][0], right=shown[index, way][1])
            out = (edges[index, way][: part.grid.shape[0]] - part.grid.x).mul_(way)
            _fold(part, knobs, out, part.crop(grain), near, foot, way == side)
        if index == COUNT - 3:
            _walker(layers, middle - side * 0.02 * fit, FLOOR + 0.13, 1.35)
    return layers.fields()


def _sun(layers: Layers, x: float, y: float, radius: float) -> None:
    """The accent, at the slot's end."""
    part = layers.rows(y - radius, y + radius, x - radius, x + radius)
    body = disc(part.grid, x, y, radius)
    part.lay(body, 0.99, 0.99)
    part.accent(body)


def _edges(grid: Grid, chance: Chance, knobs: SceneKnobs, middle: float, side: float, fit: float) -> dict[tuple[int, float], Tensor]:
    """(H, 1) x of every fold's edge, by its number and way: they wander, lean together overhead, and stand wider apart nearer by."""
    waves = lines(grid.y.T, [(chance.of(f"fold {index} {way}"), "wave", 1.9) for index in range(COUNT) for way in (-side, side)])
    edges = {}
    for index in range(COUNT):
        near = index / (COUNT - 1)
        for way in (-side, side):
            wave = waves[2 * index + (way == side)].T * ((0.02 + 0.09 * knobs.energy) * (0.30 + near) * fit)
            gap = (0.105 + 0.30 * near**1.25) * fit + chance.of(f"fold {index} {way}").uniform("gap", -0.012, 0.03)
            lean = 0.10 * math.sin(3.0 * near + 1.0) + way * 0.10 * near
            edges[index, way] = torch.add(wave, grid.y + 0.1, alpha=fit * lean).add_(middle + way * gap)
    return edges


def _shown(edges: dict[tuple[int, float], Tensor]) -> dict[tuple[int, float], tuple[float, float]]:
    """Of each fold (its number and way) and its edge, the least and the greatest x that it may be seen at."""
    least, greatest = (
        dict(zip(edges, ends.tolist(), strict=True)) for ends in torch.aminmax(torch.cat(tuple(edges.values()), dim=1), dim=0)
    )
    return {(index, way): (least[index, way], math.inf) if way > 0 else (-math.inf, greatest[index, way]) for index, way in edges}


def _fold(layers: Layers, knobs: SceneKnobs, out: Tensor, grain: Tensor, near: float, foot: float, lit: bool) -> None:
    """One fold of the wall down to the sand; out: (H, W) distance to its edge, negative inside."""
    inside = (-out).clamp_(min=0)
    tone = 0.84 - 0.70 * near**0.8 + (0.05 if lit else -0.05)
    tone += (0.90 - tone) * 0.75 * knobs.own["fog"] ** 1.5 * (1 - near)
    turn = inside.mul(6.0 / (0.35 + near)).add_(1.0).reciprocal_()
    bands = (inside * (9.0 / (0.5 + near))).add_(layers.grid.y * 1.3).add_(grain, alpha=0.12)
    bands.sub_(bands.floor()).sub_(0.5).abs_().mul_(4.0).sub_(1.0)
    plan = bands.mul((0.004 + 0.24 * knobs.own["strata"] ** 3) * (0.35 + 0.65 * near)).add_(turn, alpha=0.20).add_(tone - 0.12)
    modelled = torch.addcmul(plan, bands, turn, value=0.05).add_(grain, alpha=0.012).add_(turn, alpha=0.06)
    body = torch.maximum(out, torch.sub(layers.grid.y - foot, inside, alpha=0.30))
    layers.cover_accent(layers.lay(body, modelled, plan, 0.95 - 0.9 * near, 1.57))


def _sand(layers: Layers, chance: Chance, grain: Tensor, t: float) -> None:
    """The floor, palest far off where the sun falls on it."""
    floor = layers.rows(top=FLOOR)
    down = (floor.grid.y - FLOOR).clamp_(min=0)
    plan = (0.93 - 0.75 * down).expand(floor.grid.shape)
    dust = planes(floor.grid, [[drifting(chance, "dust", 3.0, t, 0.06, 3.0)]])[0]
    modelled = torch.add(plan, dust, alpha=0.012).add_(floor.crop(grain), alpha=0.01)
    floor.cover_accent(floor.lay((FLOOR - floor.grid.y).expand(floor.grid.shape), modelled, plan, 0.8 - down, 0.0))


def _walker(layers: Layers, x: float, foot: float, size: float) -> None:
    """Someone far below, to measure the walls by, and a long shadow towards us."""
    part = layers.rows(foot - 0.11 * size, foot + 0.14 * size, x - 0.05 * size, x + 0.05 * size)
    right, up = (part.grid.x - x) / size, (foot - part.grid.y) / size
    shadow = torch.maximum(right.abs() - 0.014 + 0.10 * up, (up + 0.05).abs() - 0.05).mul_(size)
    part.lay(shadow, 0.45, 0.45, None, 1.57, outline=False)
    head = (right.square() + (up - 0.092).square()).sqrt_().sub_(0.011)
    coat = torch.maximum(right.abs() - 0.019 + 0.15 * (up - 0.03), (up - 0.052).abs() - 0.028)
    legs = torch.maximum((right.abs() - 0.009 - 0.05 * (0.03 - up)).abs() - 0.005, (up - 0.015).abs() - 0.015)
    part.cover_accent(part.lay(torch.minimum(torch.minimum(head, coat), legs).mul_(size), 0.05, 0.04, 0.5, 1.57))
