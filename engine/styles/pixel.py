"""Pixel: big square pixels, each one pure ink, tones between two inks woven by an ordered dither.

The dither is Bayer's 4 x 4 matrix (Bayer, "An optimum method for two-level rendition of continuous-tone pictures", 1973), counted in
the picture's own squares: an export shows the same squares, larger.
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.easel import Easel
from engine.draw.squares import Squares
from engine.registry import style

COARSEST = 12 / 512
"""Side of a square (heights) at no detail; a quarter of it at full detail. Whole pixels at 512, 1024 and 2048 by default."""
BAYER = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
LOOK = 0.15
"""How much of a square's side, around its middle, decides its tone: little enough to keep outlines clean."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.35 + 0.5 * knobs.detail)


@style("pixel", tone=_tone, flat=True, halo=COARSEST * 0.8, unseen=("edges", "flow"))
def pixel(easel: Easel) -> Tensor:
    grid, knobs, inks = easel.grid, easel.knobs, easel.inks
    squares = Squares.over(grid, COARSEST / 4**knobs.detail)
    rank, accent = squares.means(torch.stack((easel.rank, easel.fields.accent)), LOOK)
    place = inks.position(rank, 0.3 + 0.6 * knobs.energy)
    ink = place.floor().clamp_(0, max(inks.count - 2, 0))
    colours = inks.blend(ink + (place - ink > _threshold(squares)))
    colours = torch.lerp(colours, inks.accent[:, None, None], (accent > 0.5).float())
    picture = squares.laid(colours)
    bevel = squares.rims(0.0, 0.16).sub_(squares.rims(0.84, 1.0))
    return inks.shaded(picture, bevel.mul_(0.034 * knobs.texture**2))


def _threshold(squares: Squares) -> Tensor:
    """(rows, columns) in (0, 1)."""
    across, down = squares.numbers(0) % 4, squares.numbers(1) % 4
    matrix = torch.tensor(BAYER, device=squares.grid.device, dtype=torch.float32)
    return (matrix[down][:, across] + 0.5) / 16
