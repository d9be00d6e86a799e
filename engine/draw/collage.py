"""Many small shapes pasted over one another in order, worked out a batch at a time: cut paper, leaf by leaf.

Painting a shape on its own box by `Layers` asks for some thirty operations. Here the shapes of a batch share one box size, so that
distances and tones of all are single operations over (n, h, w), and only the pasting itself goes shape by shape: the painter's
algorithm (Newell, Newell and Sancha 1972) over batched coverages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch

from engine.contracts import EDGE_REACH, Fields, Tensor
from engine.draw.grid import Grid
from engine.draw.shapes import coverage

Amount = Tensor | float

MARGIN = 0.012
"""Around every shape, for its outline's distances (heights)."""
LIGHTNESS, REGIONS, ACCENT, DEPTH, RIGHT, DOWN, EDGES = range(7)


def counted(number: float) -> list[tuple[int, float]]:
    """(index, size) of that many pieces: of a fractional number the last one is smaller, so that a slider lets it grow in."""
    return [(index, min(1.0, number - index)) for index in range(math.ceil(number))]


@dataclass(frozen=True)
class Cut:
    """Boxes of one size in a window, one a piece. x: (n, 1, w), y: (n, h, 1) from each piece's middle; numbers: (m, n, 1, 1) what else
    the caller knows of each piece; places: (left, top) in pixels; which: the pieces' indices, as some lie outside the window."""

    x: Tensor
    y: Tensor
    numbers: Tensor
    places: list[tuple[int, int]]
    which: list[int]


class Collage:
    """The planes of a picture, (7, H, W): lightness, regions, accent, depth, flow (2), edges. Flow and edges only where they are wanted."""

    def __init__(
        self, grid: Grid, lightness: Amount, region: Amount, depth: Amount = 1.0, flow: tuple[Amount, Amount] = (1.0, 0.0)
    ) -> None:
        """The backdrop."""
        self.grid = grid
        self.planes = torch.empty((7, *grid.shape), device=grid.device)
        self._turned, self._edged, self._accented = grid.wants("flow"), grid.wants("edges"), False
        for index, value in enumerate((lightness, region, 0.0, depth, *flow, EDGE_REACH)):
            if isinstance(value, torch.Tensor):
                self.planes[index] = value
            else:
                self.planes[index].fill_(value)

    def cut(self, pieces: Sequence[Sequence[float]], half_width: float, half_height: float) -> Cut | None:
        """Boxes about pieces given as (x, y, more numbers ...); None where the window shows none of them."""
        grid = self.grid
        (left, right), (top, bottom) = grid.span
        tall, wide = grid.shape
        reach_x, reach_y = half_width + MARGIN, half_height + MARGIN
        which = [
            index
            for index, (x, y, *_) in enumerate(pieces)
            if left - reach_x < x < right + reach_x and top - reach_y < y < bottom + reach_y
        ]
        if not which:
            return None
        width, height = (min(math.ceil(2 * reach / grid.pixel) + 2, count) for reach, count in ((reach_x, wide), (reach_y, tall)))
        places = []
        for index in which:
            across, down = (
                math.floor((pieces[index][k] - reach - first) / grid.pixel) for k, reach, first in ((0, reach_x, left), (1, reach_y, top))
            )
            places.append((min(max(across, 0), wide - width), min(max(down, 0), tall - height)))
        lefts, tops = torch.tensor(places, device=grid.device, dtype=torch.int32).T.unbind()
        numbers = torch.tensor([tuple(pieces[index]) for index in which], device=grid.device).T[..., None, None]
        x = grid.x[0].unfold(0, width, 1).index_select(0, lefts).unsqueeze(1) - numbers[0]
        y = grid.y[:, 0].unfold(0, height, 1).index_select(0, tops).unsqueeze(2) - numbers[1]
        return Cut(x, y, numbers[2:], places, which)

    def paste(
        self,
        cut: Cut,
        distance: Tensor,
        tones: Tensor,
        depth: Amount,
        flow: tuple[Amount, Amount],
        accent: Amount | None = 0.0,
        opacity: Amount = 1.0,
        softness: float = 0.0,
        outline: bool = True,
    ) -> None:
        """Paint the inside of (n, h, w) signed distances (which are changed), the first piece first.

        tones: (n, 2, h, w) lightness and region; depth, flow, accent: (n, 1, 1) or a number. accent: 1 marks the piece as the focal
        accent, 0 hides what it covers, None leaves it: glass.
        """
        inside = coverage(distance, self.grid.pixel, softness)
        covers = (inside if isinstance(opacity, float) and opacity == 1.0 else inside * opacity).unbind()
        self._accented = self._accented or bool(accent.any() if isinstance(accent, torch.Tensor) else accent)
        hiding = (accent,) if self._accented and accent is not None else ()
        known = (*hiding, depth, *flow * self._turned)
        plain = torch.stack([self._flat(value, distance) for value in known], dim=1)
        size = distance.shape[1:]
        modelled, flat = tones.unbind(), plain.expand(-1, -1, *size).unbind()
        boxes = self._boxes(cut, size, LIGHTNESS, 2), self._boxes(cut, size, ACCENT if hiding else DEPTH, len(known))
        for cover, tone, one, seen, beside in zip(covers, modelled, flat, *boxes, strict=True):
            seen.lerp_(tone, cover)
            beside.lerp_(one, cover)
        if outline and self._edged:
            away = distance.abs_().unbind()
            for cover, far, edges in zip(covers, away, self._boxes(cut, size, EDGES, 1), strict=True):
                torch.minimum(edges.add_(cover, alpha=EDGE_REACH), far, out=edges)

    def _boxes(self, cut: Cut, size: torch.Size, first: int, count: int) -> list[Tensor]:
        """(count, h, w) views of some planes, one a piece."""
        (tall, wide), strides = self.grid.shape, self.planes.stride()
        return [self.planes.as_strided((count, *size), strides, (first * tall + top) * wide + left) for left, top in cut.places]

    @staticmethod
    def _flat(value: Amount, like: Tensor) -> Tensor:
        """(n, 1, 1) of one value a piece."""
        one = (like.shape[0], 1, 1)
        return value.expand(one) if isinstance(value, torch.Tensor) else like.new_full(one, value)

    def fields(self) -> Fields:
        """What was pasted; flow made unit length again where two met."""
        planes = self.planes
        flow = planes[RIGHT : DOWN + 1]
        if self._turned:
            flow.mul_((planes[RIGHT] * planes[RIGHT]).addcmul_(planes[DOWN], planes[DOWN]).add_(1e-6).rsqrt_())
        planes[LIGHTNESS : REGIONS + 1].clamp_(0, 1)
        return Fields(planes[LIGHTNESS], planes[REGIONS], planes[DEPTH], flow, planes[EDGES], planes[ACCENT], self.grid.unseen)
