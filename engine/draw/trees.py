"""Conifers: a stand of firs on a bank, each a serrated cone, taller towards one side of the picture."""

from __future__ import annotations

import torch

from engine.contracts import Knobs, Tensor
from engine.draw.affine import affine
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, smoothstep
from engine.draw.profile import along
from engine.draw.shapes import beneath

TREES = 128
RANKS = ((0.062, 0.9), (0.096, 1.0))
"""(pitch, height beside the pitch) of the ranks of firs, the far one first."""
OWN = 2


def conifers(
    layers: Layers, chance: Chance, knobs: Knobs, *, side: float, ground: float, value: float, accented: float, tall: float = 1.0
) -> None:
    """Lay a bank at height `ground` and two ranks of firs on it; `side` (-1 or 1) is where they stand tallest.

    accented: the lowest place of the accent, which is hidden where a tree stands before it. tall: times their usual height.
    """
    x = layers.grid.x
    lean = smoothstep(-0.5, 1.05, x * (side * 2 / layers.grid.aspect))
    bank = _bank(x, chance, lean, ground)
    scales = [2.7 * pitch * share * (0.75 + 0.5 * knobs.energy) * tall for pitch, share in RANKS]
    trees = _stood(layers.grid, chance, [lean * (0.80 * scale) + 0.30 * scale for scale in scales])
    for index, scale in enumerate(scales):
        top = ground - 0.10 + 0.03 * index - 1.30 * 1.10 * scale
        part = layers.rows(top=top)
        distance = _firs(part.grid.y, trees[:, index], RANKS[index][0], bank + 0.03 * index, knobs.detail)
        tone = affine(trees[OWN, index], 0.035, value + 0.05 * (1 - index))
        cover = part.lay(distance, tone, tone, 0.08, 1.57)
        if top < accented:
            part.cover_accent(cover)
    earth = layers.rows(top=ground - 0.10)
    earth.lay(beneath(earth.grid, bank + 0.02), value * 0.6, value * 0.6, 0.03, 0.0)


def _bank(x: Tensor, chance: Chance, lean: Tensor, ground: float) -> Tensor:
    """(1, W) height of the bank; brushwood grows between the feet of the trees, so that the ground nowhere cuts them off level."""
    own = Noise(chance, "bank")
    swell, brush = along(x, [(own, 2.2), (own, 11.0)], down=(0.0, 0.5))
    bank: Tensor = swell.mul_(0.016).add_(brush.abs_(), alpha=0.018).sub_(lean, alpha=0.07).add_(ground - 0.02)
    return bank


def _stood(grid: Grid, chance: Chance, sizes: list[Tensor]) -> Tensor:
    """(4, ranks, 1, W): of the fir in whose cell a column lies its height, the number of its tiers, its own number in [-1, 1], and how far
    from it the column is. sizes: (1, W) of each rank.
    """
    ranks = [chance.of(f"rank {index}") for index in range(len(RANKS))]

    def table() -> Tensor:
        """(3, ranks * TREES)."""
        drawn = torch.cat([rank.uniforms("trees", TREES, 3) for rank in ranks])
        return drawn.t().to(grid.device)

    known = grid.once(("firs", chance.path), table)
    numbers = [
        (1 / pitch, rank.uniform("shift", 0, TREES), index * TREES)
        for index, (rank, (pitch, _)) in enumerate(zip(ranks, RANKS, strict=True))
    ]
    dense, shift, first = torch.tensor(numbers, device=grid.device).T[..., None]
    place = torch.addcmul(shift, grid.x, dense)
    cell = place.floor()
    found = torch.index_select(known, 1, torch.remainder(cell, TREES).add_(first).int().flatten()).view(3, *place.shape)
    height = found[0].mul(0.75).add_(0.55).mul_(torch.cat(sizes)).clamp_min_(1e-3)
    across = place.sub_(cell).sub_(found[1], alpha=0.4).sub_(0.3).abs_().div_(dense)
    return torch.stack((height, found[1], found[2] * 2 - 1, across))[:, :, None]


def _firs(y: Tensor, trees: Tensor, pitch: float, foot: Tensor, detail: float) -> Tensor:
    """(H, W) distance to a rank of firs `pitch` apart. trees: (4, 1, W), as they stand."""
    height, tiers, _, across = trees
    ragged = 0.20 + 0.36 * detail
    spread = (height * 0.24).clamp_(max=0.62 * pitch).mul_(-ragged)
    steep = 1 / height
    down = torch.addcmul(1 - foot * steep, y, steep).clamp_(max=1.0)
    tier = torch.add(tiers, down, alpha=6.0).frac_().add_(0.62 / ragged)
    width = down.clamp(max=0.12 / 2.12).mul_(2.12).add_(down, alpha=0.88).mul_(tier)
    return torch.addcmul(across, width, spread)
