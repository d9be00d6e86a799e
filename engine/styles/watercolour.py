"""Watercolour: transparent washes with wobbly rims, wet-in-wet passages, blooms, granulation and the white of the paper.

The effects are those that Curtis et al. (1997, Computer-Generated Watercolor) simulate: edge darkening, dry brush, backruns,
granulation, flow. Here each is drawn rather than simulated: the rims come from how far a wash lies from its own blur, as in
Bousseau et al. (2006, Interactive watercolor rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.dampness import dampness
from engine.draw.easel import Easel
from engine.draw.noise import Noise, fbm
from engine.draw.paper import dry_brush, relief, sweep, tooth
from engine.draw.pigment import paper_of, wash, wash_table
from engine.draw.soften import soften, spread
from engine.draw.washes import Washes, rim_of, within
from engine.draw.wobble import wobbled
from engine.registry import style

RIM = 0.006
"""How far from a wash's border its pigment gathers, in picture heights."""
BLEED = 0.013
"""How far colours run into one another on wet paper."""


@style("watercolour", halo=0.022)
def watercolour(easel: Easel) -> Tensor:
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    reach = 0.0012 + 0.0042 * knobs.energy
    rank, accent = wobbled(torch.stack((easel.rank, easel.fields.accent)), grid, chance.of("hand"), reach, 11.0)
    rank = (rank + (0.006 + 0.016 * knobs.energy) * fbm(grid, chance.of("unsure"), 7.0, 2)) * (1 - _margin_area(easel))
    paper = tooth(grid, chance.of("paper"))
    border, bare = _bare(easel, paper, accent)
    washes = _washes(easel, rank)
    laid = torch.maximum(rim_of(bare), rim_of(accent))
    washes = washes.pure(laid)
    density = _density(easel, washes, within(easel.inks, rank), paper, border) * washes.quiet
    table = wash_table(easel.inks)
    picture = torch.lerp(wash(table, washes.low, density), wash(table, washes.high, density), washes.share)
    picture = torch.lerp(picture, easel.inks.accent[:, None, None], accent)
    picture = torch.lerp(picture, paper_of(easel.inks)[:, None, None], bare)
    return easel.inks.shaded(picture, relief(paper, grid) * (0.004 + 0.020 * knobs.texture))


def _washes(easel: Easel, rank: Tensor) -> Washes:
    """Crisp washes where the paper was dry; where it was wet, tones run into one another."""
    grid, chance = easel.grid, easel.chance
    damp = dampness(easel.plan, chance, 0.14 + 0.32 * easel.knobs.energy)
    run, wet = spread(easel.plan, torch.stack((easel.plan.rank, damp)), grid, BLEED)
    run.add_(Noise(chance, "run").plane(grid, 30.0), alpha=0.02).mul_(1 - _margin_area(easel))
    return Washes.laid(easel.inks, rank, run.clamp_(0, 1), wet, 0.03)


def _density(easel: Easel, washes: Washes, form: Tensor, paper: Tensor, border: Tensor) -> Tensor:
    """[-1, 1]: where pigment is thin, where it gathers."""
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    mean = washes.mean
    rim = (soften(mean, grid, RIM) - mean).mul_(5.0).clamp_(0, 1)
    rim = torch.maximum(rim, 1 - border * (1 / 0.009))
    rim.mul_(Noise(chance, "rim").plane(grid, 5.0).mul_(0.4).add_(0.75).clamp_(0.15, 1.2))
    flow = fbm(grid, chance.of("flow"), 2.3, 2 + 2 * knobs.detail, 0.6)
    settled = (flow * 0.55 + 0.6).clamp_(0.3, 1).mul_(0.06 + 0.42 * knobs.texture)
    graded = (form - 0.5).mul_(-0.3 - 0.5 * knobs.detail)
    density = graded.add_(flow, alpha=0.30).add_(_blooms(easel)).add_(rim, alpha=1.15)
    return density.addcmul_(paper.clamp(-1.4, 0.8), settled, value=-1).sub_(0.28).clamp_(-1, 1)


def _blooms(easel: Easel) -> Tensor:
    """Backruns: water that flowed back into a drying wash, pale within, with a dark crinkled rim that is sharp outwards."""
    grid, chance = easel.grid, easel.chance.of("blooms")
    pool = Noise(chance, "pool").plane(grid, 1.5)
    pool.sub_(Noise(chance, "crinkle").plane(grid, 6.5).abs_(), alpha=0.34)
    pool.sub_(Noise(chance, "finer").plane(grid, 19.0).abs_(), alpha=0.16).sub_(0.75 - 0.5 * easel.knobs.energy)
    rim = (pool * 30.0 + 0.6).clamp_(0, 1).mul_((1 - pool * 5.0).clamp_(0, 1))
    return rim.sub_((pool * 4.0).clamp_(0, 1).mul_(1.25 - pool)).mul_(0.75)


def _margin_area(easel: Easel) -> float:
    """How much of the picture is left unpainted around it: never more than half the lightest ink's share."""
    return min(0.07, 0.5 * float(easel.inks.shares[-1]))


def _bare(easel: Easel, paper: Tensor, accent: Tensor) -> tuple[Tensor, Tensor]:
    """The distance inwards from the bare border in picture heights, and how much of a pixel is bare: border, and sparkle of a dry brush."""
    grid, chance = easel.grid, easel.chance.of("margin")
    width = _margin_area(easel) / (2 * (1 + 1 / grid.aspect))
    inwards = torch.minimum(grid.aspect / 2 - grid.x.abs(), 0.5 - grid.y.abs()) - width
    ragged = Noise(chance, "hand").plane(grid, 6.0) * 0.35 + Noise(chance, "tooth").plane(grid, 38.0) * 0.12
    inwards = inwards + ragged * width
    trace = sweep(grid, chance, easel.fields.flow)
    sparkle = dry_brush(grid, chance, trace, paper, easel.knobs.texture)
    return inwards, torch.maximum((0.5 - inwards / grid.pixel).clamp(0, 1), sparkle * (1 - accent))
