"""Signed distances (negative inside, in picture heights) and the coverage they give a pixel."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.affine import affine
from engine.draw.grid import Grid


def coverage(distance: Tensor, pixel: float, softness: float = 0.0) -> Tensor:
    """How much of a pixel lies inside: 1 deep inside, 0 far outside, antialiased by the footprint; `softness` widens the edge (heights)."""
    return affine(distance, -1 / (pixel + softness), 0.5).clamp_(0, 1)


def disc(grid: Grid, x: float, y: float, radius: float) -> Tensor:
    """(H, W) distance to a disc."""
    return torch.hypot(grid.x - x, grid.y - y) - radius


def box(grid: Grid, x: float | Tensor, y: float | Tensor, half_width: float | Tensor, half_height: float | Tensor) -> Tensor:
    """(H, W) distance to an upright rectangle (exact inside and along the sides; Chebyshev past the corners)."""
    return torch.maximum((grid.x - x).abs() - half_width, (grid.y - y).abs() - half_height)


def beneath(grid: Grid, height: Tensor, slope: Tensor | float = 0.0) -> Tensor:
    """(H, W) distance to all that lies under a profile y = height(x); `slope` is its derivative (scales it to a true distance)."""
    steep = slope if isinstance(slope, torch.Tensor) else torch.as_tensor(slope, device=grid.device)
    return (height - grid.y) * torch.rsqrt(1 + steep * steep)


def slope(profile: Tensor, pixel: float) -> Tensor:
    """The derivative of a (1, W) profile sampled at every pixel, by central differences."""
    ahead, behind = torch.roll(profile, -1, -1), torch.roll(profile, 1, -1)
    derivative = (ahead - behind) / (2 * pixel)
    derivative[..., 0], derivative[..., -1] = derivative[..., 1], derivative[..., -2]
    return derivative


def segment(x: Tensor, y: Tensor, start: tuple[float, float], end: tuple[float, float]) -> Tensor:
    """Distance to a line segment."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = (((x - start[0]) * dx + (y - start[1]) * dy) / max(dx * dx + dy * dy, 1e-12)).clamp(0, 1)
    return torch.hypot(x - start[0] - along * dx, y - start[1] - along * dy)
