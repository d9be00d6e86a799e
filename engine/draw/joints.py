"""What lies between pieces (lead): which ink it is, and what is left of that ink's share for the pieces themselves."""

from __future__ import annotations

from dataclasses import replace

import torch

from engine.contracts import Tensor
from engine.palette.inks import Inks

SCARCE = 0.001


def between(inks: Inks, part: Tensor) -> tuple[Tensor, Inks]:
    """() the number of the ink for joints that cover `part` () of the picture, and the inks with the shares that the pieces must have.

    The darkest ink whose share suffices, or nearly.
    """
    lacking = (0.9 * part - inks.shares).clamp(min=0)
    chosen = (inks.colours[:, 0] + 9 * lacking).argmin()
    taken = torch.zeros_like(inks.shares).index_fill_(0, chosen[None], 1.0) * part
    shares = (inks.shares - taken).clamp(min=SCARCE)
    return chosen, replace(inks, shares=shares / shares.sum(), tables={})
