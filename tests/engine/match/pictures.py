"""References to match, made here: bricks with dark joints, and slanting stripes in two other colours."""

from __future__ import annotations

import numpy as np
from PIL import Image


def bricks(width: int = 96, height: int = 72) -> Image.Image:
    """Red-brown bricks of 12 x 6 in uneven tones, pale joints."""
    y, x = np.mgrid[:height, :width]
    course = y // 6
    along = x + 6 * (course % 2)
    tone = np.random.default_rng(3).normal(0, 18, (height // 6 + 1, width // 12 + 2))[course, along // 12]
    colour = np.array([150, 70, 50]) + tone[..., None]
    colour[(y % 6 == 0) | (along % 12 == 0)] = (215, 205, 190)
    return Image.fromarray(colour.clip(0, 255).astype(np.uint8))


def stripes(width: int = 80, height: int = 80) -> Image.Image:
    """Blue and yellow, eight pixels wide."""
    y, x = np.mgrid[:height, :width]
    return Image.fromarray(np.where(((x + y) // 8 % 2 == 0)[..., None], (40, 70, 160), (235, 205, 80)).astype(np.uint8))
