"""Stained glass: panes of pot glass in one ink each, cut along the outlines and elsewhere as glass can be cut, held by dark leads.

Panes lie along the forms; the focal one is whole. Light comes from behind: a pane is streaky as blown glass is, and dims towards its
leads, where it has never been cleaned.
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.blocks import Blocks
from engine.draw.compared import above, below
from engine.draw.easel import Easel
from engine.draw.guided import fitted, guided, steepness
from engine.draw.joints import between, joining
from engine.draw.noise import series, summed
from engine.draw.pieces import Lattice, Sites
from engine.draw.ranking import Ranking
from engine.draw.shades import glowing, stepped
from engine.draw.sides import Sides
from engine.palette.inks import Inks, look_up
from engine.registry import style

BLOCK = 1 / 64
NEAREST = 6
WITHIN = 0.024
"""How far the plain ground of a shape is smoothed (heights)."""
STEP = 0.01
"""Tones of shapes (regions) that differ by much more than this part two shapes."""
APART = 0.045
"""What differs in tone by so much from where a pane's site lies is no part of that pane."""
SHARP, FADE = 4.0, 0.01
"""Tones that change by much more than this a height make an outline, or a detail painted on the glass: not for a cut to follow."""
FLASHED = 0.08
"""How far ranks differ across a pane: where its ink must change as the scene moves, a lead runs in from one side, with the next behind."""
ACROSS = (0.6, 0.8)
"""Which way."""
AROUND = ((0.0, 0.0), (0.1, 0.26), (-0.1, 0.26), (0.1, -0.26), (-0.1, -0.26))
"""Where a pane looks for its ink and its shape, in panes: at its site, but for what nothing above or below is like, as a bird in flight."""
PARTED = 1000.0
"""A site between tones that differ is on an outline: it may be so many times as rough as they differ by."""
OUTLINED = 3.0
"""How many times sooner a pane is clean again beside an outline than beside another pane: shapes may be small."""
SPENT = 0.06
"""Leads grow thinner where they would use more than this beyond their ink's share."""
CELLS = 2.4
"""A cell's leads cover about this times lead width over cell width."""
OUTLINES = 0.05
"""Of the picture, what leads along outlines mostly cover: which ink they have must not change as outlines move."""


def _tone(fields: Fields, _: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.15)


@style("stained-glass", tone=_tone, afar=("flow",))
def stained_glass(easel: Easel) -> Tensor:
    grid, knobs, plan = easel.grid, easel.knobs, easel.plan
    step = 0.157 / 2 ** (1.4 * (knobs.detail - 0.5))
    lead = 0.0042 + 0.02 * step
    fit = grid.once(("ground", easel.chance.path), lambda: fitted(plan.grid, plan.rank, plan.fields.regions, WITHIN, STEP))
    sites, learnt = grid.once(("sites", easel.chance.path), lambda: _sites(easel, step, fit))
    blocks = Blocks.of(grid, BLOCK)
    near, far, pane, home = blocks.plane(sites.drawn(blocks, square=False, most=NEAREST), grid.shape)
    border = far.sqrt_().sub_(near.sqrt_()).mul_(0.5)
    part = below(plan.fields.edges, lead / 2.3).mean() + CELLS * lead / step
    lead_ink = joining(easel.inks, CELLS * lead / step + OUTLINES)
    thin = ((torch.index_select(easel.inks.shares, 0, lead_ink.reshape(1)) + SPENT) / part).clamp(0.35, 1)[0]
    inks = between(easel.inks, lead_ink, part * thin)
    rank, other, cut = _glazed(easel, inks, pane, learnt.rank(guided(plan.grid, fit, grid, easel.fields.regions, WITHIN)), home, step)
    border = torch.minimum(border.add_(other, alpha=step), cut).add_(easel.fields.accent, alpha=step)
    distance = torch.minimum(border, easel.fields.edges)
    streaks = summed(grid, series(grid.pixel, easel.chance.of("streaks"), 9.0, 3, 0.6, 0.45))
    leads = (0.5 * lead * thin - distance).mul_(2.4 / grid.pixel).add_(0.5).clamp_(0, 1)
    sides = Sides.of(inks, rank).beneath(leads)
    lit, dulling = (stepped(inks, values) for values in glowing(inks, lead_ink))
    whole = sides.whole()
    rim = torch.minimum(border, easel.fields.edges * OUTLINED)
    dull = rim.mul_(-1 / (0.012 + 0.16 * step)).add_(0.95).clamp_(min=0)
    dull.add_(streaks, alpha=0.25 * knobs.texture).clamp_(0, 1).mul_(whole)
    picture = sides.painted(inks.pure())
    light = look_up(torch.cat((lit, dulling)), sides.main())
    picture.addcmul_(light[:3], whole).addcmul_(light[3:], dull)
    picture = inks.over(picture, inks.accent, easel.fields.accent)
    picture = inks.shaded(picture, streaks.mul_(0.03 * knobs.texture))
    return picture.lerp_(torch.index_select(inks.colours, 0, lead_ink.reshape(1)).reshape(3, 1, 1), leads)


def _sites(easel: Easel, step: float, fit: Tensor) -> tuple[Sites, Ranking]:
    """Panes run along the flow, the more the more energy; each knows its rank, were it in the picture's middle, and its shape's tone: on an
    outline that of no shape, as what mixes there is neither side's. And what smoothing does to ranks, learnt to be undone.
    """
    grid, plan, texture = easel.grid, easel.plan, easel.knobs.texture
    lattice = Lattice.over(grid, easel.chance, step)
    x, y, own, _ = lattice.random
    x, y = lattice.x + (x - 0.5) * 0.6 * lattice.step[0], lattice.y + (y - 0.5) * 0.6 * lattice.step[1]
    rough = steepness(plan.fields.regions, plan.grid.pixel)
    ground = guided(plan.grid, fit, plan.grid, plan.fields.regions, WITHIN)
    learnt = Ranking.of(ground)
    told = torch.cat((torch.stack((learnt.rank(ground), plan.fields.regions, rough)), plan.fields.flow))
    aside = torch.tensor(AROUND, device=x.device).mul_(step).T[..., None, None]
    there = plan.sample(told, x + aside[0], y + aside[1])
    low, high = there[:, 1:].aminmax(dim=1)
    high[2].add_((high[1] - low[1] - 2 * APART).clamp_(min=0), alpha=PARTED)
    rank, home, rough, cosine, sine = there[:, 0].clamp_(low, high)
    home += (rough * (1 / SHARP) - 0.5).clamp_(0, 2)
    length = torch.rsqrt(cosine.square() + sine.square() + 1e-6)
    pane = (rank + (own - 0.5) * 0.10 * texture).clamp_(0, 1) - (x * ACROSS[0] + y * ACROSS[1]) * (FLASHED / step)
    values = torch.stack((pane, home))
    return Sites.of(lattice, x, y, cosine * length, sine * length, 1.4 + 0.8 * easel.knobs.energy, values), learnt


def _glazed(easel: Easel, inks: Inks, pane: Tensor, ground: Tensor, home: Tensor, step: float) -> tuple[Tensor, Tensor, Tensor]:
    """(H, W) each: ranks, a pane's own within the shape that its site lies in and the ground's elsewhere; 1 elsewhere; and how far
    (heights) it is to where the two meet softly, or two inks within one.
    """
    grid = easel.grid
    steep, leap = (steepness(plane, grid.pixel).clamp_(min=1e-3) for plane in (ground, easel.fields.regions))
    apart = (easel.fields.regions - home).abs_().sub_(APART)
    other = above(apart, 0.0)
    flashed = FLASHED / step
    rank = (grid.x * (ACROSS[0] * flashed) + grid.y * (ACROSS[1] * flashed)).add_(pane)
    rank.lerp_(ground, other).clamp_(0, 1)
    inner = torch.sub(rank, look_up(inks.nearest_cuts(), rank)[0]).abs_().div_(steep.new_tensor(flashed).lerp(steep, other))
    cut = torch.minimum(inner, apart.abs_().div_(leap))
    return rank, other, cut.add_(steep.add_(leap).mul_(FADE / SHARP).sub_(FADE).clamp_(min=0))
