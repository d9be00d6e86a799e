"""Oil, impasto: overlapping strokes of three sizes, coarse to fine, along the form; thick paint lit from the upper left.

Strokes of decreasing size, the finer ones only where the picture has something to say, are Hertzmann's (1998); the height field
of bristles and ridges that light falls on follows his "Fast paint texture" (2002).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.around import blurred
from engine.draw.blocks import Nest
from engine.draw.easel import Easel
from engine.draw.guide import Guide
from engine.draw.heading import heading
from engine.draw.impasto import BRISTLES, Impasto
from engine.draw.noise import Noise, smoothstep, visible
from engine.draw.queues import Queues
from engine.draw.strokes import Cells, Layer, Strokes
from engine.palette.inks import STEPS, Inks, neighbours
from engine.registry import FROM_PLAN, style

BLOCK = 1 / 96
NEAR = 8
"""Strokes of one size told apart in one square of blocks."""
MOST = 12
"""Strokes told apart in one block."""
JITTER = 0.8
SOFTNESS = 0.65
SLANT = 1 / 512
"""Half the stretch over which light feels the paint's height, in picture heights."""
THREADS = 240.0
"""Of the canvas, a picture height."""
WHOLE = STEPS / (STEPS - 1)
RAGGED, EDGE = 0.15, 0.012
"""How much the paint's height moves the accent's outline, and over what its coverage would run from 0 to 1 without (heights)."""
FAR = 0.12
"""Ranks further apart than that meet at a sharp border."""


@dataclass(frozen=True)
class _Kind:
    """Strokes of one size. spacing: of their lattice at detail 0.5, in picture heights; length, width: in spacings.

    need: how busy the picture must be, 0 to 1. wander: how far a stroke's tone may stray. large: whether they are looked up by
    large squares. thick: how high the paint stands.
    """

    name: str
    spacing: float
    length: float
    width: float
    need: float
    wander: float
    large: bool
    thick: float

    def layer(self, detail: float, tile: tuple[float, float]) -> Layer:
        """Its lattice, and what `_strokes` unpacks."""
        spacing = self.spacing * 2 ** (1.1 * (0.5 - detail))
        traits = (self.length * spacing / 2, self.width * spacing / 2, self.need, self.wander, self.thick)
        return Layer.over(tile, self.name, spacing, self.large, traits)


KINDS = (
    _Kind("coarse", 0.048, 2.7, 1.05, -1.0, 0.05, True, 1.0),
    _Kind("middle", 0.026, 2.7, 0.85, 0.16, 0.05, False, 0.9),
    _Kind("fine", 0.0125, 2.5, 0.85, 0.45, 0.035, False, 0.6),
)


@style("oil", unseen=("edges",), afar=FROM_PLAN)
def oil(easel: Easel) -> Tensor:
    grid, inks, texture = easel.grid, easel.inks, easel.knobs.texture
    slant = max(1, round(SLANT / grid.pixel))
    nest = Nest.of(grid, BLOCK, margin=slant + 1)
    shape = (grid.shape[0] + 2 * slant + 2, grid.shape[1] + 2 * slant + 2)
    guide = grid.once(("guide", easel.chance.path), lambda: Guide.of(easel.plan))
    rank, height = _painted(easel, guide, nest, shape)
    middle, facing = height[slant:-slant, slant:-slant], height[2 * slant :, 2 * slant :] - height[: -2 * slant, : -2 * slant]
    relief = _soft(_weave(easel, middle).add_(facing, alpha=1.1))
    rank = torch.add(rank[slant:-slant, slant:-slant], relief, alpha=0.07 * texture).clamp_(0, 1)
    picture, relief = _mixed(inks, rank), relief[1:-1, 1:-1]
    inks.over(picture, inks.accent, _held(easel, middle[1:-1, 1:-1]), rank[1:-1, 1:-1])
    return inks.shaded(picture, relief.mul(0.06 * texture))


def _held(easel: Easel, height: Tensor) -> Tensor:
    """(H, W) the accent's coverage: its own outline, as ragged as the paint (H, W) is uneven.

    By the strokes that lie on it a sun would be in shreds.
    """
    plan, grid = easel.plan, easel.grid
    cover = blurred(plan.grid, plan.fields.accent, grid, 0.0).sub_(0.5).add_(height - 0.8, alpha=RAGGED)
    return cover.mul_(EDGE / grid.pixel).add_(0.5).clamp_(0, 1)


def _soft(slope: Tensor) -> Tensor:
    """Slopes held within [-1, 1], much as tanh does. Changes its argument."""
    held = slope.clamp_(-1.5, 1.5)
    return held.addcmul_(held * held, held, value=-4 / 27)


def _mixed(inks: Inks, rank: Tensor) -> Tensor:
    """(H + 2, W + 2) ranks -> (3, H, W): soft within a stroke; where two strokes of far tones share a pixel, a mixture of their two
    nearest inks.
    """
    table = inks.kept("oil", lambda: _table(inks))
    low, high = neighbours(rank)
    here = rank[1:-1, 1:-1]
    gap = high - low
    share = (here - low).div_(gap.clamp_min(1e-6))
    aside = (share - 0.5).abs_()
    border = torch.gt(gap, FAR, out=gap).mul_(torch.lt(aside, 0.47, out=aside))

    def colour(tone: Tensor) -> Tensor:
        index = torch.lerp(here, tone.add_(WHOLE), border).mul_(STEPS - 1).add_(0.5).to(torch.int32)
        return torch.index_select(table, 1, index.flatten()).view(3, *here.shape)

    return colour(low).lerp_(colour(high), share)


def _table(inks: Inks) -> Tensor:
    """(3, 2 * STEPS) OKLab for ranks 0 .. 1, as soft as within a stroke; then, from rank WHOLE on, of whole inks."""
    return inks.blend(torch.cat((inks.places(SOFTNESS), inks.places(0.0).round())))


def _weave(easel: Easel, height: Tensor) -> Tensor:
    """Slope of the canvas's threads on a window and a pixel around it, where the paint is thin."""
    grid = easel.grid
    strength = 0.28 * visible(2 * THREADS, grid.pixel)
    if strength == 0:
        return torch.zeros_like(height)
    x, y = (functional.pad(axis.flatten()[None], (1, 1))[0] for axis in (grid.x, grid.y))
    wide, tall = (2 * math.pi * (round(THREADS * period) / period if period else THREADS) for period in grid.tile)
    across, down = (x * wide).sin_(), (y * tall).sin_().mul_(strength)
    return (0.75 - height).clamp_(0, 0.5).mul_(across).mul_(down[:, None])


def _painted(easel: Easel, guide: Guide, nest: Nest, shape: tuple[int, int]) -> Tensor:
    """(2, H, W) rank and height of the paint."""
    layers = tuple(kind.layer(easel.knobs.detail, easel.grid.tile) for kind in KINDS)
    cells = Cells.over(nest, easel.chance, layers, JITTER)
    strokes, looks = _strokes(easel, guide, cells)
    among = strokes.near(nest, cells, layers, NEAR)
    queues = Queues.of(among, strokes.meeting(nest, among), MOST)
    places, standing = queues.sorted(nest.blocks), queues.places()
    seen = torch.index_select(torch.cat((strokes.frame, strokes.bend[None], looks)), 1, queues.marks)
    paint = Impasto.laid(nest, queues, places, seen)
    return nest.plane(paint.finish(easel, places), shape, standing)


def _swirl(easel: Easel, x: Tensor, y: Tensor) -> Tensor:
    """(n,) how far strokes turn aside at plane coordinates, standard deviation about 1."""
    noise, plan = Noise(easel.chance, "swirl"), easel.plan
    return plan.sample(noise.plane(plan.grid, 5.0), x, y) if any(plan.grid.tile) else noise.at(x[None], y[None], 5.0)[0]


def _strokes(easel: Easel, guide: Guide, cells: Cells) -> tuple[Strokes, Tensor]:
    """All strokes, and (6, 1 + n) rows: half length, half width, bristles, own number, tone, thickness."""
    knobs, own = easel.knobs, cells.random
    longest, widest, need, _, _ = cells.traits
    there = ((guide.busy(*cells.places) + 0.12).add_(own[5], alpha=0.3).sub_(0.15).sub_(need)).mul_(1 / 0.24).clamp_(0, 1)
    there = (there * -2).add_(3).mul_(there).mul_(there)
    drawn = torch.nonzero(there > 0.3)[:, 0]
    table = torch.cat((cells.places, own, cells.traits, there[None], cells.half[None]))
    x, y, _, _, turn, broad, long, last, longest, widest, _, wander, thick, there, half = torch.index_select(table, 1, drawn)
    tone, _, cosine, sine = guide.at(x, y)
    busy, swirl = guide.busy(x, y), _swirl(easel, x, y).mul_(0.1 + 0.6 * knobs.energy)
    angle = 0.5 * heading(cosine + 1e-4, sine) + swirl.add_(turn - 0.5, alpha=0.5).mul_(1 - 0.75 * busy)
    half_width = widest * (0.75 + 0.25 * broad) * there
    half_length, bend = _fitted(guide, x, y, angle, longest * (0.75 + 0.25 * long), half_width)
    strokes = Strokes.of(cells, drawn, x, y, angle, torch.stack((half_length, half_width)), bend, half)
    tone = torch.addcmul(tone, long - 0.5, wander, value=2)
    bristly = (2 - (3 * BRISTLES * easel.grid.pixel) / half_width).clamp_(0, 1)
    looks = torch.stack((half_length, half_width, bristly, broad, tone, thick * (0.6 + 0.8 * last)))
    return strokes, functional.pad(looks, (1, 0))


def _fitted(guide: Guide, x: Tensor, y: Tensor, angle: Tensor, longest: Tensor, half_width: Tensor) -> tuple[Tensor, Tensor]:
    """Half lengths that stop where the tone beneath changes, and bends that follow the flow."""
    steps = torch.tensor([-1.0, -0.66, -0.33, 0.0, 0.33, 0.66, 1.0], device=x.device)[:, None]
    tone, accent, cosine, sine = guide.at(torch.addcmul(x, angle.cos() * longest, steps), torch.addcmul(y, angle.sin() * longest, steps))
    clear = 1 - smoothstep(0.08, 0.20, (tone - tone[3]).abs_().add_((accent - accent[3]).abs_()))
    forth = clear[4] * (1 + clear[5] * (1 + clear[6])) / 3
    back = clear[2] * (1 + clear[1] * (1 + clear[0])) / 3
    half_length = longest * (0.30 + 0.70 * torch.minimum(forth, back))
    turn = 0.5 * heading(cosine[5] * cosine[1] + sine[5] * sine[1] + 1e-4, sine[5] * cosine[1] - cosine[5] * sine[1])
    return half_length, (turn * half_length / half_width).mul_(-0.35).clamp_(-0.5, 0.5)
