"""From a thumbnail to the full size: how large the picture and the references are at each step."""

from __future__ import annotations

import math
from collections.abc import Sequence

from torch.nn import functional

from engine.contracts import Tensor
from engine.match.patches import SIDE

RATIO = 2**0.5
LEAST = SIDE + 5
"""Pixels of the shorter side of the smallest picture."""


def scales(size: tuple[int, int], first: float) -> list[float]:
    """(H, W), pixels of the first picture's longer side -> each step's part of the full size, ending in 1."""
    smallest = min(1.0, max(first / max(size), LEAST / min(size)))
    steps = max(0, round(math.log(1 / smallest) / math.log(RATIO)))
    return [smallest ** (1 - step / steps) for step in range(steps)] + [1.0]


def scaled(picture: Tensor, by: float, least: int = SIDE + 1) -> Tensor:
    """(3, H, W) -> (3, h, w), each side at least `least`."""
    return resized(picture, (max(least, round(picture.shape[1] * by)), max(least, round(picture.shape[2] * by))))


def resized(picture: Tensor, size: tuple[int, int]) -> Tensor:
    """(3, H, W) -> (3, *size), smooth both ways."""
    if (picture.shape[1], picture.shape[2]) == tuple(size):
        return picture
    return functional.interpolate(picture[None], tuple(size), mode="bicubic", antialias=True, align_corners=False)[0]


def fitted(references: Sequence[Tensor], longer: float) -> list[Tensor]:
    """The references, their longer sides at most that long: they are never enlarged, for what is not there would be blur."""
    return [scaled(one, min(1.0, longer / max(one.shape[1], one.shape[2]))) for one in references]


def enlarged(picture: Tensor, shown: Tensor | None, size: tuple[int, int], content: float) -> Tensor:
    """(3, h, w) -> (3, *size), with what a photograph of that size, `shown`, has there and had not before, for strokes to form along it."""
    before = picture.shape[1], picture.shape[2]
    larger = resized(picture, size)
    if shown is None or before == size:
        return larger
    return larger.add_(shown - resized(resized(shown, before), size), alpha=min(1.0, 2 * content))
