"""One picture's colours moved to others' as a whole: their distribution in three dimensions, matched along random axes in turn.

Pitié, Kokaram and Dahyot, "Automated colour grading using colour distribution transfer", 2007.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from engine.contracts import Tensor
from engine.match.transport import moves, quantiles

LUMA = (0.299, 0.587, 0.114)
"""Of red, green and blue: how light they are to the eye (ITU-R BT.601)."""


def light(picture: Tensor) -> Tensor:
    """(3, H, W) sRGB -> (H, W): how light each pixel is."""
    return (picture * torch.tensor(LUMA, device=picture.device)[:, None, None]).sum(0)


AXES = 10
MOST = 200_000
"""Colours of the references that are looked at."""


def coloured(picture: Tensor, references: Sequence[Tensor], chance: torch.Generator, rounds: int = AXES) -> Tensor:
    """(3, H, W) -> the same in the references' colours, in their proportions; in [0, 1]."""
    theirs = torch.cat([one.flatten(1) for one in references], dim=1)
    theirs = theirs[:, :: max(1, theirs.shape[1] // MOST)]
    colours = picture.flatten(1)
    for _ in range(rounds):
        axes = torch.linalg.qr(torch.randn(3, 3, generator=chance))[0].to(picture.device)
        colours = colours + axes.T @ moves(axes @ colours, quantiles(axes @ theirs))
    return colours.clamp(0, 1).view_as(picture)
