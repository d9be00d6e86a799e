"""Each ink in shadow or in light: as far towards another ink as it stays itself, so that shadows are on the palette and shares hold."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.palette.inks import Inks

TRIES = 24
FURTHEST = 0.7


def shades(inks: Inks, wanted: float, reach: float = 0.95) -> Tensor:
    """(K, 3) OKLab: the change of each ink towards the ink that darkens (wanted -1) or lightens (+1) it most for the colour it loses.

    reach: how far towards the place where it would be another ink; past 1 it may be taken for that one. 0 where no ink will do.
    """
    own = inks.colours
    change = own[None] - own[:, None]
    lift = change[..., 0] * wanted
    strayed = torch.linalg.vector_norm(change[..., 1:], dim=-1)
    steps = torch.linspace(0, FURTHEST, TRIES, device=own.device)
    mixed = own[:, None, None] + change[:, :, None] * steps[:, None]
    apart = torch.linalg.vector_norm(mixed[:, :, :, None] - own, dim=-1)
    itself = torch.diagonal(apart, dim1=0, dim2=3).permute(2, 0, 1)
    most = ((itself <= apart.amin(-1) + 1e-6).float().cumprod(-1).sum(-1) - 1).clamp_(0) * (FURTHEST / (TRIES - 1) * reach)
    merit = (lift - 0.5 * strayed) * most * (lift > 0.02)
    best = merit.argmax(1, keepdim=True)
    part = (most * (merit > 0)).gather(1, best)
    chosen: Tensor = change.gather(1, best[..., None].expand(-1, 1, 3))[:, 0] * part
    return chosen


def stepped(inks: Inks, values: Tensor, steps: int) -> Tensor:
    """(K, C) a value for each ink -> (C, steps) for ranks 0 .. 1, level over each ink's share."""
    ranks = (torch.arange(steps, device=values.device) + 0.5) / steps
    number = (ranks[:, None] > inks.shares.cumsum(0)[:-1]).sum(1)
    return values[number].T.contiguous()


def glowing(inks: Inks, level: Tensor) -> tuple[Tensor, Tensor]:
    """(K, 3) each ink at its brightest, and (K, 3) its change from there to its dullest.

    Inks of less lightness than `level` () brighten from what they are, for they can hardly dim; the others dim.
    """
    dark = (inks.colours[:, :1] < level).float()
    lit, dim = shades(inks, 1.0) * dark, shades(inks, -1.0) * (1 - dark)
    return inks.colours + lit, dim - lit
