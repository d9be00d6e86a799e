"""The angle of a vector, the same to the last bit whatever the number of threads."""

from __future__ import annotations

import torch

from engine.contracts import Tensor


def heading(x: Tensor, y: Tensor) -> Tensor:
    """(H, W) angle of (x, y) in radians, 0 along x, positive towards +y; in [-pi, pi].

    Not torch.atan2: on whole planes its last bit depends on how the plane is shared out among threads.
    """
    cosine = x.div(torch.addcmul(x * x, y, y).add_(1e-12).sqrt_()).clamp_(-1, 1)
    return torch.copysign(cosine.acos_(), y)
