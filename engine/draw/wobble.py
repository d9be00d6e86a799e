"""The unsteady hand: shapes displaced by smooth noise, and what meets at their edges afterwards."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, visible


def wobbled(planes: Tensor, grid: Grid, chance: Chance, reach: float, frequency: float) -> Tensor:
    """(C, H, W) -> the same with every shape's border displaced by about `reach` picture heights (twice that at the most)."""
    height, width = grid.shape
    places = torch.empty((height, width, 2), device=grid.device)
    for axis, (along, count) in enumerate(((grid.x, width), (grid.y, height))):
        scale = 2 / (grid.pixel * (count - 1))
        shift = Noise(chance, f"slow {axis}").plane(grid, frequency).mul_(0.75)
        shift.add_(Noise(chance, f"quick {axis}").plane(grid, frequency * 4.1), alpha=0.35 * visible(frequency * 4.1, grid.pixel))
        start = along[0, 0]
        places[..., axis] = shift.clamp_(-2, 2).mul_(reach * scale).add_((along - start) * scale - 1)
    return functional.grid_sample(planes[None], places[None], mode="bilinear", padding_mode="border", align_corners=True)[0]


def sides(plane: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(H, W) -> what meets at each pixel: the least and the greatest value within two pixels, and the share of the greater.

    Two pixels, because an antialiased edge that was displaced between pixels is two wide.
    """
    low, high = _extreme(plane, torch.minimum), _extreme(plane, torch.maximum)
    share = ((plane - low) / (high - low).clamp_min(1e-6)).clamp_(0, 1)
    return low, high, share


def _extreme(plane: Tensor, pick: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    padded = functional.pad(plane[None, None], (2, 2, 2, 2), mode="replicate")[0, 0]
    for axis in (0, 1):
        size = padded.shape[axis]
        pair = pick(padded.narrow(axis, 0, size - 1), padded.narrow(axis, 1, size - 1))
        four = pick(pair.narrow(axis, 0, size - 3), pair.narrow(axis, 2, size - 3))
        padded = pick(four.narrow(axis, 0, size - 4), four.narrow(axis, 1, size - 4))
    return padded
