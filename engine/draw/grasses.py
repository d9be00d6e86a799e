"""Grass and flowers in a wind: blades that bend as the square of their height, and heads that nod on stems bent alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.stand import CELLS, Stand, numbered, stand

LEAST = 0.72
"""How tall the shortest flower of a row may be, over what is asked."""
GOLDEN = (math.sqrt(5) - 1) / 2
"""Multiples of it, less their whole parts, are spread evenly however many there are: a row has its share of flowers in every picture."""


@dataclass(frozen=True)
class Wind:
    """side: where it blows to, -1 or 1; strength: how far a blade of one height would bend, about; t: loop phase."""

    side: float
    strength: float
    t: float

    def bend(self, x: Tensor) -> Tensor:
        """(1, W) how far what stands at x bends, over the square of its height: gusts run along with the loop."""
        gust = torch.sin(x * (5.0 * self.side) - 2 * math.pi * self.t)
        return gust.mul_(0.22).add_(1.0).mul_(self.side * self.strength)


def blades(
    grid: Grid, chance: Chance, wind: Wind, ground: float | Tensor, tall: float, pitch: float, thick: float
) -> tuple[Tensor, Tensor]:
    """(H, W) distance to blades up to `tall` that stand `pitch` apart on y = ground, level or (1, W), and to all beneath, and each
    one's own number in [0.3, 0.7). thick: half a blade's width two thirds down; their feet close the gaps between them.
    """
    table = grid.once(("blades", chance.path), lambda: _blades(chance).to(grid.device))
    rise = (ground - grid.y).clamp_min_(0)
    lean, grown = _tufts(grid.x, chance, wind)
    place = torch.addcmul(lean * (-1 / pitch), rise, wind.bend(grid.x).mul_(-1 / pitch)).mul_(rise)
    place.add_(grid.x * (1 / pitch) + chance.uniform("shift", 0, CELLS))
    cell = place.floor()
    place.sub_(cell)
    own = torch.index_select(table, 1, numbered(cell).flatten()).reshape(2, *place.shape)
    taper = own[0].mul_(-1 / (tall * grown)).mul_(rise).add_(1)
    taper.addcmul_(taper, taper.clamp(min=0), value=1.7)
    body = place.sub_(own[1]).abs_().mul_(pitch).sub_(taper, alpha=0.9 * thick)
    return torch.minimum(body, ground + 0.004 - grid.y, out=body), own[1]


def _tufts(x: Tensor, chance: Chance, wind: Wind) -> tuple[Tensor, Tensor]:
    """(1, W) how far the blades at x lean and how tall they are beside others: in tufts, as nothing in a meadow is a comb."""
    wide, fine = (torch.sin(x * pace + chance.uniform(f"tuft {pace}", 0, 2 * math.pi)) for pace in (6.7, 17.3))
    return wide * 0.22 + fine * 0.26 + 0.25 * wind.side * wind.strength, 0.80 + 0.14 * wide - 0.16 * fine


def _blades(chance: Chance) -> Tensor:
    """(2, CELLS): one over the height of each blade beside the tallest, its place in its cell."""
    raw = chance.uniforms("blades", 2, CELLS)
    return torch.stack((1 / (0.35 + 0.65 * raw[0]), 0.3 + 0.4 * raw[1]))


BUD = 0.012
"""Outlines keep as near to a bud as if it were a flower of about this radius (heights): it has no halo wider than itself."""


@dataclass(frozen=True)
class Heads:
    """Flower heads in a row. across: (1, W) and down: (H, W) offsets from the nearest head's middle over its radius; radius: (1, W) in
    heights, 0 where none grows; own: (4, 1, W); stem: (H, W) signed distance to the stems.
    """

    across: Tensor
    down: Tensor
    radius: Tensor
    own: Tensor
    stem: Tensor


def heads(grid: Grid, chance: Chance, wind: Wind, ground: float, size: float, tall: float, share: float) -> Heads:
    """Flowers of about the radius `size` on stems of about `tall`, standing at y = ground; share: in [0, 1], how many of them grow."""
    pitch = 3.9 * size
    row: Stand = stand(grid, chance, pitch, 4, 0.2)
    high = tall * (LEAST + 0.5 * row.own[0])
    turn = (row.middle / pitch + chance.uniform("shift", 0, CELLS)).floor_().mul_(GOLDEN).add_(chance.uniform("turn")).frac_()
    radius = size * (0.78 + 0.44 * row.own[1]) * ((share - turn) * 6).clamp(0, 1)
    most = 1.3 * size
    lean = torch.tanh(wind.bend(row.middle) * high.square() / most) * most
    across = row.across - 0.3 * (lean - torch.tanh((wind.side * wind.strength / most) * high.square()) * most)
    rise = ground - grid.y
    part = rise / high
    stem = torch.addcmul(across + lean, part * part, lean, value=-1).abs_().sub_(0.05 * size + 0.0012)
    stem = torch.maximum(torch.maximum(stem, rise - high), -rise).add_(radius < 0.2 * size)
    safe = radius.clamp_min(1e-4)
    return Heads(across / safe, (grid.y - ground + high) / safe, radius, row.own, stem)


def poppies(found: Heads) -> tuple[Tensor, Tensor, Tensor]:
    """(H, W) distances to the cups of poppies, to the darker petals at their front, and to what shows of their dark hearts."""
    u, v, radius = found.across, found.down, found.radius
    v = torch.addcmul(v, u, (found.own[3] - 0.5) * 0.7)
    arch = (1 - u.square()).clamp_min_(1e-9).sqrt_()
    top = arch * (-0.42 - 0.10 * torch.cos(7.0 * u + 6.0 * found.own[3])) - 0.28
    outside, gone = u.abs() - 1.0, (radius < 1e-3)
    around = (v * v).addcmul_(u, u).sqrt_().sub_(1.05)  # or lines drawn round a cup would be boxes
    cup = torch.maximum(torch.maximum(v - 0.80 * arch, top - v), outside).maximum(around)
    cup.mul_((radius * 0.85).clamp_(min=BUD)).add_(gone)
    front = torch.maximum(cup, (0.10 + 0.28 * u.square() - v) * radius)
    low = v.add_(0.24)
    heart = (low * low).mul_(3.2).add_(u.square()).sqrt_().sub_(0.46)
    heart = torch.maximum(heart, low).mul_(radius * 0.8).add_(gone)  # beneath `low` the near petals hide it: a cup, and no ring
    return cup, front, heart


def daisies(found: Heads) -> tuple[Tensor, Tensor]:
    """(H, W) distances to the petals of daisies, sixteen a head, and to their round middles.

    The plane is folded over mirrors through the head's middle until one petal is left (kaleidoscopic folding, Quilez 2015).
    """
    turn = found.own[3] * 1.5
    cosine, sine = turn.cos(), turn.sin()
    u = torch.addcmul(found.across * cosine, found.down, sine).abs_()
    v = torch.addcmul(found.across * -sine, found.down, cosine).abs_()
    rho = (u * u).addcmul_(v, v).sqrt_()
    u, v = torch.maximum(u, v), torch.minimum(u, v)
    for angle in (math.pi / 8, math.pi / 16):
        along, aside = math.cos(angle), math.sin(angle)
        u, v = (u * along).add_(v, alpha=aside), (v * along).sub_(u, alpha=aside).abs_()
    gone = found.radius < 1e-3
    petal = u.sub_(0.66).mul_(u).mul_(8.0).addcmul_(v, v, value=64.0).sqrt_().sub_(1.0)
    return petal.mul_(found.radius * 0.16).add_(gone), rho.sub_(0.32).mul_(found.radius).add_(gone)
