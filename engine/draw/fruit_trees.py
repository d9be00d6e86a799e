"""Trees for a collage: crowns of leaf masses over a forked trunk, clipped cones, the shade at their feet, an overhanging branch.

A crown is a few discs laid one before the other, each with a light and a shade side of its own, as painters block in foliage before
they touch a leaf (Asher B. Durand, Letters on Landscape Painting, 1855; Klimt's orchards). Distances to the discs are power distances
over the diameter (d^2 / r - r) / 2: true at the rim, and a sum of a row and a column.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.contracts import EDGE_REACH, Tensor
from engine.draw.affine import affine
from engine.draw.collage import ACCENT, LIGHTNESS, MARGIN, REGIONS, Collage, Cut

Lobe = tuple[float, float, float]
"""(across, up, radius) of a mass of leaves, in tree heights from the foot; the farthest first."""
FLAT = 1.16
"""How much wider than tall a mass of leaves is."""
RIM = 0.045
"""How far leaves may reach past their mass, in tree heights."""
BARK = 0.09
"""The tone of trunks: the picture's darkest."""
BLOSSOM = 0.93
SHARP = 30.0
"""How sharp the border of light and shade is."""
FRUIT = 10.0
"""So many rows of fruit fit a tree's height."""
FRUITLESS = 0.15
"""In trees no taller than this (heights) no fruit is seen."""

SHADOW = 0.80
"""How long a tree's shadow is beside its height."""


@dataclass(frozen=True)
class Tree:
    """A tree by its foot. sway: how far its top leans (heights). light, shade: the tones of its leaves. accent: 1 for the focal tree.
    lobes: as many for all trees pasted at once; none for a clipped cone.
    fork: where its trunk forks, beside its height; 0 for leaves alone."""

    x: float
    foot: float
    height: float
    sway: float
    light: float
    shade: float
    depth: float
    accent: float
    lobes: tuple[Lobe, ...]
    fork: float = 0.24

    @property
    def box(self) -> tuple[float, float]:
        """Half its width, and its height, rims and all."""
        wide = max((abs(across) + FLAT * radius for across, _, radius in self.lobes), default=0.32)
        high = max((up + radius for _, up, radius in self.lobes), default=1.0)
        return (wide + RIM) * self.height + abs(self.sway), (high + RIM) * self.height

    @property
    def low(self) -> float:
        """How high over the foot its lowest leaves and their outline hang."""
        return (min((up - radius for _, up, radius in self.lobes), default=0.0) - RIM) * self.height - MARGIN

    def numbers(self, middle: float) -> tuple[float, ...]:
        """As `Collage.cut` takes them. middle: how high over the foot the box's middle is. Lobes: their places from there, and radii."""
        tall = self.height
        lobes = [(across * tall + self.sway * up, middle - up * tall, radius * tall) for across, up, radius in self.lobes]
        flat = [number for numbers in zip(*lobes, strict=True) for number in numbers]
        return (self.x, self.foot - middle, tall, middle, self.fork, self.light, self.shade, self.depth, self.accent, *flat)


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
        step, skip = self.texture.stride()
        return torch.stack([self.texture.as_strided((height, width), (step, skip), top * step + left * skip) for left, top in cut.places])


def paste_trees(collage: Collage, trees: Sequence[Tree], foliage: Foliage, largest: Tree) -> None:
    """A row of trees, those behind first. largest: one that is as large as any of the row, seen or unseen."""
    (wide, high), tall = largest.box, largest.height
    cut = collage.cut([tree.numbers(0.5 * high) for tree in trees], wide, 0.5 * high)
    if cut is None:
        return
    height, middle, fork, light, shade, depth, accent = cut.numbers[:7]
    lines = _leafy_lines(collage, cut, trees)
    texture = foliage.of(cut, lines, cut.x.shape[2])
    rise, pixel = middle - cut.y, collage.grid.pixel
    above = rise[:, :lines]
    if len(cut.numbers) > 7:
        crown, lit = _lobed(cut, cut.y[:, :lines], texture, foliage)
    else:
        crown, lit = _cone(cut.x, above, height, foliage.side)
    distance = _forked(cut.x, rise, height, fork)
    wood = affine(crown, 1 / pixel, 0.5).clamp_(0, 1)
    tones = distance.new_full((distance.shape[0], 2, *distance.shape[1:]), BARK)
    modelled, plan = tones[:, :, :lines].unbind(1)
    torch.mul(lit, (light - shade) * (-SHARP / tall), out=modelled).add_((light + shade) * 0.5)
    torch.clamp(modelled, shade, light, out=plan)
    speck = None
    if tall > FRUITLESS:
        speck = _specks(cut.x / height, above / height, texture, foliage, pixel, tall)
        plan.lerp_(plan.new_tensor(BLOSSOM), speck)
    torch.add(plan, texture, alpha=0.02 + 0.05 * foliage.detail, out=modelled).add_(lit, alpha=-0.4 / tall)
    tones[:, :, :lines].lerp_(tones.new_tensor(BARK), wood.unsqueeze(1))
    leafy = distance[:, :lines]
    torch.minimum(leafy, crown, out=leafy)
    collage.paste(cut, _near(collage, distance), tones, depth, (0.6, 0.8), accent)
    for at, index in enumerate(cut.which):
        if trees[index].accent:  # its leaves alone, neither its trunk nor what hangs in it
            left, top = cut.places[at]
            bare = 1 - wood[at]
            if speck is not None:
                bare.addcmul_(bare, speck[at], value=-1)
            seen = collage.planes[ACCENT, top : top + distance.shape[1], left : left + distance.shape[2]]
            seen[:lines].mul_(bare)
            seen[lines:].zero_()


def _near(collage: Collage, distance: Tensor) -> Tensor:
    """Distances that count for outlines no further off than MARGIN: how far a box reaches hangs on the window."""
    if collage.grid.wants("edges"):
        distance.add_((distance - MARGIN).clamp_(min=0), alpha=8 * EDGE_REACH / MARGIN)
    return distance


def _leafy_lines(collage: Collage, cut: Cut, trees: Sequence[Tree]) -> int:
    """How many lines of the boxes reach down to the lowest leaves."""
    (_, (first, _)), pixel = collage.grid.span, collage.grid.pixel
    ends = [(trees[index].foot - trees[index].low - first) / pixel - top for index, (_, top) in zip(cut.which, cut.places, strict=True)]
    return min(max(math.ceil(max(ends)) + 1, 1), cut.y.shape[1])


def _lobed(cut: Cut, y: Tensor, texture: Tensor, foliage: Foliage) -> tuple[Tensor, Tensor]:
    """(n, h, w) distances to a crown and to where the light falls on it: on every mass a disc that is shifted towards the light."""
    places = cut.numbers[7:].view(3, -1, *cut.numbers.shape[1:])
    across, up, radius = torch.cat((places, places + places[2] * _lit(foliage.side, places.device)), 1)
    half = 0.5 / radius
    right, down = (cut.x - across).square_().mul_(half / FLAT**2).sub_(0.5 * radius), (y - up).square_().mul_(half)
    both = (right + down).view(2, -1, *texture.shape).unbind(1)
    nearest = functools.reduce(torch.minimum, both[1:], both[0])
    crown, lit = torch.addcmul(nearest, texture, cut.numbers[0], value=-foliage.rough).unbind()
    return crown, lit


@functools.lru_cache
def _lit(side: float, device: torch.device) -> Tensor:
    """(3, 1, 1, 1, 1) how a mass's place and radius change, beside its radius, to where the light falls on it."""
    return torch.tensor((0.24 * side, -0.34, -0.20), device=device)[:, None, None, None, None]


def _cone(x: Tensor, rise: Tensor, height: Tensor, side: float) -> tuple[Tensor, Tensor]:
    """The same of a clipped cone."""
    crown = torch.add(x.abs() - 0.34 * height, rise * 0.34).maximum(0.12 * height - rise).mul_(0.94)
    return crown, torch.add(x * -side, 0.06 * rise - 0.02 * height)


def _forked(x: Tensor, rise: Tensor, height: Tensor, fork: Tensor) -> Tensor:
    """(n, h, w) distance to a trunk that forks and thins as it rises; to none where there is no fork."""
    spread = (rise - fork * height).clamp_(min=0).mul_(0.72)
    half = (0.056 * height).sub(rise, alpha=0.084).minimum(rise * 8).sub_((rise - 0.62 * height).clamp_(min=0)).sub_(1 - fork.sign())
    return torch.sub((x + 0.02 * height).abs_(), spread).abs_().sub_(half)


def _specks(across: Tensor, up: Tensor, texture: Tensor, foliage: Foliage, pixel: float, tall: float) -> Tensor:
    """(n, h, w) cover of blossom and fruit: discs in rows, each row shifted by the golden section, many of them not there at all.

    Without blossom there is none: two specks left on a crown were eyes."""
    y = up * FRUIT
    rows = y.floor()
    down = (y - rows).sub_(0.5).square_()
    place = torch.add(across * FRUIT, rows * 0.618034 + 40)
    column = place.round()
    away = torch.addcmul(down, place.sub_(column), place)
    there = torch.add(rows * 0.569840, column, alpha=0.754878).frac_().add_(texture, alpha=0.3).add_(1.2 * foliage.blossom - 1.26)
    wide = (0.05 * min(1.0, 4 * foliage.blossom) + 0.14 * foliage.blossom) * min(1.0, 20 * (tall - FRUITLESS))
    soft = 1 / max(FRUIT * pixel / tall * 2 * math.sqrt(wide), 0.01)
    return there.clamp_(max=0.6).mul_(wide * soft).sub_(away, alpha=soft).clamp_(0, 1)


def lay_shade(collage: Collage, trees: Sequence[Tree], foot: Tensor, tall: float, side: float) -> None:
    """The shadows of a row, cast along the ground away from the light, as one band: each a drop whose tip is at the tree's foot, for
    round pools there were lids. A bright path stays a path beneath them. foot: (1, W) where the row stands.
    """
    grid, reach = collage.grid, 0.07 * tall
    (_, (first, _)), count = grid.span, grid.shape[0]
    feet = [tree.foot for tree in trees]
    start, end = (int(min(max((place - first) / grid.pixel, 0.0), float(count))) for place in (min(feet) - reach, max(feet) + reach))
    if start >= end:
        return
    x, size = torch.tensor([(tree.x, -side / (SHADOW * tree.height)) for tree in trees], device=grid.device).T[..., None]
    along = ((grid.x - x) * size).add_(0.10)
    across = (along * along).mul_(1 - along).mul_(along > 0).mul_(27.0).amax(0, keepdim=True)
    down = torch.sub(grid.y[start:end], foot).square_().mul_(-((32 / tall) ** 2))
    pool = down.add_(across).clamp_(0, 1)
    tones = collage.planes[LIGHTNESS : REGIONS + 1, start:end]
    pool.mul_(affine(tones[1], -8.0, 7.2).clamp_(0.2, 1))
    tones.addcmul_(tones, pool, value=-0.42)


def paste_limb(collage: Collage, start: tuple[float, float], end: tuple[float, float], half: float, bend: float) -> None:
    """A trunk or a bough close by that thins towards its end. half: of its width at its start; bend: of its middle off the line."""
    x, y, right, down = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2, (end[0] - start[0]) / 2, (end[1] - start[1]) / 2
    cut = collage.cut([(x, y)], abs(right) + half + abs(bend), abs(down) + half + abs(bend))
    if cut is None:
        return
    long = right * right + down * down
    along = torch.add(cut.x * (right / long), cut.y * (down / long)).clamp_(-1, 1)
    sag = (along * along).mul_(-bend).add_(bend)
    away = torch.sub(cut.x * (down / math.sqrt(long)), cut.y * (right / math.sqrt(long))).sub_(sag).abs_()
    tones = away.new_full((1, 2, *away.shape[1:]), BARK)
    away.sub_(along.mul_(-0.35 * half).add_(0.65 * half))
    collage.paste(cut, _near(collage, away), tones, 0.03, (right, down))
