"""How much a wish for the photograph counts, by what the references have to show it with.

A painting has shapes of its own, light ones and dark ones, into which a photograph's fall. A weave is the same all over: its patches are
as they should be only where nothing is shown. There the same wish must count for more to be seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.match.colour import light

CELLS = 8
"""Along the longer side: what fills one is a shape, not a motif."""
PLAIN = 0.25
"""Of the spread of light, what lies in shapes where there are any: paintings have 0.7, photographs and mosaics 0.5, a weave 0.1."""
WEIGHT = 3.0
"""The power to which what is left to the references is raised where there is none: 0.5 of the photograph counts as 0.875."""


def weighed(content: float, references: Sequence[Tensor]) -> float:
    """content in [0, 1], references (3, H, W) sRGB -> in [0, 1]: the same for whatever has large shapes, more for what has none."""
    lacking = max(0.0, 1 - shapes(references) / PLAIN)
    return 1 - math.pow(1 - content, 1 + (WEIGHT - 1) * lacking)


def shapes(references: Sequence[Tensor]) -> float:
    """How much of the spread of light is between cells: from 0, all alike, to 1, each cell flat."""
    pixels = [light(one) for one in references]
    cells = [functional.adaptive_avg_pool2d(one[None], _grid(one.shape))[0] for one in pixels]
    fine, coarse = (torch.cat([part.flatten() for part in parts]) for parts in (pixels, cells))
    return float(coarse.std() / fine.std().clamp_min(1e-6))


def _grid(shape: torch.Size) -> tuple[int, int]:
    rows, columns = (max(1, round(CELLS * side / max(shape))) for side in shape)
    return rows, columns
