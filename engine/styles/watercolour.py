"""Watercolour: transparent washes with wobbly rims, wet-in-wet passages, blooms, granulation and the white of the paper.

The effects are those that Curtis et al. (1997, Computer-Generated Watercolor) simulate: edge darkening, dry brush, backruns,
granulation, flow. Here each is drawn rather than simulated: the rims come from how far a wash lies from its own blur, as in
Bousseau et al. (2006, Interactive watercolor rendering).
"""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.around import blurred
from engine.draw.dampness import Dampness
from engine.draw.dry_brush import skipped
from engine.draw.easel import Easel
from engine.draw.noise import Noise, planes, series
from engine.draw.paper import height, relief
from engine.draw.pigment import Pigments
from engine.draw.soften import soften, spread
from engine.draw.washes import Washes, rim_of
from engine.draw.wobble import Strayed, hand
from engine.registry import style

RIM = 0.006
"""How far from a wash's border its pigment gathers, in picture heights."""
BLEED = 0.013
"""How far colours run into one another on wet paper."""
GATHERS, NOWHERE = 0.009, 99.0
"""How far from the bare border it does; and so far away that there is none."""
DRY = 0.7
"""How much of where strokes end the brush is dry, at most texture."""
POOLS = 30.0
"""How steep a bloom's outer rim is: 1 over its width, in the noise's own unit."""


@style("watercolour", halo=0.022, unseen=("edges",), afar=("flow",))
def watercolour(easel: Easel) -> Tensor:
    grid, chance, knobs, inks = easel.grid, easel.chance, easel.knobs, easel.inks
    pigments = Pigments.of(inks)
    shifts = hand(grid, chance.of("hand"), 11.0)
    strayed = Strayed.by(grid, shifts, 0.0012 + 0.0042 * knobs.energy)
    rank, (accent, box) = strayed.drawn(easel.rank), strayed.drawn_rare(easel.fields.accent)
    flow, pool, crinkle, paper = _noises(easel)
    painted = 1 - _margin(easel)[1]
    rank.mul_(painted).add_(crinkle, alpha=painted * (0.006 + 0.016 * knobs.energy))
    border, bare = _border(easel, crinkle)
    laid = rim_of(bare)
    torch.maximum(laid[box], rim_of(accent), out=laid[box])
    washes, form = _washes(easel, pigments, rank, shifts[0])
    washes = washes.pure(laid)
    density = form.mul_(-0.3 - 0.5 * knobs.detail).add_(0.5 * (0.3 + 0.5 * knobs.detail) - 0.28)
    _gather(easel, density, washes.place, border, crinkle)
    _settle(easel, density, flow, paper)
    _bloom(density, pool, crinkle, knobs.energy)
    density.clamp_(-1, 1)
    picture = washes.painted(pigments, density.addcmul_(density, laid, value=-1))
    picture[:, *box].lerp_(inks.accent[:, None, None], accent)
    picture.lerp_(pigments.paper[:, None, None], bare)
    return inks.shaded(picture, relief(paper, grid, 0.004 + 0.020 * knobs.texture))


def _noises(easel: Easel) -> list[Tensor]:
    """(H, W) each: how pigment flowed, where water pools (times POOLS), the crinkles of rims and of the hand; all about mean 0;
    and the paper's height."""
    chance, blooms = easel.chance, easel.chance.of("blooms")
    flowing = series(easel.grid.pixel, chance.of("flow"), 2.3, 2 + 2 * easel.knobs.detail, 0.6)
    crinkled = [Noise(blooms, "crinkle").octave(6.5, 0.9), Noise(blooms, "finer").octave(19.0, 0.42)]
    return planes(easel.grid, [flowing, [Noise(blooms, "pool").octave(1.5, POOLS)], crinkled, height(easel.grid, chance.of("paper"))])


def _washes(easel: Easel, pigments: Pigments, rank: Tensor, mottle: Tensor) -> tuple[Washes, Tensor]:
    """Crisp washes where the paper was dry; where it was wet, tones run into one another."""
    grid, plan = easel.grid, easel.plan
    damp = Dampness.of(plan, easel.chance, 0.14 + 0.32 * easel.knobs.energy)
    soaked = blurred(plan.grid, pigments.soaked_at(plan.rank * (1 - _margin(easel)[1])), grid, BLEED)
    soaked.add_(mottle, alpha=0.1).clamp_(0, pigments.count - 1)
    washes, form = Washes.laid(pigments, rank, soaked, spread(damp.grid, damp.wet, grid, BLEED), easel.inks.softness(0.03))
    dry = torch.full_like(plan.rank, DRY * easel.knobs.texture)
    skips = skipped(grid, plan, easel.chance.of("dry brush"), pigments, dry, washes.place)
    return washes.lighter(skips, pigments.count - 1), form


def _gather(easel: Easel, density: Tensor, place: Tensor, border: Tensor, crinkle: Tensor) -> None:
    """Pigment gathers along the rims of washes, here more and there less. Changes `density` and `border`."""
    rim = soften(place, easel.grid, RIM, gain=5.0).sub_(place, alpha=5.0)
    rim = torch.maximum(rim, border, out=rim).clamp_(0, 1)
    density.add_(rim, alpha=0.58).addcmul_(rim, crinkle, value=0.40)


def _settle(easel: Easel, density: Tensor, flow: Tensor, height: Tensor) -> None:
    """Pigment flows together, and settles in the valleys of the paper. Changes `density`."""
    grain = 0.06 + 0.42 * easel.knobs.texture
    valley = height.clamp(-1.4, 0.8)
    density.add_(flow, alpha=0.30).add_(valley, alpha=-0.6 * grain).addcmul_(valley, flow, value=-0.3 * grain)


def _bloom(density: Tensor, pool: Tensor, crinkle: Tensor, energy: float) -> None:
    """Backruns: water that flowed back into a drying wash, pale within, with a dark crinkled rim that is sharp outwards.

    Along the way inwards the pigment rises at once, falls to its least a fifth of a unit further, and slowly recovers.
    Changes all its arguments.
    """
    pool.sub_(crinkle.abs_(), alpha=0.45 * POOLS).sub_((0.79 - 0.5 * energy) * POOLS - 0.6)
    fall = torch.sub(pool, pool.clamp(0.6, 7.2), alpha=10.2)
    rise = pool.clamp_(0, 1)
    density.addcmul_(rise, fall, value=0.75 / POOLS).add_(rise, alpha=0.75 * 1.18)


def _margin(easel: Easel) -> tuple[float, float]:
    """How wide the unpainted margin is, and how much of the picture: never more than half the lightest ink's share.

    There is none where the picture repeats.
    """
    aspect, (wide, tall) = easel.grid.aspect, easel.grid.tile
    width = min(0.07, 0.5 * float(easel.inks.shares[-1])) / (2 * (1 + 1 / aspect))
    return width, 2 * width * ((0 if tall else 1) + (0 if wide else 1) / aspect)


def _border(easel: Easel, ragged: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) each: how much pigment gathers by the bare border (1 at it; beyond, and less inside), and how much of a pixel is bare."""
    grid, (width, _) = easel.grid, _margin(easel)
    across, down = (
        torch.full_like(axis, -NOWHERE) if period else (axis.abs() + (width - end)) / GATHERS + 1
        for axis, end, period in ((grid.x, grid.aspect / 2, grid.tile[0]), (grid.y, 0.5, grid.tile[1]))
    )
    border = torch.maximum(across, down).add_(ragged, alpha=-0.35 * width / GATHERS)
    steep = GATHERS / grid.pixel
    return border, (border * steep).add_(0.5 - steep).clamp_(0, 1)
