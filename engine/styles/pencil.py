"""Pencil: coloured leads hatched along the form and crossed in the shades, over sketched outlines, on a toothy paper.

Each ink is hatched on the next lighter one, so wide that the tone between them holds; that hatching runs along the form and crosses
itself where it is darker is how a pencil shades (Winkenbach and Salesin, "Computer-generated pen-and-ink illustration", 1994); lead
clings to the heights of the paper first (Sousa and Buchanan, "Observational models of graphite pencil materials", 2000).
"""

from __future__ import annotations

import functools
import math

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.around import blurred
from engine.draw.bearings import COUNT, Bearings
from engine.draw.easel import Easel
from engine.draw.key_line import beside, covered, half_width, stroke
from engine.draw.noise import Noise, planes, visible
from engine.draw.washes import rim_of
from engine.palette.inks import STEPS, look_up
from engine.registry import style

TOOTH = 132.0
"""Grains of the paper a picture height."""
PITCH, SOFT = 0.0068, 0.45
"""How far apart strokes lie (heights), and over how much of its tones a stroke lets paper through."""
PRESSED = 0.1
"""How much of a stroke's cover hangs on how hard the hand pressed."""
LONG, ENDS = 28.0, 0.5
"""How many pitches a stroke is long, and how much fainter it is at its ends."""
CROSSED = 0.45
"""From what tone on hatching is crossed."""
BOLD, FINE = 0.0021, 0.0011
"""Half widths of sketched outlines in front and far off (heights)."""


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.65)


@style("pencil", tone=_tone)
def pencil(easel: Easel) -> Tensor:
    grid, knobs, inks, plan = easel.grid, easel.knobs, easel.inks, easel.plan
    sway, press, tooth = _noises(easel)
    bold = half_width(plan.fields, BOLD, FINE)
    thin = (0.8 * inks.shares[0] / covered(plan.fields, bold, plan.grid).clamp_min(1e-4)).clamp(0.3, 1)
    rank = beside(easel.rank, covered(plan.fields, bold * thin, plan.grid))
    place = look_up(inks.places(1.0)[None], rank)[0]
    pitch = PITCH / 2 ** (1.4 * (knobs.detail - 0.5))
    threshold = _hatching(easel, pitch, sway, press, tooth)
    ink = place.floor().clamp_(0, max(inks.count - 2, 0))
    soft = SOFT + 1.5 * grid.pixel / pitch
    cover = place.sub_(ink).mul_(1 + soft).sub_(threshold).mul_(1 / soft).clamp_(0, 1)
    half = half_width(easel.fields, BOLD, FINE).mul_(thin)
    half.mul_(press.mul_(0.35).add_(1)).addcmul_(half, tooth, value=0.25 + 0.9 * knobs.texture)
    lines = stroke(easel.fields.edges, half, grid.pixel)
    cover.lerp_(cover.round(), rim_of(lines))
    picture = look_up(inks.mixtures(), cover.add_(ink).mul_(1 / max(inks.count - 1, 1)))
    picture = inks.over(picture, inks.accent, easel.fields.accent)
    picture.lerp_(inks.dark[:, None, None], lines)
    return inks.shaded(picture, tooth.mul_(0.004 + 0.018 * knobs.texture))


def _noises(easel: Easel) -> list[Tensor]:
    """(H, W) each: how hatching sways, how hard the hand pressed, and the paper's tooth."""
    grid, chance = easel.grid, easel.chance
    fine, coarse = _shown(grid.pixel)
    tooth = [Noise(chance, "tooth").octave(TOOTH, fine), Noise(chance, "felt").octave(TOOTH * 0.55, coarse)]
    return planes(grid, [[Noise(chance, "sway").octave(3.0, 1.0)], [Noise(chance, "press").octave(7.0, 1.0)], tooth])


def _shown(pixel: float) -> tuple[float, float]:
    """How strong the fine and the coarse part of the paper's tooth are."""
    return 0.45 * visible(TOOTH, pixel), 0.55 * visible(TOOTH * 0.55, pixel)


def _hatching(easel: Easel, pitch: float, sway: Tensor, press: Tensor, tooth: Tensor) -> Tensor:
    """(H, W) thresholds about evenly spread over [0, 1]: hatching along the form, above CROSSED crossed by another."""
    knobs, plan = easel.knobs, easel.plan
    bulge = blurred(plan.grid, plan.rank, easel.grid, 0.03).mul_(0.04 / pitch).add_(sway, alpha=0.1 + 1.0 * knobs.energy)
    bearings = Bearings.of(easel.grid, easel.fields.flow)
    first, second = (_strokes(bearings, pitch, turned, bulge) for turned in (1, COUNT // 3))
    both = torch.minimum(first, second.mul_(1 - CROSSED).add_(CROSSED))
    rough = 0.05 + 0.27 * knobs.texture
    both.add_(tooth, alpha=rough).add_(press, alpha=PRESSED)
    seen = rough * math.hypot(*_shown(easel.grid.pixel))
    return look_up(_evenly(easel.grid.device, round(seen, 2)), both.mul_(0.5).add_(0.25).clamp_(0, 1))[0]


def _strokes(bearings: Bearings, pitch: float, turned: int, bulge: Tensor) -> Tensor:
    """(H, W) 0 in the middle of a stroke, 1 between two, more towards its ends."""
    across, along = bearings.places(pitch, LONG * pitch, turned)
    across += bulge
    row = across.round()
    along.addcmul_(row, torch.full_like(row, 0.375))
    along.sub_(along.round())
    return across.sub_(row).abs_().mul_(2).addcmul_(along, along, value=ENDS).sub_(ENDS / 12)


@functools.lru_cache(maxsize=64)
def _evenly(device: torch.device, rough: float) -> Tensor:
    """(1, STEPS): how much of a hatched place lies below a threshold of -0.5 .. 1.5, on paper so rough."""
    chance = torch.rand(4, 40_000, generator=torch.Generator().manual_seed(1))
    first, second = chance[:2] + ENDS * ((chance[2:] - 0.5).square() - 1 / 12)
    noise = torch.randn(40_000, generator=torch.Generator().manual_seed(2)) * math.hypot(rough, PRESSED)
    both = torch.minimum(first, CROSSED + (1 - CROSSED) * second).add_(noise).sort().values
    table = torch.searchsorted(both, torch.linspace(-0.5, 1.5, STEPS)) / both.numel()
    return table.to(torch.float32)[None].to(device)
