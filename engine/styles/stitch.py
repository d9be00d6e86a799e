"""Stitch: satin and brick stitches of thread along the flow, each of one ink, catching the light from the side on a woven ground.

A filling of parallel threads whose stitches start a third further from row to row is brick filling (Christie, "Samplers and Stitches",
1920); a thread shades as a cylinder across and dips where the needle took it down.
"""

from __future__ import annotations

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.bearings import Bearings
from engine.draw.compared import above
from engine.draw.easel import Easel
from engine.draw.noise import Noise, visible
from engine.draw.shades import darker
from engine.palette.inks import STEPS, Inks, look_up
from engine.registry import style

LONG = 4.0
"""How many threads' widths a stitch is long."""
STAGGER = 3 / 8
"""How much of a stitch a row starts after the row before it."""
SHORTENED = 0.5
"""A stitch takes its ink from so much nearer than its middle: where an outline crosses it, the needle came up there."""
FINE = 0.2
"""Where ranks differ by more from the stitch's own something smaller than a stitch lies, which is sewn for itself."""
TWIST = 1.6
"""Turns of the yarn's two plies in a stitch's length of one width."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.3 + 0.3 * knobs.detail)


@style("stitch", tone=_tone, unseen=("edges",))
def stitch(easel: Easel) -> Tensor:
    grid, knobs, inks, plan = easel.grid, easel.knobs, easel.inks, easel.plan
    wide = 0.0072 * 2.2 ** (0.5 - knobs.detail)
    sway = Noise(easel.chance, "sway").plane(grid, 2.0)
    bearings = Bearings.of(grid, easel.fields.flow, sway.mul_(0.1 + 1.2 * knobs.energy**2))
    across, along = bearings.places(wide, wide * LONG)
    row = across.round()
    along.addcmul_(row, torch.full_like(row, STAGGER))
    middle = along.round()
    v, u = across.sub_(row), along.sub_(middle)
    x, y = _middles(bearings, v * wide, u * (wide * LONG * SHORTENED))
    rank, accent = plan.sample(torch.stack((plan.rank, plan.fields.accent)), x, y)
    rank.lerp_(easel.rank, (easel.rank - rank).abs_().sub_(FINE).mul_(30).clamp_(0, 1))
    picture, change = look_up(inks.kept("threads", lambda: _threads(inks)), rank).view(2, 3, *grid.shape)
    edge = grid.pixel / wide
    gap = (v.abs() - 0.5 + 0.07).mul_(1 / (0.14 + edge)).add_(0.5).clamp_(0, 1)
    ends = (u.abs() - 0.5 + 0.02).mul_(LONG / (0.14 + edge)).add_(0.5).clamp_(0, 1)
    gap = torch.maximum(gap, ends).mul_(0.4 + 0.6 * knobs.texture)
    picture.addcmul_(change, gap)
    picture = inks.over(picture, inks.accent, above(accent, 0.5))
    round_ = v.mul(-2).mul_(0.02).sub_(v.square().mul_(0.06)).sub_(u.square().mul_(0.06)).add_(0.012)
    ply = torch.sin((u * LONG * TWIST + v) * 6.2832).mul_(0.008 * visible(2 * TWIST / wide, grid.pixel))
    return inks.shaded(picture, round_.add_(ply).mul_(0.5 + knobs.texture))


def _threads(inks: Inks) -> Tensor:
    """(6, STEPS) for ranks 0 .. 1: the ink, and its change in the dips between threads."""
    ranks = (torch.arange(STEPS, device=inks.shares.device) + 0.5) / STEPS
    number = (ranks[:, None] > inks.shares.cumsum(0)[:-1]).sum(1)
    return torch.cat((inks.blend(number.float()), darker(inks)[number].T))


def _middles(bearings: Bearings, v: Tensor, u: Tensor) -> tuple[Tensor, Tensor]:
    """(H, W) each: where the middle of the stitch lies that a pixel belongs to. v, u: how far off it the pixel lies, across and along."""
    cosine, sine = bearings.headings()
    return bearings.grid.x - (cosine * u).sub_(sine * v), bearings.grid.y - (sine * u).add_(cosine * v)
