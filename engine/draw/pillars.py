"""Columns of dust, stand before stand, that melt into a common foot and are lit where they turn to a star."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.draw.layers import Layers
from engine.draw.noise import Noise, planes, smoothstep

PILLARS = (
    (0.27, 0.62, ((0.22, -0.19, 0.036), (-0.43, -0.04, 0.044))),
    (0.16, 0.40, ((0.36, -0.12, 0.052), (-0.27, 0.06, 0.048))),
    (0.05, 0.16, ((0.15, -0.22, 0.058), (0.50, 0.06, 0.080))),
)
"""Stands of dust from far to near: tone, depth, and for each column its x over the width (positive away from the star), the y of its top
and half its width there."""
MELT = 0.034
"""How softly columns run into one another and into their foot, in picture heights."""


def stands(grid: Grid, chance: Chance, side: float) -> Tensor:
    """(stands, h, w) about the signed distance to columns that melt into a common foot, leaning as the star's wind has bent them."""
    names = ("lump", "foot")
    noises = planes(
        grid, [[Noise(chance, f"{name} {rank}").octave(f)] for name, f in zip(names, (4.6, 2.2), strict=True) for rank in range(3)]
    )
    lump, foot = torch.unflatten(torch.stack(noises)[:, None], 0, (2, 3))
    u, v = grid.x + 0.030 * lump, grid.y - 0.024 * lump
    x, top, wide, waist = _columns(grid, chance, side)
    down, over = (v - top).clamp_(min=0), (top - v).clamp_(min=0)
    bent = u - x + side * (0.20 * (v - 0.5) + 0.25 * (0.10 - down).clamp_(min=0))
    girth = wide * (0.98 + 1.2 * down + 0.15 * torch.sin(down * 26.0 + waist))
    columns = (bent.square_() + over.square_()).sqrt_().sub_(girth)
    ground = torch.tensor([0.52, 0.51, 0.50], device=grid.device)[:, None, None, None] - v + 0.03 * foot
    return torch.logsumexp(torch.cat((columns, ground), 1) * (-1 / MELT), 1).mul_(-0.8 * MELT)


def _columns(grid: Grid, chance: Chance, side: float) -> Tensor:
    """(4, stands, columns, 1, 1): x of the foot, y of the top, half the width, and a phase of the girth, of each column."""
    room, found = min(1.3, 0.35 + 0.65 * grid.aspect), []
    for rank, (_, _, columns) in enumerate(PILLARS):
        here = [chance.of(f"{rank} {index}") for index in range(len(columns))]
        found.append(
            [
                (
                    -side * grid.aspect * out + one.uniform("x", -0.03, 0.03),
                    top + one.uniform("top", -0.06, 0.05),
                    wide * one.uniform("wide", 0.85, 1.2) * room,
                    one.uniform("waist", 0.0, 6.0),
                )
                for one, (out, top, wide) in zip(here, columns, strict=True)
            ]
        )
    return torch.tensor(found, device=grid.device).movedim(-1, 0)[..., None, None]


def facing(grid: Grid, distance: Tensor, x: float, y: float) -> Tensor:
    """(..., h, w) from 0 to 1: how much a shape of that signed distance turns towards a light at (x, y)."""
    down, across = torch.gradient(distance, spacing=grid.pixel, dim=(-2, -1))
    dx, dy = x - grid.x, y - grid.y
    turned = (across * dx + down * dy) * torch.rsqrt((dx * dx + dy * dy) * (across * across + down * down) + 1e-6)
    return smoothstep(-0.25, 0.85, turned)


def dust(layers: Layers, lump: Tensor, rough: float, shape: tuple[Tensor, Tensor], tone: float, depth: float) -> None:
    """One stand: rough with eddies, its rim alight where it turns to the star, paler towards its foot the farther it stands."""
    layers = layers.rows(-0.40)
    distance, turned, lump = (layers.crop(plane) for plane in (*shape, lump))
    distance = torch.add(distance, lump, alpha=rough)
    rim = distance.mul(1 / 0.016).clamp_(max=0).exp_().mul_(turned)
    flat = tone - 0.12 * (layers.grid.y - 0.1)
    plan = (rim - 0.60).mul_(4).clamp_(0, 1).mul_(0.40).add_(flat)
    body = turned.mul(0.06 + 0.30 * tone).add_(lump, alpha=0.02).add_(flat)
    layers.cover_accent(layers.lay(distance, body.add_(rim, alpha=0.62), plan, depth, lump.mul(0.3).add_(1.57)))
