"""A photograph in other colours and otherwise as it was: every colour of it is sent to a mixture of two inks, by a table.

The transport is that of `own_colour`; what a colour takes of several inks is drawn to the nearest segment between two of them.
"""

from __future__ import annotations

import itertools
import math

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.easel import Easel
from engine.draw.grid import Grid
from engine.palette.inks import MAX_SHADE, Inks
from engine.palette.oklab import srgb_to_oklab
from engine.photo.framing import Framing
from engine.photo.own_colour import MIXED, NODES, Assignment, looked_up, nodes
from engine.photo.study import Study
from engine.photograph import Photograph

PIXELS = 1_600_000
"""Of the photograph, at most: what is larger is averaged."""
SAMPLE = 2_400
"""Of the photograph's pixels, from which the table is learnt."""
LIT = 0.5
"""How much of the light within a colour comes through as light, beside changing its mixture."""


def original(photo: Photograph, device: torch.device | str = "cpu") -> Tensor:
    """(3, H, W) OKLab of the photograph itself, of at most PIXELS pixels."""
    pixels = torch.tensor(photo.pixels).to(device).permute(2, 0, 1).float().mul_(1 / 255)
    scale = math.sqrt(PIXELS / (pixels.shape[1] * pixels.shape[2]))
    if scale < 1:
        size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[2] * scale))
        pixels = functional.interpolate(pixels[None], size, mode="area")[0]
    return srgb_to_oklab(pixels)


def colour_table(study: Study, inks: Inks, keep: float) -> Tensor:
    """(3, NODES, NODES, NODES) OKLab on the inks' segments, for `looked_up`. keep: how far own colours count, 0 to 1."""
    some = study.fine.flatten(1)[:, :: max(1, study.shapes.numel() // SAMPLE)]
    areas = torch.full_like(some[0], 1 / some.shape[1])
    taken = Assignment.of(some, areas, inks.colours, inks.shares, keep, MIXED)
    mixed = taken.inks.T @ taken.parts(nodes(taken.inks.device))
    return drawn_to_inks(mixed, taken.inks).reshape(3, NODES, NODES, NODES)


def drawn_to_inks(colours: Tensor, inks: Tensor) -> Tensor:
    """(3, N) OKLab -> the nearest colours that are mixtures of two inks (K, 3); lightness counts half, as the promise counts it."""
    weights = torch.tensor([0.5, 1.0, 1.0], device=inks.device)
    points = colours * weights[:, None]
    best, nearest = colours, torch.full_like(colours[0], torch.inf)
    for one, other in itertools.combinations(inks, 2):
        line = (other - one) * weights
        along = ((points - (one * weights)[:, None]) * line[:, None]).sum(0).div(line.square().sum().clamp_min(1e-12)).clamp_(0, 1)
        found = one[:, None] + along * (other - one)[:, None]
        apart = ((found - colours) * weights[:, None]).square().sum(0)
        closer = apart < nearest
        best, nearest = torch.where(closer, found, best), torch.where(closer, apart, nearest)
    return best


def recoloured(easel: Easel, study: Study, own: Tensor, table: Tensor, light: float, grid: Grid) -> Tensor:
    """(3, H, W) OKLab of a window. own: `original`; table: `colour_table`; light: how much of its own lightness shows.

    grid: the easel's, seen by the scene's camera.
    """
    framing = Framing.of(study.shape, study.focus, grid.aspect)
    seen = framing.sampled(own, grid)
    flat = framing.sampled(study.calm[:1], grid)[0]
    picture = drawn_to_inks(looked_up(table, seen).flatten(1), easel.inks.colours).reshape_as(seen)
    room = 2 * LIT * light
    return easel.inks.shaded(picture, (seen[0] - flat).mul_(room).clamp_(-MAX_SHADE, MAX_SHADE))
