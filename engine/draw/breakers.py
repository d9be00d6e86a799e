"""Waves near by: rows of swell flecked with foam, and one that curls over and breaks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn.functional import interpolate

from engine.contracts import Knobs, Tensor
from engine.draw.affine import affine
from engine.draw.chance import Chance
from engine.draw.drift import drifting, drifting_series
from engine.draw.grid import Grid
from engine.draw.heading import heading
from engine.draw.layers import Layers
from engine.draw.noise import Noise, look, planes, smoothstep
from engine.draw.shapes import slope
from engine.draw.stars import Magnitude, starlight
from engine.draw.water import trochoid

GOLDEN = (math.sqrt(5) - 1) / 2
"""Multiples of it, less their whole parts, are unlike their neighbours."""
COARSE = 1 / 192
"""Spacing at which the sweep of water up a wave's hollow is worked out: finer than it changes."""


@dataclass(frozen=True)
class Swell:
    """Rows of waves towards the eye: `count` of them, the first `start` below the horizon. foam: times the usual."""

    horizon: float
    start: float
    count: int
    energy: float
    foam: float = 1.0

    def row(self, index: int) -> tuple[float, float, float]:
        """How near a row is (0 far, 1 nearest), the height of its still water, and how tall its waves are."""
        near = (index + 1) / self.count
        base = self.horizon + self.start + (0.62 - self.start - self.horizon) * near**1.5
        return near, base, (0.012 + 0.085 * near) * (0.25 + 1.5 * self.energy)

    def covered(self, index: int = 0) -> float:
        """Below this height, a row hides all that is behind it."""
        if index == self.count:
            return 1.0
        _, base, tall = self.row(index)
        return base + 1.4 * tall


def waves(layers: Layers, chance: Chance, swell: Swell, t: float) -> None:
    """Near swell, one crest before another, growing and darkening towards the eye, flecked with foam."""
    rows = [swell.row(index) for index in range(swell.count)]
    shapes = _crests(layers.grid.x, chance, rows, t)
    numbers = [(base, -tall, 0.026 * near * (0.3 + 1.4 * swell.energy) * swell.foam) for near, base, tall in rows]
    base, tall, flecks = torch.tensor(numbers, device=layers.grid.device).T[..., None]
    profiles = torch.addcmul(base, shapes, tall)
    slopes = slope(profiles, layers.grid.pixel)
    steep = slopes.clamp(-2, 2).square_().add_(1).rsqrt_().neg_()
    angles = slopes.clamp_(-1, 1).mul_(0.25)
    foams = smoothstep(-0.3, 0.9, shapes).mul_(flecks)
    sea = layers.rows(rows[0][1] - rows[0][2])
    lace = planes(sea.grid, [drifting_series(sea.grid.pixel, chance.of("lace"), 44.0, 2, t, 0.02, 2.0)])[0].mul_(0.5).add_(1)
    for index, (near, still, high) in enumerate(rows):
        wave = layers.rows(still - high, swell.covered(index + 1))
        first = max(0, wave.grid.cut[1] - sea.grid.cut[1])
        row = slice(index, index + 1)
        _wave(wave, near, profiles[row], steep[row], angles[row], foams[row] * lace[first : first + wave.grid.shape[0]])


def _crests(x: Tensor, chance: Chance, rows: list[tuple[float, float, float]], t: float) -> Tensor:
    """(waves, W) profiles, swaying over the loop."""
    numbers = []
    for index, (near, _, _) in enumerate(rows):
        frequency, (across, down) = 3.6 / (0.5 + 1.6 * near), Noise(chance.of(str(index)), "crest").offset
        numbers.append((frequency, across + frequency * 0.06 * math.sin(2 * math.pi * t + index), down))
    frequency, across, down = torch.tensor(numbers, device=x.device).T[..., None]
    return trochoid(look(torch.addcmul(across, x, frequency), down.expand(-1, x.shape[1])))


def _wave(layers: Layers, near: float, profile: Tensor, steep: Tensor, angle: Tensor, foam: Tensor) -> None:
    """One row of swell, lit along its crest. foam: (H, W) how thick it lies there."""
    under = layers.grid.y - profile
    distance = under * steep
    lit = (under * (-0.55 / (0.05 + 0.16 * near))).add_(1).clamp_(0, 1)
    lit = lit.mul_(lit) * lit
    tone = 0.38 - 0.30 * near
    layers.lay(distance, (lit * 0.26).add_(tone), lit.mul_(0.17).add_(tone), 0.4 - 0.36 * near, angle)
    layers.lay(torch.maximum(distance, under.sub_(foam).add_(0.0022)), 0.92, 0.90, 0.75, outline=False)


def curl(
    layers: Layers, chance: Chance, knobs: Knobs, side: float, place: float, foot: float, size: float, t: float, much: float = 1.0
) -> None:
    """The breaking wave: a disc of radius `size` at `place`, hollowed by a smaller one towards `side`, and the long back behind it."""
    layers = layers.rows(foot - 2.6 * size)
    grid = layers.grid
    u = side * (grid.x - place) + 0.012 * math.sin(2 * math.pi * t)
    middle = foot - 0.95 * size
    v = grid.y - middle
    rim = torch.sqrt(u.square() + v.square()).sub_(size)
    across, down = u - 0.36 * size, v - 0.26 * size
    hollow = torch.sqrt(across.square() + down.square()).sub_(0.80 * size)
    ridge, trough = _still(u, chance, foot, middle, size)
    steep = slope(ridge, grid.pixel).clamp_(-2, 2).square_().add_(1).rsqrt_()
    back = torch.maximum((ridge - grid.y).mul_(steep), u - 0.12 * size)
    body = torch.minimum(back, rim).maximum(hollow.neg_()).minimum(trough - grid.y)
    sweep, turn = _sweep(grid, chance, knobs, across, down, size)
    streak = smoothstep(0.25, 0.55, sweep)
    shade = 0.10 + 0.20 * ((foot - grid.y) / (2 * size)).clamp(0, 1)
    modelled = torch.add(shade, streak, alpha=0.17).add_(sweep, alpha=0.05)
    layers.cover_accent(layers.lay(body, modelled, streak.mul_(0.15).add_(shade), 0.4, turn.neg_().sub_(math.pi / 2)))
    ends = sorted((place - 1.75 * side * size, place + 1.5 * side * size))
    top = layers.rows(middle - 1.7 * size, middle + 0.7 * size, *ends)
    (tall, wide), up, left = top.grid.shape, top.grid.cut[1] - grid.cut[1], top.grid.cut[0] - grid.cut[0]
    box = (slice(up, up + tall), slice(left, left + wide))
    foam(top, chance.of("foam"), knobs, (u[:, box[1]] / size, v[box[0]] / size), (rim[box], back[box], body[box]), size, t, much)


def _still(u: Tensor, chance: Chance, foot: float, middle: float, size: float) -> tuple[Tensor, Tensor]:
    """(1, W) heights of the long back behind the wave and of the trough before it."""
    numbers = [(7.0, *Noise(chance, "ridge").offset), (2.0, *Noise(chance, "trough").offset)]
    frequency, across, down = torch.tensor(numbers, device=u.device).T[..., None]
    ripple, dip = look(torch.addcmul(across, u, frequency), down.expand(-1, u.shape[1]))[:, None]
    ridge = smoothstep(-4.2 * size, 0.05 * size, u).mul_(-0.85 * size).add_(middle - 0.15 * size).add_(ripple, alpha=0.006)
    return ridge, dip * (0.05 * size) + foot


def _sweep(grid: Grid, chance: Chance, knobs: Knobs, across: Tensor, down: Tensor, size: float) -> tuple[Tensor, Tensor]:
    """(H, W) noise drawn out along the hollow's round, and the heading there; of (1, W) and (H, 1) distances from its middle."""
    rows, columns = (min(count, math.ceil(count * grid.pixel / COARSE) + 1) for count in grid.shape)
    x = interpolate(across[None], size=columns, mode="linear", align_corners=True)[0]
    y = interpolate(down.T[None], size=rows, mode="linear", align_corners=True)[0].T
    turn = heading(-x, y)
    frequency = 3.6 + 2.4 * knobs.detail
    first, second = Noise(chance, "sweep").offset
    round_it = torch.sqrt(x.square() + y.square()).mul_(frequency / size).add_((x + 0.36 * size) * (0.25 * frequency / size) + first)
    sweep = look(round_it, (turn * (0.10 * frequency)).add_(second))
    if (rows, columns) == grid.shape:
        return sweep, turn
    fine = interpolate(sweep[None, None], size=grid.shape, mode="bilinear", align_corners=True)[0, 0]
    return fine, interpolate(turn[None, None], size=grid.shape, mode="nearest-exact")[0, 0]


def foam(
    layers: Layers,
    chance: Chance,
    knobs: Knobs,
    place: tuple[Tensor, Tensor],
    wave: tuple[Tensor, Tensor, Tensor],
    size: float,
    t: float,
    much: float,
) -> None:
    """Foam along the crest: a thin white edge that breaks into claws (Hokusai, "The Great Wave", 1831), and spray.

    place: u, v in wave sizes. wave: distances to the lip's round, to the wave's back and to its body. much: times the usual.
    """
    grid, (u, v), (rim, back, body) = layers.grid, place, wave
    lump, fine = planes(
        grid, [[drifting(chance, "billow", 13.0, t, 0.012, rise=1.0)], [drifting(chance, "fine", 34.0, t, 0.012, rise=1.0)]]
    )
    lump = lump.abs_().sub_(0.7).add_(fine.abs_(), alpha=0.2 + 0.6 * knobs.detail)
    lip = ((u + (0.3 * v + 1.4)) * (1 / 2.4)).clamp_(0, 1)
    strong = (lip * -2).add_(3).mul_(lip).mul_(lip)
    end = ((0.22 - v) * 4).clamp_(0, 1)
    strong.mul_(lip).mul_(end).mul_(0.3 + 0.7 * much)
    deep = torch.lerp(back, rim, smoothstep(-0.1, 0.12, u).expand(back.shape)).mul_(-1 / size)
    inner = (lip * 5).clamp_(max=1).mul_(end).mul_(0.03 * much).addcmul_(strong, strong, value=0.05).sub_(0.02)
    round_it = torch.addcmul(lump * 0.04 - 0.7 * deep, (v / (u.abs() + 1e-6 + v.abs())).add_(1), u.sign(), value=math.pi / 2)
    # along the round, 0 at its top and a quarter of a circle later at its front; less where deep: fingers hook forwards as they fall
    claws = torch.minimum(*(_claws(chance, round_it, deep - inner, strong, many, long) for many, long in ((3.6, 0.40), (8.5, 0.22))))
    above = torch.add(deep, inner).addcmul_(strong, lump, value=0.09).neg_()
    shape = torch.maximum(claws, above).mul_(size)
    layers.cover_accent(layers.lay(shape, lump.mul_(0.10).add_(0.87), 0.93, 0.85, 1.0))
    near = (shape * (1 / (0.5 * size))).clamp_(0, 1)
    near = near.mul_(near).neg_().add_(1)
    near = near.mul_(near).mul_((0.6 - v).clamp(0, 1))
    share = (0.2 + 0.6 * knobs.energy) * much
    kinds = [Magnitude(chance, 0.030, 0.0048, share), Magnitude(chance.of("drops"), 0.052, 0.0085, 0.7 * share)]
    spray = (starlight(grid, kinds, t) * near).mul_(3).sub_(0.4).clamp_(0, 1).mul_(torch.minimum(shape, body) > 0)
    layers.lay(grid.y * 0 - 1, 0.96, 0.95, 0.85, outline=False, opacity=spray)


def _claws(chance: Chance, place: Tensor, deep: Tensor, strong: Tensor, many: float, long: float) -> Tensor:
    """(H, W) distance, in wave sizes, to foam with fingers that hang from it, `many` a wave size along the lip and up to `long`.

    place: along the lip. deep: below the foam's own edge. strong: 0 .. 1, how far out they reach here. All in wave sizes.
    """
    cell = affine(place, many, chance.uniform(f"claws {many}"))
    which = cell.floor()
    cell.sub_(which).sub_(0.5).abs_()
    reach = (which * GOLDEN).frac_().abs_().mul_(0.65).add_(0.35).mul_(strong).mul_(long).clamp_(min=1e-3)
    left = deep.div(reach).neg_().add_(1)
    wide = left.clamp(0, 1).sqrt_().mul_(-0.5)
    return wide.add_(cell).mul_(1 / many).addcmul_(left.clamp_(max=0), reach, value=-1)
