"""Aurora: ribbons of light that wind across the sky, as one product of two thin matrices.

A ribbon is a line of many small lamps, which swings from side to side as it comes nearer, from low over the horizon to overhead, so that
it doubles back on itself. Each lamp shines up, bright at the foot and fading with height (Störmer's curtains), and a little to either
side; where the line turns the light adds up (Baranoski et al., "Simulating the aurora", 2003).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, look, smoothstep

LAMPS, WIDE = 560, 0.012
"""Lamps of a ribbon in a square picture, and half of what one lights across, in heights."""
BLOCK = 16
"""Columns of that table that are worked out at once."""
TOP, FOOT, ROWS = -0.95, 0.40, 230
"""The heights that the table of light spans, and its rows; it has as many columns to a height."""
REACH = 0.35
FADE = 0.16
"""How far below its foot a lamp still shines, over how high it shines."""
NOISES = (
    ("slow", 2.2, 1),
    ("quick", 7.5, -1),
    ("deep", 3.5, 1),
    ("comb", 15.0, -0.5),
    ("fine", 40.0, 0.5),
    ("glow", 3.1, 1),
)
"""(name, features along a ribbon, which way it is carried): its small folds, its foot, its rays and its brighter stretches."""
FAR = 0.32
"""How large a ribbon's far end looks, its near end being 1."""


@dataclass(frozen=True)
class Curtain:
    """One ribbon of light. low, high: y of the foot at its far and its near end; lean: how far right it has come there; wide, turns,
    phase: how far it swings to either side, how often, and where it starts; tall: how high it shines; fold: depth of its small folds."""

    chance: Chance
    low: float
    high: float
    lean: float
    wide: float
    turns: float
    phase: float
    tall: float
    fold: float


def curtains(grid: Grid, curtain: Curtain, zenith: float, rays: float, t: float) -> Tensor:
    """(1, 1, ROWS, n) a ribbon's light, 0 and up, to be read by `shining`. rays in [0, 1]: how finely the light is combed."""
    half = _half(grid, zenith)
    count = BLOCK * math.ceil(half * 2 * ROWS / (FOOT - TOP) * 1.6 / BLOCK)
    columns = torch.linspace(-half, half, count, device=grid.device)
    along = torch.linspace(0, 1, round(LAMPS * max(1.0, grid.aspect)), device=grid.device)[None]
    return _summed(_lamps(curtain, along, rays, t), columns.view(-1, BLOCK))[None, None]


def _half(grid: Grid, zenith: float) -> float:
    """Half the width of the table: what the picture's upper edge sees of it, where the rays draw together."""
    return grid.aspect / 2 / grid.zoom * (FOOT - zenith) / 0.5 * 0.6 + REACH


def _summed(lamps: Tensor, columns: Tensor) -> Tensor:
    """(ROWS, n) the light of lamps (4, m) in blocks of columns (n / BLOCK, BLOCK).

    A lamp lights few columns: in their order, those that reach a block stand side by side, and all others are left out.
    """
    lamps = lamps[:, lamps[0].sort(stable=True).indices]
    first, end = torch.searchsorted(lamps[0], torch.stack((columns[:, 0] - WIDE, columns[:, -1] + WIDE))).unbind()
    near = first[:, None] + torch.arange(max(1, int((end - first).max())), device=lamps.device)
    x, y, tall, bright = torch.nn.functional.pad(lamps, (0, near.shape[1]))[..., None]
    up = y[: lamps.shape[1]] - torch.linspace(TOP, FOOT, ROWS, device=lamps.device)
    tall = tall[: lamps.shape[1]]
    fall = (up * (-1 / tall)).add_(1).clamp_(0, 1).pow_(3).mul_(up.div_(tall * FADE).add_(1).clamp_(0, 1))
    fall = torch.index_select(fall, 0, near.flatten().clamp_(max=len(fall) - 1)).view(*near.shape, ROWS)
    across = (columns[:, None] - x[near]).abs_().mul_(-1 / WIDE).add_(1).clamp_(min=0).mul_(bright[near])
    return torch.matmul(across.mT, fall).flatten(0, 1).T


def _lamps(curtain: Curtain, u: Tensor, rays: float, t: float) -> Tensor:
    """(4, n): x, y, height and strength of each lamp of a curtain, at places u in [0, 1] from its far end on."""
    turn = 2 * math.pi * t
    dx, dy = 0.05 * math.sin(turn), 0.05 * (1 - math.cos(turn))
    rows = [(f, way * f, *Noise(curtain.chance, name).offset) for name, f, way in NOISES]
    f, carried, across, down = torch.tensor(rows, device=u.device).T[..., None]
    slow, quick, deep, comb, fine, glow = look(u * f + (across + dx * carried), (down + dy * f).expand(-1, u.shape[1]))[:, None]
    near = u.square() * (1 - FAR) + FAR
    swing = torch.sin((u * curtain.turns + (curtain.phase + 0.03 * math.sin(turn))) * (2 * math.pi)) * curtain.wide
    x = (swing + curtain.fold * (0.05 * slow + 0.04 * quick)) * near + curtain.lean * (u - 0.5)
    y = curtain.low + (curtain.high - curtain.low) * u**1.4 + (0.3 + curtain.fold) * 0.018 * deep * near
    far = smoothstep(0.0, 0.20, u)
    comb = (0.75 - comb.abs()) * (0.20 + 0.45 * rays) + (0.75 - fine.abs()) * (0.50 * rays)  # sharp where the noise changes sign
    spaced = functional.pad((x[:, 2:] - x[:, :-2]).abs_() / 2, (1, 1), mode="replicate").clamp_min(0.0004)
    bright = (0.85 + 0.6 * comb + 0.28 * glow).clamp_min(0.1) * far * smoothstep(1.0, 0.90, u) * spaced * (1 / WIDE)
    return torch.cat((x, y, (0.9 + comb + 0.16 * glow).clamp_min(0.3) * near * (0.25 + 0.75 * far) * curtain.tall, bright))


def shining(table: Tensor, grid: Grid, y: Tensor, zenith: float, middle: float) -> Tensor:
    """(H, W) of the light at heights y, (H, 1) or (H, W), seen in perspective: its rays meet at (middle, zenith)."""
    half = _half(grid, zenith)
    spread = (0.10 - zenith) / (y - zenith).clamp_min(0.12)
    across = (grid.x - middle) * (spread / half) + middle / half
    down = ((y - TOP) * (2 / (FOOT - TOP)) - 1).expand(across.shape)
    places = torch.stack((across, down), dim=-1)
    return functional.grid_sample(table, places[None], mode="bilinear", padding_mode="border", align_corners=True)[0, 0]
