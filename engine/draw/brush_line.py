"""Contours drawn with a loaded brush: swelling, tapering, lifting, and breaking into flying white where the brush runs dry."""

from __future__ import annotations

import torch

from engine.contracts import Fields, Tensor
from engine.draw.chance import Chance
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.key_line import covered
from engine.draw.noise import Noise, Octave, visible
from engine.draw.wobble import Strayed

HAIRS = 400.0
"""Hairs of the brush across a picture height."""
THIN, BOLD, FULL = 0.0020, 0.0105, 1.5
"""A line's half width far off and how much it grows in front, in heights; and how far over it the brush may press."""
USUAL, THINNEST = 0.58, 0.3
"""How far over it the brush presses on average; and how much thinner lines get where their ink is scarce."""


def pressure_noise(chance: Chance) -> list[Octave]:
    """How a line swells and tapers."""
    return [Noise(chance, "pressure").octave(3.6, 0.5), Noise(chance, "tremble").octave(15.0, 0.14)]


def dry_noise(chance: Chance) -> list[Octave]:
    """Where a brush runs dry."""
    return [Noise(chance, "dry").octave(2.4, 0.9)]


def fitted(plan: Plan, most: Tensor) -> tuple[Tensor, Tensor]:
    """() each: how much wider or thinner than usual lines are, so as to cover no more than `most` () of the picture; and how much they
    cover then."""
    near = 1 - plan.fields.depth
    share = covered(plan.fields, (near * near).mul_(BOLD).add_(THIN).mul_(USUAL), plan.grid)
    thin = (most / share.clamp_min(1e-4)).clamp_(THINNEST, 1)
    return thin, share * thin


def brush_line(
    grid: Grid, chance: Chance, drawn: Fields, hand: Strayed, pressure: Tensor, dry: Tensor, dryness: float, thin: Tensor
) -> Tensor:
    """(H, W) coverage of lines along the outlines of what is drawn, bold in front, where an unsteady hand strays to.

    pressure, dry: noises, as above. dryness in [0, 1]: how much of the line breaks up, first between the hairs, which run along it.
    thin: () in [0, 1], of their usual width.
    """
    near = 1 - drawn.depth
    widest = torch.addcmul(drawn.edges, near, near, value=-FULL * BOLD)
    at = (widest < FULL * THIN + hand.far + grid.pixel).flatten().nonzero()[:, 0]
    across, near = hand.drawn_at(drawn.edges, at), 1 - hand.drawn_at(drawn.depth, at)
    half = torch.index_select(pressure.flatten(), 0, at).add_(USUAL).clamp_(max=FULL).mul_((near * near).mul_(BOLD).add_(THIN)).mul_(thin)
    body = (half - across).mul_(1 / grid.pixel).add_(0.5).clamp_(0, 1)
    inked = body.nonzero()[:, 0]
    at, across, half, body = (torch.index_select(plane, 0, inked) for plane in (at, across, half, body))
    dry = torch.index_select(dry.flatten(), 0, at)
    dry.add_((across / half.clamp_min_(1e-6)).clamp_(0, 1), alpha=0.5)
    seen = visible(HAIRS * 0.6, grid.pixel)
    if seen > 0:
        width = grid.shape[1]
        along = grid.x[0, at % width] * 3.0 + grid.y[at // width, 0] * 2.5
        dry.add_(Noise(chance, "hairs").at(along[None], across[None] * HAIRS, 1.0)[0], alpha=0.8 * seen)
    kept = dry.mul_(-4.0).add_(0.5 + 4.0 * (2.3 - 1.8 * dryness)).clamp_(0, 1)
    return grid.full(0.0).flatten().index_copy_(0, at, kept.mul_(body)).view(grid.shape)
