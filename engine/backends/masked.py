"""An edit's mask, ready for any window of one picture."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from engine.backends.studio import Studio
from engine.contracts import Tensor
from engine.draw.colour_region import region
from engine.draw.grid import Grid
from engine.draw.masking import Drawn, depth, overlap, reach
from engine.draw.soften import spread
from engine.edits import Edit
from engine.mask import Bounds, Region
from engine.photo.guided import blurred
from engine.photo.outlines import distances, seeds

DEEP = 0.25
"""How deep a colour region is measured, in picture heights."""
ROOM = 0.9
"""A feather takes no more of the way to a mask's deepest place: there the new is whole."""


@dataclass(frozen=True)
class Masked:
    """drawn: its outlines. region: (h, w) of the small pass, how deep within its colour regions a place lies, or None.

    within: what of the small pass's plane its colour regions lie in. feather: as wide as the mask has room for. In picture heights.
    """

    studio: Studio
    drawn: tuple[Drawn, ...]
    region: Tensor | None
    within: tuple[Bounds, ...]
    feather: float
    small: Grid

    @classmethod
    def of(cls, edit: Edit, studio: Studio, small: Grid, colours: Tensor) -> Masked:
        """studio: of the picture around. small: the small pass's grid; colours: (3, h, w) what is seen there."""
        drawn = tuple(shape for shape in edit.mask if not isinstance(shape, Region))
        found = [_measured(shape, studio.framed(small), colours) for shape in edit.mask if isinstance(shape, Region)]
        plane = torch.stack(found).amax(0) if found else None
        deepest = [reach(shape) for shape in drawn] + [float(one.amax()) for one in found]
        return cls(studio, drawn, plane, tuple(_around(one, small) for one in found), min(edit.feather, ROOM * max(deepest)), small)

    def depth(self, grid: Grid) -> Tensor:
        """(H, W) how far within the mask's border a place of a window lies, in the scene's heights; 0 or less outside."""
        seen = self.studio.framed(grid)
        planes = [depth(shape, seen) for shape in self.drawn]
        if self.region is not None:
            planes.append(self.region if grid.key == self.small.key else spread(self.small, self.region, grid, 0.0))
        return torch.stack(planes).amax(0) if len(planes) > 1 else planes[0]

    def cover(self, deep: Tensor, part: float, pixel: float) -> Tensor:
        """(H, W) depths -> how much of the new shows: 0 on the border and outside, 1 from `part` of the feather inwards.

        Perlin's quintic (2002): flat at both ends, so that no gradient begins on the border.
        """
        share = (deep / max(part * self.feather, pixel)).clamp(0, 1)
        return share.square() * share * (share * (6 * share - 15) + 10)

    def bounds(self, height: float) -> list[Bounds]:
        """The boxes that hold all of it, on the window's own plane. height: of a pixel there, for good measure."""
        boxes = [self.studio.unframed(shape.bounds) for shape in self.drawn] + list(self.within)
        return [(left - height, top - height, right + height, bottom + height) for left, top, right, bottom in boxes]

    def meets(self, grid: Grid) -> bool:
        """Whether any of it may lie in a window."""
        (left, right), (top, bottom) = grid.span
        return any(overlap(box, (left, top, right, bottom)) for box in self.bounds(grid.pixel))


def _measured(shape: Region, seen: Grid, colours: Tensor) -> Tensor:
    """(h, w) depths of one colour region; its border runs smoothly between the pixels of the small pass."""
    (left, _), (top, _) = seen.span
    tall, wide = seen.shape
    place = _nearest((shape.y - top) / seen.pixel, tall), _nearest((shape.x - left) / seen.pixel, wide)
    soft = blurred(region(colours, place, shape.tolerance).float()[None], 0.8)[0]
    apart = distances(*seeds(soft, torch.zeros_like(soft), torch.ones_like(soft), 0.5), DEEP / seen.pixel)
    return torch.where(soft > 0.5, apart, -apart) * seen.pixel


def _nearest(place: float, count: int) -> int:
    return min(count - 1, max(0, round(place)))


def _around(deep: Tensor, small: Grid) -> Bounds:
    """The box of a region with two pixels to spare; an empty one far away where there is nothing."""
    rows, columns = (deep > 0).nonzero(as_tuple=True)
    if not len(rows):
        return (99.0, 99.0, 99.1, 99.1)
    (left, _), (top, _) = small.span
    first, last = float(columns.min()) - 2, float(columns.max()) + 2
    upper, lower = float(rows.min()) - 2, float(rows.max()) + 2
    return left + first * small.pixel, top + upper * small.pixel, left + last * small.pixel, top + lower * small.pixel
