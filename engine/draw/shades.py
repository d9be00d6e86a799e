"""Each ink in shadow or in light: as far towards another ink as it stays itself, so that shadows are on the palette and shares hold."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.palette.inks import STEPS, Inks

TRIES = 24
FURTHEST = 0.7
SPARE = 0.015
"""How much nearer to itself than to any other ink it stays: what paper and light may still do to it."""


def shades(inks: Inks, wanted: float, reach: float = 0.95, towards: Tensor | None = None) -> Tensor:
    """(K, 3) OKLab: the change of each ink towards the ink that darkens (wanted -1) or lightens (+1) it most for the colour it loses.

    towards: (3,) the only ink to consider. reach: how far towards the place where it would be another ink; past 1 it may be taken
    for that one. 0 where no ink will do.
    """
    own = inks.colours
    change = (own if towards is None else towards[None])[None] - own[:, None]
    lift = change[..., 0] * wanted
    strayed = torch.linalg.vector_norm(change[..., 1:], dim=-1)
    steps = torch.linspace(0, FURTHEST, TRIES, device=own.device)
    mixed = own[:, None, None] + change[:, :, None] * steps[:, None]
    apart = torch.linalg.vector_norm(mixed[:, :, :, None] - own, dim=-1)
    itself = torch.diagonal(apart, dim1=0, dim2=3).permute(2, 0, 1)
    others = (apart + 9 * torch.eye(len(own), device=own.device)[:, None, None]).amin(-1)
    most = ((itself * 1.05 + SPARE <= others).float().cumprod(-1).sum(-1) - 1).clamp_(0) * (FURTHEST / (TRIES - 1) * reach)
    merit = (lift - 0.5 * strayed) * most * (lift > 0.02)
    best = merit.argmax(1, keepdim=True)
    part = (most * (merit > 0)).gather(1, best)
    chosen: Tensor = change.gather(1, best[..., None].expand(-1, 1, 3))[:, 0] * part
    return chosen


def stepped(inks: Inks, changes: Tensor) -> Tensor:
    """(K, C) a change of each ink -> (C, STEPS) for ranks 0 .. 1: whole where `inks.table(0.0)` holds one ink, none where it mixes two."""
    place = inks.position(torch.linspace(0, 1, STEPS, device=changes.device), 0.0)
    number = place.round()
    pure = (place - number).abs_().mul_(-10).add_(1).clamp_(min=0)
    return changes[number.long()].T * pure


def glowing(inks: Inks, level: Tensor, lead: Tensor) -> tuple[Tensor, Tensor]:
    """(K, 3) the change of each ink to its brightest, and (K, 3) from there to its dullest.

    Inks of less lightness than `level` () brighten from what they are, for they can hardly dim; the others dim
    towards `lead` (3,), so that a lead's edge lies between two inks.
    """
    dark = (inks.colours[:, :1] < level).float()
    lit, dim = shades(inks, 1.0) * dark, shades(inks, -1.0, towards=lead) * (1 - dark)
    return lit, dim - lit
