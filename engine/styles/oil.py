"""Oil, impasto: overlapping strokes of three sizes, coarse to fine, along the form; thick paint lit from the upper left.

Strokes of decreasing size, the finer ones only where the picture has something to say, are Hertzmann's (1998); the height field
of bristles and ridges that light falls on follows his "Fast paint texture" (2002).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.blocks import Nest
from engine.draw.easel import Easel, Plan
from engine.draw.grid import wrapped
from engine.draw.heading import heading
from engine.draw.noise import Noise, look, smoothstep, visible
from engine.draw.queues import Queues
from engine.draw.strokes import Cells, Layer, Strokes
from engine.palette.inks import STEPS, Inks
from engine.registry import style

BLOCK = 1 / 96
NEAR = 8
"""Strokes of one size told apart in one square of blocks."""
MOST = 12
"""Strokes told apart in one block."""
JITTER = 0.8
SOFTNESS = 0.65
SLANT = 1 / 512
"""Half the stretch over which light feels the paint's height, in picture heights."""
BRISTLES = 3.2
"""Features of the bristles' noise in half a stroke's width."""
FINE, SPAN = 16, 32
"""The bristles' table: samples a feature, and features a side."""
THREADS = 240.0
"""Of the canvas, a picture height."""
FURTHEST = 5.0
"""Deviations, past which a blur's weights are nothing: numbers too small for float32 to hold in full slow a product twenty times."""
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


@style("oil")
def oil(easel: Easel) -> Tensor:
    grid, inks, texture = easel.grid, easel.inks, easel.knobs.texture
    slant = max(1, round(SLANT / grid.pixel))
    nest = Nest.of(grid, BLOCK, margin=slant + 1)
    shape = (grid.shape[0] + 2 * slant + 2, grid.shape[1] + 2 * slant + 2)
    painted, accent = _painted(easel, _Guide.of(easel.plan), nest, shape)
    rank, height = painted
    middle, facing = height[slant:-slant, slant:-slant], height[2 * slant :, 2 * slant :] - height[: -2 * slant, : -2 * slant]
    relief = _soft(_weave(easel, middle).add_(facing, alpha=1.1))
    rank = torch.add(rank[slant:-slant, slant:-slant], relief, alpha=0.07 * texture).clamp_(0, 1)
    picture, relief = _mixed(inks, rank), relief[1:-1, 1:-1]
    if accent is not None:
        accent, rank = accent[slant + 1 : -slant - 1, slant + 1 : -slant - 1], rank[1:-1, 1:-1]
        marked = torch.nonzero(accent.amax(1) > 0)[:, 0].tolist() or [0]
        rows = slice(marked[0], marked[-1] + 1)
        picture[:, rows] = inks.over(picture[:, rows], inks.accent, accent[rows].clamp(0, 1), rank[rows])
    return inks.shaded(picture, relief.mul(0.06 * texture))


def _soft(slope: Tensor) -> Tensor:
    """Slopes held within [-1, 1], much as tanh does. Changes its argument."""
    held = slope.clamp_(-1.5, 1.5)
    return held.addcmul_(held * held, held, value=-4 / 27)


def _mixed(inks: Inks, rank: Tensor) -> Tensor:
    """(H + 2, W + 2) ranks -> (3, H, W): soft within a stroke; where two strokes of far tones share a pixel, a mixture of their two
    nearest inks.
    """
    table = inks.kept("oil", lambda: _table(inks))
    rows = torch.stack((torch.minimum(rank[:-1], rank[1:]), torch.maximum(rank[:-1], rank[1:])))
    low, high = torch.minimum(rows[0, :-1], rows[0, 1:]), torch.maximum(rows[1, :-1], rows[1, 1:])
    low, high = (
        torch.minimum(low[:, :-2], low[:, 2:]).minimum(low[:, 1:-1]),
        torch.maximum(high[:, :-2], high[:, 2:]).maximum(high[:, 1:-1]),
    )
    here = rank[1:-1, 1:-1]
    gap = high - low
    share = (here - low).div_(gap.clamp_min(1e-6))
    aside = (share - 0.5).abs_()
    border = ((gap > FAR) & (aside < 0.47)).float()

    def colour(tone: Tensor) -> Tensor:
        index = torch.lerp(here, tone, border).add_(border).mul_(STEPS - 1).add_(border).add_(0.5).to(torch.int32)
        return torch.index_select(table, 1, index.flatten()).view(3, *here.shape)

    return colour(low).lerp_(colour(high), share)


def _table(inks: Inks) -> Tensor:
    """(3, 2 * STEPS) OKLab for ranks 0 .. 1: as soft as within a stroke, then of whole inks."""
    return inks.blend(torch.cat((inks.places(SOFTNESS), inks.places(0.0).round())))


def _weave(easel: Easel, height: Tensor) -> Tensor:
    """Slope of the canvas's threads on a window and a pixel around it, where the paint is thin."""
    grid = easel.grid
    strength = 0.28 * visible(THREADS, grid.pixel)
    if strength == 0:
        return torch.zeros_like(height)
    x, y = (functional.pad(axis.flatten()[None], (1, 1))[0] for axis in (grid.x, grid.y))
    wide, tall = (2 * math.pi * (round(THREADS * period) / period if period else THREADS) for period in grid.tile)
    across, down = (x * wide).sin_(), (y * tall).sin_().mul_(strength)
    return (0.75 - height).clamp_(0, 0.5).mul_(across).mul_(down[:, None])


@dataclass(frozen=True)
class _Guide:
    """What strokes ask of the plan, as one stack of planes: rank, accent, cos 2a, sin 2a of the way to go, busyness."""

    plan: Plan
    planes: Tensor

    @classmethod
    def of(cls, plan: Plan) -> _Guide:
        """Along the flow; along outlines where there are any, by a blurred structure tensor."""
        fields, rank, pixel, tile = plan.fields, plan.rank, plan.grid.pixel, plan.grid.tile
        gx, gy = _gradient(rank + fields.accent, pixel, tile)
        xx, yy = gx * gx, gy * gy
        bent = (xx + yy).add_(6.0).reciprocal_()
        fx, fy = fields.flow[0], fields.flow[1]
        cosine = (fx * fx).addcmul_(fy, fy, value=-1).mul_(6.0).add_(yy).sub_(xx)
        sine = (fx * fy).mul_(12.0).addcmul_(gx, gy, value=-2)
        near, wide = 0.010 / pixel, 0.026 / pixel
        busy = (rank - _blurred(rank, wide, tile)).abs_()
        soft = _blurred(torch.stack((cosine.mul_(bent), sine.mul_(bent), busy, fields.accent)), near, tile)
        busy = smoothstep(0.01, 0.13, soft[2]).add_(soft[3], alpha=2).clamp_(0, 1)
        return cls(plan, torch.stack((rank, fields.accent, soft[0], soft[1], busy)))

    def busy(self, x: Tensor, y: Tensor) -> Tensor:
        """How much there is to tell at plane coordinates, in [0, 1]."""
        return self.plan.sample(self.planes[4], x, y)

    def at(self, x: Tensor, y: Tensor) -> Tensor:
        """(4, ...) of the other planes at plane coordinates."""
        return self.plan.sample(self.planes[:4], x, y)


def _swirl(easel: Easel, x: Tensor, y: Tensor) -> Tensor:
    """(n,) how far strokes turn aside at plane coordinates, standard deviation about 1."""
    noise, plan = Noise(easel.chance, "swirl"), easel.plan
    return plan.sample(noise.plane(plan.grid, 5.0), x, y) if any(plan.grid.tile) else noise.at(x[None], y[None], 5.0)[0]


def _gradient(plane: Tensor, pixel: float, tile: tuple[float, float]) -> tuple[Tensor, Tensor]:
    wide, tall = (1 if period else 0 for period in tile)
    padded = functional.pad(plane[None, None], (wide, wide, tall, tall), mode="circular") if wide or tall else plane[None, None]
    padded = functional.pad(padded, (1 - wide, 1 - wide, 1 - tall, 1 - tall), mode="replicate")[0, 0] * (0.5 / pixel)
    return padded[1:-1, 2:] - padded[1:-1, :-2], padded[2:, 1:-1] - padded[:-2, 1:-1]


def _blurred(plane: Tensor, deviation: float, tile: tuple[float, float]) -> Tensor:
    """A Gaussian blur of small planes (..., H, W) as two matrix products; weights sum to 1 up to the border, and go round where the
    picture repeats."""
    down, across = (
        _weights(count, deviation, period > 0, plane.device) for count, period in zip(plane.shape[-2:], tile[::-1], strict=True)
    )
    return down @ plane @ across.T


@functools.lru_cache(maxsize=16)
def _weights(count: int, deviation: float, round_: bool, device: torch.device) -> Tensor:
    index = torch.arange(count, device=device, dtype=torch.float32) / deviation
    away = wrapped(index[:, None] - index[None, :], count / deviation if round_ else 0.0).square()
    weights = torch.exp(-0.5 * away).masked_fill_(away > FURTHEST**2, 0.0)
    return weights / weights.sum(1, keepdim=True)


def _painted(easel: Easel, guide: _Guide, nest: Nest, shape: tuple[int, int]) -> tuple[Tensor, Tensor | None]:
    """(2, H, W) rank and height of the paint, and the accent's coverage (H, W) if there is any."""
    layers = tuple(kind.layer(easel.knobs.detail, easel.grid.tile) for kind in KINDS)
    cells = Cells.over(nest, easel.chance, layers, JITTER)
    strokes, looks = _strokes(easel, guide, cells)
    among = strokes.near(nest, cells, layers, NEAR)
    queues = Queues.of(among, strokes.meeting(nest, among), MOST)
    places = queues.sorted(nest.blocks)
    paint = _Paint.on(nest)
    paint.add(queues, places, torch.index_select(torch.cat((strokes.frame, strokes.bend[None], looks)), 1, queues.marks))
    painted = nest.plane(queues.restored(paint.finish(easel, places)), shape)
    accent = paint.sums[4]
    marked = torch.nonzero(accent.amax(0))[:, 0]
    if not len(marked):
        return painted, None
    coverage = torch.zeros_like(accent)
    coverage[:, queues.order[marked]] = accent[:, marked]
    return painted, nest.plane(coverage, shape)[0]


@dataclass
class _Paint:
    """What has been laid so far, top stroke first, in planes (pixels of a block, blocks).

    sums: how much still shows beneath, how much of the bristles shows, then rank, thickness, accent, own number, u, v of the strokes,
    each weighted by what shows of it. All but a border's pixels show one stroke only, so the weighted places within a stroke are
    places within that stroke; at a border they mean nothing, and the bristles are weighted twice so that they sink there.
    """

    nest: Nest
    sums: Tensor

    @classmethod
    def on(cls, nest: Nest) -> _Paint:
        sums = torch.zeros(8, nest.side**2, 4 * nest.squares.shape[1], device=nest.inner.device)
        sums[0] = 1.0
        return cls(nest, sums)

    def add(self, queues: Queues, places: Tensor, looks: Tensor) -> None:
        """Slip the queues' strokes, turn by turn, beneath what has been laid. places: (2, blocks) centres in the queues' order.
        looks: (14, visits) the strokes' frames, bends, and what _looks makes of them.
        """
        pixel = self.nest.pixel
        (x, y), frame = queues.visited(places), looks[:6].view(2, 3, -1)
        starts = torch.addcmul(frame[:, 2], frame[:, 0], x).addcmul_(frame[:, 1], y)
        length, width, own = looks[7] / pixel, looks[8] / pixel, looks[12]
        ends = torch.stack(
            (length * 0.7875 + 0.5, length * 0.85, length.neg(), length * -0.26, width + 0.5, -width, own * 9 + 9, own * 1.6 + 1.2)
        )
        for visits, turns in queues.groups():
            uv = self._places(starts[:, visits], frame[:, :, visits], looks[6, visits])
            cover = _cover(*uv, *ends[:, visits])
            rows = [slice(end - count, end) for end, count in zip(accumulate(turns), turns, strict=True)]
            values, bristly = looks[9:13, None, visits], looks[13, visits]
            for row, count in zip(rows, turns, strict=True):
                self._lay(cover[:, row], uv[..., row], values[..., row], bristly[row], count)

    def _places(self, start: Tensor, steps: Tensor, bend: Tensor) -> Tensor:
        """(2, pixels of a block, n): u and v of every pixel."""
        inner, side = self.nest.inner, self.nest.side
        along = torch.addcmul(start[:, None], steps[:, 0, None], inner[:, None])
        uv = (along[:, None] + (steps[:, 1, None] * inner[:, None])[:, :, None]).view(2, side * side, -1)
        uv[1].addcmul_(bend, uv[0] * uv[0])
        return uv

    def _lay(self, cover: Tensor, uv: Tensor, values: Tensor, bristly: Tensor, count: int) -> None:
        sums = self.sums[:, :, :count]
        bare = sums[0]
        cover *= bare
        bare -= cover
        sums[2:6].addcmul_(cover, values)
        sums[6:].addcmul_(cover, uv)
        sums[1].addcmul_(cover.mul_(cover), bristly)

    def finish(self, easel: Easel, places: Tensor) -> Tensor:
        """(2, pixels of a block, N): rank and height, bare canvas filled with a thin wash. places: centres of the blocks."""
        bare, bristly, rank, thick, _, own, u, v = self.sums
        bristle = _bristles(easel, u, v, own).mul_(bristly).mul_(bristly)
        rank.addcmul_(bare, easel.plan.sample(easel.plan.rank, *places)).add_(bristle, alpha=0.04 * easel.knobs.texture)
        ridge = v.mul_(v).mul_(v).mul_(0.5).add_(0.6)
        thick.mul_(ridge).add_(bristle, alpha=0.2)
        return self.sums[2:4]


def _cover(
    u: Tensor,
    v: Tensor,
    most: Tensor,
    rag: Tensor,
    along: Tensor,
    round_off: Tensor,
    wide: Tensor,
    across: Tensor,
    first: Tensor,
    teeth: Tensor,
) -> Tensor:
    """How much of each pixel an oblong with ragged, rounded ends covers."""
    ragged = torch.addcmul(first, teeth, v).frac_()
    ragged.addcmul_(ragged, ragged, value=-1)
    cover = torch.addcmul(most, rag, ragged).addcmul_(along, torch.abs(u, out=ragged))
    cover.addcmul_(round_off, torch.mul(v, v, out=ragged))
    side = torch.addcmul(wide, across, torch.abs(v, out=ragged))
    return torch.minimum(cover, side, out=cover).clamp_(0, 1)


def _bristles(easel: Easel, u: Tensor, v: Tensor, own: Tensor) -> Tensor:
    """The noise that the brush's hairs leave, by places within strokes."""
    side = SPAN * FINE
    column = torch.add(own * (91 * FINE), u, alpha=0.5 * FINE).add_(4 * FINE).to(torch.int32).bitwise_and_(side - 1)
    row = torch.add(own * (57 * FINE), v, alpha=BRISTLES * FINE).add_(8 * FINE).to(torch.int32).bitwise_and_(side - 1)
    return torch.index_select(_bristle_table(u.device), 0, row.mul_(side).add_(column).flatten()).view(u.shape)


@functools.cache
def _bristle_table(device: torch.device) -> Tensor:
    """(rows * columns,) of noise, finely sampled: the nearest sample will do."""
    axis = torch.arange(SPAN * FINE, device=device) / FINE
    return look(axis.expand(len(axis), -1), axis[:, None].expand(-1, len(axis))).flatten()


def _strokes(easel: Easel, guide: _Guide, cells: Cells) -> tuple[Strokes, Tensor]:
    """All strokes, and (7, 1 + n) rows: half length, half width, tone, thickness, accent, own number, bristles."""
    knobs, own = easel.knobs, cells.random
    longest, widest, need, _, _ = cells.traits
    there = ((guide.busy(*cells.places) + 0.12).add_(own[5], alpha=0.3).sub_(0.15).sub_(need)).mul_(1 / 0.24).clamp_(0, 1)
    there = (there * -2).add_(3).mul_(there).mul_(there)
    drawn = torch.nonzero(there > 0.3)[:, 0]
    table = torch.cat((cells.places, own, cells.traits, there[None], cells.half[None]))
    x, y, _, _, turn, broad, long, last, longest, widest, _, wander, thick, there, half = torch.index_select(table, 1, drawn)
    tone, accent, cosine, sine = guide.at(x, y)
    busy, swirl = guide.busy(x, y), _swirl(easel, x, y).mul_(0.1 + 0.6 * knobs.energy)
    angle = 0.5 * heading(cosine + 1e-4, sine) + swirl.add_(turn - 0.5, alpha=0.5).mul_(1 - 0.75 * busy)
    half_width = widest * (0.75 + 0.25 * broad) * there
    half_length, bend = _fitted(guide, x, y, angle, longest * (0.75 + 0.25 * long), half_width)
    strokes = Strokes.of(cells, drawn, x, y, angle, torch.stack((half_length, half_width)), bend, half)
    tone = torch.addcmul(tone, long - 0.5, wander, value=2)
    bristly = (2 - (3 * BRISTLES * easel.grid.pixel) / half_width).clamp_(0, 1)
    looks = torch.stack((half_length, half_width, tone, thick * (0.6 + 0.8 * last), (accent > 0.5).float(), broad, bristly))
    return strokes, functional.pad(looks, (1, 0))


def _fitted(guide: _Guide, x: Tensor, y: Tensor, angle: Tensor, longest: Tensor, half_width: Tensor) -> tuple[Tensor, Tensor]:
    """Half lengths that stop where the tone beneath changes, and bends that follow the flow."""
    steps = torch.tensor([-1.0, -0.66, -0.33, 0.0, 0.33, 0.66, 1.0], device=x.device)[:, None]
    tone, accent, cosine, sine = guide.at(torch.addcmul(x, angle.cos() * longest, steps), torch.addcmul(y, angle.sin() * longest, steps))
    clear = 1 - smoothstep(0.08, 0.20, (tone - tone[3]).abs_().add_((accent - accent[3]).abs_()))
    forth = clear[4] * (1 + clear[5] * (1 + clear[6])) / 3
    back = clear[2] * (1 + clear[1] * (1 + clear[0])) / 3
    half_length = longest * (0.30 + 0.70 * torch.minimum(forth, back))
    turn = 0.5 * heading(cosine[5] * cosine[1] + sine[5] * sine[1] + 1e-4, sine[5] * cosine[1] - cosine[5] * sine[1])
    return half_length, (turn * half_length / half_width).mul_(-0.35).clamp_(-0.5, 0.5)
