"""A thin skin stretched over a mask from what is known on its border: the smooth change that makes what is laid in meet what is around it.

Pérez et al., "Poisson image editing" (2003) solve for it; Farbman et al., "Convolution pyramids" (2011) show that a convolution of the
border with 1 / r^3, divided by that of ones, is as good. On the small pass that is four Fourier transforms.
"""

from __future__ import annotations

import functools

import torch

from engine.contracts import Tensor


def stretched(known: Tensor, border: Tensor) -> Tensor:
    """(H, W) values, (H, W) how much each place is border (0 or more) -> (H, W) values everywhere; 0 where there is no border."""
    height, width = known.shape
    kernel = _kernel(height, width, known.device)
    size = (2 * height, 2 * width)
    both = torch.fft.irfft2(torch.fft.rfft2(torch.stack((known * border, border)), s=size) * kernel, s=size)[:, :height, :width]
    skin: Tensor = both[0] / both[1].clamp_min(1e-5)
    return skin


@functools.lru_cache(8)
def _kernel(height: int, width: int, device: torch.device) -> Tensor:
    """The transform of 1 / r^3 around a corner that wraps, softened within a pixel."""
    down = torch.fft.fftfreq(2 * height, 1 / (2 * height), device=device)[:, None]
    across = torch.fft.fftfreq(2 * width, 1 / (2 * width), device=device)
    kernel: Tensor = torch.fft.rfft2((down.square() + across.square() + 0.5).pow(-1.5))
    return kernel
