"""How far apart two pictures' patches are: the sliced Wasserstein distance, as Elnekave and Weiss measure it (ECCV 2022)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.match.patches import LENGTH, SIDE, seen

QUANTILES, AT_ONCE = 4096, 32


def patch_distance(picture: Tensor, references: Sequence[Tensor], directions: int = 1024, seed: int = 9) -> float:
    """(3, H, W) sRGB in [0, 1], the references likewise -> the mean, over random directions of unit length, of the mean difference between
    the quantiles of all patches of either side. 0 where the patches are the same, wherever they stand."""
    chance, total = torch.Generator().manual_seed(seed), 0.0
    for _ in range(directions // AT_ONCE):
        filters = torch.randn(AT_ONCE, LENGTH, generator=chance)
        filters = (filters / filters.norm(dim=1, keepdim=True)).view(AT_ONCE, 3, SIDE, SIDE).to(picture.device)
        own = _quantiles(seen(picture, filters, 1, (0, 0)).flatten(1))
        theirs = _quantiles(torch.cat([seen(one, filters, 1, (0, 0)).flatten(1) for one in references], dim=1))
        total += float((own - theirs).abs().mean())
    return total / (directions // AT_ONCE)


def _quantiles(values: Tensor) -> Tensor:
    return functional.interpolate(values.sort(1).values[None], QUANTILES, mode="linear", align_corners=True)[0]
