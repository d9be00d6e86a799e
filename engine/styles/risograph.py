"""Risograph: spot inks printed one drum after another, never quite in register, in grainy tints on uncoated paper.

Masters are screened by grain, light tints by dots; the darkest drum and the accent's knock out what lies beneath them along
outlines, so that paper shows where they land beside their place. Misregistration as a mark of the process: Komurki, "Risomania" (2017).
"""

from __future__ import annotations

import math

import torch

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.compared import below
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.draw.noise import Noise, planes, smoothstep, visible
from engine.draw.sides import Sides
from engine.palette.inks import STEPS, Inks, look_up, reached
from engine.registry import style

GRAIN, DOTS = 168.0, 72.0
"""Grains and dots a picture height."""
FINER, FAINT = 340.0, 0.3
"""Grains a picture height where hues of one lightness meet, and how much less they do there."""
CRISP = 2.0
"""Moving a drum by parts of a pixel softens its edges; so many times crisper than that they land."""
SLIP = 0.009
"""How far (heights) a drum lands beside its place at most energy."""


def _tone(fields: Fields, knobs: Knobs) -> Tensor:
    return torch.lerp(fields.regions, fields.lightness, 0.3 + 0.5 * knobs.detail)


@style("risograph", tone=_tone, halo=SLIP, unseen=("flow",))
def risograph(easel: Easel) -> Tensor:
    grid, knobs, inks, chance = easel.grid, easel.knobs, easel.inks, easel.chance
    grain, press = _noises(easel)
    rank = easel.rank + _screened(easel, grain).mul_(0.015 + 0.075 * knobs.texture)
    slip = SLIP * knobs.energy
    beside = below(easel.fields.edges, slip)
    paper = torch.where(inks.paper[0] > inks.light[0] - 0.05, inks.paper, inks.light)
    sides = Sides.of(inks, rank, jump=0.15)
    picture = sides.chosen(_knocked(inks, paper), below(sides.low, 0.8 * inks.shares[0]).mul_(beside))
    ranks = (torch.arange(STEPS, device=rank.device) + 0.5) / STEPS
    master = sides.painted((ranks < inks.shares[0]).float()[None])[0]
    slipped = _slipped(master, grid, slip, chance.uniform("dark", 0, 2 * math.pi)).sub_(0.5).mul_(CRISP).add_(0.5).clamp_(0, 1)
    picture.lerp_(inks.dark[:, None, None], slipped.mul_(beside))
    rows = _around(reached(easel.fields.accent), slip / grid.pixel)
    accent = easel.fields.accent[rows]
    picture[:, rows].lerp_(paper[:, None, None], accent)
    picture[:, rows].lerp_(inks.accent[:, None, None], _slipped(accent, grid, slip, chance.uniform("accent", 0, 2 * math.pi)))
    picture.lerp_(paper[:, None, None], (press - 2.2).mul_(2.5 * knobs.texture).clamp_(0, 0.8))
    return inks.shaded(picture, press.mul_(0.012 * knobs.texture))


def _noises(easel: Easel) -> list[Tensor]:
    """(H, W) each, standard deviation about 1 where they can be seen: the masters' grain, and the paper's uneven take.

    Where hues of one lightness meet grain is finer and fainter: there it would hide the forms, which no lightness tells apart.
    """
    grid, chance, alike = easel.grid, easel.chance, _alike(easel.inks)
    press = [Noise(chance, "press").octave(120.0, visible(120.0, grid.pixel))]
    grain = [Noise(chance, "grain").octave(GRAIN, visible(GRAIN, grid.pixel))]
    if not len(alike):
        return planes(grid, [grain, press])
    finer = [Noise(chance, "finer").octave(FINER, FAINT * visible(FINER, grid.pixel))]
    coarse, fine, taken = planes(grid, [grain, finer, press])
    return [coarse.lerp_(fine, look_up(alike, easel.rank)[0]), taken]


def _alike(inks: Inks) -> Tensor:
    """(1, STEPS) for ranks 0 .. 1: 1 where the two inks that meet at the nearest cut differ in hue rather than in lightness; empty where
    none do. Nobody may change it."""

    def made() -> Tensor:
        step = inks.colours.diff(dim=0)
        pairs = smoothstep(0.6, 0.92, torch.linalg.vector_norm(step[:, 1:], dim=1) / step[:, 0].abs().add(1e-3))
        if not bool((pairs > 0).any()):
            return pairs[:0]
        ranks = (torch.arange(STEPS, device=pairs.device) + 0.5) / STEPS
        return pairs[(ranks[:, None] - inks.shares.cumsum(0)[:-1]).abs().argmin(1)][None]

    return inks.kept("alike", made)


def _screened(easel: Easel, grain: Tensor) -> Tensor:
    """(H, W) about [-1, 1]: grain, and dots at 45 degrees in the light half."""
    grid = easel.grid
    turn = math.pi * DOTS
    dots = torch.cos(grid.x * turn) * torch.cos(grid.y * turn)
    return grain.lerp_(dots, (easel.rank - 0.52).mul_(12).clamp_(0, 1))


def _knocked(inks: Inks, paper: Tensor) -> Tensor:
    """(3, 2 * STEPS) OKLab of ranks 0 .. 1: all inks in register, then with paper in place of the darkest."""
    table = torch.lerp(inks.pure(), inks.table(0.0), 0.5)
    printed = (torch.arange(STEPS, device=table.device) < inks.shares[0] * STEPS).float()
    return torch.cat((table, torch.lerp(table, paper[:, None], printed)), dim=1)


def _around(rows: slice, far: float) -> slice:
    """Rows and those above and below that what is moved by `far` pixels comes from, one more on each side."""
    more = math.ceil(far) + 1
    return slice(max(0, rows.start - more), rows.stop + more)


def _slipped(cover: Tensor, grid: Grid, far: float, turn: float) -> Tensor:
    """(H, W) moved by `far` picture heights, between whole pixels by mixing neighbours."""
    for axis, part in ((0, math.sin(turn)), (1, math.cos(turn))):
        step = far * part / grid.pixel
        whole = math.floor(step)
        cover = torch.lerp(cover.roll(whole, axis), cover.roll(whole + 1, axis), step - whole)
    return cover
