"""Ink: East Asian brush and wash. Few clear graded tones, contours that swell and break into flying white, texture strokes, a seal.

The repertory (contour, cun texture strokes, po mo splashed wash, feibai flying white) is that of the Mustard Seed Garden Manual (1679);
for touches along a form's direction see Strassmann (1986, Hairy brushes) and Way et al. (2001, Chinese painting rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Tensor
from engine.draw.brush_line import brush_line
from engine.draw.easel import Easel
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.paper import relief, tooth
from engine.draw.pigment import wash, wash_table
from engine.draw.soften import spread
from engine.draw.touches import touches
from engine.draw.washes import Washes, rim_of
from engine.draw.wobble import wobbled
from engine.registry import style

BLEED = 0.010
FIBRES = 150.0
LINES = 0.035
"""About how much of the picture its lines cover: the darkest wash gives it up, so that the shares hold."""


def _tone(fields: Fields) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.6)


@style("ink", tone=_tone, halo=0.012)
def ink(easel: Easel) -> Tensor:
    grid, chance, knobs, inks = easel.grid, easel.chance, easel.knobs, easel.inks
    stack = torch.stack((easel.rank, easel.fields.accent, easel.fields.edges, easel.fields.depth))
    rank, accent, edges, depth = wobbled(stack, grid, chance.of("hand"), 0.0008 + 0.003 * knobs.energy, 8.0)
    paper = tooth(grid, chance.of("paper"), FIBRES)
    lines = _contours(easel, edges, depth)
    cun = _texture_strokes(easel)
    washes = _washes(easel, rank)
    seal = accent * (1 - smoothstep(0.9, 1.3, paper * 0.7) * 0.0)
    laid = torch.maximum(rim_of(lines), rim_of(seal))
    washes = washes.pure(laid)
    washes = Washes((washes.low - cun).clamp_min(0), (washes.high - cun).clamp_min(0), washes.share)
    density = _density(easel, washes, paper) * washes.quiet() * (1 - laid)
    table = wash_table(inks)
    picture = torch.lerp(wash(table, washes.low, density), wash(table, washes.high, density), washes.share)
    picture = torch.lerp(picture, inks.accent[:, None, None], seal)
    picture = torch.lerp(picture, inks.dark[:, None, None], lines)
    return inks.shaded(picture, relief(paper, grid, FIBRES) * (0.002 + 0.012 * knobs.texture))


def _contours(easel: Easel, edges: Tensor, depth: Tensor) -> Tensor:
    """Nearer lines are heavier; the farthest are left to the wash."""
    near = (1 - depth).clamp(0, 1)
    weight = 0.0012 + 0.0052 * near
    return brush_line(easel.grid, easel.chance.of("contour"), edges, weight, 0.25 + 0.5 * easel.knobs.texture)


def _texture_strokes(easel: Easel) -> Tensor:
    """Cun: touches along the form, in the next darker ink, on what is near enough and dark enough to have form."""
    plan, knobs = easel.plan, easel.knobs
    presence = smoothstep(0.95, 0.6, plan.fields.depth) * smoothstep(1.0, 0.45, plan.rank) * (0.25 + 0.6 * knobs.detail)
    return touches(easel.grid, plan, easel.chance, 0.036, 0.0030, presence)


def _washes(easel: Easel, rank: Tensor) -> Washes:
    grid, chance = easel.grid, easel.chance
    lean = 1 - LINES
    soaked = Noise(chance, "wet").plane(grid, 1.6) + 0.4 * Noise(chance, "wetter").plane(grid, 7.0)
    wet = smoothstep(0.0, 1.0, soaked + 1.2 * (easel.fields.depth - 0.5) + 0.6 * (easel.knobs.energy - 0.5))
    run = spread(easel.plan, easel.plan.rank, grid, BLEED)
    feather = Noise(chance, "feather").plane(grid, 26.0) * 0.018
    return Washes.laid(easel.inks, rank * lean + LINES, ((run + feather) * lean + LINES).clamp(0, 1), wet, 0.3)


def _density(easel: Easel, washes: Washes, paper: Tensor) -> Tensor:
    """Ink thins out along a stroke and pools where the brush rested."""
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    pool = fbm(grid, chance.of("pool"), 2.2, 2 + knobs.detail, 0.5, stretch=1.6)
    return (0.42 * pool - 0.25 - paper * (0.05 + 0.18 * knobs.texture)).clamp(-1, 1)
