"""Watercolour: transparent washes with wobbly rims, wet-in-wet passages, blooms, granulation and the white of the paper.

The effects are those that Curtis et al. (1997, Computer-Generated Watercolor) simulate: edge darkening, dry brush, backruns,
granulation, flow. Here each is drawn rather than simulated: the rims come from how far a wash lies from its own blur, as in
Bousseau et al. (2006, Interactive watercolor rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.easel import Easel
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.paper import relief, tooth
from engine.draw.pigment import paper_of, wash, wash_table
from engine.draw.soften import soften, spread
from engine.draw.washes import Washes, rim_of
from engine.draw.wobble import wobbled
from engine.registry import style

RIM = 0.0045
"""How far from a wash's border its pigment gathers, in picture heights."""
BLEED = 0.013
"""How far colours run into one another on wet paper."""


@style("watercolour", halo=0.022)
def watercolour(easel: Easel) -> Tensor:
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    reach = 0.0012 + 0.0042 * knobs.energy
    rank, accent = wobbled(torch.stack((easel.rank, easel.fields.accent)), grid, chance.of("hand"), reach, 11.0)
    paper = tooth(grid, chance.of("paper"))
    bare, border = _margin(easel)
    washes = _washes(easel, rank)
    laid = torch.maximum(rim_of(bare), rim_of(accent))
    washes = washes.pure(laid)
    density = _density(easel, washes, paper, border) * washes.quiet() * (1 - laid)
    table = wash_table(easel.inks)
    picture = torch.lerp(wash(table, washes.low, density), wash(table, washes.high, density), washes.share)
    picture = torch.lerp(picture, easel.inks.accent[:, None, None], accent)
    picture = torch.lerp(picture, paper_of(easel.inks)[:, None, None], bare)
    return easel.inks.shaded(picture, relief(paper, grid) * (0.004 + 0.020 * knobs.texture))


def _washes(easel: Easel, rank: Tensor) -> Washes:
    """Crisp washes where the paper was dry; where it was wet, tones run into one another."""
    grid, chance = easel.grid, easel.chance
    soaked = Noise(chance, "wet").plane(grid, 1.9) + 0.45 * Noise(chance, "wetter").plane(grid, 6.0)
    wet = smoothstep(0.35, 1.15, soaked + 1.1 * (easel.fields.depth - 0.55) + 0.5 * (easel.knobs.energy - 0.5))
    scale = 1 - _margin_area(easel)
    run = spread(easel.plan, easel.plan.rank, grid, BLEED) + 0.02 * Noise(chance, "run").plane(grid, 30.0)
    return Washes.laid(easel.inks, rank * scale, (run * scale).clamp(0, 1), wet, 0.16)


def _density(easel: Easel, washes: Washes, paper: Tensor, border: Tensor) -> Tensor:
    """[-1, 1]: where pigment is thin, where it gathers."""
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    mean = washes.mean
    inner = (soften(mean, grid, RIM) - mean).clamp_min(0)
    rim = (1 - torch.exp(-5 * inner)) * (0.55 + 0.45 * Noise(chance, "rim").plane(grid, 5.0)).clamp(0.1, 1.2)
    rim = torch.maximum(rim, torch.exp(-border.clamp_min(0) / 0.004) * 0.9)
    flow = fbm(grid, chance.of("flow"), 2.6, 3 + knobs.detail, 0.62)
    bloom = _blooms(easel) * (0.4 + 1.2 * knobs.energy)
    grain = (-paper * 0.22 - 0.08).clamp(-0.35, 0.6) * (0.3 + 1.4 * knobs.texture)
    return (0.34 * flow - 0.12 + bloom + grain + 1.0 * rim).clamp(-1, 1)


def _blooms(easel: Easel) -> Tensor:
    """Backruns: water that flowed back into a drying wash, pale within, with a dark crinkled rim."""
    grid, chance = easel.grid, easel.chance.of("blooms")
    pool = Noise(chance, "pool").plane(grid, 1.7)
    pool = pool - 0.30 * Noise(chance, "crinkle").plane(grid, 9.0).abs() - 0.16 * Noise(chance, "finer").plane(grid, 24.0).abs()
    inside = smoothstep(0.72, 0.86, pool)
    rim = torch.exp(-((pool - 0.70) / 0.055).square())
    return 0.75 * rim - 0.55 * inside * (1.5 - pool).clamp(0, 1)


def _margin_area(easel: Easel) -> float:
    """How much of the picture is left unpainted around it: never more than half the lightest ink's share."""
    return min(0.07, 0.5 * float(easel.inks.shares[-1]))


def _margin(easel: Easel) -> tuple[Tensor, Tensor]:
    """The bare border's coverage, and the distance inwards from it in picture heights."""
    grid, chance = easel.grid, easel.chance.of("margin")
    width = _margin_area(easel) / (2 * (1 + 1 / grid.aspect))
    inwards = torch.minimum(grid.aspect / 2 - grid.x.abs(), 0.5 - grid.y.abs()) - width
    ragged = Noise(chance, "hand").plane(grid, 6.0) * 0.35 + Noise(chance, "tooth").plane(grid, 38.0) * 0.12
    inwards = inwards + ragged * width
    return (0.5 - inwards / grid.pixel).clamp(0, 1), inwards
