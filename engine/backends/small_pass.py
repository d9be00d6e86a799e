"""The small pass: the whole picture at a size that hangs on its aspect ratio alone, for whatever must look at all of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch

from engine.backends.studio import Studio
from engine.contracts import Fields, Tensor
from engine.draw.easel import Plan
from engine.draw.grid import Grid
from engine.draw.ranking import Ranking, parted
from engine.registry import Style

PLAN_PIXELS, FINE_PIXELS = 176 * 176, 256 * 256
PLAN_BLOCK = 8
"""Wide blurs of the small pass are made of averages over no more than so many of its pixels."""


@dataclass(frozen=True)
class Brief:
    """What a style must know of the whole picture to paint a piece of it."""

    plan: Plan
    ranking: Ranking


def plan_grid(studio: Studio, aspect: float, device: torch.device) -> Grid:
    """The small pass of a picture so many times wider than tall."""
    fine = any(subject.scene.fine for subject in studio.scenes)
    height = plan_height(aspect, studio.tile != "none", FINE_PIXELS if fine else PLAN_PIXELS)
    grid = Grid.window((max(16, round(height * aspect)), height), device=device)
    return replace(grid, aspect=aspect).repeating(studio.tile)  # the picture's own: what scenes note down must not differ by a hair


def study_grid(studio: Studio, small: Grid) -> Grid:
    """Of what is seen, where tones are ranked: the small pass; where more of a scene is seen than it was composed for, that of its
    composition, so that its inks stay where they are."""
    if studio.frame is None:
        return small
    frame = studio.frame
    return plan_grid(studio, frame.aspect, small.device).moved(-frame.x, -frame.y).zoomed(frame.height)


def brief(studio: Studio, style: Style, small: tuple[Grid, Fields], study: tuple[Grid, Fields]) -> Brief:
    """Tones of the small pass ranked. small: its grid and scene; study: those of what they are ranked by."""
    (grid, drawn), (seen, studied) = small, study
    tone = studio.tone(style, drawn, grid)
    ranking = ranked(style, tone if seen is grid else studio.tone(style, studied, seen))
    return Brief(Plan(grid, drawn, ranking.rank(tone)), ranking)


def ranked(style: Style, tone: Tensor) -> Ranking:
    """A style's ranking of tones."""
    return Ranking.of(torch.cat((tone, parted(tone))) if style.parts else tone)


def plan_height(aspect: float, repeats: bool, pixels: int = PLAN_PIXELS) -> int:
    """In pixels, for a small pass of about so many. Where the picture repeats, one whose sides are as nearly as may be multiples of
    PLAN_BLOCK, so that blurs repeat too."""
    height = math.sqrt(pixels / aspect)
    if not repeats:
        return max(16, round(height))
    heights = range(PLAN_BLOCK * max(2, int(0.8 * height / PLAN_BLOCK)), int(1.2 * height) + 2 * PLAN_BLOCK, PLAN_BLOCK)
    return min(heights, key=lambda tall: abs(tall * aspect / PLAN_BLOCK - round(tall * aspect / PLAN_BLOCK)))
