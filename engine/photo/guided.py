"""Edge-preserving smoothing of colour pictures: the guided filter and what is made of it.

He, Sun and Tang, "Guided image filtering" (2013); solved on fewer pixels as in He and Sun, "Fast guided filter" (2015). Small things
vanish whatever their contrast, and large ones keep their edges, by Zhang et al., "Rolling guidance filter" (2014).
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional

from engine.contracts import Tensor

PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))


def guided(planes: Tensor, guide: Tensor, radius: float, tolerance: float, thin: int = 3) -> Tensor:
    """(C, H, W) smoothed where the guide (3, H, W) is: within `radius` pixels it is a linear function of the guide's three channels.

    tolerance: the variance of the guide under which a place counts as flat. thin: the linear functions are found on every so many pixels.
    """
    small, few = thinned(guide, thin), thinned(planes, thin)
    reach = max(1, round(radius / thin))
    first = boxed(torch.cat((small, few)), reach)
    mean, goal = first[:3], first[3:]
    second = boxed(torch.stack([small[i] * small[j] for i, j in PAIRS]), reach)
    spread = torch.stack([second[k] - mean[i] * mean[j] for k, (i, j) in enumerate(PAIRS)])
    spread[[0, 3, 5]] += tolerance
    shared = boxed((small[:, None] * few[None]).flatten(0, 1), reach).view(3, len(few), *few.shape[1:]) - mean[:, None] * goal[None]
    slope = _solved(spread, shared)
    offset = goal - (slope * mean[:, None]).sum(0)
    model = boxed(torch.cat((slope.flatten(0, 1), offset)), reach)
    wide = widened(model, planes.shape[-2:])
    count = len(planes)
    smooth = wide[3 * count :]
    for channel in range(3):
        smooth.addcmul_(wide[channel * count : (channel + 1) * count], guide[channel])
    return smooth


def rolled(planes: Tensor, radius: float, tolerance: float, rounds: int = 3) -> Tensor:
    """(3, H, W) without what is smaller than about `radius` pixels; the edges of what is larger come back round by round."""
    guide = widened(blurred(thinned(planes, 2), radius / 2), planes.shape[-2:])
    for _ in range(rounds):
        guide = guided(planes, guide, radius, tolerance)
    return guide


def thinned(planes: Tensor, by: int) -> Tensor:
    """(C, H, W) -> the means of squares of `by` x `by` pixels; those that are cut at the far ends as well."""
    return _thinned(_thinned(planes, 1, by), 2, by) if by > 1 else planes


def _thinned(planes: Tensor, axis: int, by: int) -> Tensor:
    """Along one axis: whole rows are added, several times as fast as a pooling of windows."""
    whole = planes.shape[axis] // by
    first, *others = torch.unflatten(planes.narrow(axis, 0, whole * by), axis, (whole, by)).unbind(axis + 1)
    total = first + others[0]
    for other in others[1:]:
        total += other
    total *= 1 / by
    rest = planes.narrow(axis, whole * by, planes.shape[axis] - whole * by)
    return torch.cat((total, rest.mean(axis, keepdim=True)), axis) if rest.shape[axis] else total


def widened(planes: Tensor, shape: torch.Size) -> Tensor:
    """(C, h, w) -> (C, H, W), bilinear."""
    return functional.interpolate(planes[None], tuple(shape), mode="bilinear", align_corners=False)[0]


def boxed(planes: Tensor, reach: int) -> Tensor:
    """(C, H, W) -> means over squares of 2 reach + 1 pixels, what lies beyond the border as its nearest pixel."""
    padded = functional.pad(planes[None], (reach, reach, reach, reach), mode="replicate")[0]
    side = 2 * reach + 1
    return _summed(_summed(padded, 1, side), 2, side).mul_(1 / side**2)


def _summed(planes: Tensor, axis: int, count: int) -> Tensor:
    """Sums of each `count` (odd) neighbours along an axis, from sums of twice as many at a time: whole rows are added."""
    length = planes.shape[axis] - count + 1
    found, covered, doubled, width = planes.narrow(axis, 0, length), 1, planes, 1
    while covered < count:
        rest = doubled.shape[axis] - width
        doubled = doubled.narrow(axis, 0, rest) + doubled.narrow(axis, width, rest)
        width *= 2
        if count & width:
            found = found + doubled.narrow(axis, covered, length)
            covered += width
    return found


def blurred(planes: Tensor, sigma: float) -> Tensor:
    """(C, H, W) through three boxes, nearly a Gaussian of that many pixels: no box is narrower than three."""
    reach = max(1, round((math.sqrt(4 * sigma * sigma + 1) - 1) / 2))
    for _ in range(3):
        planes = boxed(planes, reach)
    return planes


def _solved(spread: Tensor, shared: Tensor) -> Tensor:
    """(6, h, w) symmetric matrices and (3, C, h, w) right-hand sides -> (3, C, h, w), by cofactors."""
    xx, xy, xz, yy, yz, zz = spread
    a, b, c = yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy
    d, e, f = xx * zz - xz * xz, xy * xz - xx * yz, xx * yy - xy * xy
    scale = (xx * a + xy * b + xz * c).reciprocal()
    x, y, z = shared
    return torch.stack(((a * x + b * y + c * z) * scale, (b * x + d * y + e * z) * scale, (c * x + e * y + f * z) * scale))
