"""Woodblock: flat blocks of ink within a printed key line, skies wiped from one ink into the next, the grain of the plank in both.

Key block, colour blocks, bokashi (the wiped gradation) and mokume (the plank's grain, pressed into the paper) are those of the
Japanese colour print (Strange, "The Colour-Prints of Japan", 1904; Fletcher, "Wood-Block Printing", 1916).
"""

from __future__ import annotations

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.easel import Easel
from engine.draw.key_line import beside, covered, half_width, line
from engine.draw.noise import Noise, Octave, planes, smoothstep, visible
from engine.draw.washes import rim_of
from engine.draw.wiped import wiped
from engine.registry import style

PLANK = 9.0
"""Rings of the plank a picture height, before they bend."""
BOLD, FINE = 0.0036, 0.0013
"""Half widths of the key line in front and far off (heights)."""
WIPED = 1.0
"""How softly a wiped block runs from one ink into the next."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    """Flat near by, modelled far off, where skies and waters are wiped."""
    far = fields.depth.square().mul_(0.6).add_(0.15 + 0.3 * knobs.detail).clamp_(max=1)
    return fields.regions.lerp(fields.lightness, far)


@style("woodblock", tone=_tone, unseen=("flow",))
def woodblock(easel: Easel) -> Tensor:
    grid, knobs, inks, plan = easel.grid, easel.knobs, easel.inks, easel.plan
    swell, rings, fibres = _noises(easel)
    bold = half_width(plan.fields, BOLD, FINE)
    thin = (0.8 * inks.shares[0] / covered(plan.fields, bold, plan.grid).clamp_min(1e-4)).clamp(0.3, 1)
    half = half_width(easel.fields, BOLD, FINE).mul_(thin)
    half.addcmul_(half, swell, value=0.25 + 0.5 * knobs.energy)
    keys = line(easel.fields, half, grid)
    grain = _grain(rings, fibres)
    far = smoothstep(0.72, 0.9, easel.fields.depth)
    rank = beside(easel.rank, covered(plan.fields, bold * thin, plan.grid))
    rank.addcmul_(grain, far, value=0.03 * knobs.texture)
    picture = wiped(inks, rank, WIPED, far, rim_of(keys))
    inks.over(picture, inks.accent, easel.fields.accent)
    picture.lerp_(inks.dark[:, None, None], keys)
    return inks.shaded(picture, grain.mul_(0.004 + 0.036 * knobs.texture))


def _noises(easel: Easel) -> list[Tensor]:
    """(H, W) each: how the key line swells, where the plank's rings run (in rings), and its fibres."""
    grid, chance = easel.grid, easel.chance
    swell = [Noise(chance, "swell").octave(5.0, 0.7), Noise(chance, "cut").octave(23.0, 0.4 * visible(23.0, grid.pixel))]
    rings = [Noise(chance, "rings").octave(1.1, 2.4, 3.0), Noise(chance, "knots").octave(3.7, 0.5, 4.0)]
    fibres: list[Octave] = [Noise(chance, "fibres").octave(120.0, visible(120.0, grid.pixel), 14.0)]
    return planes(grid, [swell, rings, fibres])


def _grain(rings: Tensor, fibres: Tensor) -> Tensor:
    """(H, W) in about [-1, 1]: rings of early wood that ends sharply in a line of late wood, and fibres. Changes its arguments."""
    rings.mul_(4.0)
    rings.sub_(rings.floor())
    late = rings.sub_(0.5).abs_().mul_(-4).add_(1)
    return late.mul_(0.6).add_(fibres, alpha=0.35)
