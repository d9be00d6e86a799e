"""Which way things run in a picture: the smoothed structure tensor.

Kyprianidis and Döllner, "Image abstraction by structure adaptive filtering" (2008): the tensor, not its direction, is smoothed, so
that opposite slopes on the two sides of a line agree.
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.photo.guided import blurred, thinned

NEAR, FAR = 0.018, 0.06
"""How widely tensors are smoothed, in picture heights: as far as a stroke is wide; and where nothing runs anywhere, further."""
FAINT = 0.15
"""How much the wide look counts beside the near one."""
LEVEL = 1e-7
"""Without any direction a place is taken as level."""


def bearings(colours: Tensor) -> Tensor:
    """(C, H, W) -> (2, H / 2, W / 2): cosine and sine of twice the angle along which things run, unit length."""
    planes = thinned(colours, 2)
    height = planes.shape[1]
    padded = functional.pad(planes[None], (1, 1, 1, 1), mode="replicate")[0]
    across, down = padded[:, 1:-1, 2:] - padded[:, 1:-1, :-2], padded[:, 2:, 1:-1] - padded[:, :-2, 1:-1]
    tensor = torch.stack((down.square().sum(0) - across.square().sum(0), (across * down).sum(0) * -2))
    near = blurred(tensor, NEAR * height)
    wide = blurred(near, FAR * height)
    near.add_(wide, alpha=FAINT)
    near[0] += LEVEL
    unit: Tensor = near / torch.hypot(near[0], near[1]).clamp_min_(1e-12)
    return unit


def seam(doubled: Tensor) -> float:
    """The angle (radians) that fewest places run along: where directions may turn over into their opposites without harm."""
    angle = torch.atan2(doubled[1], doubled[0])
    counts = torch.histc(angle, 24, -math.pi, math.pi)
    around = counts + 0.5 * (counts.roll(1) + counts.roll(-1))
    return 0.5 * ((float(around.argmin()) + 0.5) / 24 * 2 * math.pi - math.pi)


def unfolded(doubled: Tensor, cut: float) -> Tensor:
    """(2, H, W) of the doubled angle, any length -> (2, H, W) unit vectors along it, all within half a turn from the angle `cut` on."""
    turned = torch.atan2(doubled[1], doubled[0]).sub_(2 * cut).remainder_(2 * math.pi).mul_(0.5).add_(cut)
    return torch.stack((torch.cos(turned), torch.sin(turned)))
