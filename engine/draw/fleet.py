"""Boats as one sees them from the air: pointed hulls with wells, under way each before its wake, or at anchor."""

from __future__ import annotations

import math

import torch

from engine.draw.chance import Chance
from engine.draw.layers import Layers

FLEET = ((0.04, 0.0, 0.104), (-0.12, 0.102, 0.078), (-0.10, -0.108, 0.068))
"""(along, across, length of half a boat) of each, the first leading."""
MOORINGS = ((0.055, -0.105, 0.092), (-0.035, 0.005, 0.070), (-0.015, 0.118, 0.062))
"""The same at anchor: one beside the other, since evenly round a middle three boats were two eyes and a mouth."""
Boat = tuple[float, float, float, float]
"""x, y, heading, half a length."""


def sailing(wide: float, chance: Chance, berth: tuple[float, float], t: float) -> list[Boat]:
    """Boats in company, bound for the land, riding on a slow swell."""
    fit, way = min(1.35, math.sqrt(wide)), chance.sign("formation")
    turn = chance.uniform("heading", -0.65, 0.65) + (0.0 if berth[0] < 0 else math.pi)
    rows = []
    for index, (along, aside, size) in enumerate(FLEET):
        ahead = fit * (along + 0.012 * math.sin(2 * math.pi * t + 2.0 * index) + chance.uniform(f"along {size}", -0.03, 0.03))
        off = fit * aside * way
        x, y = ahead * math.cos(turn) - off * math.sin(turn), ahead * math.sin(turn) + off * math.cos(turn)
        rows.append((berth[0] + x, berth[1] + y, turn, size * fit))
    return rows


def anchored(wide: float, chance: Chance, berth: tuple[float, float], t: float) -> list[Boat]:
    """Boats at anchor in one line, all head to the wind, each swinging a little about its own heading."""
    fit, turn, way = min(1.1, math.sqrt(wide)), chance.uniform("wind", 0, 2 * math.pi), chance.sign("moored")
    rows = []
    for index, (along, aside, size) in enumerate(MOORINGS):
        swing = 0.10 * math.sin(2 * math.pi * t + 2.0 * index) + chance.uniform(f"swing {index}", -0.14, 0.14)
        ahead, off = fit * (along + chance.uniform(f"far {index}", -0.02, 0.02)), fit * aside * way
        x, y = ahead * math.cos(turn) - off * math.sin(turn), ahead * math.sin(turn) + off * math.cos(turn)
        rows.append((berth[0] + x, berth[1] + y, turn + swing, size * fit))
    return rows


def boats(layers: Layers, rows: list[Boat], berth: tuple[float, float], reach: float, moored: bool) -> None:
    """Lay boats, the accent; those under way each before its wake. berth, reach: of all of them, their middle and half their width."""
    part = layers.rows(berth[1] - 0.8 * reach, berth[1] + 0.8 * reach, berth[0] - reach, berth[0] + reach)
    x, y, turn, size = torch.tensor(rows, device=part.grid.device).T[:, :, None, None]
    right, down, cosine, sine = part.grid.x - x, part.grid.y - y, turn.cos() / size, turn.sin() / size
    u, v = right * cosine + down * sine, (down * cosine - right * sine).abs_()
    if not moored:
        behind = (0.2 - u).clamp_(min=0)
        wash = (v - 0.26 - 0.30 * behind).abs_() - 0.075 + 0.045 * behind
        trail = (v - 0.30 + 0.15 * behind).maximum(u + 0.8)
        wake = wash.maximum(u - 0.2).minimum(trail).mul_(size).amin(0)
        part.lay(wake, 0.95, 0.93, None, 0.0, outline=False)
    beam = 0.34 - 0.34 * ((u + 0.25).clamp_(min=0) / 1.25).square_() - 0.10 * (-0.25 - u).clamp_(min=0)
    sides = v.sub_(beam)
    hull = sides.maximum(-0.9 - u).mul_(0.85 * size).amin(0)
    part.lay(hull - 0.035 * rows[0][-1], 0.04, 0.04, 0.2, rows[0][2])
    part.accent(hull)
    well = sides.add_(0.11).maximum((u + 0.36).abs_() - 0.42).maximum(0.07 - (u + 0.34).abs_()).mul_(size).amin(0)
    part.cover_accent(part.lay(well, 0.95, 0.95, 0.2, rows[0][2], outline=False))
