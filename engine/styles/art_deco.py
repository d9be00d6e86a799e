"""Art deco: airbrushed gradients, sunrays about the focal point, gold lines doubled along every shape, in a stepped frame.

After the posters of Cassandre and the travel posters of the 1930s: tones sprayed through stencils, dark at one side of an edge and fading
from it; rays as Chrysler Building lunettes have them (Bayer, "Art Deco Architecture", 1992).
"""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.around import blurred
from engine.draw.easel import Easel, Plan
from engine.draw.grid import Grid, wrapped
from engine.draw.joints import between, joining
from engine.draw.key_line import stroke
from engine.draw.noise import Noise, smoothstep, visible
from engine.draw.ranking import Ranking
from engine.palette.inks import STEPS, Inks, steps
from engine.registry import style

SOFTNESS = 0.9
LINE, THIN, APART = 0.0042, 0.0016, 0.0105
"""Widths of an outline and of the thin one beside it, and how far they lie apart (heights)."""
MARGIN, STEP = 0.024, 0.022
"""The frame's distance from the border, and the steps of its corners (heights)."""
SPRAY = 0.055
GRAIN = 170.0
FAINT = 0.06
"""A line that covers less of a pixel does not show."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.15 + 0.4 * knobs.detail)


@style("art-deco", tone=_tone, unseen=("flow",))
def art_deco(easel: Easel) -> Tensor:
    grid, knobs, plan = easel.grid, easel.knobs, easel.plan
    learnt = grid.once(("sprayed", easel.chance.path), lambda: Ranking.of(_modelled(easel, plan.grid, plan.rank, plan.fields)))
    rank, crowd = learnt.rank(_modelled(easel, grid, easel.rank, easel.fields)), _crowd(plan, grid)
    grain = Noise(easel.chance, "spray").plane(grid, GRAIN)
    rank.add_(grain, alpha=0.035 * knobs.texture * visible(GRAIN, grid.pixel))
    inks, gold, border = _with_gold(easel)
    lines = _lines(easel.fields.edges, crowd, grid.pixel)
    picture = _sprayed(inks, rank, lines)
    picture.lerp_(gold[:, None, None], lines)
    picture.lerp_(inks.accent[:, None, None], easel.fields.accent)
    if not any(grid.tile):
        _frame(picture, grid, border, gold)
    return picture


def _modelled(easel: Easel, grid: Grid, rank: Tensor, fields: Fields) -> Tensor:
    """(H, W) ranks, dark at one side of an edge and fading from it, under the rays: no longer evenly spread."""
    plan, knobs = easel.plan, easel.knobs
    modelled = (rank - blurred(plan.grid, plan.rank, grid, SPRAY)).mul_(0.25 + 0.3 * knobs.texture).add_(rank)
    return modelled.addcmul_(_rays(easel, grid), smoothstep(0.55, 0.8, fields.depth), value=0.10 + 0.5 * knobs.energy)


def _sprayed(inks: Inks, rank: Tensor, lines: Tensor) -> Tensor:
    """(3, H, W) OKLab: a soft ramp, but whole inks under lines, so that a line's edge lies between two inks."""
    place = inks.places(SOFTNESS)
    both = inks.blend(torch.cat((place, place.round())))
    index = steps(rank, STEPS).add_(lines > FAINT, alpha=STEPS)
    return torch.index_select(both, 1, index.flatten()).view(3, *rank.shape)


def _crowd(plan: Plan, grid: Grid) -> Tensor:
    """(H, W) in [0, 1]: how much of the surroundings lies beside outlines."""
    return blurred(plan.grid, (plan.fields.edges < APART).float(), grid, SPRAY)


def _lines(edges: Tensor, crowd: Tensor, pixel: float) -> Tensor:
    """(H, W) coverage by gold: along every outline, and once more beside it where outlines do not crowd."""
    room = (crowd * -2.2).add_(1.5).clamp_(0, 1)
    line = stroke(edges, (room * 0.3).add_(0.2).mul_(LINE), pixel)
    return torch.maximum(line, stroke((edges - APART).abs_(), room.mul_(THIN / 2), pixel))


def _with_gold(easel: Easel) -> tuple[Inks, Tensor, Tensor]:
    """The inks with what lines and frame use up of their shares taken off, (3,) the ink most like gold, and (3,) the frame's."""
    inks, plan = easel.inks, easel.plan
    golden = (inks.colours[:, 2] - 0.8 * inks.colours[:, 1].abs() + 0.3 * inks.colours[:, 0]).argmax()
    near = easel.grid.once(("gold", easel.chance.path), lambda: _lines(plan.fields.edges, _crowd(plan, plan.grid), plan.grid.pixel).mean())
    taken = torch.zeros_like(inks.shares).index_fill_(0, golden[None], 1.0) * near
    shares = (inks.shares - taken).clamp(min=0.01)
    border = 0.0 if any(easel.grid.tile) else 2 * MARGIN * (1 + 1 / plan.grid.aspect)
    rest = replace(inks, shares=shares / shares.sum(), tables={})
    framing = joining(rest, border)
    gold, frame = torch.index_select(inks.colours, 0, torch.stack((golden, framing)))
    return between(rest, framing, shares.new_tensor(border)), gold, frame


def _focus(plan: Plan) -> tuple[Tensor, Tensor]:
    """() and () where the accent lies; near a third of the width where there is none."""
    weight = plan.fields.accent.double()
    total = weight.sum() + 1e-3
    x, y = (weight * plan.grid.x).sum() + 1e-3 * plan.grid.aspect / 6, (weight * plan.grid.y).sum() - 1e-3 / 6
    return (x / total).float(), (y / total).float()


def _rays(easel: Easel, grid: Grid) -> Tensor:
    """(H, W) in [-0.5, 0.5]: each ray fades from dark to light across, mirrored about the upright through the focus.

    Where the picture repeats the rays of neighbouring foci meet half way, each the other's mirror image.
    """
    count = 12 + 14 * easel.knobs.detail
    x, y = easel.grid.once(("focus", easel.chance.path), lambda: _focus(easel.plan))
    dx, dy = wrapped(grid.x - x, grid.tile[0]), wrapped(grid.y - y, grid.tile[1])
    place = torch.atan2(dx.abs(), -dy.abs() if grid.tile[1] else -dy).mul_(count / math.pi)
    ray = place.frac_()
    away = (dx.square() + (dy.square() + 1e-6)).rsqrt_()
    edge = away.mul_(grid.pixel * count / math.pi).clamp_(1e-4, 0.5)
    return torch.minimum(ray, (1 - ray).div_(edge)).sub_(0.5)


def _frame(picture: Tensor, grid: Grid, dark: Tensor, gold: Tensor) -> None:
    """Lay a dark border with stepped corners and two gold lines along it."""
    across, down = grid.aspect / 2 - grid.x.abs() - MARGIN, 0.5 - grid.y.abs() - MARGIN
    inside = torch.minimum(across, down)
    inside = torch.minimum(inside, torch.maximum(across - 2 * STEP, down - STEP))
    inside = torch.minimum(inside, torch.maximum(across - STEP, down - 2 * STEP))
    pixel = grid.pixel
    picture.lerp_(dark[:, None, None], inside.mul(-1 / pixel).add_(0.5).clamp_(0, 1))
    for place, wide in ((0.0, LINE), (-0.012, THIN)):
        picture.lerp_(gold[:, None, None], (inside - place).abs_().neg_().add_(wide / 2).mul_(1 / pixel).add_(0.5).clamp_(0, 1))
