"""Neon: glass tubes along every outline, alight, their glow running through the inks into the dark.

The glow of a line falls off with distance, steeply at first and then slowly, as the sum of two exponentials does; a tube has a white-hot
core. On palettes of light colours, none of them dark, it is day: tubes of the darkest ink with a lit core, their glow running out into the
bright wall.
"""

from __future__ import annotations

import torch

from engine.contracts import EDGE_REACH, Fields, Knobs, Tensor
from engine.draw.around import blurred
from engine.draw.continuous import continuous
from engine.draw.easel import Easel, Plan
from engine.draw.grid import Grid
from engine.draw.key_line import stroke
from engine.draw.noise import Noise, planes, visible
from engine.draw.ranking import Ranking
from engine.palette.inks import look_up
from engine.registry import style

TUBE = 0.0036
"""Half width of a tube in front (heights)."""
DAY, DARK = 0.67, 0.35
"""Palettes whose mean lightness is above, and that have no ink darker than that, are day."""
PALE, MOSTLY = 0.7, 0.6
"""Inks lighter than that glow; where they are to cover more than that, tubes by night are half as thick."""
HALO, CROWD, WALL = 0.022, 0.09, 0.12
"""How far a tube's light spreads, over how much tubes count as crowded, and how far the wall about them is lit (heights)."""
LOCAL = 0.4
"""How much of a place's light is its own."""
LAMP = 4.0
"""How much more than a tube the accent lights the wall by night; by day it would darken it."""
GRAIN = 150.0


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    """How much light falls: close to tubes much, elsewhere a little, and a trace more on what is light."""
    most = min(0.95, (0.6 + 0.5 * knobs.energy) * (1.25 - 0.7 * knobs.detail)) * EDGE_REACH
    reach = (fields.depth * -0.55).add_(0.9).mul_(most)
    near = (1 - fields.edges / reach).clamp_(min=0)
    glow = near.square().mul_(near).addcmul_(near, near, value=0.35).add_(near, alpha=0.1)
    return glow.add_(fields.lightness, alpha=0.08).add_(fields.accent, alpha=0.6)


@style("neon", tone=_tone, unseen=("flow",))
def neon(easel: Easel) -> Tensor:
    grid, knobs, inks, fields = easel.grid, easel.knobs, easel.inks, easel.fields
    light = inks.colours[:, 0]
    day = (((light * inks.shares).sum() > DAY) & (light[0] > DARK)).float()
    rank, crowd = _lit(easel, (1 - day) * LAMP)
    rank.sub_(day).abs_()
    flicker, grain = planes(
        grid,
        [
            [Noise(easel.chance, "flicker").octave(4.0, 1.0)],
            [Noise(easel.chance, "grain").octave(GRAIN, visible(GRAIN, grid.pixel))],
        ],
    )
    rank.add_(flicker, alpha=0.05 * knobs.energy).add_(grain, alpha=0.012 * knobs.texture)
    picture = look_up(continuous(inks), rank)
    half = (1 - fields.depth * 0.75).mul_(TUBE * (1.3 - 0.6 * knobs.detail)).mul_((crowd * -2.2).add_(2.4).clamp_(0.3, 1))
    half.mul_(1 - 0.5 * (1 - day) * ((inks.shares * (light > PALE)).sum() > MOSTLY))
    tube = stroke(fields.edges, half, grid.pixel)
    core = stroke(fields.edges, half * 0.45, grid.pixel)
    picture = inks.over(picture, inks.light.lerp(inks.dark, day), tube, rank)
    core.mul_(torch.maximum((tube * 8).sub_(7), (inks.shares[0] - rank).mul_(20)).clamp_(0, 1)).mul_(day)
    picture = torch.lerp(picture, inks.light[:, None, None], core)
    picture = inks.over(picture, inks.accent, fields.accent, rank)
    return inks.shaded(picture, grain.mul_(0.012 * knobs.texture))


def _lit(easel: Easel, lamp: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) each: ranks once light has spread, and how crowded with tubes a place is.

    Tubes glow further than outlines are felt, and where they crowd the wall between them darkens. A wide sky is lit by the tubes about it
    and by the accent, as by a lamp: lit by its own tones it was a photograph of the day, darkened.
    """
    grid, plan, wide = easel.grid, easel.plan, HALO * (0.5 + easel.knobs.energy)
    lamps = (1 - plan.fields.edges / EDGE_REACH).square_().add_(plan.fields.accent * lamp)
    planned, seen = (_spread(plan, lamps, on, wide) for on in (plan.grid, grid))
    ranking = Ranking.of(planned[0].add_(plan.rank, alpha=LOCAL))
    return ranking.rank(seen[0].add_(easel.rank, alpha=LOCAL)), seen[1]


def _spread(plan: Plan, lamps: Tensor, on: Grid, wide: float) -> tuple[Tensor, Tensor]:
    """The light that reaches further, less some of that where tubes crowd; and where they do."""
    crowd = blurred(plan.grid, plan.rank, on, CROWD)
    light = blurred(plan.grid, plan.rank, on, wide).mul_(0.85).sub_(crowd, alpha=0.8)
    return light.add_(blurred(plan.grid, lamps, on, WALL), alpha=0.45), crowd
