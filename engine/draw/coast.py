"""What stands at the edge of the sea: cliffs, stacks, a lighthouse, the surf along their feet, reeds."""

from __future__ import annotations

import math

import torch

from engine.contracts import Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.layers import Layers
from engine.draw.noise import Noise, fbm, smoothstep
from engine.draw.shapes import beneath, coverage


def cliff(layers: Layers, chance: Chance, knobs: Knobs, side: float, tip: float, tall: float, foot: float, tone: float, t: float) -> None:
    """A headland that comes in from one side and ends at x = side * tip, standing in the water at y = foot."""
    layers = layers.rows(foot - 1.4 * tall, foot)
    grid = layers.grid
    out = side * grid.x - tip
    crag = fbm(grid, chance.of("crag"), 4.5, 1.5 + 2.5 * knobs.detail, 0.6, stretch=0.5)
    ledge = 0.22 * (foot - grid.y) - 0.05 * tall * crag
    top = foot - tall * (0.70 + 0.45 * (out / 0.6).clamp(0, 1) + 0.06 * Noise(chance, "top").at(grid.x, 0.0, 3.0))
    distance = torch.maximum((top - grid.y) * 0.95, ledge - out)
    distance = torch.maximum(distance, (grid.y - foot).expand(grid.shape))
    turf = smoothstep(0.05, 0.0, (grid.y - top) / tall - 0.10 - 0.04 * crag)
    light = smoothstep(-0.2, 0.9, crag)
    layers.cover_accent(
        layers.lay(distance, tone + 0.14 * (light - 0.4) - 0.06 * turf, tone + 0.07 * light, 0.9 - 2.0 * (0.6 - tone) ** 2, 1.57)
    )
    surf(layers, chance, out, foot, 0.05 * tall, t)


def surf(layers: Layers, chance: Chance, out: Tensor, foot: float, size: float, t: float) -> None:
    """Broken white water along the foot of a rock; out: how far inside its tip a column is."""
    layers = layers.rows(foot - size, foot + 2 * size)
    grid = layers.grid
    wash = Noise(chance, "wash").at(grid.x + 0.01 * math.sin(2 * math.pi * t), 0.0, 24.0)
    thick = size * (0.8 + 0.5 * wash) * smoothstep(-3.0 * size, 2.0 * size, out)
    layers.lay((grid.y - foot - 0.3 * size).abs() - thick + 0.0008, 0.92, 0.92, 0.85, outline=False)


def stack(layers: Layers, chance: Chance, x: float, foot: float, tall: float, t: float) -> None:
    """A pillar of rock left standing in the sea."""
    layers = layers.rows(foot - 1.2 * tall, foot)
    grid = layers.grid
    v = ((foot - grid.y) / tall).clamp(0, 1.2)
    crag = Noise(chance, "crag").plane(grid, 14.0)
    middle = grid.x - x + 0.03 * tall * torch.sin(5 * v)
    wide = tall * (0.26 - 0.13 * v + 0.035 * crag)
    distance = torch.maximum(torch.maximum(middle.abs() - wide, foot - tall * (1 + 0.25 * middle / tall) - grid.y), grid.y - foot)
    face = 0.20 + 0.10 * smoothstep(-0.02, 0.02, middle * (1.0 if x < 0 else -1.0))
    layers.cover_accent(layers.lay(distance, face + 0.03 * crag, face, 0.5, 1.57))
    surf(layers, chance, 0.30 * tall - (grid.x - x).abs(), foot, 0.07 * tall, t)


def lighthouse(layers: Layers, x: float, foot: float, tall: float) -> None:
    """A banded tower with its lantern and cap."""
    layers = layers.rows(foot - tall, foot + 0.1 * tall)
    grid = layers.grid
    u, v = (grid.x - x).abs() / tall, (foot - grid.y) / tall
    tower = torch.maximum(u - 0.135 + 0.055 * v, (v - 0.32).abs() - 0.42)
    bands = 0.18 + 0.55 * coverage((torch.remainder(v * 2.7, 1.0) - 0.5).abs() - 0.25, grid.pixel * 2.7 / tall)
    layers.cover_accent(layers.lay(tower * tall, bands, bands, 0.6, 1.57))
    gallery = torch.maximum(u - 0.135, (v - 0.755).abs() - 0.022)
    cap = torch.maximum(u - 0.10 + (v - 0.89).clamp_min(0) * 0.9, (v - 0.945).abs() - 0.055)
    layers.cover_accent(layers.lay(torch.minimum(gallery, cap) * tall, 0.10, 0.08, 0.6, 0.0))
    layers.lay(torch.maximum(u - 0.07, (v - 0.83).abs() - 0.055) * tall, 0.97, 0.97, 0.9)


def reeds(layers: Layers, chance: Chance, knobs: Knobs, side: float, t: float) -> None:
    """Blades at the near corner away from the moon, bending in the wind: a dark edge that holds the eye in."""
    layers = layers.rows(0.16)
    grid = layers.grid
    corner = smoothstep(0.04, 0.42, -side * grid.x / grid.aspect)
    bank = 0.49 - 0.06 * corner + 0.008 * Noise(chance, "bank").at(grid.x, 0.0, 6.0)
    layers.lay(beneath(grid, bank), 0.05, 0.04, 0.03, 0.0)
    for rank, pitch in enumerate((0.030, 0.019)):
        rise = (bank - grid.y).clamp_min(0)
        bend = (0.5 + 1.6 * knobs.energy) * (1 + 0.2 * math.sin(2 * math.pi * t + rank)) * rise.square() * side
        place = (grid.x + bend) / pitch + chance.uniform(f"shift {rank}", 0, 64)
        cell = place.floor()
        wild = chance.uniforms(f"reed {rank}", 3, 128).to(grid.device)[:, torch.remainder(cell, 128).long()]
        tall = 0.24 * corner * (0.25 + 0.75 * wild[0]) * (wild[1] < 0.45 + 0.5 * knobs.detail)
        along = rise / tall.clamp_min(1e-3)
        blade = (place - cell - 0.3 - 0.4 * wild[2]).abs() * pitch - 0.0035 * (1 - along).clamp_min(0).sqrt()
        seed_head = torch.hypot((place - cell - 0.3 - 0.4 * wild[2]) * pitch, (rise - 0.9 * tall) * 0.22) - 0.0062
        reed = torch.maximum(torch.minimum(torch.maximum(blade, rise - tall), seed_head), 0.04 - tall)
        layers.lay(reed, 0.06, 0.05, 0.05, 1.45)
