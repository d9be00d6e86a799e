"""Boats against the light: a sloop under sail, a rowing boat and its reflection."""

from __future__ import annotations

import math

import torch

from engine.draw.chance import Chance
from engine.draw.layers import Layers
from engine.draw.shapes import coverage, segment


def sail(layers: Layers, chance: Chance, x: float, horizon: float, t: float) -> None:
    """A small sloop, heeling a little."""
    size = chance.uniform("size", 0.13, 0.19)
    layers = layers.rows(horizon - size, horizon + 0.4 * size, x - 0.6 * size, x + 0.6 * size)
    grid = layers.grid
    lean = 0.10 * chance.sign("tack") * (1 + 0.5 * math.sin(2 * math.pi * t))
    foot = horizon + size * (0.22 + 0.02 * math.sin(2 * math.pi * t))
    v = (grid.y - foot) / size
    u = (grid.x - x) / size + lean * v
    way = 1.0 if lean > 0 else -1.0
    u = u * way
    hull = torch.maximum(torch.maximum(-v - 0.02 + 0.05 * u, v - 0.14), (u + 0.04 * v).abs() - 0.36 + 0.55 * (v.clamp_min(0)))
    main = torch.maximum(torch.maximum(-u + 0.03, v + 0.10), (u * 0.93 - (v + 1.12) * 0.42) * 0.9)
    jib = torch.maximum(torch.maximum(u + 0.01, v + 0.13), (-u * 0.95 - (v + 0.98) * 0.36) * 0.9)
    mast = torch.maximum(u.abs() - 0.012, torch.maximum(v, -v - 1.16))
    dark = torch.minimum(hull, mast)
    cloth = coverage(jib, grid.pixel / size).mul_(0.14).add_(0.30)
    tone = cloth.addcmul_(coverage(dark, grid.pixel / size), cloth - 0.06, value=-1.0)
    layers.cover_accent(layers.lay(torch.minimum(main, jib).minimum(dark) * size, tone, tone, 0.5, 1.4))


def skiff(layers: Layers, x: float, foot: float, t: float) -> None:
    """A rowing boat with someone in it, and both upside down in the water."""
    size = 0.12 * min(1.0, 0.5 + 0.5 * layers.grid.aspect)
    layers = layers.rows(foot - 0.8 * size, foot + 0.7 * size, x - 1.2 * size, x + 1.2 * size)
    grid = layers.grid
    foot = foot + 0.002 * math.sin(2 * math.pi * t)
    u, fold = (grid.x - x) / size, (foot - grid.y) / size
    for mirror, tone in ((True, 0.16), (False, 0.04)):
        v = -fold * 1.15 if mirror else fold
        sheer = 0.16 + 0.10 * u * u
        hull = torch.maximum(torch.maximum(v - sheer, -v), u.abs() - 0.70 - 0.9 * v.clamp(0, 0.4))
        back = torch.hypot((u - 0.12 - 0.10 * v) * 1.5, v - 0.32) - 0.21
        head = torch.hypot(u - 0.20, v - 0.62) - 0.095
        oar = segment(u, v, (0.16, 0.34), (-0.75, -0.02)) - 0.022
        figure = torch.minimum(torch.minimum(back, head), oar).maximum(-v)
        layers.cover_accent(layers.lay(torch.minimum(hull, figure) * size, tone, tone, 0.35, 0.0, outline=not mirror))
