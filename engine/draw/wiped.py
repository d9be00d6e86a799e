"""Flat tints with antialiased borders, wiped from one ink into the next where that is asked, but never across a border."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.sides import Sides
from engine.palette.inks import Inks, look_up

OUTLINE = 0.03
"""A pixel about which ranks differ by more lies on a border."""


def wiped(inks: Inks, rank: Tensor, softness: float, where: Tensor | float, drawn: Tensor) -> Tensor:
    """(3, H, W) OKLab of ranks (H, W): pure inks; `where` in [0, 1], mixtures as soft as `softness`; at low contrast everywhere.

    drawn: (H, W) 1 where a line will cover part of a pixel: one ink only lies beneath, so that no three inks mix.
    """
    sides = Sides.of(inks, rank)
    sides.share.lerp_(sides.share.round(), drawn)
    picture = sides.painted(inks.pure())
    everywhere = max(0.0, 0.5 - inks.contrast) * 2
    if isinstance(where, float) and where + everywhere <= 0:
        return picture
    within = (sides.high - sides.low).sub_(OUTLINE).mul_(-200).add_(1).clamp_(0, 1)
    within.mul_(torch.clamp(where + everywhere, max=1) if isinstance(where, torch.Tensor) else min(1.0, where + everywhere))
    within.addcmul_(within, drawn, value=-1)
    return picture.lerp_(look_up(inks.table(softness), rank), within)
