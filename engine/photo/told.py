"""By which colours inks are chosen for regions: figures are set off from their ground, and form is told from texture.

Shares make the least difference decide between two inks, wherever one ink is not enough for a ground. So what is texture is taken for
its ground, and what stands on it is painted a little more unlike it than it is, as painters do.
"""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.photo.regions import areas, borders

FORM = 0.08
"""Parts that differ by less from their shape are its texture, not its form; those that differ by more count by what is more."""
AGAINST, GROUND = 0.6, 0.08
"""How much further small shapes differ from what is around them than they do; and from what part of the picture on a shape is ground."""


def formed(parts: Tensor, shapes: Tensor) -> Tensor:
    """(3, n) colours of parts and of the shape that each is of -> (3, n): what is only texture has its shape's colour."""
    aside = parts - shapes
    kept: Tensor = 1 - FORM / torch.linalg.vector_norm(aside, dim=0).clamp_min(1e-6)
    return shapes + aside * kept.clamp_(min=0)


def exaggerated(colours: Tensor, shapes: Tensor, label: Tensor) -> Tensor:
    """(3, h, w), (3, n) colours of the regions (h, w) -> (3, n): the smaller a region, the further from those that it meets."""
    sides, border = borders(colours, label.flatten())
    size = areas(label, shapes.shape[1])
    one, other = torch.cat((sides, sides.flip(0)), 1)
    weight = border[0].repeat(2) * size.index_select(0, other)
    sums = torch.zeros(4, len(size), device=label.device)
    sums.index_add_(1, one, torch.cat((shapes.index_select(1, other) * weight, weight[None])))
    around = torch.where(sums[3] > 0, sums[:3] / sums[3].clamp_min(1e-6), shapes)
    figure = (1 - size / (label.numel() * GROUND)).clamp_(min=0)
    exaggeration: Tensor = (shapes - around) * (figure * AGAINST)
    return shapes + exaggeration
