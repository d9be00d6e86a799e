"""The small pass's whole inks, each with its crisp outline at any size: for what is finer than the marks that a style paints with.

For each cut between two inks, how much of a pixel lies above it is raised to the window and steepened until an outline is a pixel wide,
as letters are drawn from small pictures of them (Green, "Improved alpha-tested magnification for vector textures and special effects",
2007).
"""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.around import blurred
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.palette.inks import Inks, look_up, neighbourhood

OUTLINE = 0.03
"""A pixel about which ranks differ by more lies on an outline."""
STEEP = 0.16
"""How much of its way from 0 to 1 a raised coverage goes across an outline, a pixel of the plan."""


def above(inks: Inks, plan: Plan) -> Tensor:
    """(K, h, w) of the plan's pixels: how much of each lies above every cut between two inks, and how much the accent covers."""
    low, high = neighbourhood(plan.rank)
    gap = high - low
    passed = (gap > OUTLINE).float()
    share = (plan.rank - low).div_(gap.clamp_min_(1e-6)).mul_(passed)
    first, second = (torch.lerp(plan.rank, side, passed) for side in (low, high))
    cuts = inks.shares.cumsum(0)[:-1, None, None]
    return torch.cat((torch.lerp((first > cuts).float(), (second > cuts).float(), share), plan.fields.accent[None]))


def tinted(inks: Inks, plan: Plan, covers: Tensor, on: Grid) -> Tensor:
    """(3, H, W) OKLab of whole inks and the accent, with outlines a pixel wide. covers: (K, h, w), see `above`."""
    steep = max(1.0, plan.grid.pixel / (2 * STEEP * on.pixel))
    crisp = blurred(plan.grid, covers, on, 0.0).sub_(0.5).mul_(steep).add_(0.5).clamp_(0, 1)
    place = crisp[:-1].sum(0).mul_(1 / max(inks.count - 1, 1))
    return inks.over(look_up(inks.mixtures(), place), inks.accent, crisp[-1])
