"""Aurora: curtains of light that hang from a winding line, as one product of two thin matrices.

A curtain is a line of many small lamps. Each shines up, fading with height (Störmer's curtains, sharp beneath and soft above), and
a little to either side; where the line folds back over itself the light adds up (Baranoski et al., "Simulating the aurora", 2003).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.noise import Noise, look

PITCH, WIDE = 0.008, 0.020
"""Between lamps along the line, and half of what one lights across, in heights."""
BLOCK = 16
"""Columns of that table that are worked out at once."""
TOP, FOOT, ROWS = -0.95, 0.40, 230
"""The heights that the table of light spans, and its rows; it has as many columns to a height."""
REACH = 0.35
NOISES = (
    ("slow", 1.3, 1),
    ("broad", 0.9, 1),
    ("quick", 4.2, -1),
    ("deep", 3.0, 1),
    ("comb", 13.0, -0.5),
    ("fine", 34.0, 0.5),
    ("glow", 1.9, 1),
)
"""(name, features a height, which way it is carried): the folds, the foot, the rays and the brighter stretches of a curtain."""


@dataclass(frozen=True)
class Curtain:
    """One line of light. base: y of its foot; tall: how high it shines; fold: how far the line folds; arch: how much its ends hang
    below its middle; bright: its strength."""

    chance: Chance
    base: float
    tall: float
    fold: float
    arch: float
    bright: float


def curtains(grid: Grid, hung: list[Curtain], zenith: float, rays: float, t: float) -> Tensor:
    """(1, 1, ROWS, n) light of all the curtains, 0 and up, to be read by `shining`. rays in [0, 1]: how finely the light is combed."""
    half = grid.aspect / 2 / grid.zoom * (FOOT - zenith) / 0.5 * 0.6 + REACH
    count = BLOCK * math.ceil(half * 2 * ROWS / (FOOT - TOP) * 1.6 / BLOCK)
    columns = torch.linspace(-half, half, count, device=grid.device)
    s = torch.arange(math.floor(-half / PITCH), math.ceil(half / PITCH) + 1, device=grid.device)[None] * PITCH
    turn = 2 * math.pi * t
    dx, dy = 0.06 * math.sin(turn), 0.06 * (1 - math.cos(turn))

    lamps = [_lamps(curtain, s, half, rays, dx, dy) for curtain in hung]
    return _summed(torch.cat(lamps, dim=1), columns.view(-1, BLOCK))[None, None]


def _summed(lamps: Tensor, columns: Tensor) -> Tensor:
    """(ROWS, n) the light of lamps (4, m) in blocks of columns (n / BLOCK, BLOCK).

    A lamp lights few columns: in their order, those that reach a block stand side by side, and all others are left out.
    """
    lamps = lamps[:, lamps[0].sort(stable=True).indices]
    first, end = torch.searchsorted(lamps[0], torch.stack((columns[:, 0] - WIDE, columns[:, -1] + WIDE))).unbind()
    near = first[:, None] + torch.arange(max(1, int((end - first).max())), device=lamps.device)
    x, y, tall, bright = torch.nn.functional.pad(lamps, (0, near.shape[1]))[..., None]
    up = y[: lamps.shape[1]] - torch.linspace(TOP, FOOT, ROWS, device=lamps.device)
    fall = (up * (-1 / tall[: lamps.shape[1]])).clamp_(max=0).exp_().mul_(up.mul_(1 / 0.022).add_(1).clamp_(0, 1))
    fall = torch.index_select(fall, 0, near.flatten().clamp_(max=len(fall) - 1)).view(*near.shape, ROWS)
    across = (columns[:, None] - x[near]).abs_().mul_(-1 / WIDE).add_(1).clamp_(min=0).mul_(bright[near])
    return torch.matmul(across.mT, fall).flatten(0, 1).T


def _lamps(curtain: Curtain, s: Tensor, half: float, rays: float, dx: float, dy: float) -> Tensor:
    """(4, n): x, y, height and strength of each lamp of a curtain."""
    rows = [(f, way * f, *Noise(curtain.chance, name).offset) for name, f, way in NOISES]
    f, carried, across, down = torch.tensor(rows, device=s.device).T[..., None]
    slow, broad, quick, deep, comb, fine, glow = look(s * f + (across + dx * carried), (down + dy * f).expand(-1, s.shape[1]))[:, None]
    fold = curtain.fold
    x = s + fold * (0.10 * slow + 0.055 * quick)
    y = curtain.base + 0.05 * broad + fold * 0.035 * deep + curtain.arch * s.square()
    comb = comb * (0.12 + 0.5 * rays) + fine * (0.7 * rays)
    bright = (0.72 + 0.42 * comb + 0.38 * glow).clamp_min(0.04) * curtain.bright * (PITCH / WIDE)
    return torch.cat((x, y, curtain.tall * (0.9 + 0.55 * comb + 0.30 * glow).clamp_min(0.22), bright))


def shining(table: Tensor, grid: Grid, y: Tensor, zenith: float, middle: float) -> Tensor:
    """(H, W) of the light at heights y, (H, 1) or (H, W), seen in perspective: its rays meet at (middle, zenith)."""
    half = grid.aspect / 2 / grid.zoom * (FOOT - zenith) / 0.5 * 0.6 + REACH
    spread = (0.10 - zenith) / (y - zenith).clamp_min(0.12)
    across = (grid.x - middle) * (spread / half) + middle / half
    down = ((y - TOP) * (2 / (FOOT - TOP)) - 1).expand(across.shape)
    places = torch.stack((across, down), dim=-1)
    return functional.grid_sample(table, places[None], mode="bilinear", padding_mode="border", align_corners=True)[0, 0]
