"""Halftone: each tone is a screen of dots of one ink on the next lighter one, the screens turned against each other as printers do.

Clustered-dot screening (Ulichney, "Digital Halftoning", 1987): a dot grows until it meets its neighbours, then the gaps shrink.
"""

from __future__ import annotations

import functools
import math

import torch

from engine.contracts import Tensor
from engine.draw.easel import Easel
from engine.draw.noise import Noise, visible
from engine.palette.inks import STEPS, Inks, look_up
from engine.registry import style

ANGLES = (45.0, 75.0, 15.0, 60.0, 30.0)
"""Degrees: neighbouring screens differ by 30, which keeps moiré fine."""


@style("halftone", unseen=("edges", "flow"))
def halftone(easel: Easel) -> Tensor:
    inks, knobs, grid = easel.inks, easel.knobs, easel.grid
    pitch = 1 / (34 + 60 * knobs.detail)
    place, *turns = look_up(_screens(inks, 0.55 + 0.45 * knobs.texture, pitch, grid.tile), easel.rank)
    steps = max(inks.count - 1, 1)
    ink = place.floor().clamp_(0, steps - 1)
    edge = grid.pixel / pitch * 2.2
    cover = place.sub_(ink).sub_(_threshold(easel, turns)).mul_(1 / edge).add_(0.5).clamp_(0, 1)
    picture = look_up(inks.mixtures(), cover.add_(ink).mul_(1 / steps))
    picture = inks.over(picture, inks.accent, easel.fields.accent)
    shown = visible(160.0, grid.pixel) * 0.012 * knobs.texture
    return inks.shaded(picture, Noise(easel.chance, "press").plane(grid, 160.0) * shown) if shown else picture


def _screens(inks: Inks, softness: float, pitch: float, tile: tuple[float, float]) -> Tensor:
    """By rank: the place along the inks, then the cosine and sine of its screen's angle, in turns of a dot's wave: (3, STEPS).

    Where the picture repeats: the place, then the turns of either wave along x and along y, whole numbers a period: (5, STEPS).
    """
    place = inks.position(torch.linspace(0, 1, STEPS, device=inks.colours.device), softness)
    angles = [math.radians(ANGLES[k % len(ANGLES)]) for k in range(inks.count)]
    right, down = ([part(angle) / pitch for angle in angles] for part in (math.cos, math.sin))
    ways = [right, down]
    if any(tile):
        ways = [
            [_whole(one, period) for one in way] for way, period in zip((right, down, down, [-one for one in right]), tile * 2, strict=True)
        ]
    turns = torch.tensor(ways, device=place.device) * (2 * math.pi)
    return torch.cat((place[None], turns[:, place.long().clamp_(0, max(inks.count - 2, 0))]))


def _whole(frequency: float, period: float) -> float:
    return round(frequency * period) / period if period else frequency


def _threshold(easel: Easel, turns: list[Tensor]) -> Tensor:
    """(H, W) threshold in [0, 1], evenly spread: a spot function per ink, each at its own angle."""
    grid = easel.grid
    wobble = Noise(easel.chance, "wobble").plane(grid, 9.0) * (0.10 * easel.knobs.energy**2)
    right, down, aside, under = turns if len(turns) == 4 else (*turns, turns[1], -turns[0])
    u = torch.addcmul(wobble, grid.x, right).addcmul_(grid.y, down)
    v = wobble.addcmul_(grid.x, aside).addcmul_(grid.y, under)
    spot = u.cos_().add_(v.cos_()).mul_(0.25).add_(0.5)
    return look_up(_spot_distribution(spot.device), spot)[0]


@functools.cache
def _spot_distribution(device: torch.device) -> Tensor:
    """(1, n): how much of a cell has a spot value below 0 .. 1, so that a tone of a third covers a third."""
    wave = torch.cos((torch.arange(1024, dtype=torch.float64) + 0.5) * (math.pi / 1024))
    spot = ((wave[:, None] + wave[None, :]) * 0.25 + 0.5).flatten().sort().values
    table = torch.searchsorted(spot, torch.linspace(0, 1, STEPS, dtype=torch.float64)) / spot.numel()
    return table.to(torch.float32)[None].to(device)
