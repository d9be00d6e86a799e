"""Rain that falls aslant in streaks, and the rings that it leaves on wet ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.draw.affine import number
from engine.draw.chance import Chance
from engine.draw.collage import LIGHTNESS, REGIONS, Collage, counted
from engine.draw.courses import CELLS, Courses
from engine.draw.shapes import coverage

FLATTENED = 3.2
"""How much wider than deep a ring on the ground looks."""


@dataclass(frozen=True)
class Streaks:
    """pitch: between streaks, across and down; half: half a streak's width; long: its length; slope: how far right it goes, beside down
    (all lengths in heights); share: of the places that have one; tone, opacity: of its paint; flat: whether flat styles see it too."""

    pitch: tuple[float, float]
    half: float
    long: float
    slope: float
    share: float
    tone: float
    opacity: float
    flat: bool


def streaks(collage: Collage, chance: Chance, asked: Streaks, t: float) -> None:
    """Spindles of light, each falling within its own cell, where it grows at first and at last shrinks."""
    grid, (wide, tall) = collage.grid, asked.pitch
    courses = Courses.laid(grid, chance, wide, tall)
    table = grid.once(("streaks", chance.path), lambda: chance.uniforms("streaks", 4, CELLS * CELLS).to(grid.device))
    aside, phase, long, here = courses.numbers(table)
    fallen = (phase + t).frac_()
    size = ((asked.share - here) * 8).clamp_(0, 1).mul_((fallen * (1 - fallen)).mul_(8).clamp_(0, 1)).mul_(long.mul_(0.5).add_(0.5))
    long = size.mul_(asked.long).clamp_(min=1e-4)
    y = (fallen - 0.5).mul_(tall - asked.long)
    x = (aside - 0.5).mul_(wide - abs(asked.slope) * asked.long)
    narrow = (2 * asked.half) / long
    across = courses.x - x + y * asked.slope
    places = torch.stack((across, -y * narrow)), torch.stack((torch.full_like(across, -asked.slope), narrow))
    away, along = courses.planes(*places).abs_()
    cover = coverage(away.add_(along).sub_(asked.half), grid.pixel).mul_(asked.opacity)
    for plane in (LIGHTNESS, REGIONS)[: 1 + asked.flat]:
        collage.planes[plane].lerp_(number(asked.tone), cover)


def rings(collage: Collage, chance: Chance, count: float, top: float, t: float) -> None:
    """Rings on wet ground below `top`, each widening as it pales; nearer ones are larger."""
    pieces, aspect = [], collage.grid.aspect
    draws = chance.uniforms("rings", 16, 4).tolist()
    for index, fade in counted(min(16.0, count)):
        a, b, c, d = draws[index]
        near = (index + b) / max(1.0, count)
        grown = (c + t) % 1.0
        radius = (0.012 + 0.07 * near) * (0.35 + 0.65 * grown) * (0.7 + 0.6 * d) * fade
        x, y = (a - 0.5) * (aspect + 0.1), top + (0.5 - top) * near
        pieces.append((x, y, radius, (1 - grown) * 0.8, 0.0016 + 0.0022 * near))
    radius = max(piece[2] + piece[4] for piece in pieces)
    cut = collage.cut(pieces, radius, radius / FLATTENED)
    if cut is None:
        return
    radius, opacity, half = cut.numbers
    y = cut.y * FLATTENED
    distance = torch.add(cut.x * cut.x, y * y).sqrt_().sub_(radius).abs_().mul_(1 / math.sqrt(FLATTENED)).sub_(half)
    tones = distance.new_full((distance.shape[0], 2, *distance.shape[1:]), 0.82)
    collage.paste(cut, distance, tones, 0.4, (1.0, 0.0), 0.0, opacity, outline=False)
