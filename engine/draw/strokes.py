"""Brush strokes on endless jittered lattices: where each lies, and which of them touch which block of pixels.

A stroke is an oblong bent along a parabola. Its frame is affine, u along it and v across it, both in [-1, 1] inside, so that a
pixel learns its place within a stroke from two sums. Layers run from coarse to fine (Hertzmann, "Painterly rendering with curved
brush strokes of multiple sizes", 1998) and are worked out as one. Everything hangs on the absolute lattices and on named random
tables, so a stroke is the same whatever window is painted; what the slow knobs leave alone is kept from picture to picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.blocks import Nest
from engine.draw.chance import Chance
from engine.draw.kept import Kept
from engine.draw.sorting import falling

TABLE = 64
"""Random numbers repeat after so many lattice cells: far wider than the eye compares single strokes."""
WHOLE = 0.52
"""Of half a stroke's length: so far from its middle no bristle of its ragged ends is missing."""
REACH = 2
"""Strokes are looked for so many lattice cells around the cell that a square's centre lies in."""
AROUND = [(down, across) for down in range(-REACH, REACH + 1) for across in range(-REACH, REACH + 1) if abs(down) + abs(across) < 2 * REACH]
_TABLES = Kept(limit=24 * 2**20, largest=4 * 2**20)


@dataclass(frozen=True)
class Layer:
    """Strokes of one size. spacing: of their lattice across and down, in picture heights. large: looked up by large squares, else by
    squares.

    traits: numbers that every stroke of the layer carries along. counts: after so many cells across and down strokes come again.
    """

    name: str
    spacing: tuple[float, float]
    large: bool
    traits: tuple[float, ...]
    counts: tuple[int, int] = (TABLE, TABLE)

    @classmethod
    def over(cls, tile: tuple[float, float], name: str, spacing: float, large: bool, traits: tuple[float, ...]) -> Layer:
        """On a lattice of about that spacing; exactly so unless the picture repeats after `tile`."""
        counts = [max(1, round(period / spacing)) if period else TABLE for period in tile]
        steps = [period / count if period else spacing for period, count in zip(tile, counts, strict=True)]
        return cls(name, (steps[0], steps[1]), large, traits, (counts[0], counts[1]))


@dataclass(frozen=True)
class Cells:
    """The cells of all layers' lattices around a nest's blocks, N in all.

    places: (2, N) plane coordinates of a stroke's middle. random: (6, N) in [0, 1), a cell's own. traits: (T, N) of its layer.
    half: (N,) half the side of the squares that its strokes are looked up by. among: (21, places) the cells around each large
    square or square, layer by layer, by falling priority.
    """

    places: Tensor
    random: Tensor
    traits: Tensor
    half: Tensor
    among: Tensor

    @classmethod
    def over(cls, nest: Nest, chance: Chance, layers: tuple[Layer, ...], jitter: float) -> Cells:
        """The layers' cells; a stroke's middle strays up to half of `jitter` cells from its cell's."""
        window = (nest.side, nest.pixel, nest.rows, nest.columns, nest.bounds, str(nest.inner.device))
        key = (window, chance, layers, jitter)
        table = _TABLES.get(("cells", key), lambda: torch.cat([_cells(nest, chance, layer, jitter) for layer in layers], dim=1))
        among = _TABLES.get(("among", key), lambda: _among(nest, chance, layers))
        return cls(table[:2], table[2:8], table[9:], table[8], among)


def _bounds(nest: Nest, spacing: tuple[float, float]) -> tuple[tuple[int, int], tuple[int, int]]:
    """(first column, columns), (first row, rows) of the cells that a nest's squares may look for."""
    found = [
        (math.floor(low / step) - REACH, math.floor(high / step) + REACH) for (low, high), step in zip(nest.bounds, spacing, strict=True)
    ]
    (left, right), (top, bottom) = found
    return (left, right - left + 1), (top, bottom - top + 1)


def _random(chance: Chance, layer: Layer, device: torch.device) -> Tensor:
    """(6, rows, columns) in [0, 1), of as many cells as there are before strokes come again."""
    key = ("random", chance, layer.name, str(device))
    table = _TABLES.get(key, lambda: chance.of(layer.name).uniforms("cells", TABLE, TABLE, 6).to(device).permute(2, 0, 1).contiguous())
    across, down = layer.counts
    if layer.counts == (TABLE, TABLE):
        return table
    return table[:, torch.arange(down, device=device) % TABLE][:, :, torch.arange(across, device=device) % TABLE]


def priority(random: Tensor) -> Tensor:
    """Of strokes of one layer, by their own numbers (6, ...): later ones lie on top."""
    return random[2] * 0.37 + random[5] * 0.63


def _cells(nest: Nest, chance: Chance, layer: Layer, jitter: float) -> Tensor:
    """(9 + T, cells) of one layer: x, y, six random numbers, half the side of its squares, traits."""
    (left, columns), (top, rows) = _bounds(nest, layer.spacing)
    device = nest.inner.device
    column, row = torch.arange(left, left + columns, device=device), torch.arange(top, top + rows, device=device)
    random = _random(chance, layer, device)[:, row % layer.counts[1]][:, :, column % layer.counts[0]]
    x = (column.float() + 0.5 + (random[0] - 0.5) * jitter) * layer.spacing[0]
    y = (row.float()[:, None] + 0.5 + (random[1] - 0.5) * jitter) * layer.spacing[1]
    half = nest.half * (4 if layer.large else 2)
    same = torch.tensor((half, *layer.traits), device=device)[:, None, None].expand(-1, rows, columns)
    return torch.cat((x[None], y[None], random, same)).flatten(1)


def _among(nest: Nest, chance: Chance, layers: tuple[Layer, ...]) -> Tensor:
    """(21, places): by large squares or squares, layer by layer, the cells around each, those whose strokes lie on top first."""
    found, number, device = [], 0, nest.inner.device
    key = ("order", chance, tuple((layer.name, layer.counts) for layer in layers), str(device))
    orders = _TABLES.get(key, lambda: _orders(chance, layers, device))
    parts = torch.split(orders, [layer.counts[0] * layer.counts[1] for layer in layers], dim=1)
    for layer, order in zip(layers, parts, strict=True):
        (left, columns), (top, rows) = _bounds(nest, layer.spacing)
        x, y = nest.large if layer.large else nest.squares
        column, row = (x / layer.spacing[0]).floor().long(), (y / layer.spacing[1]).floor().long()
        steps = torch.tensor([down * columns + across for down, across in AROUND], device=device)
        seen = torch.index_select(order, 1, (row % layer.counts[1]) * layer.counts[0] + column % layer.counts[0])
        found.append(torch.index_select(steps, 0, seen.flatten()).view(seen.shape) + ((row - top) * columns + (column - left) + number))
        number += rows * columns
    return torch.cat(found, dim=1)


def _orders(chance: Chance, layers: tuple[Layer, ...], device: torch.device) -> Tensor:
    """(21, cells until strokes come again, layer by layer) for each cell, AROUND sorted by falling priority."""
    around = []
    for layer in layers:
        across, down = layer.counts
        columns, rows = (torch.arange(-REACH, count + REACH, device=device) % count for count in layer.counts)
        ranks = priority(_random(chance, layer, device))[rows][:, columns]
        around.append(torch.stack([ranks[REACH + y : REACH + y + down, REACH + x : REACH + x + across] for y, x in AROUND]).flatten(1))
    return falling(torch.cat(around, dim=1))


@dataclass(frozen=True)
class Strokes:
    """Strokes 1 to n of all layers; number 0 is nobody, far away.

    frame: (6, 1 + n) rows a, b, c, d, e, f: u = a x + b y + c, v = d x + e y + f. bend: v's fall towards both ends. half_length,
    half_width: picture heights. half: of the squares that they are looked up by. numbers: (N,) the cells' strokes.
    """

    frame: Tensor
    bend: Tensor
    half_length: Tensor
    half_width: Tensor
    half: Tensor
    numbers: Tensor

    @classmethod
    def of(cls, cells: Cells, drawn: Tensor, x: Tensor, y: Tensor, angle: Tensor, size: Tensor, bend: Tensor, half: Tensor) -> Strokes:
        """Strokes of the cells `drawn`, centred on x, y and turned by `angle` (radians from +x towards +y); size: (2, n) half
        length and half width.
        """
        cosine, sine = angle.cos(), angle.sin()
        turned = torch.stack((cosine, sine, -(cosine * x + sine * y), -sine, cosine, sine * x - cosine * y))
        frame = turned.view(2, 3, -1).div_(size[:, None]).view(6, -1)
        numbers = torch.zeros(cells.half.shape, dtype=torch.int64, device=x.device)
        numbers[drawn] = torch.arange(1, len(drawn) + 1, device=x.device)
        frame = functional.pad(frame, (1, 0))
        frame[2, 0] = 99.0
        rows = functional.pad(torch.stack((bend, *size, half)), (1, 0), value=1.0)
        bends, lengths, widths, halves = rows
        return cls(frame, bends, lengths, widths, halves, numbers)

    def near(self, nest: Nest, cells: Cells, layers: tuple[Layer, ...], most: int) -> Tensor:
        """(layers * most, squares): the topmost strokes that touch each square, 0 for none, the last layer's first."""
        places = torch.cat([nest.large if layer.large else nest.squares for layer in layers], dim=1)
        among = torch.index_select(self.numbers, 0, cells.among.flatten())
        a, b, c, d, e, f = torch.index_select(self._reaching(self.half), 1, among).view(6, *cells.among.shape)
        among = among.view(cells.among.shape)
        u = c.addcmul_(a, places[0]).addcmul_(b, places[1]).abs_()
        v = f.addcmul_(d, places[0]).addcmul_(e, places[1]).abs_()
        inside = torch.maximum(u, v, out=u) < 1
        turn = inside.cumsum(0, dtype=torch.int16).mul_(inside)
        slot = turn.mul_(turn <= most).long()
        found = among.new_zeros(most + 1, among.shape[1]).scatter_(0, slot, among)[1:]
        counts = [len((nest.large if layer.large else nest.squares)[0]) for layer in layers]
        parts = torch.split(found, counts, dim=1)
        layered = [one.repeat(1, 4) if layer.large else one for one, layer in zip(parts, layers, strict=True)]
        return torch.cat(layered[::-1])

    def meeting(self, nest: Nest, among: Tensor) -> Tensor:
        """(n, blocks) 1 where the stroke numbers among (n, squares) may show in the squares' blocks: those that touch the block,
        and of which no earlier one is sure to cover all of it.
        """
        rows = torch.cat((self._reaching(nest.half), self._covering(nest)))
        seen = torch.index_select(rows, 1, among.flatten()).view(8, len(among), 1, -1)
        a, b, c, d, e, f, whole_u, whole_v = seen
        (x, y), (dx, dy) = nest.squares, nest.within
        u = torch.addcmul(c.addcmul_(a, x).addcmul_(b, y), a, dx).addcmul_(b, dy).abs_()
        v = torch.addcmul(f.addcmul_(d, x).addcmul_(e, y), d, dx).addcmul_(e, dy).abs_()
        touching = torch.maximum(u, v)
        touching = torch.lt(touching, 1, out=touching)
        covering = torch.maximum(u.sub_(whole_u), v.sub_(whole_v), out=u)
        covering = torch.lt(covering, 0, out=covering)
        hidden = covering.cumsum(0).sub_(covering)
        return touching.sub_(hidden).clamp_(min=0).flatten(1)

    def _reaching(self, half: Tensor | float) -> Tensor:
        """(6, 1 + n) frames widened so that |u|, |v| < 1 wherever a square of that half side may touch the stroke."""
        frame = self.frame.view(2, 3, -1)
        slope = frame[:, :2].abs().sum(1).mul_(half).add_(1)
        slope[1] += self.bend.abs()
        return (frame / slope[:, None]).view(6, -1)

    def _covering(self, nest: Nest) -> Tensor:
        """(2, 1 + n) how near a block's centre must be, in the frames of `_reaching`, for the stroke to cover the whole of the block."""
        reach = self.frame.view(2, 3, -1)[:, :2].abs().sum(1).mul_(nest.half)
        reach[1] += self.bend.abs()
        soft = torch.stack((WHOLE - 0.5 * nest.pixel / self.half_length, 1 - 0.5 * nest.pixel / self.half_width))
        return (soft - reach).div_(reach.add_(1))
