"""Rows of buildings: a step profile with setbacks, roofs, spires and masts, and the windows on its walls.

What a building is follows from the seed and is worked out once a picture, for all rows together; what a column shows of it once a
window, on (rows, 1, W) tensors. Only the distances and windows touch every pixel.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid

KINDS = 128
"""Buildings in a row before it repeats; a row is far longer than a picture sees."""
ABSENT = 9.0
BLOCK = 1.7
"""Length of a block along a street: its walls stand where 1 / (distance from the vanishing point) is a multiple of it, about."""
NARROWEST = 0.012
"""Streets are drawn as if no wall were nearer to their vanishing point than this."""
SHIFT = 3.1
"""How far along its row each row begins after the one before it."""
DRAWN = ("walls", "heights", "kind", "wild", "tall", "corner", "tone", "glass", "tank", "place")


def restless(hashes: Tensor, t: float, reach: float = 0.10) -> Tensor:
    """Numbers that rise and fall by up to `reach` over the loop, each in its own time; at t = 0 as they are."""
    late = torch.frac(hashes * 37) * (2 * math.pi)
    return torch.sin(late + 2 * math.pi * t).sub_(late.sin_()).mul_(reach).add_(hashes)


@dataclass(frozen=True)
class Plot:
    """A row to build: about `pitch` wide, standing on y = base, `low` to `low + 1.45 * high` tall; storey: height of a roof's blocks;
    pane: height of a storey of windows; tank: height of the water tanks on its roofs, if any; open: (left, right, y), between which no roof
    rises above y, lest a pale tower bite into a sun that stands there.
    """

    chance: Chance
    pitch: float
    base: float
    low: float
    high: float
    storey: float
    pane: float
    tank: float = 0.0
    open: tuple[float, float, float] = (math.inf, -math.inf, 0.0)


@dataclass(frozen=True)
class Row:
    """What each column shows of one row, all (1, W). wall: distance to the nearer wall; beside: y of the neighbour's roof there;
    across: distance from the building's middle; steps: the crown as `crowns` reads it; glass: coverage by panes; column: of panes.
    crest, lowest: y of the highest point of the row and of its lowest roof.
    """

    plot: Plot
    top: Tensor
    wall: Tensor
    beside: Tensor
    across: Tensor
    shade: Tensor
    steps: Tensor
    tank: Tensor
    glass: Tensor
    column: Tensor
    crest: float
    lowest: float

    def walls(self, y: Tensor) -> Tensor:
        """(H, W) signed distance to the row's main bodies: a step profile, exact along roofs and walls."""
        return _stepped(y, self.top, self.wall, self.beside)

    def crowns(self, y: Tensor) -> Tensor:
        """(H, W) signed distance to what stands on the roofs: setbacks, pitched tops, spires, masts."""
        first, second, over, above, tip, slope, start, end = self.steps
        distance = torch.maximum(first, above - y)
        torch.minimum(distance, torch.maximum(second, over - y), out=distance)
        taper = (y * slope).add_(start).clamp_(min=0)
        cone = torch.sub(end, torch.minimum(taper, self.tank[3], out=taper), out=taper)
        return torch.minimum(distance, torch.maximum(cone, tip - y), out=distance)

    def tanks(self, y: Tensor) -> Tensor:
        """(H, W) signed distance to water tanks on legs with pointed lids, on some of the roofs."""
        size, (barrel, legs, lid) = self.plot.tank, self.tank[:3]
        v = (self.top - y).mul_(1 / size)
        distance = torch.maximum((v - 0.60).abs_().sub_(0.17), barrel)
        torch.minimum(distance, torch.maximum((0.7475 * v).add_(lid), 0.76 - v), out=distance)
        return torch.minimum(distance, torch.maximum(v.sub_(0.20).abs_().sub_(0.26), legs), out=distance).mul_(size)

    def hashes(self, t: float) -> Tensor:
        """(64, 64) numbers of windows, on the CPU. Some come and go over the loop."""
        return restless(self.plot.chance.uniforms("lit", 64 * 64).view(64, 64), t)

    def lit(self, y: Tensor, share: float, hashes: Tensor) -> Tensor:
        """(H, W) coverage by panes of lit windows, were every storey all glass. y: (H, 1) or (H, W); share: of them that are lit."""
        light = ((share + 1 / 12) - hashes).mul_(6).clamp_(0, 1).to(y.device)
        table = torch.index_select(light, 1, self.column[0]).mul_(self.glass)
        floor = (y * (1 / self.plot.pane)).floor_().to(torch.int32).bitwise_and_(63)
        if floor.shape[1] == 1:
            return torch.index_select(table, 0, floor[:, 0])
        place = floor.mul_(table.shape[1]).add_(torch.arange(table.shape[1], dtype=torch.int32, device=y.device))
        return torch.index_select(table.flatten(), 0, place.flatten()).view(place.shape)

    def storeys(self, y: Tensor, pixel: float) -> Tensor:
        """Coverage by panes along y alone."""
        pane = self.plot.pane
        place = y * (1 / pane)
        return (place - place.floor()).sub_(0.5).abs_().neg_().add_(0.27).mul_(pane / pixel).add_(0.5).clamp_(0, 1)


def rows(grid: Grid, plots: list[Plot], centre: float) -> list[Row]:
    """Rows along grid.x, each before the one above it in the list; their heights gather around x = centre."""
    walls, table, heights = grid.once(("rows", tuple(plots), centre), lambda: _buildings(grid, plots, centre))
    x = grid.x.expand(len(plots), -1).contiguous()
    cell = torch.searchsorted(walls, x, right=True).sub_(1).clamp_(0, table.shape[2] - 1)
    found = torch.gather(table, 2, cell.expand(len(table), -1, -1))[:, :, None]
    (
        left,
        right,
        top,
        before,
        after,
        body,
        first,
        narrow,
        second,
        tip,
        slope,
        base,
        steep,
        plain,
        corner,
        tone,
        width,
        wide,
        kind,
        tank,
        place,
    ) = found
    x = grid.x
    wall, other = x - left, right - x
    beside, nearest = torch.where(wall < other, before, after), torch.minimum(wall, other)
    across = (x - (left + right) * 0.5).abs_()
    shade = (corner - wall).mul_(1 / grid.pixel).neg_().add_(0.5).clamp_(0, 1).mul_(0.05).add_(tone)
    pane = wall / width
    column = pane.floor()
    glass = ((pane - column - 0.5).abs_() - wide).mul_(width * (-1 / grid.pixel)).add_(0.5).clamp_(0, 1)
    column = torch.remainder(column + 11 * kind, 64).long()
    steps = torch.stack((across - body, across - narrow, second, first, tip, slope, -tip * slope, (across + plain) * steep), 1)
    u = (x - place).abs_().mul_(torch.tensor([[[1 / (plot.tank or 1.0)]] for plot in plots], device=x.device)).add_(tank)
    tanks = torch.stack((u - 0.22, (u - 0.16).abs_().sub_(0.022), (u - 1.15).mul_(0.65), base * steep), 1)
    each = zip(plots, top, nearest, beside, across, shade, steps, tanks, glass, column, *heights, strict=True)
    return [Row(*one) for one in each]


def _buildings(grid: Grid, plots: list[Plot], centre: float) -> tuple[Tensor, Tensor, tuple[list[float], list[float]]]:
    """(rows, n) x of the left walls, (parts, rows, n) what `rows` reads of each building, and the crest and lowest roof of each row."""
    half = grid.aspect / 2 / grid.zoom + 0.15
    numbers = [[plot.pitch, plot.base, plot.low, plot.high, plot.storey, plot.pane, plot.tank or 1.0, *plot.open] for plot in plots]
    pitch, ground, low, high, size, pane, tank, first_open, last_open, highest = torch.tensor(numbers).T[..., None]
    shift = torch.arange(float(len(plots)))[:, None] * SHIFT
    cells = torch.arange(2 * math.ceil(half / min(plot.pitch for plot in plots)) + 6) + ((shift - half) / pitch).floor() - 2
    drawn = torch.stack([torch.stack([plot.chance.uniforms(name, KINDS) for plot in plots]) for name in DRAWN])
    index = torch.remainder(cells, KINDS).long()
    jitter, growth, kind, wild, tall, corner, tone, glass, tanked, place = torch.gather(drawn, 2, index.expand(len(DRAWN), -1, -1))
    walls = (cells + (jitter - 0.5) * 0.7) * pitch - shift
    left, right = walls[:, :-1], walls[:, 1:]
    growth, kind, wild, tall = growth[:, :-1], kind[:, :-1], wild[:, :-1], 0.4 + tall[:, :-1]
    gathered = 0.35 + 0.65 * torch.exp(-((((left + right) * 0.5 - centre) / (0.24 * max(0.7, grid.aspect))) ** 2))
    top = ground - low - high * growth.square() * gathered - 0.45 * high * gathered
    lowered = torch.minimum(torch.maximum(top, highest + 2 * size), ground - 0.5 * low)
    top = torch.where((right > first_open) & (left < last_open), lowered, top)
    width = right - left
    middle, wide = (left + right) * 0.5, width * 0.5
    setback, pitched = kind < 0.55, (kind > 0.40) & (kind < 0.75)
    body = wide * torch.where(setback, 0.45 + 0.35 * wild, 0.9)
    first = top - size * torch.where(setback, tall, 0.12)
    stepped = setback & (wild > 0.45)
    second = first - size * tall * 0.6
    narrow = torch.where(stepped, body * 0.55, -ABSENT)
    rise = torch.where(pitched, torch.minimum(wide * (0.35 + 0.6 * wild), 2.2 * size), size * (0.8 + 1.2 * tall))
    base = torch.where(pitched, torch.where(stepped, narrow, body), 0.09 * size + 0.002)
    plain = ((kind > 0.80) | (kind < 0.16)).float() * ABSENT
    steep = torch.rsqrt(1 + (base / rise).square())
    tip = torch.where(stepped, second, first) - rise
    count = (width / (pane * 0.8)).round().clamp_min(1)
    stand = middle + (place[:, :-1] - 0.5) * 1.1 * (wide - 0.3 * tank)
    parts = (
        *(left, right, top, top.roll(1, 1), top.roll(-1, 1), body, first, narrow, second, tip, base / rise * steep, base, steep, plain),
        *(wide * (0.6 + corner[:, :-1]), (tone[:, :-1] - 0.5) * 0.09, width / count, torch.where(glass[:, :-1] < 0.3, 0.47, 0.28)),
        *(index[:, :-1].float(), (tanked[:, :-1] > 0.62).float() * ABSENT, stand),
    )
    seen = (right > -half) & (left < half)
    crest = torch.where(seen, torch.minimum(torch.minimum(tip, second), top - tank * (tank < 1)), ABSENT).amin(1).tolist()
    lowest = torch.where(seen, top, -ABSENT).amax(1).tolist()
    return left.contiguous().to(grid.device), torch.stack(parts).to(grid.device), (crest, lowest)


@dataclass(frozen=True)
class Street:
    """What each column shows of one side of a street, all (1, W). wall, beside: as of a Row; tone: a number in [0, 1) a building."""

    top: Tensor
    wall: Tensor
    beside: Tensor
    tone: Tensor
    chance: Chance

    def walls(self, y: Tensor) -> Tensor:
        """(H, W) signed distance to the walls."""
        return _stepped(y, self.top, self.wall, self.beside)


def street(x: Tensor, chance: Chance, centre: float, horizon: float, side: float, tall: Callable[[Tensor], Tensor]) -> Street:
    """One side of a street in one-point perspective: walls along lines to (centre, horizon). tall(a number in [0, 1)) is the height of
    a roof above the horizon over the distance from the centre. Columns across the street repeat their nearest wall.
    """
    out = ((x - centre) * side).clamp_min(NARROWEST)
    drawn = torch.stack([chance.uniforms(name, KINDS) for name in ("walls", "heights", "tone")]).to(x.device)
    jitter, growth, depth = (drawn[0] - 0.5) * 0.7, tall(drawn[1]), 1.0 / (out * BLOCK)

    def wall(index: Tensor) -> Tensor:
        return index + jitter[torch.remainder(index, KINDS).long()]

    cell = depth.floor()
    cell = cell - 1 + (depth >= wall(cell)).float() + (depth >= wall(cell + 1)).float()
    ends = wall(torch.cat((cell + 1, cell))).clamp_min(0.05)
    far, near = out - 1 / (BLOCK * ends)[:1], 1 / (BLOCK * ends)[1:] - out
    roofs = horizon - out * growth[torch.remainder(torch.cat((cell, cell - 1, cell + 1)), KINDS).long()]
    beside = torch.where(far < near, roofs[2:], roofs[1:2])
    return Street(roofs[:1], torch.minimum(far, near), beside, drawn[2][torch.remainder(cell, KINDS).long()], chance)


def _stepped(y: Tensor, top: Tensor, wall: Tensor, beside: Tensor) -> Tensor:
    """Signed distance to a step profile: under its own roof, and past the nearer wall where the neighbour is higher."""
    over = beside - y
    return torch.clamp(top - y, torch.minimum(over, -wall), torch.maximum(over, wall))
