"""Where a repeating picture's border runs: through its quietest column and row near by, so that no more is cut there than elsewhere.

A picture that repeats exactly still shows its seam when outlines lie on it. Which column has fewest is learnt once a picture, on a small
pass of the scene at rest; the scene is then moved by so much.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import torch

from engine.contracts import EDGE_REACH, Fields, SceneKnobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.ranking import Ranking

Draw = Callable[[Grid, Chance, SceneKnobs, float], Fields]

PIXELS = 144 * 144
AROUND = 3
"""So many of the small pass's columns to either side count too, the nearer the more: outlines are wide, and styles blur."""
DEPTH = 0.25
"""About how much depth has a say in what styles rank."""
CUTS = 8
"""Inks part at some of so many ranks, whatever the palette: at none may they part along the border."""
TURNS = 0.25
"""How much a turn of the flow counts beside a step in tone: strokes and threads end where it turns."""
DRAWN = 0.5
"""How much the nearness of outlines counts beside it: styles draw lines along them, glow about them and shade towards them."""
WORST = 0.5
"""How much the loudest of all that is seen counts beside all of it, of which the louder has more of a say (a root mean square)."""
NEARLY = 0.01
"""Columns are as quiet as the quietest but for this part of what the mean has more: among twins rounding is not to choose."""


def settled(draw: Draw) -> Draw:
    """The same scene, moved so where it repeats. The move hangs on the seed and the scene's own sliders, never on t or the window."""

    @functools.wraps(draw)
    def moved(grid: Grid, chance: Chance, knobs: SceneKnobs, t: float) -> Fields:
        if not any(grid.tile):
            return draw(grid, chance, knobs, t)
        by = grid.once(("quiet", chance.path), lambda: _moves(draw, grid, chance, SceneKnobs(own=knobs.own)))
        return draw(grid.moved(*by), chance, knobs, t)

    return moved


def _moves(draw: Draw, grid: Grid, chance: Chance, knobs: SceneKnobs) -> tuple[float, float]:
    """How far right and down the picture's border is to move."""
    drawn = draw(_whole(grid), chance, knobs, 0.0)
    fx, fy = drawn.flow
    tones = (tone + DEPTH * drawn.depth for tone in (drawn.lightness, drawn.regions))
    ranks = (Ranking.of(tone).rank(tone) for tone in tones)
    inked = ((rank > (cut + 0.5) / CUTS).float() for rank in ranks for cut in range(CUTS))
    outlines = (1 - drawn.edges / EDGE_REACH).clamp(min=0) * DRAWN
    seen = torch.stack((*inked, drawn.accent, (fx * fx - fy * fy) * TURNS, 2 * fx * fy * TURNS, outlines))
    return _move(seen.mT, grid.tile[0]), _move(seen, grid.tile[1])


def _whole(grid: Grid) -> Grid:
    """The whole picture on a small pass, whatever part of it and at whatever size the grid shows."""
    height = math.sqrt(PIXELS / grid.aspect)
    tall, wide = max(16, round(height)), max(16, round(height * grid.aspect))
    (cx, cy), pixel = grid.centre, 1 / (grid.zoom * tall)
    x = (torch.arange(wide, device=grid.device) - (wide - 1) / 2) * (grid.aspect / (grid.zoom * wide)) + cx
    y = (torch.arange(tall, device=grid.device) - (tall - 1) / 2) * pixel + cy
    root = ("quiet", grid.aspect, grid.zoom, grid.tile, grid.centre, str(grid.device))
    return Grid(x[None], y[:, None], pixel, grid.aspect, grid.zoom, grid.tile, grid.centre, root)


def _move(seen: Tensor, period: float) -> float:
    """From the border above the first of some rows (C, N, M) to the nearest of the quietest; 0 where nothing repeats."""
    if not period:
        return 0.0
    sharp = (seen - seen.roll(1, 1)).abs_().mean(2)
    near = [(AROUND + 1 - abs(away), sharp.roll(away, 1)) for away in range(-AROUND, AROUND + 1)]
    steps = torch.stack([step * part for part, step in near]).sum(0) / (AROUND + 1) ** 2
    loud = steps.square().mean(0).sqrt_() + WORST * steps.amax(0)
    count, least = len(loud), loud.min()
    quiet = torch.nonzero(loud <= least + NEARLY * (loud.mean() - least))[:, 0].tolist()
    nearest: int = min((row - count * round(row / count) for row in quiet), key=abs)
    return period * nearest / count
