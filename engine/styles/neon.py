"""Neon: glass tubes along every outline, alight, their glow running through the inks into the dark.

The glow of a line falls off with distance, steeply at first and then slowly, as the sum of two exponentials does; a tube has a white-hot
core. On palettes of light colours it is day: tubes of the darkest ink with a lit core, their glow running out into the bright wall.
"""

from __future__ import annotations

import torch

from engine.contracts import EDGE_REACH, Fields, Knobs, Tensor
from engine.draw.continuous import continuous
from engine.draw.easel import Easel
from engine.draw.noise import Noise, planes, visible
from engine.palette.inks import Inks, look_up
from engine.registry import style

TUBE = 0.0042
"""Half width of a tube in front (heights)."""
DAY = 0.64
"""Palettes whose mean lightness is above are day."""
GRAIN = 150.0


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    """How much light falls: close to tubes much, elsewhere a little, and more on what is light."""
    reach = (fields.depth * -0.55).add_(0.9).mul_(EDGE_REACH * (0.6 + 0.7 * knobs.energy)).clamp_(max=0.8 * EDGE_REACH)
    near = (1 - fields.edges / reach).clamp_(min=0)
    glow = near.square().mul_(near).mul_(1.2)
    return glow.add_(fields.lightness, alpha=0.35).add_(fields.accent, alpha=0.6)


@style("neon", tone=_tone)
def neon(easel: Easel) -> Tensor:
    grid, knobs, inks, fields = easel.grid, easel.knobs, easel.inks, easel.fields
    day = float((inks.colours[:, 0] * inks.shares).sum()) > DAY
    rank = 1 - easel.rank if day else easel.rank.clone()
    flicker, grain = planes(
        grid,
        [
            [Noise(easel.chance, "flicker").octave(4.0, 1.0)],
            [Noise(easel.chance, "grain").octave(GRAIN, visible(GRAIN, grid.pixel))],
        ],
    )
    rank.add_(flicker, alpha=0.05 * knobs.energy).add_(grain, alpha=0.012 * knobs.texture)
    picture = look_up(continuous(inks), rank)
    half = (1 - fields.depth * 0.75).mul_(TUBE)
    tube = (half - fields.edges).mul_(1 / grid.pixel).add_(0.5).clamp_(0, 1)
    core = (half * 0.45 - fields.edges).mul_(1 / grid.pixel).add_(0.5).clamp_(0, 1)
    picture = inks.over(picture, inks.dark if day else inks.colours[_hot(inks)], tube, rank)
    core.mul_((tube * 8).sub_(7).clamp_(min=0))
    picture = torch.lerp(picture, inks.light[:, None, None], core)
    picture = inks.over(picture, inks.accent, fields.accent, rank)
    return inks.shaded(picture, grain.mul_(0.012 * knobs.texture))


def _hot(inks: Inks) -> int:
    """The number of the ink that glows: the most colourful of the lighter ones."""
    colour = torch.linalg.vector_norm(inks.colours[:, 1:], dim=1) + 0.2 * inks.colours[:, 0]
    return int(colour.argmax())
