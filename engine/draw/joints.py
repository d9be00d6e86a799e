"""What lies between pieces (lead): which ink it is, and what is left of that ink's share for the pieces themselves."""

from __future__ import annotations

from dataclasses import replace

import torch

from engine.contracts import Tensor
from engine.palette.inks import Inks

SCARCE = 0.001


def joining(inks: Inks, part: float) -> Tensor:
    """() the number of the ink for joints that cover about `part` of the picture: the darkest whose share suffices, or nearly."""
    lacking = (0.9 * part - inks.shares).clamp(min=0)
    return (inks.colours[:, 0] + 9 * lacking).argmin()


def between(inks: Inks, ink: Tensor, part: Tensor) -> Inks:
    """The inks with the shares that pieces must have if joints of one ink () cover `part` () of the picture."""
    taken = torch.zeros_like(inks.shares).index_fill_(0, ink[None], 1.0) * part
    shares = (inks.shares - taken).clamp(min=SCARCE)
    return replace(inks, shares=shares / shares.sum(), tables={})
