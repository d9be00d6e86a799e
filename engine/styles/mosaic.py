"""Mosaic: small stones in courses along the outlines and the forms, bedded in grout, no two quite alike.

Stones line up beside an outline and turn with it, as opus vermiculatum lays them: sites drawn to the middles of courses, squares by the
measure (Hausner, "Simulating decorative mosaics", 2001).
"""

from __future__ import annotations

import torch

from engine.contracts import EDGE_REACH, Fields, Knobs, Tensor
from engine.draw.blocks import Blocks
from engine.draw.compared import above
from engine.draw.easel import Easel
from engine.draw.pieces import Lattice, Sites
from engine.draw.shades import glowing, stepped
from engine.palette.inks import Inks, look_up
from engine.registry import style

NEAREST = 5
MOST = 0.3
"""How far (steps) a stone may move into its course: any further and two would lie on one another."""
DIM = 0.22
"""How far towards the darkest ink the joints between stones of the accent are."""
LOOK = 0.012
"""How far apart (heights) two looks at the outlines' distance tell which way it grows."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.65)


@style("mosaic", tone=_tone, afar=("flow",))
def mosaic(easel: Easel) -> Tensor:
    grid, knobs, inks = easel.grid, easel.knobs, easel.inks
    step = 0.0215 / 2 ** (1.0 * (knobs.detail - 0.5))
    gap = 0.15 * step
    sites = grid.once(("sites", easel.chance.path), lambda: _sites(easel, step))
    blocks = Blocks.of(grid, 0.45 * step)
    near, far, rank, accent, own = blocks.plane(sites.drawn(blocks, square=True, most=NEAREST), grid.shape)
    distance = torch.minimum(far.sub_(near).mul_(0.5), easel.fields.edges)
    joint = (gap / 2 - distance).mul_(1 / grid.pixel).add_(0.5).clamp_(0, 1)
    apart = (easel.rank - rank).abs_().sub_(0.12).mul_(30).clamp_(0, 1)
    rank = rank.lerp_(easel.rank, apart).add_(own.sub_(0.5), alpha=0.03 + 0.10 * knobs.texture).clamp_(0, 1)
    painted = look_up(inks.kept("bedded", lambda: _stones(inks)), rank)
    picture, change = painted[:3], painted[3:]
    focal = above(torch.maximum(accent, easel.fields.accent), 0.5)
    picture = inks.over(picture, inks.accent, focal)
    change.lerp_((DIM * (inks.dark - inks.accent))[:, None, None], focal)
    picture.addcmul_(change, joint)
    round_off = distance.mul_(1 / (0.3 * step)).clamp_(max=1)
    light = torch.zeros_like(round_off)
    torch.sub(round_off[1:, 1:], round_off[:-1, :-1], out=light[1:, 1:])
    light.mul_(0.012 * step / grid.pixel).add_(own, alpha=0.05 * knobs.texture).sub_(joint, alpha=0.03)
    return inks.shaded(picture, light)


def _stones(inks: Inks) -> Tensor:
    """(6, STEPS) for ranks 0 .. 1: a stone's colour, and its change in the joints."""
    lit, bedded = (stepped(inks, values) for values in glowing(inks, inks.colours[:, 0].argmin()))
    return torch.cat((lit.add_(inks.table(0.0)), bedded))


def _sites(easel: Easel, step: float) -> Sites:
    """Stones' middles, drawn into courses beside outlines and turned along them; each knows the rank and the accent there."""
    grid, plan, fields = easel.grid, easel.plan, easel.plan.fields
    lattice = Lattice.over(grid, easel.chance, step)
    jitter = 0.08 + 0.24 * easel.knobs.energy
    x, y = (middle + (own - 0.5) * jitter * step for middle, own in ((lattice.x, lattice.random[0]), (lattice.y, lattice.random[1])))
    looks = [(x, y), (x - LOOK, y), (x + LOOK, y), (x, y - LOOK), (x, y + LOOK)]
    here, left, right, up, down = plan.sample(fields.edges, *(torch.stack(axis) for axis in zip(*looks, strict=True)))
    away_x, away_y = (right - left) / (2 * LOOK), (down - up) / (2 * LOOK)
    steep = torch.hypot(away_x, away_y)
    beside = (steep * 2 - 0.6).clamp(0, 1) * ((EDGE_REACH - here) / 0.01).clamp(0, 1)
    course = (((here / step).floor() + 0.5) * step - here).clamp(-MOST * step, MOST * step)
    move = course * beside / steep.clamp_min(0.5)
    x, y = x + away_x * move, y + away_y * move
    cosine, sine = plan.sample(fields.flow, x, y)
    cosine, sine = torch.lerp(cosine, -away_y, beside), torch.lerp(sine, away_x, beside)
    length = torch.rsqrt(cosine.square() + sine.square() + 1e-6)
    knows = plan.sample(torch.stack((plan.rank, fields.accent)), x, y)
    return Sites.of(lattice, x, y, cosine * length, sine * length, 1.0, torch.cat((knows, lattice.random[2:3])))
