"""What a style has before it when it paints a window of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Fields, Knobs, Tensor
from engine.draw.chance import Chance
from engine.draw.grid import Grid
from engine.palette.inks import Inks


@dataclass(frozen=True)
class Plan:
    """The whole picture on a fixed small pass: for whatever looks further than a style's halo. Its rank plane is (H, W)."""

    grid: Grid
    fields: Fields
    rank: Tensor

    def sample(self, plane: Tensor, x: Tensor, y: Tensor) -> Tensor:
        """A (H, W) or (C, H, W) plane of the plan at plane coordinates x, y of any one shape, bilinear, clamped at the border."""
        places = torch.stack((x * (2 / self.grid.aspect), y * 2), dim=-1)
        stack = plane if plane.dim() == 3 else plane[None]
        flat = places.reshape(1, 1, -1, 2)
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
