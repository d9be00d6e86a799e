"""How colours look to eyes with two kinds of cones, or to none: for choosing inks that stay apart for everybody.

Matrices at full severity from Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, table 1; they act on linear sRGB, in the page as an SVG filter.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from engine.contracts import Tensor
from engine.palette.oklab import hexes_to_oklab, linear_to_srgb, srgb_to_linear

Matrix = tuple[tuple[float, float, float], ...]

SIGHTS: dict[str, Matrix] = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
"""Without red cones, without green ones, without blue ones, and by luminance alone (IEC 61966-2-1)."""
ALIKE = 0.06
"""OKLab distance under which two inks beside each other are taken for one."""


def seen(colours: Sequence[str], sight: str) -> list[str]:
    """`#rrggbb` each -> what such an eye takes it for, as `#rrggbb`."""
    srgb = torch.tensor([[int(colour[at : at + 2], 16) / 255 for colour in colours] for at in (1, 3, 5)], dtype=torch.float64)
    shown = linear_to_srgb(torch.tensor(SIGHTS[sight], dtype=torch.float64) @ srgb_to_linear(srgb))
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in (shown * 255).round().int().T.tolist()]


def alike(colours: Sequence[str], sight: str) -> list[tuple[int, int]]:
    """Pairs of places whose colours such an eye confuses, though a full one tells them apart."""
    full, reduced = _distances(colours), _distances(seen(colours, sight))
    places = range(len(colours))
    return [(one, two) for one in places for two in places if one < two and reduced[one, two] < ALIKE <= full[one, two]]


def _distances(colours: Sequence[str]) -> Tensor:
    lab = hexes_to_oklab(colours)
    return torch.cdist(lab, lab)
