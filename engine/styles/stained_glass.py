"""Stained glass: panes of pot glass in one ink each, cut along the outlines and elsewhere as glass can be cut, held by dark leads.

Panes lie along the forms; the focal one is whole. Light comes from behind: a pane is streaky as blown glass is, and dims towards its
leads, where it has never been cleaned.
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.blocks import Blocks
from engine.draw.compared import below
from engine.draw.easel import Easel
from engine.draw.joints import between
from engine.draw.noise import Noise, planes, series
from engine.draw.pieces import Lattice, Sites
from engine.draw.shades import glowing, stepped
from engine.draw.sides import Sides
from engine.palette.inks import look_up
from engine.registry import style

BLOCK = 1 / 64
NEAREST = 6
FLASHED = 0.012
"""How far ranks differ within a pane: where its ink must change as the scene moves, the next runs in from one side, as in flashed glass."""
SPENT = 0.06
"""Leads grow thinner where they would use more than this beyond their ink's share."""
CELLS = 2.4
"""A cell's leads cover about this times lead width over cell width."""


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.15)


@style("stained-glass", tone=_tone)
def stained_glass(easel: Easel) -> Tensor:
    grid, knobs, plan = easel.grid, easel.knobs, easel.plan
    step = 0.135 / 2 ** (1.4 * (knobs.detail - 0.5))
    lead = 0.0042 + 0.02 * step
    sites = grid.once(("sites", easel.chance.path), lambda: _sites(easel, step))
    blocks = Blocks.of(grid, BLOCK)
    near, far, rank, own = blocks.plane(sites.drawn(blocks, square=False, most=NEAREST), grid.shape)
    border = far.sqrt_().sub_(near.sqrt_()).mul_(0.5).add_(easel.fields.accent, alpha=step)
    distance = torch.minimum(border, easel.fields.edges)
    part = below(plan.fields.edges, lead / 2.3).mean() + CELLS * lead / step
    lead_ink, _ = between(easel.inks, part)
    thin = ((torch.index_select(easel.inks.shares, 0, lead_ink.reshape(1)) + SPENT) / part).clamp(0.35, 1)[0]
    lead_ink, inks = between(easel.inks, part * thin)
    flash, streaks = planes(
        grid, [[Noise(easel.chance, "flash").octave(0.8 / step)], series(grid.pixel, easel.chance.of("streaks"), 9.0, 3, 0.6, 0.45)]
    )
    rank = _panes(easel, rank, own).add_(torch.add(flash, streaks, alpha=0.6), alpha=FLASHED).clamp_(0, 1)
    leads = (0.5 * lead * thin - distance).mul_(2.4 / grid.pixel).add_(0.5).clamp_(0, 1)
    sides = Sides.of(inks, rank).beneath(leads)
    lit, dulling = (stepped(inks, values) for values in glowing(inks, lead_ink))
    whole = sides.whole()
    dull = (distance * (-1 / (0.012 + 0.16 * step))).add_(0.95).clamp_(min=0)
    dull.add_(streaks, alpha=0.25 * knobs.texture).clamp_(0, 1).mul_(whole)
    picture = sides.painted(inks.pure())
    light = look_up(torch.cat((lit, dulling)), sides.main())
    picture.addcmul_(light[:3], whole).addcmul_(light[3:], dull)
    picture = inks.over(picture, inks.accent, easel.fields.accent)
    picture = inks.shaded(picture, streaks.mul_(0.03 * knobs.texture))
    return picture.lerp_(torch.index_select(inks.colours, 0, lead_ink.reshape(1)).reshape(3, 1, 1), leads)


def _sites(easel: Easel, step: float) -> Sites:
    """Panes run along the flow, the more the more energy; each knows the rank at its site, moved a little, and a number of its own."""
    grid, plan = easel.grid, easel.plan
    lattice = Lattice.over(grid, easel.chance, step)
    x, y, *own = lattice.random
    x, y = lattice.x + (x - 0.5) * 0.6 * lattice.step[0], lattice.y + (y - 0.5) * 0.6 * lattice.step[1]
    rank, cosine, sine = plan.sample(torch.cat((plan.rank[None], plan.fields.flow)), x, y)
    length = torch.rsqrt(cosine.square() + sine.square() + 1e-6)
    return Sites.of(lattice, x, y, cosine * length, sine * length, 1.6 + 1.2 * easel.knobs.energy, torch.stack((rank, own[0])))


def _panes(easel: Easel, rank: Tensor, own: Tensor) -> Tensor:
    """A pane has one rank; across an outline from its site it has the picture's own."""
    apart = (easel.rank - rank).abs_().sub_(0.10).mul_(30).clamp_(0, 1)
    return torch.lerp(rank, easel.rank, apart).add_(own.sub(0.5).mul_(0.10 * easel.knobs.texture)).clamp_(0, 1)
