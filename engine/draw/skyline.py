"""Rows of buildings: a step profile with setbacks, roofs, spires and masts, and the windows on its walls.

Everything that varies along a row is worked out per column, on (1, W) tensors; only the distances and windows touch every pixel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.shapes import coverage

KINDS = 128
"""Buildings in a row before it repeats; a row is far longer than a picture sees."""
ABSENT = 9.0
BLOCK = 1.7
"""Length of a block along a street: its walls stand where 1 / (distance from the vanishing point) is a multiple of it, about."""
NARROWEST = 0.012
"""Streets are drawn as if no wall were nearer to their vanishing point than this."""


@dataclass(frozen=True)
class Row:
    """The building that stands in each column, all (1, W): x: the column; left, right: x of its walls; top, before, after: y of its
    own roof and of its neighbours'; index: which of KINDS it is.
    """

    x: Tensor
    left: Tensor
    right: Tensor
    top: Tensor
    before: Tensor
    after: Tensor
    index: Tensor
    chance: Chance

    @property
    def across(self) -> Tensor:
        """(1, W) distance from the building's middle."""
        return (self.x - (self.left + self.right) * 0.5).abs()

    @property
    def half(self) -> Tensor:
        """(1, W) half the building's width."""
        return (self.right - self.left) * 0.5

    def draw(self, name: str) -> Tensor:
        """(1, W) a number in [0, 1) for each building."""
        return self.chance.uniforms(name, KINDS).to(self.x.device)[self.index]

    def walls(self, y: Tensor) -> Tensor:
        """(H, W) signed distance to the row's main bodies: a step profile, exact along roofs and walls."""
        above, left, right = self.top - y, self.x - self.left, self.right - self.x
        over_before, over_after = self.before - y, self.after - y
        inside = torch.maximum(torch.minimum(-left, over_before), torch.minimum(-right, over_after))
        outside = torch.minimum(torch.maximum(left, over_before), torch.maximum(right, over_after))
        return torch.minimum(torch.maximum(above, inside), outside)

    def crowns(self, y: Tensor, size: float) -> Tensor:
        """(H, W) signed distance to what stands on the roofs: setbacks, pitched tops, spires, masts. size: height of a storey block."""
        kind, wild, tall = self.draw("kind"), self.draw("wild"), 0.4 + self.draw("tall")
        setback = kind < 0.55
        body = self.half * torch.where(setback, 0.45 + 0.35 * wild, torch.full_like(wild, 0.9))
        first = self.top - size * torch.where(setback, tall, torch.full_like(wild, 0.12))
        distance = torch.maximum(self.across - body, first - y)
        stepped = setback & (wild > 0.45)
        second = first - size * tall * 0.6
        narrow = torch.where(stepped, body * 0.55, torch.full_like(body, -ABSENT))
        distance = torch.minimum(distance, torch.maximum(self.across - narrow, second - y))
        pitched = (kind > 0.40) & (kind < 0.75)
        rise = torch.where(pitched, (self.half * (0.35 + 0.6 * wild)).clamp(max=2.2 * size), size * (0.8 + 1.2 * tall))
        foot = torch.where(stepped, second, first)
        base = torch.where(pitched, torch.where(stepped, narrow, body), torch.full_like(body, 0.09 * size + 0.002))
        plain = ((kind > 0.80) | (kind < 0.16)).float() * ABSENT
        taper = base * ((y - (foot - rise)) / rise).clamp(0, 1)
        cone = (self.across + plain - taper) * torch.rsqrt(1 + (base / rise).square())
        return torch.minimum(distance, torch.maximum(cone, foot - rise - y))

    def tanks(self, y: Tensor, size: float) -> Tensor:
        """(H, W) signed distance to water tanks on legs with pointed lids, on some of the roofs. size: height of a tank in all."""
        shown = (self.draw("tank") > 0.62).float() * ABSENT
        middle = (self.left + self.right) * 0.5 + (self.draw("place") - 0.5) * 1.1 * (self.half - 0.3 * size)
        u, v = (self.x - middle).abs() / size + shown, (self.top - y) / size
        barrel = torch.maximum(u - 0.22, (v - 0.60).abs() - 0.17)
        lid = torch.maximum((u - 1.15 * (1.0 - v)) * 0.65, 0.76 - v)
        legs = torch.maximum((u - 0.16).abs() - 0.022, (v - 0.20).abs() - 0.26)
        return torch.minimum(torch.minimum(barrel, lid), legs) * size

    def windows(self, y: Tensor, pixel: float, pitch: float, lit: float) -> tuple[Tensor, Tensor]:
        """(H, W) coverage of the panes that are lit, and of all panes. pitch: height of a storey; lit: share of them, 0 to 1."""
        count = ((self.right - self.left) / (pitch * 0.8)).round().clamp_min(1)
        width = (self.right - self.left) / count
        place = (self.x - self.left) / width
        column = place.floor()
        wide = torch.where(self.draw("glass") < 0.3, 0.47, 0.28)
        across = coverage(((place - column - 0.5).abs() - wide) * width, pixel)
        floor = (y / pitch).floor()
        up = coverage(((y / pitch - floor - 0.5).abs() - 0.27) * pitch, pixel)
        hashes = self.chance.uniforms("lit", 64 * 64).to(y.device)
        cell = torch.remainder(floor, 64) * 64 + torch.remainder(column + 11 * self.index, 64)
        chosen = torch.index_select(hashes, 0, cell.to(torch.int32).flatten()).reshape(cell.shape)
        panes = across * up * coverage(self.top + 0.5 * pitch - y, pitch * 0.5)
        return panes * ((lit - chosen) * 6 + 0.5).clamp(0, 1), panes


def row(x: Tensor, chance: Chance, pitch: float, base: float, tall: Callable[[Tensor, Tensor], Tensor]) -> Row:
    """Buildings about `pitch` wide along x (1, W), standing on y = base; tall(x of its middle, a number in [0, 1)) is the height of one."""
    jitter = (chance.uniforms("walls", KINDS).to(x.device) - 0.5) * 0.7
    growth = chance.uniforms("heights", KINDS).to(x.device)

    def wall(index: Tensor) -> Tensor:
        return (index + jitter[torch.remainder(index, KINDS).long()]) * pitch

    def top(index: Tensor) -> Tensor:
        return base - tall((wall(index) + wall(index + 1)) * 0.5, growth[torch.remainder(index, KINDS).long()])

    cell = (x / pitch).floor()
    cell = cell - 1 + (x >= wall(cell)).float() + (x >= wall(cell + 1)).float()
    index = torch.remainder(cell, KINDS).long()
    return Row(x, wall(cell), wall(cell + 1), top(cell), top(cell - 1), top(cell + 1), index, chance)


def street(x: Tensor, chance: Chance, centre: float, horizon: float, side: float, tall: Callable[[Tensor], Tensor]) -> Row:
    """One side of a street in one-point perspective: walls along lines to (centre, horizon). tall(a number in [0, 1)) is the height of
    a roof above the horizon over the distance from the centre. Columns across the street repeat their nearest wall.
    """
    out = ((x - centre) * side).clamp_min(NARROWEST)
    jitter = (chance.uniforms("walls", KINDS).to(x.device) - 0.5) * 0.7
    growth = tall(chance.uniforms("heights", KINDS).to(x.device))
    depth = 1.0 / (out * BLOCK)

    def wall(index: Tensor) -> Tensor:
        return index + jitter[torch.remainder(index, KINDS).long()]

    cell = depth.floor()
    cell = cell - 1 + (depth >= wall(cell)).float() + (depth >= wall(cell + 1)).float()
    far, near = centre + side / (BLOCK * wall(cell + 1)), centre + side / (BLOCK * wall(cell).clamp_min(0.05))
    ends = (far, near) if side > 0 else (near, far)
    index = torch.remainder(cell, KINDS).long()
    roofs = [horizon - out * growth[torch.remainder(cell + step, KINDS).long()] for step in (int(side), 0, -int(side))]
    return Row(x, ends[0], ends[1], roofs[1], roofs[0], roofs[2], index, chance)
