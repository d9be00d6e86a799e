"""Conifers: a stand of firs on a bank, each a serrated cone, taller towards one side of the picture."""

from __future__ import annotations

import torch

from engine.contracts import Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.layers import Layers
from engine.draw.noise import Noise, smoothstep
from engine.draw.shapes import beneath

TREES = 128
RANKS = ((0.062, 0.9), (0.096, 1.0))
"""(pitch, height beside the pitch) of the ranks of firs, the far one first."""


def conifers(
    layers: Layers, chance: Chance, knobs: Knobs, *, side: float, ground: float, value: float, accented: float, tall: float = 1.0
) -> None:
    """Lay a bank at height `ground` and two ranks of firs on it; `side` (-1 or 1) is where they stand tallest.

    accented: the lowest place of the accent, which is hidden where a tree stands before it. tall: times their usual height.
    """
    x = layers.grid.x
    lean = smoothstep(-0.5, 1.05, x * (side * 2 / layers.grid.aspect))
    bank = _bank(x, chance, lean, ground)
    for index, (pitch, share) in enumerate(RANKS):
        rank, scale = chance.of(f"rank {index}"), 2.7 * pitch * share * (0.75 + 0.5 * knobs.energy) * tall
        top = ground - 0.10 + 0.03 * index - 1.30 * 1.10 * scale
        part, size = layers.rows(top=top), lean * (0.80 * scale) + 0.30 * scale
        distance, own = _firs(x, part.grid.y, rank, pitch, bank + 0.03 * index, size, knobs.detail)
        tone = own * 0.035 + (value + 0.05 * (1 - index))
        cover = part.lay(distance, tone, tone, 0.08, 1.57)
        if top < accented:
            part.cover_accent(cover)
    earth = layers.rows(top=ground - 0.10)
    earth.lay(beneath(earth.grid, bank + 0.02), value * 0.6, value * 0.6, 0.03, 0.0)


def _bank(x: Tensor, chance: Chance, lean: Tensor, ground: float) -> Tensor:
    """(1, W) height of the bank; brushwood grows between the feet of the trees, so that the ground nowhere cuts them off level."""
    own = Noise(chance, "bank")
    swell, brush = own.at(x, 0.0, 2.2), own.at(x, 0.5, 11.0).abs_()
    return swell.mul_(0.016).add_(brush, alpha=0.018).sub_(lean, alpha=0.07).add_(ground - 0.02)


def _firs(x: Tensor, y: Tensor, chance: Chance, pitch: float, foot: Tensor, size: Tensor, detail: float) -> tuple[Tensor, Tensor]:
    """(H, W) distance to a rank of firs `pitch` apart, and a (1, W) number in [-1, 1] of each tree's own."""
    place = (x / pitch).add_(chance.uniform("shift", 0, TREES))
    cell = place.floor()
    hashed = chance.uniforms("trees", TREES, 3).T.to(x.device)[:, torch.remainder(cell, TREES).long()]
    height = hashed[0].mul(0.75).add_(0.55).mul_(size).clamp_min_(1e-3)
    across = (place - cell).sub_(hashed[1], alpha=0.4).sub_(0.3).abs_().mul_(pitch)
    ragged = 0.20 + 0.36 * detail
    spread = (height * 0.24).clamp_(max=0.62 * pitch).mul_(-ragged)
    down = torch.addcmul(1 - foot / height, y, 1 / height).clamp_(max=1.0)
    tier = torch.add(hashed[1], down, alpha=6.0).frac_().add_(0.62 / ragged)
    width = torch.minimum(down * 3.0, down.mul_(0.88).add_(0.12)).mul_(tier)
    return torch.addcmul(across, width, spread), hashed[2] * 2 - 1
