"""Thick paint laid stroke beneath stroke on the blocks of a nest: its rank and its height at every pixel.

The height field of bristles and ridges that light falls on follows Hertzmann, "Fast paint texture" (2002).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.blocks import Nest
from engine.draw.easel import Easel
from engine.draw.noise import look
from engine.draw.queues import Queues

BRISTLES = 3.2
"""Features of the bristles' noise in half a stroke's width."""
FINE, SPAN = 16, 32
"""The bristles' table: samples a feature, and features a side."""


ENDS, RAGGED, ROUND = 0.7875, 0.85, 0.26
"""How far a stroke's ends lie from its middle, in half lengths; how much further bristles reach; how much nearer its corners are."""
BEND = 0.8
"""Where a parabola takes the place of the distance along a stroke: about where strokes end."""


@dataclass
class Impasto:
    """What has been laid so far, top stroke first, in planes (pixels of a block, blocks).

    sums: how much still shows beneath, how much of the bristles shows, then own number, u, v, rank, thickness of the strokes,
    each weighted by what shows of it. All but a border's pixels show one stroke only, so the weighted places within a stroke are
    places within that stroke; at a border they mean nothing, and the bristles are weighted twice so that they sink there.
    """

    nest: Nest
    sums: Tensor

    @classmethod
    def laid(cls, nest: Nest, queues: Queues, places: Tensor, looks: Tensor) -> Impasto:
        """The queues' strokes, turn by turn, each beneath what has been laid. places: (2, blocks) centres in the queues' order.
        looks: (13, visits) the strokes' frames, bends, half lengths, half widths, bristles, own numbers, ranks, thicknesses.
        """
        values = looks[10:]
        paint = cls(nest, torch.empty(4 + len(values), nest.side**2, places.shape[1], device=places.device))
        paint.sums[:, :, queues.lengths[0] :] = 0
        paint.sums[0, :, queues.lengths[0] :] = 1
        paint._add(queues, places, looks, values)
        return paint

    def _add(self, queues: Queues, places: Tensor, looks: Tensor, values: Tensor) -> None:
        pixel = self.nest.pixel
        (x, y), frame = queues.visited(places), looks[:6].view(2, 3, -1)
        starts = torch.addcmul(frame[:, 2], frame[:, 0], x).addcmul_(frame[:, 1], y)
        length, width, own = looks[7] / pixel, looks[8] / pixel, looks[10]
        steep = length * (-0.5 / BEND)
        most, wide = length * (ENDS - 0.5 * BEND) + 0.5, width * 0.5 + 0.5
        ends = torch.stack((most, length * RAGGED, steep, length * -ROUND, wide, width * -0.5, own * 9 + 9, own * 1.6 + 1.2))
        for visits, turns in queues.groups(self.nest.side**2):
            uv, along = self._places(starts[:, visits], frame[:, :, visits], looks[6, visits])
            cover = _cover(uv[1], along, *ends[:, visits])
            seen, bristly = values[:, None, visits], looks[9, visits]
            for row, blocks in turns:
                lay = self._begin if visits.start + row.stop <= queues.lengths[0] else self._lay
                lay(cover[:, row], uv[..., row], seen[..., row], bristly[row], self.sums[:, :, blocks])

    def _places(self, start: Tensor, steps: Tensor, bend: Tensor) -> tuple[Tensor, Tensor]:
        """(2, pixels of a block, n) u and v of every pixel, and (pixels of a block, n) the square of u."""
        inner, side = self.nest.inner, self.nest.side
        along = torch.addcmul(start[:, None], steps[:, 0, None], inner[:, None])
        uv = (along[:, None] + (steps[:, 1, None] * inner[:, None])[:, :, None]).view(2, side * side, -1)
        along = uv[0] * uv[0]
        uv[1].addcmul_(bend, along)
        return uv, along

    @staticmethod
    def _begin(cover: Tensor, uv: Tensor, values: Tensor, bristly: Tensor, sums: Tensor) -> None:
        """The topmost strokes, over nothing yet."""
        torch.neg(cover, out=sums[0]).add_(1)
        torch.mul(cover, values[0], out=sums[2])
        torch.mul(cover, uv, out=sums[3:5])
        torch.mul(cover, values[1:], out=sums[5:])
        torch.mul(cover.mul_(cover), bristly, out=sums[1])

    @staticmethod
    def _lay(cover: Tensor, uv: Tensor, values: Tensor, bristly: Tensor, sums: Tensor) -> None:
        bare = sums[0]
        cover *= bare
        bare -= cover
        sums[2].addcmul_(cover, values[0])
        sums[3:5].addcmul_(cover, uv)
        sums[5:].addcmul_(cover, values[1:])
        sums[1].addcmul_(cover.mul_(cover), bristly)

    def finish(self, easel: Easel, places: Tensor) -> Tensor:
        """(2, pixels of a block, N): rank and height, bare canvas filled with a thin wash. places: centres of the blocks."""
        bare, bristly, own, u, v, rank, thick = self.sums
        bristle = _bristles(easel, u, v, own).mul_(bristly).mul_(bristly)
        rank.addcmul_(bare, easel.plan.sample(easel.plan.rank, *places)).add_(bristle, alpha=0.04 * easel.knobs.texture)
        ridge = v.mul_(v).mul_(v).mul_(0.5).add_(0.6)
        thick.mul_(ridge).add_(bristle, alpha=0.2)
        return self.sums[5:7]


def _cover(
    v: Tensor,
    along: Tensor,
    most: Tensor,
    rag: Tensor,
    steep: Tensor,
    round_off: Tensor,
    wide: Tensor,
    across: Tensor,
    first: Tensor,
    teeth: Tensor,
) -> Tensor:
    """How much of each pixel an oblong with ragged, rounded ends covers. along: the square of u; is changed."""
    ragged = torch.addcmul(first, teeth, v).frac_()
    ragged.addcmul_(ragged, ragged, value=-1)
    cover = torch.addcmul(most, rag, ragged).addcmul_(steep, along)
    aside = torch.mul(v, v, out=along)
    cover.addcmul_(round_off, aside)
    side = torch.addcmul(wide, across, aside, out=ragged)
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
