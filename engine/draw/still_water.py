"""A lake that mirrors the sky in bands of light."""

from __future__ import annotations

import torch

from engine.contracts import SceneKnobs
from engine.draw.chance import Chance
from engine.draw.drift import drifting_series
from engine.draw.layers import Layers
from engine.draw.noise import Noise, planes, smoothstep


def still_water(layers: Layers, chance: Chance, knobs: SceneKnobs, shore: float, t: float) -> None:
    """Still water: everything above the shore mirrored, darkened and drawn out by ripples that the light wanders over."""
    grid = layers.grid
    distance = (shore + 0.006 * Noise(chance, "shore").at(grid.x, 0.0, 3.0)) - grid.y
    depth = ((grid.y - shore) / 0.3).clamp(0, 1)
    sums = [
        drifting_series(grid.pixel, chance.of("ripple"), 26.0, 2.5, t, 0.04, 7.0),
        drifting_series(grid.pixel, chance.of("mirror"), 4.0, 2, t, 0.03, 5.0),
    ]
    ripple, bright = planes(grid, sums)
    bright.add_(ripple.mul_(0.25 + 0.75 * depth), alpha=0.25 * knobs.energy)
    plan = smoothstep(0.1, 0.5, bright).mul_(0.10).add_(0.80 - 0.36 * depth)
    modelled = torch.add(plan, ripple, alpha=0.03 + 0.07 * knobs.energy)
    layers.lay(distance, modelled, plan, 0.5 - 0.4 * depth, ripple * 0.04)
