"""Where in a photograph a window of the picture looks, and what its planes show there."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.contracts import Tensor
from engine.draw.grid import Grid
from engine.photo.guided import thinned
from engine.photo.resample import Axis, resampled

INNER = 0.2
"""The focus stands no further from the middle than that, in parts of the picture, where the photograph is large enough."""
STEEP = 0.31
"""Of a border blurred by 1.2 pixels: what part of its step a pixel takes."""


@dataclass(frozen=True)
class Framing:
    """A photograph that covers the picture, cut where the two have different shapes. All in picture heights, from the middle.

    width, height: of the whole photograph. x, y: of its middle. A look past its border sees it mirrored.
    """

    width: float
    height: float
    x: float
    y: float

    @classmethod
    def of(cls, shape: tuple[int, int], focus: tuple[float, float], aspect: float) -> Framing:
        """shape: (H, W) of the photograph. focus: what must stay in sight, in parts of it. aspect: of the picture."""
        own = shape[1] / shape[0]
        height = max(1.0, aspect / own)
        width = height * own
        return cls(width, height, _moved(width, focus[0], aspect), _moved(height, focus[1], 1.0))

    def pixel(self, shape: tuple[int, int]) -> float:
        """Side of a pixel of a plane of the whole photograph, in picture heights."""
        return self.height / shape[0]

    def sampled(self, planes: Tensor, grid: Grid) -> Tensor:
        """(C, h, w) of the whole photograph -> (C, H, W) on the grid: smoothly drawn larger, or averaged first to be drawn smaller."""
        ratio = grid.pixel / self.pixel((planes.shape[1], planes.shape[2]))
        by = 2 ** max(0, round(math.log2(ratio) - 0.2)) if ratio > 1 else 1
        few = thinned(planes, by)
        smooth = ratio < 0.8
        across = Axis.of(_places(grid.x[0] - self.x, self.width, planes.shape[2], by), few.shape[2], smooth)
        down = Axis.of(_places(grid.y[:, 0] - self.y, self.height, planes.shape[1], by), few.shape[1], smooth)
        return resampled(few, down, across)


def _places(from_middle: Tensor, size: float, count: int, by: int) -> Tensor:
    """Places along an axis, in picture heights from the photograph's middle -> in means of `by` of its `count` pixels."""
    return from_middle.div(size).add_(0.5).mul_(count / by).sub_(0.5)


def _moved(size: float, focus: float, frame: float) -> float:
    """How far the middle of a photograph of that size is moved along one axis, so that its focus stands well within the frame."""
    room, at = (size - frame) / 2, (focus - 0.5) * size
    wanted = -math.copysign(max(0.0, abs(at) - INNER * frame), at)
    return min(room, max(-room, wanted))


def crisp(soft: Tensor, low: Tensor, high: Tensor, ratio: float) -> Tensor:
    """Borders between two flat sides, antialiased over one pixel however large they are drawn. Changes `soft`.

    soft: blurred by 1.2 of the photograph's pixels; low, high: the sides. ratio: a pixel of the picture in pixels of the photograph.
    """
    gain = max(1.0, 1 / (STEEP * ratio))
    step = high - low
    share = soft.sub_(low).div_(step.clamp_min(1e-4)).sub_(0.5).mul_(gain).add_(0.5).clamp_(0, 1)
    return share.mul_(step).add_(low)
