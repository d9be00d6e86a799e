"""Trees for a collage: crowns of leaf masses over a forked trunk, clipped cones, the shade at their feet, an overhanging branch.

A crown is a few discs laid one before the other, each with a light and a shade side of its own, as painters block in foliage before
they touch a leaf (Asher B. Durand, Letters on Landscape Painting, 1855; Klimt's orchards). Distances to the discs are power distances
over the diameter (d^2 / r - r) / 2: true at the rim, and a sum of a row and a column.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.collage import ACCENT, LIGHTNESS, REGIONS, Collage, Cut
from engine.draw.shapes import coverage

Lobe = tuple[float, float, float]
"""(across, up, radius) of a mass of leaves, in tree heights from the foot; the farthest first."""
FLAT = 1.16
"""How much wider than tall a mass of leaves is."""
WIDE = 0.62
"""Half the width of a tree's box, in tree heights; a lobe may reach so far."""
TALL = 1.12
BARK = 0.09
"""The tone of trunks: the picture's darkest."""
FORK = 0.24
FRUIT = 12.0
"""So many rows of fruit fit a tree's height."""


@dataclass(frozen=True)
class Tree:
    """A tree by its foot. sway: how far its top leans (heights). light, shade: the tones of its leaves. accent: 1 for the focal tree.
    lobes: as many for all trees pasted at once; none for a clipped cone."""

    x: float
    foot: float
    height: float
    sway: float
    light: float
    shade: float
    depth: float
    accent: float
    lobes: tuple[Lobe, ...]

    @property
    def numbers(self) -> tuple[float, ...]:
        """As `Collage.cut` takes them: lobes as places from the box's middle and radii, in heights."""
        tall = self.height
        middle = self.foot - 0.5 * TALL * tall
        lobes = [
            number
            for across, up, radius in self.lobes
            for number in (across * tall + self.sway * up, 0.5 * TALL * tall - up * tall, radius * tall)
        ]
        return (self.x, middle, tall, self.sway, self.light, self.shade, self.depth, self.accent, *lobes)


@dataclass(frozen=True)
class Foliage:
    """How leaves look in one picture. texture: (H, W) leaf noise; rough: how ragged rims are; detail: how much of it shows within;
    blossom: how much of it; side: -1 or 1, from where the light comes."""

    texture: Tensor
    rough: float
    detail: float
    blossom: float
    side: float

    def of(self, cut: Cut, height: int, width: int) -> Tensor:
        """(n, h, w) texture in the boxes of a cut."""
        return torch.stack([self.texture[top : top + height, left : left + width] for left, top in cut.places])


def paste_trees(collage: Collage, trees: Sequence[Tree], foliage: Foliage) -> None:
    """A row of trees, those behind first."""
    tall = max(tree.height for tree in trees)
    cut = collage.cut([tree.numbers for tree in trees], WIDE * tall, 0.5 * TALL * tall)
    if cut is None:
        return
    height, sway, light, shade, depth, accent = cut.numbers[:6]
    texture = foliage.of(cut, cut.y.shape[1], cut.x.shape[2])
    up = (0.5 * TALL) - cut.y / height
    across = cut.x / height
    pixel = collage.grid.pixel
    if len(cut.numbers) > 6:
        crown, lit = _lobed(cut, texture, foliage, pixel)
        trunk = _forked(across, up).mul_(height)
    else:
        crown, lit = _cone(across, up, height, foliage.side)
        trunk = torch.maximum(across.abs() - 0.035, (up - 0.1).abs() - 0.1).mul_(height)
    leafy = coverage(crown, pixel)
    tones = crown.new_empty((crown.shape[0], 2, *crown.shape[1:]))
    lit.add_(texture, alpha=0.35 * foliage.detail)
    step = (lit * 2.4).add_(0.75).clamp_(0, 1)
    plan = torch.mul(step, light - shade, out=tones[:, 1]).add_(shade)
    bare = leafy
    if tall > 0.1:
        speck = _specks(across, up, texture, foliage, pixel / tall)
        plan.lerp_(plan.new_tensor(0.93), speck)
        bare = leafy * (1 - speck)
    torch.add(plan, lit.clamp_(-1, 1), alpha=0.05, out=tones[:, 0]).add_(texture, alpha=0.02 + 0.05 * foliage.detail)
    tones.sub_(BARK).mul_(leafy.unsqueeze(1)).add_(BARK)
    collage.paste(cut, torch.minimum(crown, trunk), tones, depth, (0.6, 0.8), accent)
    for one, (left, top), index in zip(bare, cut.places, cut.which, strict=True):
        if trees[index].accent:  # its leaves alone, not its trunk nor what hangs in it
            collage.planes[ACCENT, top : top + one.shape[0], left : left + one.shape[1]].mul_(one)


def _lobed(cut: Cut, texture: Tensor, foliage: Foliage, pixel: float) -> tuple[Tensor, Tensor]:
    """(n, h, w) distance to a crown, and how its leaves face the light, about [-1, 1]."""
    height, lobes = cut.numbers[0], cut.numbers[6:]
    ragged = texture * (height * -foliage.rough)
    crown, lit = None, None
    for first in range(0, len(lobes), 3):
        x, y, radius = lobes[first : first + 3]
        right, down, half = cut.x - x, cut.y - y, 0.5 / radius
        distance = torch.add((right * right).mul_(half / FLAT**2).sub_(0.5 * radius), (down * down).mul_(half)).add_(ragged)
        faced = torch.add(right * (0.62 * foliage.side / radius), down * (-0.78 / radius))
        if crown is None or lit is None:
            crown, lit = distance, faced
        else:
            lit.lerp_(faced, coverage(distance, pixel))
            crown = torch.minimum(crown, distance)
    assert crown is not None and lit is not None
    return crown, lit


def _cone(across: Tensor, up: Tensor, height: Tensor, side: float) -> tuple[Tensor, Tensor]:
    """The same of a clipped cone."""
    crown = torch.maximum(torch.add(across.abs(), up * 0.34).sub_(0.34), 0.12 - up).mul_(0.94 * height)
    return crown, (across * (5.0 * side)).add(up * 0.3 - 0.3).clamp_(-1, 1)


def _forked(across: Tensor, up: Tensor) -> Tensor:
    """(n, h, w) distance to a trunk that forks, in tree heights."""
    above = (up - FORK).clamp(min=0)
    limbs = torch.sub((across + 0.02).abs(), above * 0.62 + above * above * 0.3).abs_()
    width = (0.036 - 0.03 * above).add((0.06 - up).clamp(min=0))
    return torch.maximum(limbs.sub_(width), torch.maximum(-up, up - 0.66))


def _specks(across: Tensor, up: Tensor, texture: Tensor, foliage: Foliage, pixel: float) -> Tensor:
    """(n, h, w) cover of blossom and fruit: discs in rows, each row shifted by the golden section, a part of them there."""
    down = up * FRUIT
    rows = down.floor()
    place = torch.add(across * FRUIT, rows * 0.618).frac_().abs_().sub_(0.5)
    away = place.mul_(place).add_((down - rows - 0.5).square())
    wide = 0.02 + 0.13 * foliage.blossom
    reach = (texture * 0.5).add_(2.4 * foliage.blossom - 1.1).clamp_(0, 1).mul_(wide)
    soft = max(FRUIT * pixel * 2 * math.sqrt(wide), 0.01)
    return reach.sub_(away).mul_(1 / soft).clamp_(0, 1)


def paste_shade(collage: Collage, trees: Sequence[Tree], side: float) -> None:
    """The pool of shade at each foot, drawn out away from the light."""
    tall = max(tree.height for tree in trees)
    cut = collage.cut([(tree.x - 0.14 * side * tree.height, tree.foot, tree.height) for tree in trees], 0.46 * tall, 0.1 * tall)
    if cut is None:
        return
    size = 1 / cut.numbers[0]
    right, down = cut.x * size, cut.y * size
    pools = torch.add((right * right).mul_(-25).add_(4), (down * down).mul_(-400)).clamp_(0, 1)
    height, width = pools.shape[1:]
    tones = collage.planes[LIGHTNESS : REGIONS + 1]
    for pool, (left, top) in zip(pools, cut.places, strict=True):
        seen = tones[:, top : top + height, left : left + width]
        seen.addcmul_(seen, pool, value=-0.42)


def paste_twigs(collage: Collage, twigs: Sequence[tuple[float, float, float, float, float]]) -> None:
    """Straight pieces of a branch, round at their ends. Each: from (x, y) to (x, y), half its width."""
    pieces = [((x + u) / 2, (y + v) / 2, (u - x) / 2, (v - y) / 2, half) for x, y, u, v, half in twigs]
    wide, tall = (max(abs(piece[k]) + piece[4] for piece in pieces) for k in (2, 3))
    cut = collage.cut(pieces, wide, tall)
    if cut is None:
        return
    right, down, half = cut.numbers
    along = torch.add(cut.x * right, cut.y * down).mul_(1 / (right * right + down * down)).clamp_(-1, 1)
    x, y = cut.x - along * right, cut.y - along * down
    distance = torch.sqrt(torch.addcmul(x * x, y, y)).sub_(half)
    tones = distance.new_full((distance.shape[0], 2, *distance.shape[1:]), BARK)
    collage.paste(cut, distance, tones, 0.05, (1.0, 0.0))
