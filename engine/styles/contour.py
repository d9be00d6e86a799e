"""Contour: a map of the picture: tints layered like altitudes, with contour lines between them, every fourth one bold.

Lines at even steps of a smoothed height, of a width that does not hang on the slope: the distance to a level set is the height's
difference over the length of its gradient (Quilez, "Distance to implicits", 2010). Layer tints are those of Imhof,
"Cartographic Relief Presentation" (1965).
"""

from __future__ import annotations

import torch
from torch.nn import functional

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.around import blurred
from engine.draw.compared import below
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.draw.key_line import stroke
from engine.draw.noise import Noise, planes, series, visible
from engine.draw.ranking import Ranking
from engine.draw.washes import rim_of
from engine.palette.inks import STEPS, Inks, look_up
from engine.registry import style

SMOOTH = 0.0075
"""How far the lay of the land is smoothed (heights)."""
LIGHT, BOLD = 0.0009, 0.0018
"""Half widths of lines."""
FOURTH = 4
CLIFF = 0.0042
"""Where lines would stand closer than so (heights) there is a cliff, drawn without."""
TOOTH = 120.0


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.4 + 0.4 * knobs.detail).add_(fields.accent, alpha=0.2)


@style("contour", tone=_tone, unseen=("edges", "flow"))
def contour(easel: Easel) -> Tensor:
    grid, knobs, inks, plan = easel.grid, easel.knobs, easel.inks, easel.plan
    (planned, _), (height, tooth) = (_land(easel, on) for on in (plan.grid, grid))
    height = Ranking.of(planned).rank(height)
    steps = 14 * 3.2**knobs.detail
    steep = _steepness(height, grid.pixel).clamp_(min=1e-3)
    levels = height * steps
    nearest = levels.round()
    apart = (levels - nearest).abs_().div_(steep).mul_(1 / steps)
    fourth = nearest.mul_(1 / FOURTH).sub_(nearest.round()).abs_()
    spacing = steep.reciprocal().mul_(1 / steps)
    half = torch.minimum(below(fourth, 0.01).mul_(BOLD - LIGHT).add_(LIGHT), spacing.mul_(0.06))
    sparse = spacing.mul_(1 / (0.06 * CLIFF)).sub_(1).clamp_(0, 1)
    lines = stroke(apart, half, grid.pixel).mul_(sparse)
    picture, drawn = _tints(inks, height, steep * grid.pixel, rim_of(lines))
    picture.lerp_(drawn, lines)
    picture = inks.over(picture, inks.accent, easel.fields.accent)
    return inks.shaded(picture, tooth.mul_(0.014 * knobs.texture))


def _land(easel: Easel, on: Grid) -> tuple[Tensor, Tensor]:
    """(H, W) each: the smoothed picture as a land, with hills and hollows of its own where it is flat, and the paper's tooth."""
    tooth = [Noise(easel.chance, "tooth").octave(TOOTH, visible(TOOTH, on.pixel))]
    hills, tooth_plane = planes(on, [series(on.pixel, easel.chance.of("land"), 3.0, 2, 0.5), tooth])
    hills.mul_(0.02 + 0.1 * easel.knobs.energy)
    return hills.add_(blurred(easel.plan.grid, easel.plan.rank, on, SMOOTH)), tooth_plane


def _steepness(height: Tensor, pixel: float) -> Tensor:
    """(H, W) length of the gradient, a height."""
    padded = functional.pad(height[None, None], (1, 1, 1, 1), mode="replicate")[0, 0] * (0.5 / pixel)
    across, down = padded[1:-1, 2:] - padded[1:-1, :-2], padded[2:, 1:-1] - padded[:-2, 1:-1]
    return across.square_().addcmul_(down, down).sqrt_()


def _tints(inks: Inks, height: Tensor, step: Tensor, drawn: Tensor) -> tuple[Tensor, Tensor]:
    """(3, H, W) OKLab each: the tint, and what lines on it are drawn in.

    step: (H, W) how much the height changes over a pixel, which a tint's border is antialiased by; drawn: 1 where a line will cover
    part of a pixel, beneath which is one ink only.
    """
    tables = look_up(inks.kept("contour", lambda: _tables(inks)), height)
    share = (height - tables[0]).div_(step).add_(0.5).clamp_(0, 1)
    picture = tables[1:4].lerp_(tables[4:7], share.lerp_(share.round(), drawn))
    run = max(0.0, 0.5 - inks.contrast) * 2
    if run:
        picture.lerp_(look_up(inks.table(0.0), height), run * (1 - drawn))
    return picture, tables[7:]


def _tables(inks: Inks) -> Tensor:
    """(10, STEPS) for ranks 0 .. 1: the nearest cut, the inks below and above it, and the ink of lines, about a fifth of the way to
    black or white off.
    """
    ranks = (torch.arange(STEPS, device=inks.shares.device) + 0.5) / STEPS
    cuts = inks.shares.cumsum(0)[:-1] if inks.count > 1 else inks.shares
    nearest = (ranks[:, None] - cuts).abs().argmin(1)
    below = nearest.float()
    apart = inks.colours[:, None, 0] - inks.colours[None, :, 0]
    merit = -(apart.abs() - 0.22).abs() + 0.04 * apart.sign()
    drawn = merit.fill_diagonal_(-9.0).argmax(1).float()
    number = (ranks[:, None] > cuts).sum(1)
    three = inks.blend(torch.stack((below, below + 1, drawn[number]))).transpose(0, 1).flatten(0, 1)
    return torch.cat((cuts[nearest][None], three))
