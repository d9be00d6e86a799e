"""Flying white: where a stroke ends, a brush that runs dry leaves groups of fine parallel streaks of the next lighter ink."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.noise import look, smoothstep, visible
from engine.draw.pigment import Pigments
from engine.draw.touches import Touches, strewn

HAIRS = 330.0
"""Hairs of a broad brush a picture height."""
CELL, HALF, THIN = 0.09, 0.026, 0.005
"""Groups of streaks lie no closer than that on average; half of how wide the widest is, and the thinnest (heights)."""
REACH, LOOKS = 0.08, 7
"""How far (heights) ahead and behind a stroke's end is looked for, and how often on the way."""


def skipped(grid: Grid, plan: Plan, chance: Chance, pigments: Pigments, dry: Tensor, place: Tensor) -> Tensor:
    """(H, W) in [0, 1] how far towards the next lighter ink a dry brush leaves a pixel.

    place: (H, W) along the inks what is painted. dry: (h, w) on the plan, in [0, 1], how likely the brush is dry there.
    """
    groups = grid.once(("dry brush", chance.path), lambda: _groups(plan, chance, pigments, dry))
    groups = groups[:, _in_reach(groups[7], groups[8], grid)]
    if not groups.shape[1]:
        return grid.full(0.0)
    laid = Touches.laid(grid, groups, CELL, HALF)
    inside = torch.maximum(laid.across.div(laid.thick).abs_(), laid.along.abs()).flatten().lt(1).nonzero()[:, 0]
    at, along, across = (torch.index_select(plane.flatten(), 0, inside) for plane in (laid.at, laid.along, laid.across))
    thick, own, ink, onwards, seen = torch.index_select(groups[[6, 9, 10, 11, 12]], 1, inside // laid.at[0].numel())
    hairs = look((across * HAIRS).add_(own, alpha=199.0)[None], (along * 1.3).add_(own, alpha=83.0)[None])[0]
    # one hair after the other lifts on the way to the border, the outer ones last: so every streak begins in a point
    onwards.mul_(along)
    hairs.mul_(visible(0.4 * HAIRS, grid.pixel)).add_(onwards, alpha=0.9).sub_(across.div_(thick).pow_(4), alpha=1.3)
    cover = hairs.sub_(onwards.sub_(0.5).clamp_(min=0), alpha=7.0).sub_(0.25).mul_(1.6).clamp_(0, 1)
    there = torch.index_select(place.flatten(), 0, at)
    cover.mul_(there.sub_(ink).abs_().mul_(-4).add_(2.4).clamp_(0, 1).mul_(seen))  # a stroke ends with its form
    return grid.full(0.0).flatten().scatter_reduce_(0, at, cover, "amax").view(grid.shape)


def _groups(plan: Plan, chance: Chance, pigments: Pigments, dry: Tensor) -> Tensor:
    """(13, N) of the whole picture: the numbers of `strewn`, which ink is there, how much lighter it gets along the flow,
    and how much of the group is seen.

    A stroke ends where the flow runs into the border of a lighter wash; fewer streaks show in the darkest.
    """
    found = strewn(plan.grid, plan, chance, CELL, HALF, dry, turn=0.1)
    x, y, sin, cos, own = found[7], found[8], -found[3], found[4], found[9]
    steps = torch.linspace(-REACH, REACH, LOOKS, device=x.device)[:, None]
    inks = plan.sample(pigments.filled_at(plan.rank).floor_(), x + steps * cos, y + steps * sin)
    ink, rise = inks[LOOKS // 2], (inks[LOOKS // 2 + 1 :] - inks[: LOOKS // 2]).sum(0)
    ends = smoothstep(0.3, 2.0, rise.abs()).mul_(ink < pigments.count - 1.5).mul_(ink.add(0.4).clamp(max=1))
    seen = (ends - own).mul_(4).clamp_(0, 1).mul_((found[6] - THIN).mul_(1 / THIN).clamp_(0, 1))
    return torch.cat((found, torch.stack((ink, rise.clamp_(-1, 1), seen))))[:, (seen > 0.02).nonzero()[:, 0]]


def _in_reach(x: Tensor, y: Tensor, grid: Grid) -> Tensor:
    """(N',) which of middles (N,) lie so near to a window that their groups may reach it."""
    (left, right), (top, bottom) = grid.span
    far = CELL + HALF
    beside, above = (x - (left + right) / 2).abs_(), (y - (top + bottom) / 2).abs_()
    return ((beside < (right - left) / 2 + far) & (above < (bottom - top) / 2 + far)).nonzero()[:, 0]
