"""Terrazzo: stone chips of three sizes in a ground of one tone, polished flat.

Layouts by seed: chips of every size, slabs laid close (palladiana), few great stones in fine grit, two grounds parted by an inlaid strip.
A chip is the inside of six half planes about a point in its cell, never beyond the cell; a smaller chip ends short of a larger one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.affine import number
from engine.draw.chance import Chance
from engine.draw.courses import CELLS, Courses
from engine.draw.grid import Grid
from engine.draw.noise import planes, series
from engine.draw.shapes import coverage
from engine.registry import Option, scene

SIDES = 6
LAYOUTS = {
    "mixed": ((0.28, 0.90, 1.05), (0.130, 0.92, 0.94), (0.066, 0.75, 0.80)),
    "slabs": ((0.36, 1.00, 1.20), (0.140, 0.92, 0.95), (0.062, 0.85, 0.85)),
    "grit": ((0.40, 0.75, 0.80), (0.092, 0.96, 0.98), (0.050, 0.92, 0.92)),
    "inlay": ((0.23, 0.85, 1.05), (0.110, 0.92, 0.95), (0.062, 0.70, 0.80)),
}
"""Per size of chip: the pitch of its cells, the share of cells that hold one, its size in the cell."""
POURED = 0.07
"""By how much the ground pales from one side to the other: where its ink must change, it changes along one sweep of the trowel."""
VARIED = 0.10
"""By how much chips of one tone differ: where their ink must change, it changes from chip to chip."""
TONES = (0.06, 0.20, 0.34, 0.52, 0.72, 0.90)


@scene(
    "terrazzo",
    far="light",
    tiles=True,
    options=(
        Option("chips", "More chips, closer together"),
        Option("round", "From broken shards to round pebbles"),
        Option("grit", "More fine grit between the chips"),
    ),
)
def terrazzo(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
    name = sorted(LAYOUTS)[chance.integer("layout", len(LAYOUTS))]
    dark = chance.uniform("ground") < 0.35
    stone, mottle = planes(
        grid, [series(grid.pixel, chance.of("stone"), 13.0, 1.5 + knobs.detail, 0.6), series(grid.pixel, chance.of("mottle"), 2.2, 1)]
    )
    ground = 0.16 if dark else 0.84
    plan, parted = _ground(grid, chance, name, ground, knobs, t)
    lightness = torch.add(plan, stone, alpha=0.012)
    edges, nearest, accent = grid.full(EDGE_REACH), parted, grid.full(0.0)
    for index, (pitch, asked, wide) in enumerate(LAYOUTS[name]):
        here, fine = chance.of(f"chips {index}"), index == 2
        few = (1.0, min(1.0, 0.1 + 1.8 * knobs.detail), min(1.0, 2 * knobs.detail) * min(1.0, 2 * knobs.own["grit"]))[index]
        share = min(1.0, asked * (0.45 + 1.1 * knobs.own["chips"])) * few
        size = wide * ((0.6 + 0.8 * knobs.own["grit"]) * (0.95 + 0.1 * knobs.detail) if fine else 1.0)
        chips = _chips(grid, here, pitch, share, size, knobs, t, index == 0)
        distance = chips.distance
        if nearest is not None:
            distance = _short_of(nearest, distance, 0.010 + 0.03 * pitch)
        cover = coverage(distance, grid.pixel)
        lightness.lerp_(chips.tone + stone * 0.035 if index < 2 else chips.tone, cover)
        plan.lerp_(chips.tone, cover)
        if grid.wants("edges"):
            torch.minimum(edges, distance.abs(), out=edges)
        nearest = distance if nearest is None else torch.minimum(nearest, distance)
        accent = cover * chips.chosen if index == 0 else accent
    lightness.add_(mottle, alpha=0.015)
    return Fields(lightness.clamp_(0, 1), plan, (1 - plan) * 0.3 + 0.35, _grain(grid, mottle), edges, accent, grid.unseen)


def _short_of(larger: Tensor, distance: Tensor, joint: float) -> Tensor:
    """A smaller chip's distance, so that it ends short of larger ones, and is gone where they would leave only a sliver of it."""
    close = (0.024 + joint - larger).clamp_(min=0)
    return distance.add_(close, alpha=0.9).maximum(joint - larger)


def _ground(grid: Grid, chance: Chance, name: str, tone: float, knobs: SceneKnobs, t: float) -> tuple[Tensor, Tensor | None]:
    """The ground's tone, and the distance to the inlaid strip where there is one."""
    (wide, tall), aspect = grid.tile, grid.aspect
    across = (grid.x - grid.middle[0]) * (2 * math.pi / wide if wide else math.pi / aspect) + 0.7 * chance.sign("poured")
    down = (grid.y - grid.middle[1]) * (2 * math.pi if tall else math.pi)
    ground = across.sin_().mul_(POURED) + down.sin_().mul_(-0.6 * POURED).add_(tone)
    if name != "inlay":
        return ground, None
    pace = 2 * math.pi / (tall or 1.6)
    drift = 0.10 + 0.16 * knobs.energy
    phase = chance.sign("bend") * math.pi / 2 if tall else chance.uniform("bend", 0, 6.28)  # upright where it meets the border
    bend = torch.sin(grid.y * pace + phase + 0.25 * math.sin(2 * math.pi * t)) * drift
    away = grid.x - bend + (0.0 if wide else chance.of("chips 0").sign("side") * aspect * 0.12)
    if wide:  # two strips, each half way between the middle and the border, which neither touches
        away = (wide / 4 - (torch.remainder(away + wide / 4, wide) - wide / 2).abs()) * 1.0
    steep = 1 / math.sqrt(1 + (drift * pace * 0.7) ** 2)
    away = away * steep
    ground.add_(coverage(away, grid.pixel), alpha=0.5 + 0.1 * (tone > 0.5) - tone)
    strip = away.abs() - 0.007
    return ground.lerp_(number(0.98 if tone < 0.5 else 0.04), coverage(strip, grid.pixel)), strip


@dataclass(frozen=True)
class _Chips:
    """distance and tone: (H, W); chosen: 1 in the cell of the accent."""

    distance: Tensor
    tone: Tensor
    chosen: Tensor | float


def _chips(grid: Grid, chance: Chance, pitch: float, share: float, size: float, knobs: SceneKnobs, t: float, first: bool) -> _Chips:
    """One size of chips."""
    courses = Courses.laid(grid, chance, pitch, pitch)
    wide, tall = courses.pitch
    limit = 0.5 * min(wide, tall)
    chosen = _chosen(grid, chance, courses) if first else None
    table = grid.once(("chips", chance.path, grid.tile), lambda: _table(grid, chance, limit, share, size, knobs, chosen))
    turn = 0.35 * knobs.energy
    own = courses.numbers(table)
    radius, x, y, tone = courses.x, own[0], own[1], own[2]
    swing = own[3].mul(2 * math.pi).add_(2 * math.pi * t).sin_().mul_(turn).add_(own[4])
    reach = own[5 : 5 + SIDES]
    angle = swing + own[5 + SIDES :]
    across, down = angle.cos(), angle.sin()
    constant = across * (courses.x - x) - down * y - reach
    distance = courses.planes(constant, down).amax(0)
    if knobs.own["round"] > 0:
        mean = reach.mean(0, keepdim=True)
        radius = (courses.x - x)[None].mul(courses.x - x).add_(y * y)
        far = courses.planes(radius, -2 * y[None], torch.ones_like(mean))[0].clamp_(min=1e-8).sqrt_()
        distance = torch.lerp(distance, far.sub_(courses.plane(mean[0])), 0.85 * knobs.own["round"])
    return _Chips(
        distance, courses.plane(tone), courses.plane((courses.cell == chosen[0] * CELLS + chosen[1]).to(torch.float32)) if chosen else 0.0
    )


def _chosen(grid: Grid, chance: Chance, courses: Courses) -> tuple[int, int]:
    """(row, column) of the cell nearest to a third of the picture, as Courses counts them."""
    wide, tall = courses.pitch
    x, y = grid.middle[0] + chance.sign("side") * grid.aspect / 6 / grid.zoom, grid.middle[1] + chance.sign("height") * 0.15
    counts = [round(period / pitch) if period else CELLS for period, pitch in zip(grid.tile, courses.pitch, strict=True)]
    row = math.floor(y / tall) % counts[1]
    shift = chance.uniforms("shift", CELLS).tolist()[row]
    return row, math.floor(x / wide + shift) % counts[0]


def _table(
    grid: Grid, chance: Chance, limit: float, share: float, size: float, knobs: SceneKnobs, chosen: tuple[int, int] | None
) -> Tensor:
    """(5 + 2 * SIDES, CELLS ** 2): x, y, tone, phase, turn, how far each side is, and where each side faces. Absent chips have sides
    behind their middle."""
    draws = chance.uniforms("chips", 7 + 2 * SIDES, CELLS * CELLS)
    radius = limit * size * (0.45 + 0.55 * draws[0])
    present = ((share - draws[1]) * 6).clamp(-0.05, 1)
    if chosen:
        place = chosen[0] * CELLS + chosen[1]
        radius[place], present[place] = min(0.092 * min(1.3, max(0.8, grid.aspect**0.5)), 0.85 * limit), 1.0
    room = (limit - radius * 0.96 - 0.004).clamp(min=0)
    x, y = (draws[2] * 2 - 1) * room, (draws[3] * 2 - 1) * room
    tones = torch.tensor(TONES)[(draws[4] * len(TONES)).long()] + VARIED * (draws[6] - 0.5)
    facing = (torch.arange(SIDES)[:, None] + (0.30 + 0.90 * knobs.energy) * (draws[7 + SIDES :] - 0.5)) * (2 * math.pi / SIDES)
    reach = (radius * present).clamp(max=limit * 0.97) * (0.68 + 0.32 * draws[7 : 7 + SIDES]) * 0.94
    return torch.cat((torch.stack((x, y, tones, draws[5], draws[6] * 6.28)), reach, facing)).to(grid.device)


def _grain(grid: Grid, mottle: Tensor) -> Tensor:
    """Along which a brush would travel: one way, with a slow sway."""
    if not grid.wants("flow"):
        return grid.full(1.0).expand(2, -1, -1)
    sway = (mottle * 0.2).clamp_(-0.4, 0.4)
    return torch.stack(((sway * sway).mul_(-0.5).add_(1), sway))
