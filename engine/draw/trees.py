"""Conifers: a stand of firs on a bank, each a serrated cone, taller towards one side of the picture."""

from __future__ import annotations

import torch

from engine.contracts import Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.layers import Layers
from engine.draw.noise import Noise, smoothstep
from engine.draw.shapes import beneath

TREES = 128


def conifers(layers: Layers, chance: Chance, knobs: Knobs, *, side: float, ground: float, value: float) -> None:
    """Lay a bank at height `ground` and two ranks of firs on it; `side` (-1 or 1) is where they stand tallest."""
    layers = layers.rows(top=ground - 0.55)
    grid = layers.grid
    lean = smoothstep(-0.5, 1.05, side * grid.x * (2 / grid.aspect))
    bank = ground - 0.07 * lean + 0.016 * Noise(chance, "bank").at(grid.x, 0.0, 2.2)
    for index, (pitch, share) in enumerate(((0.062, 0.9), (0.096, 1.0))):
        rank = chance.of(f"rank {index}")
        size = 2.7 * pitch * (0.30 + 0.80 * lean) * share * (0.75 + 0.5 * knobs.energy)
        foot = bank + 0.03 * index
        distance, own = _firs(grid.x, grid.y, rank, pitch, foot, size, knobs.detail)
        tone = value + 0.05 * (1 - index) + 0.035 * own
        layers.cover_accent(layers.lay(distance, tone, tone, 0.08, 1.57))
    layers.cover_accent(layers.lay(beneath(grid, bank + 0.02), value * 0.6, value * 0.6, 0.03, 0.0))


def _firs(x: Tensor, y: Tensor, chance: Chance, pitch: float, foot: Tensor, size: Tensor, detail: float) -> tuple[Tensor, Tensor]:
    """(H, W) distance to a rank of firs `pitch` apart, and a number in [-1, 1] of each tree's own."""
    place = x / pitch + chance.uniform("shift", 0, TREES)
    cell = place.floor()
    hashed = chance.uniforms("trees", TREES, 3).to(x.device)[torch.remainder(cell, TREES).long()]
    height = size * (0.55 + 0.75 * hashed[..., 0])
    across = (place - cell - 0.5 - 0.4 * (hashed[..., 1] - 0.5)).abs() * pitch
    down = (y - (foot - height)) / height.clamp_min(1e-3)
    tier = torch.remainder(down.clamp(0, 1) * 6.0 + hashed[..., 1], 1.0)
    spread = torch.minimum(0.24 * height, torch.as_tensor(0.62 * pitch))
    width = (0.12 + 0.88 * down.clamp(0, 1.1)) * spread * (0.62 + (0.20 + 0.36 * detail) * tier)
    return torch.maximum(across - width * smoothstep(-0.01, 0.12, down), -down * height), hashed[..., 2] * 2 - 1
