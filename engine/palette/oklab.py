"""sRGB <-> OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020), planar: (3, ...) in and out.

sRGB transfer function: IEC 61966-2-1.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import torch

from engine.contracts import Tensor

_RGB_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LMS_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_GAMMA_STEPS = 16384
_WHOLE = 2.0**23
"""Added to a float32 it rounds it to a whole number and leaves that in the lowest bits: half the cost of a conversion."""


@functools.cache
def _matrix(rows: tuple[tuple[float, ...], ...], inverse: bool, device: torch.device) -> Tensor:
    matrix = torch.tensor(rows, dtype=torch.float64)
    return (torch.linalg.inv(matrix) if inverse else matrix).to(torch.float32).to(device)


def _apply(rows: tuple[tuple[float, ...], ...], inverse: bool, planes: Tensor) -> Tensor:
    return (_matrix(rows, inverse, planes.device) @ planes.reshape(3, -1)).reshape(planes.shape)


def srgb_to_linear(srgb: Tensor) -> Tensor:
    """[0, 1] -> [0, 1], any shape."""
    return torch.where(srgb <= 0.04045, srgb / 12.92, ((srgb.clamp_min(0) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(linear: Tensor) -> Tensor:
    """[0, 1] -> [0, 1], any shape; clipped."""
    clipped = linear.clamp(0, 1)
    return torch.where(clipped <= 0.0031308, clipped * 12.92, 1.055 * clipped ** (1 / 2.4) - 0.055)


def srgb_to_oklab(srgb: Tensor) -> Tensor:
    """(3, ...) sRGB in [0, 1] -> (3, ...) OKLab: L in [0, 1], a and b about [-0.4, 0.4]."""
    return linear_to_oklab(srgb_to_linear(srgb))


def bytes_to_oklab(pixels: Tensor) -> Tensor:
    """(3, ...) uint8 sRGB -> (3, ...) OKLab, with a table for the transfer function."""
    levels = _linear_levels(pixels.device).index_select(0, pixels.flatten().to(torch.int32))
    return linear_to_oklab(levels.view(pixels.shape))


@functools.cache
def _linear_levels(device: torch.device) -> Tensor:
    return srgb_to_linear(torch.arange(256, dtype=torch.float32) / 255).to(device)


def linear_to_oklab(linear: Tensor) -> Tensor:
    """(3, ...) linear sRGB, also a little outside [0, 1] -> (3, ...) OKLab."""
    lms = _apply(_RGB_TO_LMS, False, linear)
    return _apply(_LMS_TO_OKLAB, False, lms.clamp_min(0) ** (1 / 3))


def oklab_to_linear(oklab: Tensor) -> Tensor:
    """(3, ...) OKLab -> (3, ...) linear sRGB, unclipped: outside [0, 1] means outside the gamut."""
    roots = _apply(_LMS_TO_OKLAB, True, oklab)
    return _apply(_RGB_TO_LMS, True, roots.square().mul_(roots))


def oklab_to_srgb(oklab: Tensor) -> Tensor:
    """(3, ...) OKLab -> (3, ...) sRGB in [0, 1], clipped to the gamut."""
    return linear_to_srgb(oklab_to_linear(oklab))


@functools.cache
def _byte_tables(device: torch.device) -> Tensor:
    """(3, n) int32: a linear value in n steps -> its sRGB byte, shifted to the place of red, green or blue in a pixel of four bytes."""
    levels = torch.arange(_GAMMA_STEPS, dtype=torch.float64) / (_GAMMA_STEPS - 1)
    grey = (linear_to_srgb(levels) * 255).round().to(torch.int64)
    red = grey | 0xFF000000
    return torch.stack((red - 2**32, grey << 8, grey << 16)).to(torch.int32).to(device)


def oklab_to_bytes(oklab: Tensor) -> Tensor:
    """(3, H, W) OKLab -> (H, W, 4) uint8: sRGB and a byte of 255 (in that order on little-endian machines, which torch asks for).

    The transfer function is a table: a power a pixel would cost as much as the painting, and so would gathering single bytes.
    """
    tables = _byte_tables(oklab.device)
    roots = _apply(_LMS_TO_OKLAB, True, oklab).flatten(1)
    linear = (_matrix(_RGB_TO_LMS, True, oklab.device) * (_GAMMA_STEPS - 1)) @ roots.pow_(3)
    step = linear.clamp_(0, _GAMMA_STEPS - 1).add_(_WHOLE).view(torch.int32).bitwise_and_(_GAMMA_STEPS - 1)
    pixels = torch.index_select(tables[0], 0, step[0])
    for channel in (1, 2):
        pixels += torch.index_select(tables[channel], 0, step[channel])
    return pixels.view(torch.uint8).reshape(*oklab.shape[1:], 4)


@functools.lru_cache(4096)
def _hex_to_oklab(colour: str) -> tuple[float, float, float]:
    srgb = torch.tensor([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)], dtype=torch.float64)
    lms = torch.tensor(_RGB_TO_LMS, dtype=torch.float64) @ srgb_to_linear(srgb)
    lightness, a, b = (torch.tensor(_LMS_TO_OKLAB, dtype=torch.float64) @ lms ** (1 / 3)).tolist()
    return lightness, a, b


def hex_to_oklab(colour: str) -> Tensor:
    """`#rrggbb` -> (3,) float32 OKLab."""
    return torch.tensor(_hex_to_oklab(colour))


def hexes_to_oklab(colours: Iterable[str]) -> Tensor:
    """n of `#rrggbb` -> (n, 3) float32 OKLab."""
    return torch.tensor([_hex_to_oklab(colour) for colour in colours]).reshape(-1, 3)


def oklab_to_hex(oklab: Tensor) -> str:
    """(3,) OKLab -> `#rrggbb`, clipped to the gamut."""
    red, green, blue = (oklab_to_srgb(oklab[:, None])[:, 0] * 255).round().int().tolist()
    return f"#{red:02x}{green:02x}{blue:02x}"
