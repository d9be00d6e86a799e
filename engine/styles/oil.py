"""Oil, impasto: overlapping strokes of three sizes, coarse to fine, along the form; thick paint lit from the upper left.

Strokes of decreasing size, the finer ones only where the picture has something to say, are Hertzmann's (1998); the height field
of bristles and ridges that light falls on follows his "Fast paint texture" (2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.blocks import Blocks
from engine.draw.easel import Easel, Plan
from engine.draw.noise import Noise, smoothstep
from engine.draw.strokes import Lattice, Strokes
from engine.registry import style

BLOCK = 1 / 128
REACH = 2
MOST = 4
RAGS, ROUND = torch.tensor(2.7), torch.tensor(-0.22)


@dataclass(frozen=True)
class _Layer:
    """spacing, length and width in picture heights at detail 0.5; need: how much detail there must be, from 0 to 1."""

    name: str
    spacing: float
    length: float
    width: float
    need: float
    wander: float
    block: float


LAYERS = (
    _Layer("coarse", 0.046, 2.5, 1.05, -1.0, 0.05, 1 / 32),
    _Layer("middle", 0.025, 2.5, 0.85, 0.16, 0.05, 1 / 64),
    _Layer("fine", 0.0125, 2.5, 0.85, 0.45, 0.035, 1 / 128),
)


@style("oil")
def oil(easel: Easel) -> Tensor:
    grid, knobs = easel.grid, easel.knobs
    guide = _Guide.of(easel.plan)
    blocks = Blocks.of(grid, BLOCK, margin=2)
    paint = _Paint.on(blocks)
    for layer in reversed(LAYERS):
        _lay(paint, easel, guide, layer, blocks)
    shape = (grid.shape[0] + 4, grid.shape[1] + 4)
    rank, height, accent = blocks.plane(paint.finish(easel), shape)
    relief = _relief(height, grid.pixel)
    rank = rank + relief * (0.10 * knobs.texture)
    inside = (slice(2, -2), slice(2, -2))
    picture = easel.inks.paint_crisp(rank.clamp(0, 1)[inside], 0.8)
    picture = easel.inks.over(picture, easel.inks.accent, accent[inside].clamp(0, 1), rank[inside])
    return easel.inks.shaded(picture, relief[inside] * (0.06 * knobs.texture))


def _relief(height: Tensor, pixel: float) -> Tensor:
    """(H, W) how much the paint faces the light from the upper left, in about [-1, 1]."""
    right, down = torch.roll(height, -1, 1), torch.roll(height, -1, 0)
    left, up = torch.roll(height, 1, 1), torch.roll(height, 1, 0)
    rise = (right - left) + (down - up)
    return torch.tanh(rise * (0.0010 / pixel))


@dataclass(frozen=True)
class _Guide:
    """What strokes ask of the plan, as one stack of planes: rank, cos 2a, sin 2a, detail, accent, depth."""

    plan: Plan
    planes: Tensor

    @classmethod
    def of(cls, plan: Plan) -> _Guide:
        fields, rank = plan.fields, plan.rank
        gx, gy = _gradient(rank, plan.grid.pixel)
        steep = gx * gx + gy * gy
        weight = steep / (steep + 6.0)
        fx, fy = fields.flow[0], fields.flow[1]
        cosine = (fx * fx - fy * fy) * (1 - weight) + (gy * gy - gx * gx) / (steep + 6.0)
        sine = 2 * fx * fy * (1 - weight) - 2 * gx * gy / (steep + 6.0)
        size = plan.grid.pixel
        direction = _blur(torch.stack((cosine, sine)), 0.012 / size)
        busy = _blur((rank - _blur(rank[None], 0.03 / size)[0]).abs()[None], 0.012 / size)[0]
        accent = _blur(fields.accent[None], 0.012 / size)[0]
        detail = (smoothstep(0.01, 0.13, busy) + accent).clamp(0, 1)
        return cls(plan, torch.cat((rank[None], direction, detail[None], fields.accent[None], fields.depth[None])))

    def at(self, x: Tensor, y: Tensor) -> Tensor:
        """(6, ...) at plane coordinates."""
        return self.plan.sample(self.planes, x, y)


def _gradient(plane: Tensor, pixel: float) -> tuple[Tensor, Tensor]:
    padded = functional.pad(plane[None, None], (1, 1, 1, 1), mode="replicate")[0, 0]
    return (padded[1:-1, 2:] - padded[1:-1, :-2]) / (2 * pixel), (padded[2:, 1:-1] - padded[:-2, 1:-1]) / (2 * pixel)


def _blur(planes: Tensor, radius: float) -> Tensor:
    """(C, h, w) box-blurred twice over about `radius` pixels each way."""
    reach = max(1, round(radius))
    for _ in range(2):
        padded = functional.pad(planes[None], (reach,) * 4, mode="replicate")
        planes = functional.avg_pool2d(padded, 2 * reach + 1, stride=1)[0]
    return planes


@dataclass
class _Paint:
    """What has been laid so far, top stroke first, in planes (pixels of a block, blocks). bare: how much still shows beneath.

    sums: rank, accent, height, u, v, own number of the strokes, each weighted by what shows of it. All but a border's pixels
    show one stroke only, so the weighted places within a stroke are places within that stroke.
    """

    blocks: Blocks
    bare: Tensor
    sums: list[Tensor]

    @classmethod
    def on(cls, blocks: Blocks) -> _Paint:
        shape = (blocks.side**2, len(blocks.x))
        return cls(blocks, torch.ones(shape, device=blocks.x.device), [torch.zeros(shape, device=blocks.x.device) for _ in range(6)])

    def add(self, looks: Tensor) -> None:
        """Slip one stroke a block beneath what has been laid. looks: (13, 1, N), as made by _strokes, u0 and v0 at the block's centre."""
        u0, a, b, v0, d, e, bend, half_length, half_width, tone, accent, own, thick = looks
        blocks, pixel = self.blocks, self.blocks.pixel
        u = torch.addcmul(u0, a, blocks.dx).addcmul_(b, blocks.dy)
        v = torch.addcmul(v0, d, blocks.dx).addcmul_(e, blocks.dy).addcmul_(bend, u * u)
        square = v * v
        side = (1 - v.abs()).mul_(half_width / pixel)
        ragged = torch.addcmul(own * 9, v, RAGS).frac_().abs_().mul_(-0.28).addcmul_(square, ROUND).add_(1)
        end = ragged.sub_(u.abs()).mul_(half_length / pixel)
        shown = torch.minimum(side, end).add_(0.5).clamp_(0, 1).mul_(self.bare)
        self.bare -= shown
        height = torch.addcmul(thick * 0.6, thick * 0.5, square.mul_(square))
        for total, value in zip(self.sums, (tone, accent, height, u, v, own), strict=True):
            total.addcmul_(shown, value)

    def finish(self, easel: Easel) -> Tensor:
        """(3, pixels of a block, N): rank, height and accent, bare canvas filled with a thin wash."""
        blocks, (rank, accent, height, u, v, own) = self.blocks, self.sums
        wash = easel.plan.sample(easel.plan.rank, blocks.x + blocks.dx, blocks.y + blocks.dy)
        bristle = Noise(easel.chance, "bristle").at(u * 0.5 + own * 91, v * 3.2 + own * 57, 1.0)
        rank = rank.addcmul_(self.bare, wash).add_(bristle, alpha=0.045 * easel.knobs.texture)
        return torch.stack((rank, height.add_(bristle, alpha=0.2), accent))


def _lay(paint: _Paint, easel: Easel, guide: _Guide, layer: _Layer, blocks: Blocks) -> None:
    knobs, chance = easel.knobs, easel.chance.of(layer.name)
    spacing = layer.spacing * 2 ** (1.1 * (0.5 - knobs.detail))
    coarse = Blocks.of(easel.grid, layer.block, margin=2 + round(layer.block / easel.grid.pixel))
    lattice = Lattice.over(easel.grid, chance, spacing, REACH + 1, 2 * layer.block)
    strokes, looks = _strokes(easel, guide, layer, lattice)
    home = _parents(blocks, coarse)
    for number in strokes.touching(coarse, REACH, MOST):
        mine = number[home]
        row = torch.index_select(looks, 0, mine.clamp_min(0)).T.contiguous()
        u0 = row[1] * blocks.x + row[2] * blocks.y + row[0]
        v0 = row[4] * blocks.x + row[5] * blocks.y + row[3]
        row[0], row[3] = u0, v0 + 1e6 * (mine < 0)
        paint.add(row[:, None])


def _parents(blocks: Blocks, coarse: Blocks) -> Tensor:
    """(N,) for each block, the coarse block that holds its centre."""
    size = 2 * coarse.half
    column = ((blocks.x - coarse.x[0]) / size + 0.5).floor().long()
    row = ((blocks.y - coarse.y[0]) / size + 0.5).floor().long()
    return row * coarse.columns + column


def _strokes(easel: Easel, guide: _Guide, layer: _Layer, lattice: Lattice) -> tuple[Strokes, Tensor]:
    """The layer's strokes, and (N, 13) rows of what a pixel needs to know of each."""
    knobs, own = easel.knobs, lattice.random
    x, y = lattice.places(0.8)
    tone, cosine, sine, detail, accent, depth = guide.at(x, y)
    swirl = Noise(easel.chance, "swirl").at(x[None], y[None], 5.0)[0] * (0.1 + 0.6 * knobs.energy)
    angle = 0.5 * torch.atan2(sine, cosine + 1e-4) + swirl * (1 - 0.7 * detail) + (own[:, 2] - 0.5) * 0.4
    half_width = layer.width * lattice.spacing / 2 * (0.75 + 0.25 * own[:, 3])
    longest = layer.length * lattice.spacing / 2 * (0.75 + 0.25 * own[:, 4])
    half_length, bend = _fitted(guide, x, y, angle, tone, longest, half_width)
    there = smoothstep(layer.need - 0.12, layer.need + 0.12, detail + (own[:, 5] - 0.5) * 0.3) if layer.need > 0 else torch.ones_like(x)
    half_width = half_width * there
    half_width = half_width * (there > 0.3)
    priority = own[:, 2] * 0.37 + own[:, 5] * 0.63
    strokes = Strokes.of(lattice, x, y, angle, half_length, half_width, bend, priority)
    shade = tone + (own[:, 4] - 0.5) * layer.wander * 2
    frame = strokes.frame
    looks = torch.stack(
        (
            frame[:, 2], frame[:, 0], frame[:, 1], frame[:, 5], frame[:, 3], frame[:, 4],
            bend, half_length, half_width, shade, (accent > 0.5).float(), own[:, 3], 0.6 + 0.8 * own[:, 5],
        ),
        dim=1,
    )  # fmt: skip
    return strokes, looks


def _fitted(guide: _Guide, x: Tensor, y: Tensor, angle: Tensor, tone: Tensor, longest: Tensor, half_width: Tensor) -> tuple[Tensor, Tensor]:
    """Half lengths that stop where the tone beneath changes, and bends that follow the flow."""
    steps = torch.tensor([-1.0, -0.66, -0.33, 0.33, 0.66, 1.0], device=x.device)[:, None]
    seen = guide.at(x + angle.cos() * longest * steps, y + angle.sin() * longest * steps)
    other = (seen[0] - tone).abs() * 5
    clear = (1 - smoothstep(0.4, 1.0, other))
    forth = clear[3] * (1 + clear[4] * (1 + clear[5])) / 3
    back = clear[2] * (1 + clear[1] * (1 + clear[0])) / 3
    half_length = longest * (0.30 + 0.70 * torch.minimum(forth, back))
    turn = 0.5 * torch.atan2(seen[2, 4] * seen[1, 1] - seen[1, 4] * seen[2, 1], seen[1, 4] * seen[1, 1] + seen[2, 4] * seen[2, 1] + 1e-4)
    bend = (turn * half_length / half_width.clamp_min(1e-5) * 0.35).clamp(-0.5, 0.5)
    return half_length, -bend
