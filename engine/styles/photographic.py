"""Photographic: soft tones through a fast lens, focused at one distance, with a glow about the lights, a vignette and film grain.

How far a thing is blurred grows with how far it stands from the plane of focus (the circle of confusion: Potmesil and Chakravarty 1981);
the glow is the halation of light that scatters in film and lens.
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw import rims
from engine.draw.around import blurred
from engine.draw.easel import Easel
from engine.draw.noise import Noise, planes, smoothstep, visible
from engine.registry import style

BLURS = (0.007, 0.02)
"""Two degrees of blur (heights) between sharp and far out of focus."""
GRAIN = 420.0
"""Grains a picture height."""
GLOW = 0.06
RIM = 0.014
"""How far (heights) blurred edges reach."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    """All modelling; the air between lightens or darkens what is far by the canvas's own pull."""
    return fields.lightness.lerp(fields.regions, 0.5 * (1 - knobs.detail))


@style("photographic", tone=_tone, unseen=("edges", "flow"))
def photographic(easel: Easel) -> Tensor:
    grid, knobs, inks, plan = easel.grid, easel.knobs, easel.inks, easel.plan
    out = (easel.fields.depth - _focus(easel)).abs_().mul_(2.8 * knobs.energy).add_(0.5 - knobs.detail)
    near, wide = (blurred(plan.grid, plan.rank, grid, blur) for blur in BLURS)
    rank = easel.rank.lerp(near, smoothstep(0.16, 0.6, out)).lerp_(wide, smoothstep(0.6, 1.7, out))
    glow = blurred(plan.grid, plan.rank.square(), grid, GLOW)
    light = glow.sub_(0.33).mul_(0.16)
    if not any(grid.tile):
        corners = (grid.x / grid.aspect).square() + grid.y.square()
        light.sub_(corners.sub_(0.166).mul_(0.34))
    grain = _grain(easel, rank)
    light.add_(grain, alpha=0.001 + 0.011 * knobs.texture)
    picture = rims.painted(inks, plan, grid, rank, light, RIM)
    picture = inks.over(picture, inks.accent, easel.fields.accent, rank)
    return inks.shaded(picture, grain.mul_(0.004 + 0.016 * knobs.texture))


def _grain(easel: Easel, rank: Tensor) -> Tensor:
    """(H, W) film grain: strongest in the mid tones, half as strong in the deepest and the brightest."""
    grain = planes(easel.grid, [[Noise(easel.chance, "grain").octave(GRAIN, visible(GRAIN, easel.grid.pixel))]])[0]
    mid = (rank - 0.5).square_().mul_(-2).add_(1).clamp_(min=0.4)
    return grain.mul_(torch.maximum(mid, easel.fields.accent, out=mid))  # the accent is a mid tone, whatever lies beneath


def _focus(easel: Easel) -> Tensor:
    """() the depth in focus: drawn from the middle distance half way towards the accent, or the picture's mean where there is none."""
    fields = easel.plan.fields
    weight = fields.accent + 0.004
    at: Tensor = (fields.depth * weight).sum() / weight.sum()
    return at.mul(0.5).add(0.3)
