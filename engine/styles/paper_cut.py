"""Paper-cut: sheets of coloured paper, cut out and stacked with air between them, each casting a soft shadow on those beneath.

A soft shadow is the blurred, shifted height of what casts it, wherever that stands higher: variance shadow maps' filtering of the map
instead of the tests (Donnelly and Lauritzen 2006). It is made on the plan, which is sharp enough for a blur.
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.around import blurred
from engine.draw.easel import Easel, Plan
from engine.draw.grid import Grid
from engine.draw.noise import Noise, visible
from engine.draw.shades import darker, stepped
from engine.draw.sides import Sides
from engine.palette.inks import look_up
from engine.registry import style

FALL = (0.55, 0.83)
"""The way shadows fall: to the lower right."""
SHEET = 0.11
"""How much higher than the ink next to it a sheet lies, beside what is nearer: a cut within one thing casts its shadow too."""
FIBRES = 130.0
DIM = 0.034
"""How much darker a shadow is, beside being nearer to a darker ink."""
SPARED = 0.06
"""How much nearer to itself than to other inks a sheet in shadow stays before it dims."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.35 * knobs.detail)


@style("paper-cut", tone=_tone, flat=True, parts=True, unseen=("edges", "flow"))
def paper_cut(easel: Easel) -> Tensor:
    grid, knobs, inks, plan = easel.grid, easel.knobs, easel.inks, easel.plan
    sheets = _sheets(easel)
    sides = Sides.of(inks, easel.rank)
    height, below = (_height(look_up(sheets, rank)[0], drawn) for rank, drawn in ((easel.rank, easel.fields), (plan.rank, plan.fields)))
    air = 0.008 + 0.032 * knobs.energy
    above = _fallen(plan, below, grid, 0.8 * air).sub_(height)
    rim = above.clamp(-0.2, -0.02).add_(0.02)
    shadow = above.sub_(0.015).mul_(5).clamp_(0, 1)
    picture = sides.crisp(inks)
    shadow.mul_(sides.whole())
    change = look_up(inks.kept("dimmed", lambda: stepped(inks, darker(inks, SPARED))), easel.rank)
    picture.addcmul_(change, shadow)
    picture = inks.over(picture, inks.accent, easel.fields.accent)
    fibres = Noise(easel.chance, "fibres").plane(grid, FIBRES) * (0.016 * knobs.texture * visible(FIBRES, grid.pixel))
    return inks.shaded(picture, fibres.sub_(shadow, alpha=DIM).sub_(rim, alpha=0.2))


def _sheets(easel: Easel) -> Tensor:
    """(1, STEPS) how high the sheets of ranks 0 .. 1 lie: what is usually nearer in this picture, the dark or the light, lies higher."""
    plan = easel.plan
    away = plan.fields.depth - plan.fields.depth.mean()
    lean = ((plan.rank - 0.5) * away).mean().mul(150).clamp(-1, 1)
    place = easel.inks.places(0.06)
    return (place * (lean * -SHEET))[None]


def _height(sheet: Tensor, fields: Fields) -> Tensor:
    return (sheet - fields.depth).add_(fields.accent, alpha=0.25)


def _fallen(plan: Plan, height: Tensor, grid: Grid, far: float) -> Tensor:
    """(H, W) the heights as their shadows fall `far` picture heights away, the softer the further."""
    moved = grid.moved(-FALL[0] * far, -FALL[1] * far)
    return blurred(plan.grid, height, moved, 0.95 * far)
