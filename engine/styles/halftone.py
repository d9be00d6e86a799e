"""Halftone: each tone is a screen of dots of one ink on the next lighter one, the screens turned against each other as printers do.

Clustered-dot screening (Ulichney, "Digital Halftoning", 1987): a dot grows until it meets its neighbours, then the gaps shrink.
"""

from __future__ import annotations

import functools
import math

import torch

from engine.contracts import Tensor
from engine.draw.easel import Easel
from engine.draw.noise import Noise, visible
from engine.palette.inks import STEPS, look_up
from engine.registry import style

ANGLES = (45.0, 75.0, 15.0, 60.0, 30.0)
"""Degrees: neighbouring screens differ by 30, which keeps moiré fine."""


@style("halftone")
def halftone(easel: Easel) -> Tensor:
    inks, knobs, grid = easel.inks, easel.knobs, easel.grid
    pitch = 1 / (34 + 60 * knobs.detail)
    place = inks.position(easel.rank, 0.55 + 0.45 * knobs.texture)
    ink = place.floor().clamp(0, max(inks.count - 2, 0))
    wobble = 0.10 * knobs.energy**2 * Noise(easel.chance, "wobble").plane(grid, 9.0)
    threshold = _screen(easel, ink, pitch, wobble)
    edge = grid.pixel / pitch * 2.2
    cover = ((place - ink - threshold) / edge + 0.5).clamp(0, 1)
    picture = inks.blend(ink + cover)
    picture = inks.over(picture, inks.accent, easel.fields.accent)
    press = Noise(easel.chance, "press").plane(grid, 160.0) * visible(160.0, grid.pixel)
    return inks.shaded(picture, press * (0.012 * knobs.texture))


def _screen(easel: Easel, ink: Tensor, pitch: float, wobble: Tensor) -> Tensor:
    """(H, W) threshold in [0, 1], evenly spread: a spot function per ink, each at its own angle."""
    angle = torch.tensor([math.radians(ANGLES[k % len(ANGLES)]) for k in range(easel.inks.count)], device=easel.grid.device)
    turn = angle[ink.long()]
    cosine, sine = turn.cos() * (2 * math.pi / pitch), turn.sin() * (2 * math.pi / pitch)
    u = easel.grid.x * cosine + easel.grid.y * sine + wobble
    v = easel.grid.y * cosine - easel.grid.x * sine + wobble
    spot = (u.cos() + v.cos()) * 0.25 + 0.5
    return look_up(_spot_distribution(spot.device), spot)[0]


@functools.cache
def _spot_distribution(device: torch.device) -> Tensor:
    """(1, n): how much of a cell has a spot value below 0 .. 1, so that a tone of a third covers a third."""
    wave = torch.cos((torch.arange(1024, dtype=torch.float64) + 0.5) * (math.pi / 1024))
    spot = ((wave[:, None] + wave[None, :]) * 0.25 + 0.5).flatten().sort().values
    table = torch.searchsorted(spot, torch.linspace(0, 1, STEPS, dtype=torch.float64)) / spot.numel()
    return table.to(torch.float32)[None].to(device)
