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
from engine.draw.blocks import Blocks
from engine.draw.easel import Easel, Plan
from engine.draw.heading import heading
from engine.draw.noise import Noise, smoothstep, visible
from engine.draw.queues import Queues
from engine.draw.strokes import Lattice, Strokes
from engine.palette.inks import Inks, look_up, neighbourhood
from engine.registry import style

BLOCK = 1 / 96
REACH = 2
NEAR = 8
MOST = 12
"""Strokes told apart in one block."""
SOFTNESS = 0.65
SLANT = 1 / 512
"""Half the stretch over which light feels the paint's height, in picture heights."""
BRISTLES = 3.2
"""Features of the bristles' noise in half a stroke's width."""
THREADS = 240.0
"""Of the canvas, a picture height."""


@dataclass(frozen=True)
class _Layer:
    """Strokes of one size. spacing: of their lattice at detail 0.5, in picture heights; length, width: in spacings.

    need: how busy the picture must be, 0 to 1. wander: how far a stroke's tone may stray. blocks: strokes are first looked
    up by squares of so many blocks a side. most: how many are told apart within a small block. thick: how high the paint stands.
    """

    name: str
    spacing: float
    length: float
    width: float
    need: float
    wander: float
    blocks: int
    thick: float


LAYERS = (
    _Layer("coarse", 0.048, 2.7, 1.05, -1.0, 0.05, 4, 1.0),
    _Layer("middle", 0.026, 2.7, 0.85, 0.16, 0.05, 2, 0.9),
    _Layer("fine", 0.0125, 2.5, 0.85, 0.45, 0.035, 2, 0.6),
)


@style("oil")
def oil(easel: Easel) -> Tensor:
    grid, inks, texture = easel.grid, easel.inks, easel.knobs.texture
    slant = max(1, round(SLANT / grid.pixel))
    guide = _Guide.of(easel.plan)
    blocks = Blocks.of(grid, BLOCK, margin=slant)
    shape = (grid.shape[0] + 2 * slant, grid.shape[1] + 2 * slant)
    rank, height, accent = blocks.plane(_painted(easel, guide, blocks), shape)
    rank, accent = (plane[slant:-slant, slant:-slant] for plane in (rank, accent))
    facing = height[2 * slant :, 2 * slant :] - height[: -2 * slant, : -2 * slant]
    relief = torch.tanh(1.1 * facing + _weave(easel, height[slant:-slant, slant:-slant]))
    rank = torch.add(rank, relief, alpha=0.07 * texture).clamp_(0, 1)
    picture = _mixed(inks, rank)
    marked = torch.nonzero(accent.amax(1) > 0)[:, 0].tolist()
    if marked:
        rows = slice(marked[0], marked[-1] + 1)
        picture[:, rows] = inks.over(picture[:, rows], inks.accent, accent[rows].clamp(0, 1), rank[rows])
    return inks.shaded(picture, relief.mul_(0.06 * texture))


def _mixed(inks: Inks, rank: Tensor) -> Tensor:
    """Ranks -> (3, H, W): soft within a stroke; where two strokes of far tones share a pixel, a mixture of their two nearest inks."""
    low, high = neighbourhood(rank)
    gap = high - low
    share = (rank - low).div_(gap.clamp_min(1e-6))
    pure = ((gap > 0.12) & (share > 0.03) & (share < 0.97)).to(rank.dtype)
    table = torch.cat((inks.table(SOFTNESS), inks.table(0.0)), dim=1)
    steps = table.shape[1] // 2

    def colour(tone: Tensor) -> Tensor:
        return look_up(table, torch.add(tone * ((steps - 1) / (2 * steps - 1)), pure, alpha=steps / (2 * steps - 1)))

    return torch.lerp(colour(low), colour(high), share)


def _weave(easel: Easel, height: Tensor) -> Tensor:
    """(H, W) slope of the canvas's threads, where the paint is thin."""
    grid = easel.grid
    strength = 0.28 * visible(THREADS, grid.pixel)
    threads = (grid.x * (2 * math.pi * THREADS)).sin() * (grid.y * (2 * math.pi * THREADS)).sin()
    return threads * (0.75 - height).clamp_(0, 0.5).mul_(strength)


@dataclass(frozen=True)
class _Guide:
    """What strokes ask of the plan, as one stack of planes: rank, accent, cos 2a, sin 2a of the way to go, busyness."""

    plan: Plan
    planes: Tensor

    @classmethod
    def of(cls, plan: Plan) -> _Guide:
        """Along the flow; along outlines where there are any, by a blurred structure tensor."""
        fields, rank, pixel = plan.fields, plan.rank, plan.grid.pixel
        gx, gy = _gradient(rank + fields.accent, pixel)
        bent = 1 / (gx * gx + gy * gy + 6.0)
        fx, fy = fields.flow[0], fields.flow[1]
        cosine = (fx * fx - fy * fy) * 6.0 * bent + (gy * gy - gx * gx) * bent
        sine = (fx * fy * 6.0 - gx * gy) * (2 * bent)
        near, wide = _Blur.of(rank, 0.010 / pixel), _Blur.of(rank, 0.026 / pixel)
        busy = near((rank - wide(rank)).abs())
        busy = (smoothstep(0.01, 0.13, busy) + 2 * near(fields.accent)).clamp(0, 1)
        return cls(plan, torch.stack((rank, fields.accent, near(cosine), near(sine), busy)))

    def at(self, x: Tensor, y: Tensor, count: int = 5) -> Tensor:
        """(count, ...) of the first planes at plane coordinates."""
        return self.plan.sample(self.planes[:count], x, y)


def _gradient(plane: Tensor, pixel: float) -> tuple[Tensor, Tensor]:
    padded = functional.pad(plane[None, None], (1, 1, 1, 1), mode="replicate")[0, 0]
    return (padded[1:-1, 2:] - padded[1:-1, :-2]) / (2 * pixel), (padded[2:, 1:-1] - padded[:-2, 1:-1]) / (2 * pixel)


@dataclass(frozen=True)
class _Blur:
    """A Gaussian blur of a small plane as two matrix products; weights sum to 1 up to the border."""

    down: Tensor
    across: Tensor

    @classmethod
    def of(cls, plane: Tensor, deviation: float) -> _Blur:
        def matrix(count: int) -> Tensor:
            index = torch.arange(count, device=plane.device, dtype=torch.float32) / deviation
            weights = torch.exp(-0.5 * (index[:, None] - index[None, :]).square())
            return weights / weights.sum(1, keepdim=True)

        return cls(matrix(plane.shape[0]), matrix(plane.shape[1]).T)

    def __call__(self, plane: Tensor) -> Tensor:
        return self.down @ plane @ self.across


def _painted(easel: Easel, guide: _Guide, blocks: Blocks) -> Tensor:
    """(3, pixels of a block, blocks): rank, height and accent."""
    numbers, shown, looks = [], [], []
    bare, count = torch.ones_like(blocks.x, dtype=torch.bool), 0
    for layer in reversed(LAYERS):
        side = layer.blocks * blocks.side
        strokes, rows = _strokes(easel, guide, layer, 4 * side * blocks.pixel)
        large = Blocks.of(easel.grid, side * blocks.pixel, margin=2 * side)
        among = torch.index_select(strokes.near(large, REACH, NEAR), 1, large.holding(blocks))
        touching, covering = strokes.meeting(blocks, among)
        for index, covers in enumerate(covering.logical_not_()):
            touching[index] &= bare
            bare &= covers
        numbers.append(among + count)
        shown.append(touching)
        looks.append(rows)
        count += len(rows)
    queues = Queues.of(torch.cat(numbers), torch.cat(shown), MOST)
    x, y = queues.sorted(torch.stack((blocks.x, blocks.y)))
    paint, table = _Paint.on(blocks), torch.cat(looks)
    for number in queues:
        row = torch.index_select(table, 0, number).T.contiguous()
        row[0].addcmul_(row[1], x[: len(number)]).addcmul_(row[2], y[: len(number)])
        row[3].addcmul_(row[4], x[: len(number)]).addcmul_(row[5], y[: len(number)])
        paint.add(row[:, None])
    return queues.restored(paint.finish(easel, x, y))


@dataclass
class _Paint:
    """What has been laid so far, top stroke first, in planes (pixels of a block, blocks). bare: how much still shows beneath.

    sums: rank, accent, thickness, u, v, own number of the strokes, each weighted by what shows of it. All but a border's pixels
    show one stroke only, so the weighted places within a stroke are places within that stroke; at a border they mean nothing, and
    `bristly`, how much of the bristles a pixel shows, is weighted twice so that it sinks there.
    """

    blocks: Blocks
    bare: Tensor
    bristly: Tensor
    sums: list[Tensor]
    scratch: Tensor

    @classmethod
    def on(cls, blocks: Blocks) -> _Paint:
        shape = (blocks.side**2, len(blocks.x))
        bristly, *sums = torch.zeros(7, *shape, device=blocks.x.device)
        scratch = torch.empty(4, *shape, device=blocks.x.device)
        return cls(blocks, torch.ones(shape, device=blocks.x.device), bristly, sums, scratch)

    def add(self, looks: Tensor) -> None:
        """Slip a stroke a block beneath what has been laid on the first n blocks. looks: (14, 1, n), as made by _looks, u0 and v0
        at the block's centre.
        """
        u0, a, b, v0, d, e, bend, half_length, half_width, tone, accent, own, thick, bristly = looks
        blocks, shown = self.blocks, looks.shape[2]
        u, v, square, cover = self.scratch[:, :, :shown]
        bare = self.bare[:, :shown]
        torch.addcmul(u0, a, blocks.dx, out=u).addcmul_(b, blocks.dy)
        torch.mul(u, u, out=square)
        torch.addcmul(v0, d, blocks.dx, out=v).addcmul_(e, blocks.dy).addcmul_(bend, square)
        torch.addcmul(own * 9 + 9, v, 1.2 + 1.6 * own, out=cover).frac_().sub_(0.5)
        torch.mul(v, v, out=square)
        cover.square_().mul_(-0.85).add_(square, alpha=-0.26)
        torch.abs(u, out=square)
        length, width = half_length / blocks.pixel, half_width / blocks.pixel
        cover.sub_(square).mul_(length).add_(length + 0.5)
        torch.addcmul(width + 0.5, torch.abs(v, out=square), width, value=-1, out=square)
        torch.minimum(cover, square, out=cover).clamp_(0, 1).mul_(bare)
        bare -= cover
        for total, value in zip(self.sums, (tone, accent, thick, u, v, own), strict=True):
            total[:, :shown].addcmul_(cover, value)
        self.bristly[:, :shown].addcmul_(cover.square_(), bristly)

    def finish(self, easel: Easel, x: Tensor, y: Tensor) -> Tensor:
        """(3, pixels of a block, N): rank, height and accent, bare canvas filled with a thin wash. x, y: centres of the blocks."""
        rank, accent, thick, u, v, own = self.sums
        wash = easel.plan.sample(easel.plan.rank, x, y)
        along, across = u.mul_(0.5).add_(own, alpha=91), torch.mul(v, BRISTLES, out=self.scratch[0]).add_(own, alpha=57)
        bristle = Noise(easel.chance, "bristle").at(along, across, 1.0).mul_(self.bristly.square_())
        rank = rank.addcmul_(self.bare, wash).add_(bristle, alpha=0.04 * easel.knobs.texture)
        height = thick.mul_(v.square_().square_().mul_(0.5).add_(0.6))
        return torch.stack((rank, height.add_(bristle, alpha=0.2), accent))


def _strokes(easel: Easel, guide: _Guide, layer: _Layer, margin: float) -> tuple[Strokes, Tensor]:
    """The layer's strokes, `margin` around the window too, and (N, 14) rows of what a pixel needs to know of each."""
    knobs = easel.knobs
    spacing = layer.spacing * 2 ** (1.1 * (0.5 - knobs.detail))
    lattice = Lattice.over(easel.grid, easel.chance.of(layer.name), spacing, REACH + 1, margin)
    own = lattice.random
    x, y = lattice.places(0.8)
    tone, accent, cosine, sine, busy = guide.at(x, y)
    swirl = Noise(easel.chance, "swirl").at(x[None], y[None], 5.0)[0] * (0.1 + 0.6 * knobs.energy)
    angle = 0.5 * heading(cosine + 1e-4, sine) + (swirl + (own[:, 2] - 0.5) * 0.5) * (1 - 0.75 * busy)
    there = smoothstep(layer.need - 0.12, layer.need + 0.12, busy + (own[:, 5] - 0.5) * 0.3)
    half_width = layer.width * lattice.spacing / 2 * (0.75 + 0.25 * own[:, 3]) * there * (there > 0.3)
    longest = layer.length * lattice.spacing / 2 * (0.75 + 0.25 * own[:, 4])
    half_length, bend = longest.clone(), torch.zeros_like(longest)
    drawn = torch.nonzero(half_width > 0)[:, 0]
    half_length[drawn], bend[drawn] = _fitted(guide, *(values[drawn] for values in (x, y, angle, longest, half_width)))
    priority = own[:, 2] * 0.37 + own[:, 5] * 0.63
    strokes = Strokes.of(lattice, x, y, angle, half_length, half_width, bend, priority)
    tone = tone + (own[:, 4] - 0.5) * (2 * layer.wander)
    return strokes, _looks(strokes, tone, accent, own[:, 3], layer.thick * (0.6 + 0.8 * own[:, 5]), easel.grid.pixel)


def _looks(strokes: Strokes, tone: Tensor, accent: Tensor, own: Tensor, thick: Tensor, pixel: float) -> Tensor:
    """(N, 14): c, a, b, f, d, e of the frame, bend, half length, half width, tone, accent, own number, thickness, bristles."""
    a, b, c, d, e, f = strokes.frame.unbind(1)
    size = (strokes.bend, strokes.half_length, strokes.half_width)
    bristly = (2 - (3 * BRISTLES * pixel) / strokes.half_width.clamp_min(1e-5)).clamp(0, 1)
    paint = (tone, (accent > 0.5).float(), own, thick, bristly)
    return torch.stack((c, a, b, f, d, e, *size, *paint), dim=1)


def _fitted(guide: _Guide, x: Tensor, y: Tensor, angle: Tensor, longest: Tensor, half_width: Tensor) -> tuple[Tensor, Tensor]:
    """Half lengths that stop where the tone beneath changes, and bends that follow the flow."""
    steps = torch.tensor([-1.0, -0.66, -0.33, 0.0, 0.33, 0.66, 1.0], device=x.device)[:, None]
    tone, accent, cosine, sine = guide.at(x + angle.cos() * longest * steps, y + angle.sin() * longest * steps, 4)
    clear = 1 - smoothstep(0.08, 0.20, (tone - tone[3]).abs() + (accent - accent[3]).abs())
    forth = clear[4] * (1 + clear[5] * (1 + clear[6])) / 3
    back = clear[2] * (1 + clear[1] * (1 + clear[0])) / 3
    half_length = longest * (0.30 + 0.70 * torch.minimum(forth, back))
    turn = 0.5 * heading(cosine[5] * cosine[1] + sine[5] * sine[1] + 1e-4, sine[5] * cosine[1] - cosine[5] * sine[1])
    return half_length, -(turn * half_length / half_width.clamp_min(1e-5) * 0.35).clamp(-0.5, 0.5)
