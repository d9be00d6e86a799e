"""Distances to the lines that an artist would draw: the borders of regions that differ enough."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.photo.guided import thinned

WIDE = 2
"""Pixels around a border within which both of its sides are seen."""
ROUNDED = 3
"""Rounds in which what is drawn round loses its teeth."""
CLOSE = 3
"""Distances of up to so many pixels are measured on every pixel, further ones on every second."""


def rounded(label: Tensor) -> Tensor:
    """(h, w) regions -> the same without teeth: each pixel joins the region that most of its neighbours are of; numbered anew."""
    height, width = label.shape
    for _ in range(ROUNDED):
        around = functional.pad(label[None, None].float(), (1, 1, 1, 1), mode="replicate")[0, 0].to(label.dtype)
        label = torch.mode(torch.stack([around[y : y + height, x : x + width] for y in range(3) for x in range(3)]), 0).values
    return ((torch.bincount(label.flatten()) > 0).cumsum(0) - 1)[label]


def sides(hard: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) of flat regions -> the least and the greatest value within WIDE pixels."""
    low, high = hard, hard
    for axis in (0, 1):
        low, high = _reached(low, axis, torch.minimum), _reached(high, axis, torch.maximum)
    return low, high


def seeds(soft: Tensor, low: Tensor, high: Tensor, least: float) -> tuple[Tensor, Tensor, Tensor]:
    """Borders between sides at least so far apart, as (H, W): whether one runs by a pixel's middle, and how far right and down of it.

    soft: the regions blurred, which is half way between the two sides on the border.
    """
    padded = functional.pad(soft[None, None], (1, 1, 1, 1), mode="replicate")[0, 0]
    across, down = (padded[1:-1, 2:] - padded[1:-1, :-2]) * 0.5, (padded[2:, 1:-1] - padded[:-2, 1:-1]) * 0.5
    steep = across.square().addcmul_(down, down).clamp_min_(1e-12)
    step = (low + high).mul_(0.5).sub_(soft).div_(steep)
    right, below = across * step, down * step
    there = (high - low >= least) & (torch.maximum(right.abs(), below.abs()) <= 0.75) & (steep.sqrt() > 0.1 * (high - low))
    return there, right, below


def distances(there: Tensor, right: Tensor, below: Tensor, reach: float) -> Tensor:
    """(H, W) pixels from each pixel's middle to the nearest seed, at most `reach`."""
    near = _measured(there, right, below, CLOSE)
    few, some = _halved(there, right, below)
    far = _measured(*few, int(reach / 2) + 1) * 2 if some else torch.full_like(few[1], reach)
    far = functional.interpolate(far[None, None], near.shape, mode="bilinear", align_corners=False)[0, 0]
    return torch.where(near < CLOSE - 0.5, near, far).clamp_(max=reach)


def _measured(there: Tensor, right: Tensor, below: Tensor, reach: int) -> Tensor:
    """Exact along columns, then along rows (Felzenszwalb and Huttenlocher 2012), for seeds that lie beside pixels' middles."""
    height, width = there.shape
    row = torch.arange(height, dtype=torch.float32, device=there.device)[:, None]
    at = torch.where(there, row.expand(height, width), -1e6)
    above, under = at.cummax(0).values, -torch.where(there, -row.expand(height, width), -1e6).flip(0).cummax(0).values.flip(0)
    nearer = torch.where(row - above <= under - row, above, under)
    index = nearer.clamp(0, height - 1).long()
    missing = (nearer - row).abs() > reach + 1
    y = torch.where(missing, 1e4, nearer + below.gather(0, index) - row)
    x = torch.where(missing, 1e4, right.gather(0, index))
    x, y = (functional.pad(plane, (reach, reach), value=1e4) for plane in (x, y))
    y.square_()
    best = torch.full((height, width), float(reach * reach), device=there.device)
    for step in range(-reach, reach + 1):
        shifted = x[:, reach + step : reach + step + width] + step
        torch.minimum(best, shifted.square_().add_(y[:, reach + step : reach + step + width]), out=best)
    return best.sqrt_()


def _halved(there: Tensor, right: Tensor, below: Tensor) -> tuple[tuple[Tensor, Tensor, Tensor], bool]:
    """Seeds on every second pixel: the mean of those in each square of four."""
    height, width = there.shape
    here = there.float()
    x = right + torch.tensor([-0.5, 0.5], device=here.device).repeat((width + 1) // 2)[:width]
    y = below + torch.tensor([-0.5, 0.5], device=here.device).repeat((height + 1) // 2)[:height, None]
    count, x, y = thinned(torch.stack((here, x * here, y * here)), 2)
    found = count > 0
    count = count.clamp_min(1e-6)
    return (found, x / count * 0.5, y / count * 0.5), bool(found.any())


def _reached(plane: Tensor, axis: int, keep: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    pad = (0, 0, WIDE, WIDE) if axis == 0 else (WIDE, WIDE, 0, 0)
    padded, count = functional.pad(plane[None, None], pad, mode="replicate")[0, 0], plane.shape[axis]
    best = plane
    for first in range(2 * WIDE + 1):
        best = keep(best, padded.narrow(axis, first, count))
    return best
