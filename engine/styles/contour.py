"""Contour: a map of the picture: tints layered like altitudes, contour lines within shapes, every fifth one bold, outlines as cliffs.

Lines at even steps of a height, of a width that does not hang on the slope: the distance to a level set is the height's difference
over the length of its gradient (Quilez, "Distance to implicits", 2010). The height is the picture smoothed within its outlines by a
guided filter. Layer tints are those of Imhof, "Cartographic Relief Presentation" (1965).
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.compared import below
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.draw.guided import fitted, guided, steepness
from engine.draw.key_line import stroke
from engine.draw.noise import Noise, planes, series, visible
from engine.draw.ranking import Ranking
from engine.draw.sides import Sides
from engine.draw.washes import rim_of
from engine.palette.inks import Inks, look_up
from engine.registry import style

SMOOTH = 0.011
"""How far the lay of the land is smoothed (heights)."""
STEP = 0.07
"""Ranks that differ by much more than this beside each other are a step, which stays; by much less, a texture, which goes."""
LIGHT, BOLD, CLIFF = 0.0009, 0.0018, 0.0014
"""Half widths of contour lines, of index lines and of outlines."""
FIFTH = 5
CLEAR = 0.004
"""Contour lines end so far (heights) from an outline."""
STEEP = 0.0042
"""Where contour lines would stand closer than so (heights) none are drawn."""
SKY = 0.6
"""From this depth on hills of its own begin."""
TOOTH = 120.0


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.2 + 0.4 * knobs.detail).add_(fields.accent, alpha=0.2)


@style("contour", tone=_tone, unseen=("flow",))
def contour(easel: Easel) -> Tensor:
    grid, knobs, fields = easel.grid, easel.knobs, easel.fields
    fit, ranking = grid.once(("land", easel.chance.path), lambda: _learnt(easel))
    height, tooth = _land(easel, grid, fields, easel.rank, fit)
    height = ranking.rank(height)
    lines = _lines(height, 14 * 3.2**knobs.detail, grid.pixel)
    lines.mul_((fields.edges * (1 / CLEAR)).sub_(1).clamp_(0, 1))
    cliffs = stroke(fields.edges, fields.edges.new_tensor(CLIFF), grid.pixel)
    picture, drawn = _tints(easel.inks, height, torch.maximum(lines, cliffs))
    picture.lerp_(drawn, lines).lerp_(easel.inks.dark[:, None, None], cliffs)
    picture = easel.inks.over(picture, easel.inks.accent, fields.accent)
    return easel.inks.shaded(picture, tooth.mul_(0.014 * knobs.texture))


def _learnt(easel: Easel) -> tuple[Tensor, Ranking]:
    """From the small pass: how the picture is smoothed, and how its land ranks."""
    plan = easel.plan
    fit = fitted(plan.grid, plan.rank, plan.rank, SMOOTH, STEP)
    return fit, Ranking.of(_land(easel, plan.grid, plan.fields, plan.rank, fit)[0])


def _land(easel: Easel, on: Grid, fields: Fields, rank: Tensor, fit: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) each: the picture as a land, smooth within its outlines, with calm hills in an empty sky, and the paper's tooth."""
    tooth = [Noise(easel.chance, "tooth").octave(TOOTH, visible(TOOTH, on.pixel))]
    hills, tooth_plane = planes(on, [series(on.pixel, easel.chance.of("land"), 1.8, 1), tooth])
    hills.mul_((fields.depth - SKY).mul_(5).clamp_(0, 1)).mul_(0.01 + 0.05 * easel.knobs.energy)
    return guided(easel.plan.grid, fit, on, rank, SMOOTH).add_(hills), tooth_plane


def _lines(height: Tensor, steps: float, pixel: float) -> Tensor:
    """(H, W) coverage by contour lines, so many from the lowest to the highest, whichever way the land slopes."""
    steep = steepness(height, pixel).clamp_(min=1e-3)
    levels = height * steps
    nearest = levels.round()
    apart = (levels - nearest).abs_().div_(steep).mul_(1 / steps)
    fifth = nearest.mul_(1 / FIFTH).sub_(nearest.round()).abs_()
    spacing = steep.reciprocal_().mul_(1 / steps)
    half = torch.minimum(below(fifth, 0.01).mul_(BOLD - LIGHT).add_(LIGHT), spacing.mul_(0.06))
    sparse = spacing.mul_(1 / (0.06 * STEEP)).sub_(1).clamp_(0, 1)
    return stroke(apart, half, pixel).mul_(sparse)


def _tints(inks: Inks, height: Tensor, drawn: Tensor) -> tuple[Tensor, Tensor]:
    """(3, H, W) OKLab each: the tint, and what contour lines on it are drawn in. drawn: how much of a pixel any line will cover."""
    sides = Sides.of(inks, height).beneath(drawn)
    picture = sides.painted(inks.pure())
    if inks.softness(0.0):
        picture.lerp_(sides.crisp(inks), 1 - rim_of(drawn))
    return picture, look_up(inks.kept("contour lines", lambda: _drawn(inks)), sides.main())


def _drawn(inks: Inks) -> Tensor:
    """(3, STEPS) for ranks 0 .. 1 the ink of lines: about a fifth of the way to black or white off."""
    apart = inks.colours[:, None, 0] - inks.colours[None, :, 0]
    merit = -(apart.abs() - 0.22).abs() + 0.04 * apart.sign()
    chosen = merit.fill_diagonal_(-9.0).argmax(1).float()
    return inks.blend(torch.index_select(chosen, 0, inks.places(0.0).round().long()))
