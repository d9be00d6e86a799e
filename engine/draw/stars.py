"""A field of stars of several magnitudes. Each is a disc whose light, not whose size, falls off under a pixel's footprint."""

from __future__ import annotations

import math

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid

CELLS = 64


def stars(grid: Grid, chance: Chance, pitch: float, radius: float, share: float, phase: float = 0.0) -> Tensor:
    """(H, W) light in [0, 1]: one star at most in each square of side `pitch`, in about `share` of the squares, of about `radius`.

    A share that grows adds stars one by one, each growing from nothing. They glimmer, each in its own time, over the loop.
    """
    across, down = grid.x / pitch, grid.y / pitch
    column, line = across.floor(), down.floor()
    columns, lines = torch.remainder(column[0], CELLS).long(), torch.remainder(line[:, 0], CELLS).long()
    table = chance.uniforms("stars", 4, CELLS, CELLS)
    size = ((share - table[2]) * 6 + 0.2).clamp(0, 1) * (0.45 + 0.55 * table[3] ** 2) * radius
    reach = min(0.45, 1.5 * radius / pitch + 0.05)
    place = reach + (1 - 2 * reach) * table[:2]
    light = 1 - 0.25 * (1 + torch.sin(2 * math.pi * (phase + table[3] * 7)))
    blur = 0.45 * grid.pixel
    spread = size.square() + blur * blur
    strength = 1.6 * size.square() / spread * light
    cells = torch.stack((place[0], place[1], (pitch * pitch / 2.2) / spread, strength)).to(grid.device)
    x, y, sharp, bright = cells.index_select(2, columns).index_select(1, lines)
    away = ((across - column - x).square() + (down - line - y).square()) * sharp
    light_here: Tensor = (1 - 0.5 * away).clamp_min(0).square() * bright
    return light_here.clamp(max=1.0)
