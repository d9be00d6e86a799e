"""A field of stars of several magnitudes. Each is a disc whose light, not whose size, falls off under a pixel's footprint."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid

CELLS = 64
MARGIN = 0.2
"""How far past the picture stars are known, for the margins of its windows, in picture heights."""


@dataclass(frozen=True)
class Magnitude:
    """Stars of one kind: one at most in each square of side `pitch`, in about `share` of the squares, of about `radius`.

    A share that grows adds stars one by one, each growing from nothing.
    """

    chance: Chance
    pitch: float
    radius: float
    share: float
    strength: float = 1.0


def stars(grid: Grid, chance: Chance, pitch: float, radius: float, share: float, phase: float = 0.0) -> Tensor:
    """(H, W) light in [0, 1] of one magnitude."""
    return starlight(grid, [Magnitude(chance, pitch, radius, share)], phase)


def starlight(grid: Grid, magnitudes: list[Magnitude], phase: float = 0.0) -> Tensor:
    """(H, W) light in [0, 1] of all. They glimmer, each in its own time, over the loop.

    Few pixels of a sky show a star, so each star lights a small square of pixels of its own, as far as its light reaches.
    """
    (tall, wide), found = grid.shape, []
    reaches = [math.ceil(2.1 * math.hypot(kind.radius, 0.45 * grid.pixel) / grid.pixel + 0.5) for kind in magnitudes]
    margin = max(reaches, default=0)
    for kind, reach in zip(magnitudes, reaches, strict=True):
        known = grid.once(("stars", kind, phase), lambda kind=kind: _strewn(grid, kind, phase))  # type: ignore[misc]
        found.append(_squares(grid, known, reach, margin, kind.strength))
    if not found:
        return grid.full(0.0)
    padded = torch.zeros((tall + 2 * margin) * (wide + 2 * margin), device=grid.device)
    padded.scatter_reduce_(0, torch.cat([places for places, _ in found]), torch.cat([shown for _, shown in found]), "amax")
    return padded.view(tall + 2 * margin, wide + 2 * margin)[margin : margin + tall, margin : margin + wide]


def _strewn(grid: Grid, kind: Magnitude, phase: float) -> Tensor:
    """(4, n) on the CPU: x, y, radius and light of all stars of one kind in the picture."""
    table = kind.chance.uniforms("stars", 4, CELLS, CELLS)
    size = ((kind.share - table[2]) * 6 + 0.2).clamp_(0, 1) * (0.45 + 0.55 * table[3] ** 2) * kind.radius
    edge = min(0.45, 1.5 * kind.radius / kind.pitch + 0.05)
    light = (1 - 0.25 * (1 + torch.sin(2 * math.pi * (phase + table[3] * 7)))) * kind.strength
    cells = torch.cat((edge + (1 - 2 * edge) * table[:2], size[None], light[None]))
    half = [(side / 2 / grid.zoom + MARGIN) / kind.pitch for side in (grid.aspect, 1.0)]
    columns, lines = (torch.arange(math.floor(-count), math.ceil(count)) for count in half)
    here = cells[:, torch.remainder(lines, CELLS)[:, None], torch.remainder(columns, CELLS)]
    here[0] += columns
    here[1] += lines[:, None]
    here[:2] *= kind.pitch
    return here[:, here[2] > 0]


def _squares(grid: Grid, known: Tensor, reach: int, margin: int, strength: float) -> tuple[Tensor, Tensor]:
    """Of the stars near the window: the pixels (n,) that each may light, in a plane with a margin, and its light there."""
    (left, right), (top, bottom) = grid.span
    room = reach * grid.pixel
    x, y = known[0], known[1]
    seen = known[:, (x > left - room) & (x < right + room) & (y > top - room) & (y < bottom + room)]
    column, line = ((seen[:2] - torch.tensor([[left], [top]])) * (1 / grid.pixel)).round_().long()
    spread = seen[2].square() + (0.45 * grid.pixel) ** 2
    bright = 1.6 * seen[2].square() / spread * seen[3]
    stars_here = torch.stack((seen[0], seen[1], 0.5 / (2.2 * spread), bright)).to(grid.device)
    return _lit(
        grid,
        stars_here,
        (column.clamp(0, grid.shape[1] - 1).to(grid.device), line.clamp(0, grid.shape[0] - 1).to(grid.device)),
        reach,
        margin,
        strength,
    )


def _lit(grid: Grid, here: Tensor, middle: tuple[Tensor, Tensor], reach: int, margin: int, strength: float) -> tuple[Tensor, Tensor]:
    """here: x, y, sharpness and brightness of stars. middle: the column and line that each is nearest to."""
    around = torch.arange(-reach, reach + 1, device=grid.device)
    columns, lines = middle[0][:, None] + around, middle[1][:, None] + around
    x, y, sharp, bright = here[:, :, None]
    across = (grid.x[0][columns.clamp(0, grid.shape[1] - 1)] - x).square_().mul_(sharp)
    down = (grid.y[:, 0][lines.clamp(0, grid.shape[0] - 1)] - y).square_().mul_(sharp)
    near = (across[:, None] + down[:, :, None]).neg_().add_(1).clamp_(min=0)
    shown = near.mul_(near).mul_(bright[..., None]).clamp_(max=strength)
    places = (columns + margin)[:, None] + ((lines + margin) * (grid.shape[1] + 2 * margin))[:, :, None]
    return places.flatten(), shown.flatten()
