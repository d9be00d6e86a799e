"""What a style has before it when it paints a window of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid, wrapped
from engine.palette.inks import Inks

WRAP = 2
"""Pixels of a repeating plan's other side that bilinear looks across its border need."""


@dataclass(frozen=True)
class Plan:
    """The whole picture on a fixed small pass: for whatever looks further than a style's halo. Its rank plane is (H, W)."""

    grid: Grid
    fields: Fields
    rank: Tensor

    def sample(self, plane: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """A (H, W) or (C, H, W) plane of the plan at plane coordinates x, y of any one shape, bilinear, clamped at the border.

        Where the picture repeats, so do the planes.
        """
        stack = plane if plane.dim() == 3 else plane[None]
        (wide, tall), (height, width) = self.grid.tile, self.grid.shape
        pad = (WRAP * bool(wide), WRAP * bool(tall))
        if any(pad):
            stack = functional.pad(stack[None], (pad[0], pad[0], pad[1], pad[1]), mode="circular")[0]
            x, y = wrapped(x, wide), wrapped(y, tall)
        scale = (2 / (self.grid.pixel * (width + 2 * pad[0])), 2 / (self.grid.pixel * (height + 2 * pad[1])))
        places = torch.empty((*x.shape, 2), device=x.device)
        torch.mul(x, scale[0], out=places[..., 0])
        torch.mul(y, scale[1], out=places[..., 1])
        flat = places.view(1, 1, -1, 2)
        found = functional.grid_sample(stack[None], flat, mode="bilinear", padding_mode="border", align_corners=False)[0, :, 0]
        return found.reshape(*plane.shape[:-2], *x.shape)


@dataclass(frozen=True)
class Easel:
    """A window to paint, in the picture's own plane (the scene's camera does not move it, so marks keep their size).

    rank: (H, W) in [0, 1], evenly spread over the whole picture: 0 the darkest pixel by the style's tone, 1 the lightest.
    """

    grid: Grid
    fields: Fields
    rank: Tensor
    plan: Plan
    inks: Inks
    knobs: Knobs
    chance: Chance
    phase: float = 0.0
