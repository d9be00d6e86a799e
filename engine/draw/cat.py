"""A cat that sits with its back to us and looks out."""

from __future__ import annotations

import math

import torch

from engine.draw.capsules import Limb, capsules
from engine.draw.collage import Collage

TAIL: list[Limb] = [(0.06, -0.035, 0.24, -0.035, 0.030), (0.24, -0.035, 0.31, -0.16, 0.026)]
WIDE = 0.36


def cat(collage: Collage, x: float, foot: float, size: float, left: bool, t: float) -> None:
    """Paste its silhouette, `size` heights tall. left: on which side its tail lies; its tip stirs."""
    cut = collage.cut([(x, foot - 0.37 * size)], WIDE * size, 0.40 * size)
    if cut is None:
        return
    u, v = cut.x[0] * ((-1 if left else 1) / size), cut.y[0] / size - 0.37
    aside = u.abs()
    haunch = ((u / 0.165).square() + ((v + 0.17) / 0.20).square()).add_(1e-6).sqrt_().sub_(1).mul_(0.165)
    chest = ((u / 0.105).square() + ((v + 0.33) / 0.21).square()).add_(1e-6).sqrt_().sub_(1).mul_(0.105)
    head = ((u / 0.105).square() + ((v + 0.56) / 0.088).square()).add_(1e-6).sqrt_().sub_(1).mul_(0.09)
    ears = torch.maximum((aside - 0.064).abs() - (v + 0.735) * 0.38, v + 0.57)
    stir = 0.04 * math.sin(2 * math.pi * t)
    body = torch.minimum(torch.minimum(haunch, chest), torch.minimum(head, ears))
    body = torch.minimum(body, capsules(u + (v * stir), v, TAIL)).mul_(size)[None]
    collage.paste(cut, body, body.new_full((1, 2, *body.shape[1:]), 0.01), 0.05, (0.2, 1.0))
