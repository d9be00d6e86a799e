"""Planes on other rows and columns, smoothly drawn: each axis by itself, as a product with a narrow band of weights.

Cubic convolution with a = -0.75, or linear (Keys, "Cubic convolution interpolation for digital image processing", 1981). As
grid_sample does it at any places, but rows and columns are all that a window asks for, and so it takes a fifth of the time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from engine.contracts import Tensor

CUBIC = -0.75
BLOCK = 48
"""Rows of one product: few enough to skip most zeros, enough to keep it fast."""


@dataclass(frozen=True)
class Axis:
    """weights: (n, count) of each place. blocks: which places are made of which pixels."""

    weights: Tensor
    blocks: list[tuple[slice, slice]]

    @classmethod
    def of(cls, places: Tensor, count: int, smooth: bool) -> Axis:
        """places: (n,) along an axis of `count` pixels, 0 the middle of the first; what lies past a border is seen mirrored in it."""
        first = places.floor()
        taps, parts = _cubic(places - first) if smooth else _linear(places - first)
        index = _mirrored(first.long()[:, None] + taps, count)
        weights = torch.zeros(len(places), count, device=places.device).scatter_add_(1, index, parts)
        starts = range(0, len(places), BLOCK)
        ends = torch.stack([torch.stack(torch.aminmax(index[start : start + BLOCK])) for start in starts]).tolist()
        return cls(weights, [(slice(start, start + BLOCK), slice(low, high + 1)) for start, (low, high) in zip(starts, ends, strict=True)])

    @classmethod
    def evenly(cls, places: int, count: int, device: torch.device) -> Axis:
        """All of an axis of `count` pixels on fewer or more places: each the mean of what it covers, or cubic between them."""
        share = count / places
        if places > count:
            return cls.of((torch.arange(places, device=device) + 0.5).mul_(share).sub_(0.5), count, smooth=True)
        ends, pixels = torch.arange(places + 1, device=device, dtype=torch.float64) * share, torch.arange(count, device=device)
        covered = torch.minimum(ends[1:, None], pixels + 1) - torch.maximum(ends[:-1, None], pixels)
        blocks = []
        for first in range(0, places, BLOCK):
            last = min(first + BLOCK, places)
            blocks.append((slice(first, last), slice(int(first * share), min(count, math.ceil(last * share)))))
        return cls(covered.clamp_(min=0).div_(share).float(), blocks)

    @property
    def span(self) -> slice:
        """All pixels that any place is made of."""
        return slice(min(source.start for _, source in self.blocks), max(source.stop for _, source in self.blocks))


def resampled(planes: Tensor, down: Axis, across: Axis) -> Tensor:
    """(C, h, w) of any numbers -> (C, H, W) float32."""
    rows = down.span
    few = planes[:, rows].flatten(0, 1)
    wide = across.weights.new_empty((len(few), len(across.weights)))
    for out, source in across.blocks:
        torch.mm(few[:, source].float(), across.weights[out, source].T, out=wide[:, out])
    drawn = wide.new_empty((len(planes), len(down.weights), len(across.weights)))
    for plane, of in zip(drawn, wide.view(len(planes), -1, wide.shape[1]), strict=True):
        for out, source in down.blocks:
            torch.mm(down.weights[out, source], of[source.start - rows.start : source.stop - rows.start], out=plane[out])
    return drawn


def brought(planes: Tensor, size: tuple[int, int]) -> Tensor:
    """(C, h, w) -> (C, H, W) float32: all of it on so many rows and columns."""
    down, across = (Axis.evenly(places, count, planes.device) for places, count in zip(size, planes.shape[1:], strict=True))
    return resampled(planes, down, across)


def _linear(t: Tensor) -> tuple[Tensor, Tensor]:
    """(n,) how far past a pixel's middle -> (2,) neighbours and (n, 2) their weights."""
    return torch.arange(2, device=t.device), torch.stack((1 - t, t), dim=1)


def _cubic(t: Tensor) -> tuple[Tensor, Tensor]:
    """(n,) -> (4,) and (n, 4)."""

    def near(x: Tensor) -> Tensor:
        return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1

    def far(x: Tensor) -> Tensor:
        return ((x - 5) * x + 8) * x * CUBIC - 4 * CUBIC

    return torch.arange(-1, 3, device=t.device), torch.stack((far(1 + t), near(t), near(1 - t), far(2 - t)), dim=1)


def _mirrored(index: Tensor, count: int) -> Tensor:
    """Whole places anywhere -> 0 .. count - 1."""
    turned = index.remainder(2 * count)
    return torch.minimum(turned, 2 * count - 1 - turned)
