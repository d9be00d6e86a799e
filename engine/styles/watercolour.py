"""Watercolour: transparent washes with wobbly rims, wet-in-wet passages, blooms, granulation and the white of the paper.

The effects are those that Curtis et al. (1997, Computer-Generated Watercolor) simulate: edge darkening, dry brush, backruns,
granulation, flow. Here each is drawn rather than simulated: the rims come from how far a wash lies from its own blur, as in
Bousseau et al. (2006, Interactive watercolor rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.dampness import dampness
from engine.draw.easel import Easel
from engine.draw.noise import Noise, Octave, fbm, planes, series, summed
from engine.draw.paper import Paper, relief
from engine.draw.pigment import paper_of
from engine.draw.soften import soften, spread
from engine.draw.washes import Washes, rim_of
from engine.draw.wobble import wobbled
from engine.registry import style

RIM = 0.006
"""How far from a wash's border its pigment gathers, in picture heights."""
BLEED = 0.013
"""How far colours run into one another on wet paper."""


@style("watercolour", halo=0.022)
def watercolour(easel: Easel) -> Tensor:
    grid, chance, knobs, inks = easel.grid, easel.chance, easel.knobs, easel.inks
    reach = 0.0012 + 0.0042 * knobs.energy
    (rank,), accent = wobbled(easel.rank[None], easel.fields.accent, grid, chance.of("hand"), reach, 11.0)
    rank.add_(fbm(grid, chance.of("unsure"), 7.0, 2), alpha=0.006 + 0.016 * knobs.energy).mul_(1 - _margin_area(easel))
    paper = Paper.under(grid, chance.of("paper"), chance.of("margin"), easel.fields.flow)
    border, bare = _bare(easel, paper, accent)
    washes, form = _washes(easel, rank)
    laid = torch.maximum(rim_of(bare), rim_of(accent))
    washes = washes.pure(laid)
    density = _density(easel, washes.place, form, paper.height, border).mul_(1 - laid)
    picture = washes.painted(inks, density)
    picture.lerp_(inks.accent[:, None, None], accent).lerp_(paper_of(inks)[:, None, None], bare)
    return inks.shaded(picture, relief(paper.height, grid).mul_(0.004 + 0.020 * knobs.texture))


def _washes(easel: Easel, rank: Tensor) -> tuple[Washes, Tensor]:
    """Crisp washes where the paper was dry; where it was wet, tones run into one another."""
    grid, chance = easel.grid, easel.chance
    damp = dampness(easel.plan, chance, 0.14 + 0.32 * easel.knobs.energy)
    run, wet = spread(easel.plan, torch.stack((easel.plan.rank, damp)), grid, BLEED)
    run.add_(Noise(chance, "run").plane(grid, 30.0), alpha=0.02).mul_(1 - _margin_area(easel))
    return Washes.laid(easel.inks, rank, run.clamp_(0, 1), wet, 0.03)


def _density(easel: Easel, place: Tensor, form: Tensor, height: Tensor, border: Tensor) -> Tensor:
    """[-1, 1]: where pigment is thin, where it gathers. Changes `form` and `border`."""
    grid, chance, knobs = easel.grid, easel.chance, easel.knobs
    rim = soften(place, grid, RIM).sub_(place).mul_(5.0).clamp_(0, 1)
    rim = torch.maximum(rim, border.mul_(-1 / 0.009).add_(1))
    flowing = series(grid.pixel, chance.of("flow"), 2.3, 2 + 2 * knobs.detail, 0.6)
    gathered, flow, pool, crinkle, finer = planes(grid, [[Noise(chance, "rim").octave(5.0, 0.4)], flowing, *_pools(chance.of("blooms"))])
    rim.mul_(gathered.add_(0.75).clamp_(0.15, 1.2))
    density = form.sub_(0.5).mul_(-0.3 - 0.5 * knobs.detail)
    density.add_(flow, alpha=0.30).add_(_blooms(pool, crinkle, finer, knobs.energy)).add_(rim, alpha=1.15)
    settled = flow.mul_(0.55).add_(0.6).clamp_(0.3, 1).mul_(height.clamp(-1.4, 0.8))
    return density.sub_(settled, alpha=0.06 + 0.42 * knobs.texture).sub_(0.28).clamp_(-1, 1)


def _pools(chance: Chance) -> list[list[Octave]]:
    """The noises that `_blooms` takes."""
    terms = (("pool", 1.5, 1.0), ("crinkle", 6.5, 0.34), ("finer", 19.0, 0.16))
    return [[Noise(chance, name).octave(frequency, size)] for name, frequency, size in terms]


def _blooms(pool: Tensor, crinkle: Tensor, finer: Tensor, energy: float) -> Tensor:
    """Backruns: water that flowed back into a drying wash, pale within, with a dark crinkled rim that is sharp outwards."""
    pool.sub_(crinkle.abs_()).sub_(finer.abs_()).sub_(0.75 - 0.5 * energy)
    rim = (pool * 30.0).add_(0.6).clamp_(0, 1).mul_((pool * -5.0).add_(1).clamp_(0, 1))
    return rim.sub_((pool * 4.0).clamp_(0, 1).mul_(pool.neg_().add_(1.25))).mul_(0.75)


def _margin_area(easel: Easel) -> float:
    """How much of the picture is left unpainted around it: never more than half the lightest ink's share."""
    return min(0.07, 0.5 * float(easel.inks.shares[-1]))


def _bare(easel: Easel, paper: Paper, accent: Tensor) -> tuple[Tensor, Tensor]:
    """The distance inwards from the bare border in picture heights, and how much of a pixel is bare: border, and sparkle of a dry brush."""
    grid, chance = easel.grid, easel.chance.of("margin")
    width = _margin_area(easel) / (2 * (1 + 1 / grid.aspect))
    ragged = summed(grid, [Noise(chance, "hand").octave(6.0, 0.35 * width), Noise(chance, "tooth").octave(38.0, 0.12 * width)])
    inwards = torch.minimum(grid.aspect / 2 - width - grid.x.abs(), 0.5 - width - grid.y.abs()).add_(ragged)
    sparkle = paper.skipped(easel.knobs.texture).mul_(1 - accent)
    return inwards, torch.maximum((inwards * (-1 / grid.pixel)).add_(0.5).clamp_(0, 1), sparkle)
