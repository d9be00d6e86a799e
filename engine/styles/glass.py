"""Glass: the picture behind a pane of reeded, frosted glass: soft gradients, bent again and again by upright ribs.

A rib is a cylindrical lens: what stands behind it is seen squeezed across its width (Born and Wolf, "Principles of Optics", 4.4).
Since ribs bend along x only, blur and bend together are one product of two thin matrices.
"""

from __future__ import annotations

from dataclasses import replace

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw import rims
from engine.draw.around import blurred
from engine.draw.easel import Easel
from engine.draw.noise import Noise, visible
from engine.registry import FROM_PLAN, style

BENT = 0.5
"""How much more than its own width a rib shows of what is behind it; nearly as much again, and every thing stands there twice."""
OUTSTANDING = 0.3
"""How much of that bend the accent shows: it is one thing, and stands there once."""
FROST = 170.0


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.7).add_(fields.accent, alpha=0.15)


@style("glass", tone=_tone, unseen=("edges", "flow"), afar=FROM_PLAN)
def glass(easel: Easel) -> Tensor:
    grid, knobs, inks, plan = easel.grid, easel.knobs, easel.inks, easel.plan
    rib = _rib(easel)
    within = ((grid.x - grid.tile[0] / 2) / rib).add_(0.5)
    within = within.sub_(within.floor()).sub_(0.5).mul_(2)
    bend = within * (rib * 0.5 * (BENT * 2 * knobs.energy))
    seen = replace(grid, x=grid.x + bend, root=(grid.root, "reeded", rib, knobs.energy))
    blur = 0.024 * 6**-knobs.detail
    rank = blurred(plan.grid, plan.rank, seen, blur)
    rank.sub_(0.5).mul_(1.12).add_(0.5)
    seam = (1 - within.abs()).mul_(rib / 2)
    frost = Noise(easel.chance, "frost").plane(grid, FROST) * visible(FROST, grid.pixel)
    light = (frost * (0.002 + 0.016 * knobs.texture)).add_(within.pow(3) * 0.07)
    picture = rims.painted(inks, plan, seen, rank, light, 1.5 * blur)
    straighter = replace(grid, x=grid.x + bend * OUTSTANDING, root=(grid.root, "reeded less", rib, knobs.energy))
    accent = blurred(plan.grid, plan.fields.accent, straighter, blur).sub_(0.5).mul_(0.12 / blur).add_(0.5).clamp_(0, 1)
    picture = inks.over(picture, inks.accent, accent, rank)
    glint = within.pow(3).mul_(0.022).add_((seam * (-1 / 0.0025) + 1).clamp_(0, 1), alpha=-0.03)
    return inks.shaded(picture, frost.mul_(0.012 * knobs.texture).add_(glint))


def _rib(easel: Easel) -> float:
    """A rib's width (heights): a whole number of ribs where the picture repeats."""
    width = 0.085 * 2 ** (-1.2 * easel.chance.uniform("rib", -0.5, 0.5))
    period = easel.grid.tile[0]
    return period / round(period / width) if period else width
