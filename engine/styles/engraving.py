"""Engraving: swelling and tapering lines of the darkest ink over tints of the others, bent over the forms, crossed in the shades.

Lines of a ruling machine that a relief pushes aside are anaglyptography (Collas 1830; Bate 1832); that tone is line width and that
shades are crossed by a second ruling is how copper was engraved (Bosse, "Traicté des manières de graver", 1645).
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.around import blurred
from engine.draw.compared import below
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.draw.key_line import stroke
from engine.draw.noise import Noise, visible
from engine.draw.washes import rim_of
from engine.palette.inks import STEPS, Inks, look_up
from engine.registry import style

LEVEL, STEEP = math.radians(-7.0), math.radians(62.0)
"""Directions of the two rulings: one for what lies, one for what stands; they cross in the shades."""
OUTLINES = 0.025
"""About how much of the picture its contours cover: the lines within forms give it up, so that the shares hold."""
SWELL = 0.03
"""Forms are felt through a blur this wide (heights): a line bends, but never folds."""
TINTED = 1.0
"""How softly one tint is ruled into the next."""
FINEST = 2.9
"""No line is ruled so close to the next that a pixel would hold both: they would be a grey that is in no ink's share (pixels)."""
CRISP = 1 / 250
"""Pixels larger than so (heights) hold more of either side of a line and less of both."""
TOOTH = 110.0


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.65)


@style("engraving", tone=_tone)
def engraving(easel: Easel) -> Tensor:
    grid, knobs, inks = easel.grid, easel.knobs, easel.inks
    dark, tinted = look_up(inks.kept("engraving", lambda: _tables(inks)), easel.rank)
    tooth = Noise(easel.chance, "tooth").plane(grid, TOOTH, 3.0) * visible(TOOTH, grid.pixel)
    dark.addcmul_(tooth, dark, value=0.28 * knobs.texture)
    pitch = max(0.0116 / 2 ** (0.8 * (knobs.detail - 0.5)), FINEST * grid.pixel)
    rulings, lying = _rulings(easel, pitch)
    crisp = min(2.0, max(1.0, grid.pixel / CRISP))
    edge = 0.7 * grid.pixel / pitch / crisp
    lines = _crossed(dark, rulings, lying, edge)
    weight = (1 - easel.fields.depth).mul_(0.0016).add_(0.0009)
    outlines = stroke(easel.fields.edges, weight, grid.pixel).sub_(0.5).mul_(crisp).add_(0.5).clamp_(0, 1)
    lines = torch.maximum(lines, outlines)
    laid = torch.maximum(rim_of(lines), rim_of(easel.fields.accent))
    picture = _tints(inks, tinted, torch.lerp(rulings[1], rulings[0], lying), edge, laid)
    picture.lerp_(inks.accent[:, None, None], easel.fields.accent)
    picture.lerp_(inks.dark[:, None, None], lines)
    return inks.shaded(picture, tooth.mul_(0.012 * knobs.texture))


def _tables(inks: Inks) -> Tensor:
    """(2, STEPS) for ranks 0 .. 1: how much of a place its dark lines cover, and the rank that its tint has among all the inks.

    The lines use up the darkest ink's share; what they leave bare, cut at the other inks' shares, is theirs exactly.
    """
    share = float(inks.shares[0])
    budget = max(share - OUTLINES, 0.6 * share)
    ranks = (torch.arange(STEPS, device=inks.shares.device) + 0.5) / STEPS
    dark = (1 - ranks) ** (1 / budget - 1)
    bare = (1 - dark).cumsum(0)
    tinted = share + 2e-3 + (1 - share - 2e-3) * bare / bare[-1]
    return torch.stack((dark, tinted))


def _rulings(easel: Easel, pitch: float) -> tuple[tuple[Tensor, Tensor], Tensor]:
    """The level and the steep ruling (H, W), and where the first is the main one: 1 on what lies, 0 on what stands."""
    grid, (fx, fy) = easel.grid, easel.fields.flow
    bulge = blurred(easel.plan.grid, easel.plan.rank, grid, SWELL).mul_((0.01 + 0.05 * easel.knobs.energy) / pitch)
    bulge.add_(easel.fields.depth, alpha=0.12 / pitch)
    side = below(fx * fy, -0.2).mul_(-2).add_(1)
    (right, down), (aside, under) = (_whole(grid, angle, pitch) for angle in (LEVEL, STEEP))
    level = _ruling((grid.y * down + grid.x * right).add_(bulge))
    steep = _ruling(side.mul_(grid.x * aside).add_(grid.y * under).add_(bulge))
    return (level, steep), fx.square().sub_(0.4).mul_(5).clamp_(0, 1)


def _whole(grid: Grid, angle: float, pitch: float) -> tuple[float, float]:
    """Lines a height along x and along y of a ruling so inclined; a whole number a period where the picture repeats."""
    along = math.sin(angle) / pitch, math.cos(angle) / pitch
    return tuple(round(one * period) / period if period else one for one, period in zip(along, grid.tile, strict=True))  # type: ignore[return-value]


def _crossed(dark: Tensor, rulings: tuple[Tensor, Tensor], lying: Tensor, edge: float) -> Tensor:
    """(H, W) coverage by dark lines of the main ruling in the lights, of both in the shades; together they cover `dark` of a place."""
    crossed = (dark * 1.3).sub_(0.3).clamp_(0, 0.42)
    first = torch.lerp(lying, 1 - lying, crossed).mul_(dark)
    second = (dark - first).div_((1 - first).clamp_(min=1e-3))
    return torch.maximum(*(_cut(part, line, edge) for part, line in zip((first, second), rulings, strict=True)))


def _tints(inks: Inks, rank: Tensor, line: Tensor, edge: float, laid: Tensor) -> Tensor:
    """(3, H, W) OKLab: each ink is ruled on the next lighter one, its lines half way between the dark ones.

    laid: (H, W) 1 where something will cover part of a pixel, beneath which is one ink only.
    """
    place = look_up(inks.places(TINTED)[None], rank)[0]
    ink = place.floor()
    place = ink.add_(_cut(place - ink, line, edge))
    place.lerp_(place.round(), laid)
    return look_up(inks.mixtures(), place.mul_(1 / max(inks.count - 1, 1)))


def _ruling(phase: Tensor) -> Tensor:
    """Places in lines -> distance to the nearest line's middle: 0 on it, 1 half way to the next. Changes its argument."""
    return phase.sub_(phase.round()).abs_().mul_(2)


def _cut(width: Tensor, line: Tensor, edge: float) -> Tensor:
    """Coverage by lines of that relative width, antialiased over `edge`; a line of no width is not there."""
    return (width * (1 + edge)).sub_(line).mul_(1 / edge).clamp_(0, 1)
