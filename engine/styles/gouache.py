"""Gouache: opaque, matte paint in flat strokes along the form; where the brush runs dry its hairs and the chalky ground show.

Strokes are cells of a lattice that lies along the flow, each in the tone found at its middle, over a ground that is painted flat: the
brush as a texture laid along a direction field (Haeberli, "Paint by numbers", 1990; Hays and Essa 2004).
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.bearings import ALIKE, COUNT, Bearings
from engine.draw.easel import Easel
from engine.draw.noise import Noise, planes, visible
from engine.registry import style

CHALK = 165.0
"""Grains of chalk a picture height."""
TURNS = 3
"""After so many strokes of a row their tones come again: as many as ALIKE rows are set off by."""
HAIRS = 10
"""Hairs that a stroke shows across."""
RAGGED = 0.22
"""How far apart hairs leave the paper at a stroke's end, in its length."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.3 + 0.3 * knobs.detail)


@style("gouache", tone=_tone, unseen=("edges",))
def gouache(easel: Easel) -> Tensor:
    grid, knobs, inks = easel.grid, easel.knobs, easel.inks
    slow, sway, chalk = _noises(easel)
    wide = 0.034 * 3 ** (0.5 - knobs.detail)
    bearings = Bearings.of(grid, easel.fields.flow, slow.mul(0.15 + 0.5 * knobs.energy))
    across, along = bearings.places(wide, wide * 5, alike=TURNS)
    across.add_(sway, alpha=0.35)
    row, hairs = _hairs(easel, across)
    along.add_(row, alpha=TURNS / ALIKE).add_(hairs, alpha=RAGGED)
    own = _stroke_tones(easel, bearings.number, row, along)
    hairs.mul_(along.sub_(along.floor()))
    rank = easel.rank.add(own, alpha=0.01 + 0.06 * knobs.energy)
    rank.add_(hairs, alpha=0.01 + 0.04 * knobs.texture).add_(chalk, alpha=0.03 * knobs.texture**2).clamp_(0, 1)
    picture = inks.paint(rank, inks.softness(0.12))
    picture = inks.over(picture, inks.accent, easel.fields.accent, rank)
    relief = hairs.mul_(0.006 + 0.014 * knobs.texture).add_(chalk, alpha=0.010 * knobs.texture).add_(own, alpha=0.008)
    return inks.shaded(picture, relief)


def _noises(easel: Easel) -> list[Tensor]:
    grid, chance = easel.grid, easel.chance
    return planes(
        grid,
        [
            [Noise(chance, "slow").octave(1.6, 1.0)],
            [Noise(chance, "waver").octave(9.0, 1.0)],
            [Noise(chance, "chalk").octave(CHALK, visible(CHALK, grid.pixel))],
        ],
    )


def _stroke_tones(easel: Easel, number: Tensor, row: Tensor, along: Tensor) -> Tensor:
    """(H, W) in [-1, 1]: each stroke of the lattice its own, by the numbers of its row, its place in it and its direction."""
    index = _modulo(along.floor(), TURNS).add_(_modulo(row, ALIKE), alpha=TURNS).add_(number, alpha=ALIKE * TURNS)
    own = easel.chance.uniforms("tones", COUNT * ALIKE * TURNS).mul_(2).sub_(1).to(row.device)
    return torch.index_select(own, 0, index.flatten().int()).view(row.shape)


def _hairs(easel: Easel, across: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) each: the row of strokes that a place lies in, and in [-1, 1] how strong the hair there is."""
    hair = _modulo(across.mul(HAIRS).floor_(), ALIKE * HAIRS)
    own = easel.chance.uniforms("hairs", ALIKE * HAIRS).mul_(2).sub_(1).to(hair.device)
    return across.floor(), torch.index_select(own, 0, hair.flatten().int()).view(hair.shape)


def _modulo(number: Tensor, count: int) -> Tensor:
    """Whole numbers, kept -> 0 .. count - 1."""
    return number - (number / count).floor_().mul_(count)
