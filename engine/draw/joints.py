"""What lies between pieces (lead, grout): which ink it is, and what is left of that ink's share for the pieces themselves."""

from __future__ import annotations

from dataclasses import replace

import torch

from engine.contracts import Tensor
from engine.palette.inks import Inks

SCARCE = 0.001


def between(inks: Inks, part: Tensor, tone: float = 0.0) -> tuple[Tensor, Inks]:
    """(3,) the ink for joints that cover `part` () of the picture, and the inks with the shares that the pieces must have.

    The ink whose place from dark (0) to light (1) is nearest to `tone` among those whose shares suffice, or nearly.
    """
    lightness = inks.colours[:, 0]
    place = (lightness - lightness.amin()) / (lightness.amax() - lightness.amin()).clamp_min(1e-4)
    lacking = (0.9 * part - inks.shares).clamp(min=0)
    chosen = ((place - tone).abs() + 9 * lacking).argmin()
    taken = torch.zeros_like(inks.shares).index_fill_(0, chosen[None], 1.0) * part
    shares = (inks.shares - taken).clamp(min=SCARCE)
    return inks.colours[chosen], replace(inks, shares=shares / shares.sum())
