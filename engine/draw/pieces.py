"""The plane cut into pieces, each about a site of a jittered lattice and turned its own way: panes of glass, stones of a mosaic.

A piece is all that lies nearer to its site than to any other, by a measure that its site stretches and turns (an anisotropic Voronoi
diagram: Labelle and Shewchuk 2003; with square measures, Hausner, "Simulating decorative mosaics", 2001). Sites are few and made once
a picture; which of them matter is found once a block of pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.blocks import Blocks
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.sorting import falling

TABLE = 64
"""A lattice's random numbers repeat after so many cells."""
MARGIN = 3
"""Cells beyond the picture's border."""


@dataclass(frozen=True)
class Lattice:
    """The cells of a whole picture. step: width and height of a cell; first: numbers of the first column and row (0 at the centre).

    x, y: (rows, columns) the cells' middles; random: (4, rows, columns) in [0, 1), each cell's own.
    """

    step: tuple[float, float]
    first: tuple[int, int]
    x: Tensor
    y: Tensor
    random: Tensor

    @classmethod
    def over(cls, grid: Grid, chance: Chance, step: float) -> Lattice:
        """Cells about `step` picture heights wide; where the picture repeats a period holds an odd number of them.

        Odd, so that its border runs through the middles of cells which is where no joint runs.
        """
        counts = [2 * max(1, round((period / step - 1) / 2)) + 1 if period else 0 for period in grid.tile]
        steps = [period / count if count else step for period, count in zip(grid.tile, counts, strict=True)]
        half = [math.ceil(side / 2 / one) + MARGIN for side, one in zip((grid.aspect, 1.0), steps, strict=True)]
        numbers = [torch.arange(-one, one, device=grid.device) for one in half]
        table = chance.uniforms("cells", 4, TABLE, TABLE).to(grid.device)
        columns, rows = (one % (count or TABLE) % TABLE for one, count in zip(numbers, counts, strict=True))
        across, down = ((one + 0.5) * side for one, side in zip(numbers, steps, strict=True))
        x, y = torch.broadcast_tensors(across[None], down[:, None])  # type: ignore[no-untyped-call]
        return cls((steps[0], steps[1]), (-half[0], -half[1]), x, y, table[:, rows][:, :, columns])

    def home(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """The row and column of the cell that each place lies in, one in from the border at the least."""
        rows, columns = self.x.shape
        column = (x / self.step[0]).floor().long().sub_(self.first[0]).clamp_(1, columns - 2)
        row = (y / self.step[1]).floor().long().sub_(self.first[1]).clamp_(1, rows - 2)
        return row, column


@dataclass(frozen=True)
class Sites:
    """A lattice's sites. frame: (6, S) rows a, b, c, d, e, f of the measure's u = a x + b y + c and v = d x + e y + f.

    values: (C, S) what each piece knows about itself.
    """

    lattice: Lattice
    frame: Tensor
    values: Tensor

    @classmethod
    def of(cls, lattice: Lattice, x: Tensor, y: Tensor, cosine: Tensor, sine: Tensor, stretch: Tensor | float, values: Tensor) -> Sites:
        """Sites at x, y (rows, columns), turned by a direction, along which pieces are `stretch` times longer than wide."""
        long = torch.as_tensor(stretch, device=x.device).sqrt()
        a, b, d, e = cosine / long, sine / long, -sine * long, cosine * long
        frame = torch.stack((a, b, -(a * x + b * y), d, e, -(d * x + e * y)))
        return cls(lattice, frame.flatten(1), values.flatten(1))

    def drawn(self, blocks: Blocks, square: bool, most: int) -> Tensor:
        """(2 + C, side * side, blocks): distance to the nearest site and to the second nearest by the measure, then the nearest's values.

        square: the larger of |u| and |v|, which packs squares; else the squared length. most: how many sites a block looks at.
        """
        rows = torch.cat((self.frame, self.values)).T.contiguous()
        chosen = self._nearest(rows, blocks, _larger if square else _squared, most)
        seen = torch.index_select(rows, 0, chosen.flatten()).reshape(*chosen.shape, -1).permute(2, 0, 1).contiguous()
        near = _squares(seen, blocks) if square else _lengths(seen, blocks)
        out = torch.empty((2 + len(self.values), *near.shape[1:]), device=near.device)
        first, second, values = out[0], out[1], out[2:]
        torch.minimum(near[0], near[1], out=first)
        torch.maximum(near[0], near[1], out=second)
        own = seen[6:, :, None]
        nearer = torch.empty_like(first)
        torch.lerp(own[:, 0], own[:, 1], torch.lt(near[1], near[0], out=nearer), out=values)
        for site, distance in enumerate(near[2:], 2):
            values.lerp_(own[:, site], torch.lt(distance, first, out=nearer))
            torch.minimum(second, torch.maximum(first, distance, out=nearer), out=second)
            torch.minimum(first, distance, out=first)
        return out

    def _nearest(self, rows: Tensor, blocks: Blocks, measure: Callable[[Tensor, Tensor], Tensor], most: int) -> Tensor:
        """(most, blocks) the numbers of the sites nearest to each block's middle, of the nine cells around it."""
        row, column = self.lattice.home(blocks.x, blocks.y)
        columns = self.lattice.x.shape[1]
        around = torch.tensor([down * columns + across for down in (-1, 0, 1) for across in (-1, 0, 1)], device=row.device)
        among = (row * columns + column) + around[:, None]
        a, b, c, d, e, f = torch.index_select(rows[:, :6], 0, among.flatten()).reshape(*among.shape, 6).unbind(-1)
        near = measure(torch.addcmul(c, a, blocks.x).addcmul_(b, blocks.y), torch.addcmul(f, d, blocks.x).addcmul_(e, blocks.y))
        return among.gather(0, falling(near.add_(1).reciprocal_())[:most].long())


def _larger(u: Tensor, v: Tensor) -> Tensor:
    return torch.maximum(u.abs_(), v.abs_(), out=u)


def _squared(u: Tensor, v: Tensor) -> Tensor:
    return u.mul_(u).addcmul_(v, v)


def _centred(seen: Tensor, blocks: Blocks) -> tuple[Tensor, Tensor]:
    """Frames (6 or more, most, blocks) -> (most, blocks) each: u and v at the blocks' centres."""
    a, b, c, d, e, f = seen[:6]
    return torch.addcmul(c, a, blocks.x).addcmul_(b, blocks.y), torch.addcmul(f, d, blocks.x).addcmul_(e, blocks.y)


def _squares(seen: Tensor, blocks: Blocks) -> Tensor:
    """Frames (6 or more, most, blocks) -> (most, side * side, blocks) the larger of |u| and |v|."""
    a, b, _, d, e, _ = seen[:6]
    u, v = _centred(seen, blocks)
    steps = torch.stack((u, a, b, v, d, e)).view(2, 3, *u.shape).transpose(1, 2)
    return _larger(*_summed((torch.ones_like(blocks.dx), blocks.dx, blocks.dy), steps.flatten(0, 1)).chunk(2))


def _lengths(seen: Tensor, blocks: Blocks) -> Tensor:
    """Frames (6 or more, most, blocks) -> (most, side * side, blocks) u * u + v * v: a polynomial within a block."""
    a, b, _, d, e, _ = seen[:6]
    u, v = _centred(seen, blocks)
    level = (u * u).addcmul_(v, v)
    along, down = (a * u).addcmul_(d, v).mul_(2), (b * u).addcmul_(e, v).mul_(2)
    bends = (a * a).addcmul_(d, d), (a * b).addcmul_(d, e).mul_(2), (b * b).addcmul_(e, e)
    dx, dy = blocks.dx, blocks.dy
    return _summed((torch.ones_like(dx), dx, dy, dx * dx, dx * dy, dy * dy), torch.stack((level, along, down, *bends), dim=1))


def _summed(terms: tuple[Tensor, ...], weights: Tensor) -> Tensor:
    """(side * side, 1) each and (n, terms, blocks) -> (n, side * side, blocks): as one product, which writes every value once."""
    return torch.bmm(torch.cat(terms, dim=1).expand(len(weights), -1, -1), weights)
