"""Smooth random fields on the plane, band-limited by the pixel's footprint.

Noise is a cubic B-spline through a fixed periodic lattice of normal numbers (Perlin 1985; Lagae et al. 2010 call it value
noise); a seed only shifts where in the lattice it looks. Octave sums follow Musgrave's fBm (Ebert et al. 2003).
"""

from __future__ import annotations

import functools
import math

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid

PERIOD = 256
FINE = 4
"""The table for scattered look-ups holds FINE samples a lattice step."""


@functools.cache
def _lattice(device: torch.device) -> Tensor:
    """(PERIOD, PERIOD) standard normal numbers: a constant, the same for everyone."""
    generator = torch.Generator().manual_seed(0x5EED)
    return torch.randn(PERIOD, PERIOD, generator=generator).to(device)


def _spline(distance: Tensor) -> Tensor:
    """The cubic B-spline kernel scaled so that a field of unit normals has about unit variance."""
    d = distance.abs()
    near = 2 / 3 - d * d * (1 - d / 2)
    far = (2 - d).clamp_min(0).pow(3) / 6
    return torch.where(d < 1, near, far) * 1.45


def _taps(position: Tensor) -> tuple[Tensor, Tensor]:
    """Lattice positions (n,) -> weights (n, m) and the lattice indices (m,) that they weigh."""
    low, high = math.floor(float(position[0])) - 1, math.floor(float(position[-1])) + 2
    index = torch.arange(low, high + 1, device=position.device)
    return _spline(position[:, None] - index[None, :]), index % PERIOD


@functools.cache
def _fine_table(device: torch.device) -> Tensor:
    """(1, 1, n + 1, n + 1) noise sampled FINE times a lattice step, wrapped by one sample on the far sides."""
    weights, index = _taps(torch.arange(PERIOD * FINE + 1, dtype=torch.float32) / FINE)
    lattice = _lattice(torch.device("cpu"))[index][:, index]
    return (weights @ lattice @ weights.T)[None, None].to(device)


class Noise:
    """One random field. Values have mean 0 and standard deviation about 1, and seldom pass 2.5 in size."""

    def __init__(self, chance: Chance, name: str) -> None:
        here = chance.of(name)
        self._offset = here.uniform("x", 0, PERIOD), here.uniform("y", 0, PERIOD)

    def plane(self, grid: Grid, frequency: float, stretch: float = 1.0) -> Tensor:
        """(H, W): `frequency` features a picture height; `stretch` > 1 makes them that much wider than tall."""
        wx, ix = _taps(grid.x[0] * (frequency / stretch) + self._offset[0])
        wy, iy = _taps(grid.y[:, 0] * frequency + self._offset[1])
        lattice = _lattice(grid.device)
        return wy @ (lattice[iy][:, ix] @ wx.T)

    def at(self, x: Tensor, y: Tensor | float, frequency: float) -> Tensor:
        """The field at scattered places; x and y broadcast to (H, W)."""
        u = torch.remainder(x * frequency + self._offset[0], PERIOD)
        v = torch.remainder(torch.as_tensor(y, device=x.device) * frequency + self._offset[1], PERIOD)
        u, v = torch.broadcast_tensors(u, v)  # type: ignore[no-untyped-call]
        places = torch.stack((u, v), dim=-1) * (2 / PERIOD) - 1
        return functional.grid_sample(_fine_table(x.device), places[None], mode="bilinear", align_corners=True)[0, 0]


def visible(frequency: float, pixel: float) -> float:
    """How much of a feature of that frequency a pixel of that footprint can show: 1 when wide, 0 past Nyquist's limit."""
    return min(1.0, max(0.0, 2.0 - 4.0 * frequency * pixel))


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
    total = math.sqrt(sum(gain ** (2 * octave) for octave in range(math.ceil(count))))
    plane = grid.full(0.0)
    for octave, (f, amplitude) in enumerate(octaves(frequency, count, grid.pixel, gain)):
        plane += Noise(chance, str(octave)).plane(grid, f, stretch) * (amplitude / total)
    return plane


def fbm_at(x: Tensor, y: Tensor | float, pixel: float, chance: Chance, frequency: float, count: float = 4, gain: float = 0.5) -> Tensor:
    """The same sum at scattered places: x, y broadcast to the result's shape."""
    total = math.sqrt(sum(gain ** (2 * octave) for octave in range(math.ceil(count))))
    plane = torch.zeros_like(x + y)
    for octave, (f, amplitude) in enumerate(octaves(frequency, count, pixel, gain)):
        plane += Noise(chance, str(octave)).at(x, y, f) * (amplitude / total)
    return plane


def ridged(x: Tensor, pixel: float, chance: Chance, frequency: float, count: float = 4, gain: float = 0.5) -> Tensor:
    """A mountain-like profile over x: sharp crests, each octave rougher on the heights (Musgrave's ridged multifractal). About [0, 1]."""
    profile, weight, total = torch.zeros_like(x), torch.ones_like(x), 0.0
    for octave, (f, amplitude) in enumerate(octaves(frequency, count, pixel, gain)):
        crest = (1 - Noise(chance, str(octave)).at(x, 0.0, f).abs() * 0.8).clamp_min(0) ** 2
        profile = profile + crest * weight * amplitude
        weight = crest.clamp(0, 1)
        total += amplitude
    return profile / max(total, 1e-6)


def smoothstep(low: float | Tensor, high: float | Tensor, value: Tensor) -> Tensor:
    """0 below low, 1 above high, smooth between (Hermite)."""
    t = ((value - low) / (high - low)).clamp(0, 1)
    return t * t * (3 - 2 * t)
