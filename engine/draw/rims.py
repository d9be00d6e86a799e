"""Soft edges that run from one side's ink to the other's and through none of those between, as what a lens blurs does.

Blurred ranks pass every ink between two tones: where those are green, red and blue, every blurred thing has a rainbow about it. So an
edge's two sides are found, the least and the greatest rank around on the small pass, and what is mixed is their colours.
"""

from __future__ import annotations

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.around import blurred
from engine.draw.continuous import detour, held, resting
from engine.draw.easel import Plan
from engine.draw.greatest import greatest
from engine.draw.grid import Grid
from engine.palette.inks import Inks, look_up

FELT, MORE, CLEAR = 0.22, 2.0, 0.08
"""What difference in rank around a pixel is an edge in a rainbow, and how much more it takes in a ramp, which may run through its inks.
Less is a tone that runs; so much more or less is clearly one or the other."""
CRISP = 0.35
"""How soft an edge is, as a part of what it would be, where it is hardly one or where one of its sides passes from one ink to another."""
SMOOTH = 0.005
"""How softly the sides give way to one another (heights)."""
PURE = 0.1
"""On the first and the last part of the way across an edge each side's own mixture of two inks turns into the one it has most of, so that
the rest of the way lies between two inks and no more."""


def _sides(plan: Plan, reach: float) -> Tensor:
    """(2, h, w) of the plan: the least and the greatest rank within `reach` heights, across and down."""
    pixels = max(1, round(reach / plan.grid.pixel))
    across, down = (pixels if period else 0 for period in plan.grid.tile)
    both = torch.stack((-plan.rank, plan.rank))
    both = functional.pad(both, (across, across, down, down), mode="circular")
    both = functional.pad(both, (pixels - across,) * 2 + (pixels - down,) * 2, mode="replicate")
    both = greatest(both, 2 * pixels + 1)
    both[0].neg_()
    return both


def painted(inks: Inks, plan: Plan, on: Grid, rank: Tensor, moved: Tensor, reach: float) -> Tensor:
    """(3, H, W) OKLab of blurred ranks (H, W), which light moves by `moved` (H, W).

    on: where the plan is looked at. reach: how far from an edge it is still felt (heights): some two of the blur's deviations.
    """
    table, least = held(inks), FELT + MORE * (1 - detour(inks))
    if least >= 1:
        return look_up(table, rank.add_(moved))
    around = on.once(("sides", reach), lambda: _sides(plan, reach))
    low, high = (blurred(plan.grid, side, on, SMOOTH) for side in around)
    torch.minimum(low, rank, out=low)
    torch.maximum(high, rank, out=high)
    gap = high - low
    share = (rank - low).div_(gap.clamp_min(1e-4)).sub_(0.5)
    low.add_(moved)
    high.add_(moved)
    rests = resting(inks)
    (low_rest, low_alone), (high_rest, high_alone) = look_up(rests, low), look_up(rests, high)
    clear = gap.sub_(least).mul_(1 / CLEAR)
    edge = (clear * 1e5).clamp_(0, 1)
    soft = low_alone.mul_(high_alone).sub_(1).mul_(edge).add_(1).mul_(clear.abs_().clamp_(max=1))
    share.div_(soft.clamp_(min=CRISP)).add_(0.5).clamp_(0, 1)
    rank = torch.lerp(low, high, share)
    low.lerp_(low_rest, (share * (1 / PURE)).clamp_(max=1))
    high.lerp_(high_rest, (1 - share).mul_(1 / PURE).clamp_(max=1))
    below, above = (look_up(table, torch.lerp(rank, side, edge)) for side in (low, high))
    return below.lerp_(above, share.sub_(PURE).mul_(1 / (1 - 2 * PURE)).clamp_(0, 1))
