"""The two figures of the colour promise, measured on delivered 8-bit pixels.

on-palette share: the part of pixels whose OKLab distance to the nearest segment between two inks, with the lightness difference
halved, is at most 0.02 (about one just-noticeable difference). share error: the largest |asked share - share of pixels nearest
that colour|. Background and accent count as inks but have no asked share.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import torch
from PIL import Image

from engine.contracts import Fidelity, Tensor
from engine.palette.oklab import hex_to_oklab, srgb_to_oklab

ON_PALETTE_DISTANCE = 0.02
SAMPLE = 20_000


def sample_pixels(image: Image.Image, most: int = SAMPLE) -> Tensor:
    """(3, N) OKLab of about `most` pixels of an RGB picture, evenly strided with a step that is coprime to the rows."""
    flat = torch.frombuffer(bytearray(image.convert("RGB").tobytes()), dtype=torch.uint8).reshape(-1, 3)
    step = max(1, len(flat) // most)
    while step > 1 and image.width % step == 0:
        step -= 1
    return srgb_to_oklab(flat[::step].T.to(torch.float32) / 255)


def distance_to_inks(pixels: Tensor, inks: Tensor) -> Tensor:
    """(3, N) OKLab pixels, (K, 3) OKLab inks -> (N,) distance, lightness halved, to the nearest segment between two inks."""
    weights = torch.tensor([0.5, 1.0, 1.0], device=pixels.device)
    points, inks = pixels.T * weights, inks * weights
    nearest = torch.full((len(points),), torch.inf, device=pixels.device)
    for first, second in itertools.combinations(range(len(inks)), 2):
        along = inks[second] - inks[first]
        away = points - inks[first]
        t = ((away @ along) / (along @ along).clamp_min(1e-12)).clamp(0, 1)
        nearest = torch.minimum(nearest, torch.linalg.vector_norm(away - t[:, None] * along, dim=1))
    return nearest


def measure(
    image: Image.Image, colours: Sequence[str], weights: Sequence[float], extra: Sequence[str] = (), most: int = SAMPLE
) -> Fidelity:
    """An RGB picture against `#rrggbb` colours with weights on any positive scale; `extra` are background and accent."""
    pixels = sample_pixels(image, most)
    inks = torch.stack([hex_to_oklab(colour) for colour in (*colours, *extra)])
    asked = torch.tensor(weights) / sum(weights)
    apart = (pixels.T[:, None] - inks[None, : len(colours)]).square().sum(-1)
    shares = torch.bincount(apart.argmin(1), minlength=len(colours)) / pixels.shape[1]
    return Fidelity(
        on_palette_share=float((distance_to_inks(pixels, inks) <= ON_PALETTE_DISTANCE).float().mean()),
        share_error=float((shares - asked).abs().max()),
        shares=tuple(round(float(share), 4) for share in shares),
    )
