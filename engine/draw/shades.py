"""Each ink in shadow or in light: as far towards another ink as it stays itself, so that shadows are on the palette and shares hold."""

from __future__ import annotations

import functools

import torch

from engine.contracts import Tensor
from engine.palette.inks import Inks

TRIES = 24
FURTHEST = 0.7
SPARE = 0.015
"""How much nearer to itself than to any other ink it stays, for what paper and light may still do to it."""
REACH = 0.95
DARK = 0.12
"""Inks no lighter than a lead by this can hardly dim: they brighten instead."""


def darker(inks: Inks, spare: float = SPARE) -> Tensor:
    """(K, 3) OKLab: the change of each ink towards the ink that darkens it most for the colour it loses. 0 where no ink will do.

    spare: how much nearer to itself than to any other ink it stays.
    """
    return _changes(*_numbers(inks), spare)[0]


def glowing(inks: Inks, lead: Tensor) -> tuple[Tensor, Tensor]:
    """(K, 3) the change of each ink to its brightest, and (K, 3) from there to its dullest.

    Inks about as dark as the ink of number `lead` () brighten from what they are; the others dim towards it, so that the edge of
    something laid in that ink lies between two inks.
    """
    lit, dulled = torch.index_select(_changes(*_numbers(inks), SPARE)[1], 0, lead.reshape(1))[0]
    return lit, dulled


def stepped(inks: Inks, changes: Tensor) -> Tensor:
    """(K, C) a change of each ink -> (C, STEPS) for ranks 0 .. 1: whole where `inks.table(0.0)` holds one ink, none where it mixes two."""
    place = inks.places(0.0)
    number = place.round()
    pure = (place - number).abs_().mul_(-10).add_(1).clamp_(min=0)
    return torch.index_select(changes, 0, number.long()).T * pure


def _numbers(inks: Inks) -> tuple[tuple[float, ...], torch.device]:
    return tuple(inks.colours.flatten().tolist()), inks.colours.device


@functools.lru_cache(maxsize=32)
def _changes(numbers: tuple[float, ...], device: torch.device, spare: float) -> tuple[Tensor, Tensor]:
    """From K inks: (K, 3) `darker`; (K leads, 2, K, 3) `glowing`. Kept for the next picture in the same colours: nobody may change them."""
    own = torch.tensor(numbers, device=device).reshape(-1, 3)
    glows = []
    for lead in own:
        dark = (own[:, :1] < lead[0] + DARK).float()
        lit, dim = _towards(own, own, 1.0, spare) * dark, _towards(own, lead[None], -1.0, spare) * (1 - dark)
        glows.append(torch.stack((lit, dim - lit)))
    return _towards(own, own, -1.0, spare), torch.stack(glows)


def _towards(own: Tensor, targets: Tensor, wanted: float, spare: float) -> Tensor:
    """(K, 3) inks, (J, 3) targets -> (K, 3) the change that darkens (wanted -1) or lightens (+1) each ink most, still nearest to itself."""
    change = targets[None] - own[:, None]
    lift = change[..., 0] * wanted
    strayed = torch.linalg.vector_norm(change[..., 1:], dim=-1)
    steps = torch.linspace(0, FURTHEST, TRIES, device=own.device)
    mixed = own[:, None, None] + change[:, :, None] * steps[:, None]
    apart = torch.linalg.vector_norm(mixed[:, :, :, None] - own, dim=-1)
    itself = torch.diagonal(apart, dim1=0, dim2=3).permute(2, 0, 1)
    others = (apart + 9 * torch.eye(len(own), device=own.device)[:, None, None]).amin(-1)
    held = (itself * 1.05 + spare <= others).float().cumprod(-1).sum(-1)
    most = (held - 1).clamp_(0) * (FURTHEST / (TRIES - 1) * REACH)
    merit = (lift - 0.5 * strayed) * most * (lift > 0.02)
    best = merit.argmax(1, keepdim=True)
    part = (most * (merit > 0)).gather(1, best)
    chosen: Tensor = change.gather(1, best[..., None].expand(-1, 1, 3))[:, 0] * part
    return chosen
