"""Smooth random fields on the plane, band-limited by the pixel's footprint.

Noise is a cubic B-spline through a fixed periodic lattice of normal numbers (Perlin 1985; Lagae et al. 2010 call it value
noise); a seed only shifts where in the lattice it looks. Octave sums follow Musgrave's fBm (Ebert et al. 2003).
"""

from __future__ import annotations

import functools
import itertools
import math
from array import array
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.affine import affine
from engine.draw.banded import banded
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.kept import Kept

PERIOD = 256
COPIES = 5
SPREAD = 1.45**2 / 36
"""Gives a field of the kernel below about unit variance."""
NEAR = 8
"""No further from a pixel than so many lattice lines are those that it needs, however a window cuts the lattice."""
FINE = 4
"""The table for scattered look-ups holds FINE samples a lattice step."""

_PLANES = Kept(limit=64 * 2**20, largest=3 * 2**20)
"""Planes of noise, up to those of a picture of 800,000 pixels."""


@functools.cache
def _lattice(device: torch.device) -> Tensor:
    """(COPIES * PERIOD, COPIES * PERIOD) normal numbers that repeat every PERIOD: a constant, the same for everyone."""
    generator = torch.Generator().manual_seed(0x5EED)
    return (torch.randn(PERIOD, PERIOD, generator=generator) * SPREAD).repeat(COPIES, COPIES).to(device)


def _spline(distance: Tensor) -> Tensor:
    """Six times the cubic B-spline kernel; the lattice carries the rest of the scale. Changes its argument."""
    distance.abs_()
    inner = (1 - distance).relu_().pow_(3)
    return (2 - distance).relu_().pow_(3).sub_(inner, alpha=4)


@dataclass(frozen=True)
class _Axis:
    """Where one octave's lattice crosses an axis: its density, and the (first, end) of the lattice lines that it needs."""

    frequency: float
    offset: float
    first: int
    end: int
    repeat: int = 0

    @classmethod
    def over(cls, low: float, high: float, frequency: float, offset: float, tile: float = 0.0) -> _Axis:
        repeat = max(1, round(frequency * tile)) if tile else 0
        frequency = repeat / tile if tile else frequency
        return cls(frequency, offset, math.floor(low * frequency + offset) - 1, math.floor(high * frequency + offset) + 3, repeat)

    @property
    def lines(self) -> slice | list[int]:
        if self.repeat:
            return [line % self.repeat % PERIOD for line in range(self.first, self.end)]
        if self.end - self.first > (COPIES - 1) * PERIOD:  # fine noise across a very wide picture
            return [line % PERIOD for line in range(self.first, self.end)]
        start = self.first % PERIOD
        return slice(start, start + self.end - self.first)


def _lines(lattice: Tensor, down: _Axis, across: _Axis) -> Tensor:
    """The part of the lattice that two axes need."""
    rows, columns = down.lines, across.lines
    if isinstance(rows, slice) and isinstance(columns, slice):
        return lattice[rows, columns]
    return lattice[rows][:, columns]


def _weights(x: Tensor, across: list[_Axis], y: Tensor, down: list[_Axis]) -> tuple[Tensor, Tensor]:
    """Places (W,) and (H,) on two axes -> (lines, W) and (lines, H) kernel weights of all octaves' lattice lines, octave by octave.

    Both at once: what a call costs outweighs what a few hundred numbers do.
    """
    counts = [sum(axis.end - axis.first for axis in axes) for axes in (across, down)]
    flat = torch.empty(counts[0] * len(x) + counts[1] * len(y), device=x.device)
    wide, tall = flat.split_with_sizes([counts[0] * len(x), counts[1] * len(y)])
    for part, places, axes, count in ((wide, x, across, counts[0]), (tall, y, down, counts[1])):
        numbers = array("f", [axis.frequency for axis in axes for _ in range(axis.first, axis.end)])
        numbers.extend(axis.offset - line for axis in axes for line in range(axis.first, axis.end))
        frequency, shift = torch.frombuffer(numbers, dtype=torch.float32).to(x.device).view(2, count, 1).unbind()
        torch.addcmul(shift, frequency, places, out=part.view(count, -1))
    wide, tall = _spline(flat).split_with_sizes([len(wide), len(tall)])
    return wide.view(counts[0], -1), tall.view(counts[1], -1)


@dataclass(frozen=True)
class Octave:
    """One term of a sum: `frequency` features a picture height, `stretch` times wider than tall, shifted by `offset`."""

    frequency: float
    amplitude: float
    offset: tuple[float, float]
    stretch: float = 1.0


def summed(grid: Grid, terms: list[Octave]) -> Tensor:
    """(H, W) sum of octaves. The caller may change it."""
    return planes(grid, [terms])[0]


def planes(grid: Grid, sums: list[list[Octave]]) -> list[Tensor]:
    """(H, W) of each sum of octaves, each as a product of two thin matrices. The caller may change them.

    A plane stays the same while a slider moves that it does not hang on: what is asked a second time is kept.
    """
    keys = [(grid.key, grid.tile, tuple(terms)) for terms in sums]
    held = [_PLANES.peek(key) for key in keys]
    made = iter(_fresh(grid, [terms for terms, plane in zip(sums, held, strict=True) if plane is None]))
    return [_own(key, next(made)) if plane is None else plane.clone() for key, plane in zip(keys, held, strict=True)]


def _own(key: Hashable, plane: Tensor) -> Tensor:
    """The plane for a caller who may change it; a copy of it once it has been asked before."""
    return _PLANES.put(key, plane).clone() if _PLANES.asked(key) else plane


def forget() -> None:
    """Drop the planes at hand: the next picture is painted as the first of its seed is."""
    _PLANES.clear()


def _fresh(grid: Grid, sums: list[list[Octave]]) -> Iterator[Tensor]:
    (left, right), (top, bottom) = grid.span
    terms = [term for terms in sums for term in terms]
    if not terms:
        return (grid.full(0.0) for _ in sums)
    across = [_Axis.over(left, right, term.frequency / term.stretch, term.offset[0], grid.tile[0]) for term in terms]
    down = [_Axis.over(top, bottom, term.frequency, term.offset[1], grid.tile[1]) for term in terms]
    wide, tall = _weights(grid.x[0], across, grid.y[:, 0], down)
    bands, lattice = torch.empty((len(tall), wide.shape[1]), device=grid.device), _lattice(grid.device)
    lines = [axis.end - axis.first for axis in down]
    pieces = zip(bands.split_with_sizes(lines), wide.split_with_sizes([axis.end - axis.first for axis in across]), strict=True)
    for (band, weights), term, y, x in zip(pieces, terms, down, across, strict=True):
        band.addmm_(_lines(lattice, y, x), weights, beta=0, alpha=term.amplitude)
    ends = itertools.accumulate(map(len, sums))
    of_sums = [sum(lines[end - len(terms) : end]) for terms, end in zip(sums, ends, strict=True)]
    parts = zip(sums, tall.split_with_sizes(of_sums), bands.split_with_sizes(of_sums), strict=True)
    return (banded(rows.T, band, NEAR) if len(terms) == 1 else rows.T @ band for terms, rows, band in parts)


@functools.cache
def _fine_table(device: torch.device) -> Tensor:
    """(1, 1, n + 1, n + 1) noise sampled FINE times a lattice step, wrapped by one sample on the far sides."""
    places = torch.arange(PERIOD * FINE + 1, dtype=torch.float32) / FINE
    axis = _Axis.over(0.0, float(PERIOD), 1.0, 0.0)
    across, down = _weights(places, [axis], places, [axis])
    return (down.T @ _lines(_lattice(torch.device("cpu")), axis, axis) @ across)[None, None].to(device)


class Noise:
    """One random field. Values have mean 0 and standard deviation about 1, and seldom pass 2.5 in size."""

    def __init__(self, chance: Chance, name: str) -> None:
        here = chance.of(name)
        self.offset = here.uniform("x", 0, PERIOD), here.uniform("y", 0, PERIOD)

    def octave(self, frequency: float, amplitude: float = 1.0, stretch: float = 1.0) -> Octave:
        """The field as a term of a sum."""
        return Octave(frequency, amplitude, self.offset, stretch)

    def plane(self, grid: Grid, frequency: float, stretch: float = 1.0) -> Tensor:
        """(H, W): `frequency` features a picture height; `stretch` > 1 makes them that much wider than tall."""
        return summed(grid, [Octave(frequency, 1.0, self.offset, stretch)])

    def at(self, x: Tensor, y: Tensor | float, frequency: float) -> Tensor:
        """The field at scattered places; x and y broadcast to (H, W)."""
        u, v = x * frequency + self.offset[0], torch.as_tensor(y, device=x.device) * frequency + self.offset[1]
        u, v = torch.broadcast_tensors(u, v)  # type: ignore[no-untyped-call]
        return look(u, v)


def look(u: Tensor, v: Tensor) -> Tensor:
    """The lattice's field at (H, W) lattice coordinates u (across) and v (down), which wrap; bilinear in a fine table of it."""
    places = torch.stack((u, v), dim=-1).mul_(1 / PERIOD)
    places.sub_(places.floor()).mul_(2).sub_(1)
    return functional.grid_sample(_fine_table(u.device), places[None], mode="bilinear", align_corners=True)[0, 0]


def visible(frequency: float, pixel: float) -> float:
    """How much of noise with so many lattice lines a height a pixel of that footprint shows: all where a feature, two lines wide, is four
    pixels or more, nothing where it is less than two (Nyquist's limit). Of a wave ask for twice its frequency."""
    return min(1.0, max(0.0, 2.0 - 2.0 * frequency * pixel))


def octaves(frequency: float, count: float, pixel: float, gain: float = 0.5) -> list[tuple[float, float]]:
    """(frequency, amplitude) of each octave; a fractional count fades the last one in, so that a knob moves it smoothly."""
    pairs = []
    for octave in range(math.ceil(count)):
        f = frequency * 2.03**octave
        amplitude = gain**octave * min(1.0, count - octave) * visible(f, pixel)
        if amplitude > 0.004:
            pairs.append((f, amplitude))
    return pairs


def fbm(grid: Grid, chance: Chance, frequency: float, count: float = 4, gain: float = 0.5, stretch: float = 1.0) -> Tensor:
    """(H, W) sum of octaves, standard deviation about 1 for the whole series whatever is visible of it."""
    return summed(grid, series(grid.pixel, chance, frequency, count, gain, stretch))


def series(pixel: float, chance: Chance, frequency: float, count: float = 4, gain: float = 0.5, stretch: float = 1.0) -> list[Octave]:
    """The octaves that `fbm` sums."""
    total = math.sqrt(sum(gain ** (2 * octave) for octave in range(math.ceil(count))))
    heard = enumerate(octaves(frequency, count, pixel, gain))
    return [Noise(chance, str(octave)).octave(f, amplitude / total, stretch) for octave, (f, amplitude) in heard]


def fbm_at(x: Tensor, y: Tensor | float, pixel: float, chance: Chance, frequency: float, count: float = 4, gain: float = 0.5) -> Tensor:
    """The same sum at scattered places: x, y broadcast to the result's shape."""
    total = math.sqrt(sum(gain ** (2 * octave) for octave in range(math.ceil(count))))
    plane = torch.zeros_like(x + y)
    for octave, (f, amplitude) in enumerate(octaves(frequency, count, pixel, gain)):
        plane += Noise(chance, str(octave)).at(x, y, f) * (amplitude / total)
    return plane


def ridged(x: Tensor, pixel: float, chance: Chance, frequency: float, count: float = 4, gain: float = 0.5) -> Tensor:
    """A mountain-like profile over x: sharp crests, each octave rougher on the heights (Musgrave's ridged multifractal). About [0, 1]."""
    heard = octaves(frequency, count, pixel, gain)
    offsets = [Noise(chance, str(octave)).offset for octave in range(len(heard))]
    rows = [(f, a, *offset) for (f, a), offset in zip(heard, offsets, strict=True)]
    f, amplitude, ox, oy = torch.tensor(rows, device=x.device).T[..., None]
    crest = (1 - look(x[0] * f + ox, oy.expand(-1, x.shape[1])).abs_().mul_(0.8)).clamp_(min=0).square_()
    height = crest * amplitude
    height[1:] *= crest[:-1].clamp(max=1)
    total: Tensor = height.sum(0, keepdim=True) / amplitude.sum()
    return total


def smoothstep(low: float | Tensor, high: float | Tensor, value: Tensor) -> Tensor:
    """0 below low, 1 above high, smooth between (Hermite)."""
    if isinstance(low, float) and isinstance(high, float):
        t = affine(value, 1 / (high - low), -low / (high - low)).clamp_(0, 1)
    else:
        t = (value - low).div_(high - low).clamp_(0, 1)
    return affine(t, -2.0, 3.0).mul_(t).mul_(t)
