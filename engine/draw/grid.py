"""Where pixels are: the coordinates of a window of the picture's plane.

The plane's unit is the picture's height. x runs right and y runs down from the picture's centre, so the picture spans
x in [-aspect / 2, aspect / 2] and y in [-0.5, 0.5] at every size: what is drawn on it is the same picture, sharper.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import torch

from engine.contracts import Tensor

Made = TypeVar("Made")


@dataclass(frozen=True)
class Grid:
    """A window of pixel centres.

    x: (1, W), y: (H, 1) float32 plane coordinates. pixel: side of a pixel's footprint in the plane's unit. aspect: width over
    height of the whole picture. zoom: how much larger the plane is seen than the picture's own (1 for a
    style's grid). tile: after how much of x and of y the picture repeats seamlessly, 0 for never: noise made on the grid repeats so,
    and a scene that tiles puts what it repeats at whole parts of it. centre: where the whole picture's middle is on the plane. root: what
    the places follow from. cut: (left, top) of this part in the window. notes: see `once`. unseen: planes of Fields that a scene may
    leave out.
    """

    x: Tensor
    y: Tensor
    pixel: float
    aspect: float
    zoom: float = 1.0
    tile: tuple[float, float] = (0.0, 0.0)
    centre: tuple[float, float] = (0.0, 0.0)
    root: Hashable = None
    cut: tuple[int, int] = (0, 0)
    notes: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    unseen: frozenset[str] = frozenset()

    @classmethod
    def window(cls, size: tuple[int, int], box: tuple[int, int, int, int] | None = None, device: str | torch.device = "cpu") -> Grid:
        """Pixel centres of `box` (left, top, right, bottom; may reach past the picture) of a picture of `size` (width, height)."""
        return _window(size, box or (0, 0, *size), str(device)).noting({})

    def zoomed(self, zoom: float, centre: tuple[float, float] = (0.0, 0.0)) -> Grid:
        """The same window seen by a camera that magnifies by `zoom` about `centre`."""
        cx, cy = centre
        x, y = (self.x - cx) / zoom + cx, (self.y - cy) / zoom + cy
        tile = (self.tile[0] / zoom, self.tile[1] / zoom)
        root, middle = (self.key, zoom, centre), ((self.centre[0] - cx) / zoom + cx, (self.centre[1] - cy) / zoom + cy)
        seen = replace(self, x=x, y=y, pixel=self.pixel / zoom, zoom=self.zoom * zoom, tile=tile, centre=middle, root=root, cut=(0, 0))
        (left, _), (top, _) = self.span
        return seen._from((left - cx) / zoom + cx, (top - cy) / zoom + cy)

    def moved(self, x: float, y: float) -> Grid:
        """The window that lies so much further right and down."""
        (left, _), (top, _) = self.span
        middle = (self.centre[0] + x, self.centre[1] + y)
        there = replace(self, x=self.x + x, y=self.y + y, centre=middle, root=(self.key, "moved", x, y), cut=(0, 0))
        return there._from(left + x, top + y)

    def composed(self, aspect: float, height: float, x: float, y: float) -> Grid:
        """The same window on the plane of a picture of that aspect, of which `height` heights are seen, with (x, y) in the middle."""
        wider = self.zoomed(1 / height).moved(x, y)
        (left, _), (top, _) = wider.span
        return replace(wider, aspect=aspect, root=(wider.key, "composed", aspect), cut=(0, 0))._from(left, top)

    def repeating(self, tile: str) -> Grid:
        """The same window of a picture that repeats along x, y or both."""
        wide, tall = tile in ("x", "both"), tile in ("y", "both")
        same = replace(self, tile=(self.aspect * wide, 1.0 * tall), root=(self.root, tile))
        return same._from(self.span[0][0], self.span[1][0])

    def noting(self, notes: dict[Hashable, Any], unseen: frozenset[str] = frozenset()) -> Grid:
        """The same window with other notes."""
        (left, _), (top, _) = self.span
        return replace(self, notes=notes, unseen=unseen)._from(left, top)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What follows from seed and knobs alone, whatever the window: made for the first window of a picture, found by the others.

        key: all that it depends on within one picture and one scene; such as ("crest", chance.path).
        """
        if key not in self.notes:
            self.notes[key] = make()
        found: Made = self.notes[key]
        return found

    def wants(self, plane: str) -> bool:
        """Whether somebody looks at that plane of the Fields drawn on this window."""
        return plane not in self.unseen

    @property
    def middle(self) -> tuple[float, float]:
        """About which a scene arranges what it repeats: the picture's middle along what repeats, else the plane's own."""
        x, y = (place if period else 0.0 for place, period in zip(self.centre, self.tile, strict=True))
        return x, y

    @property
    def key(self) -> Hashable:
        """Two grids with one key have the same places, to the last bit."""
        return (self.root, self.cut, self.shape)

    @property
    def columns(self) -> Hashable:
        """The same for the places along x alone."""
        return (self.root, self.cut[0], self.shape[1])

    @property
    def lines(self) -> Hashable:
        """The same for the places along y alone."""
        return (self.root, self.cut[1], self.shape[0])

    @functools.cached_property
    def span(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """((least x, greatest x), (least y, greatest y)) as numbers; the device is asked only where no method here made the grid."""
        left, right, top, bottom = torch.stack((self.x[0, 0], self.x[0, -1], self.y[0, 0], self.y[-1, 0])).tolist()
        return (left, right), (top, bottom)

    def _from(self, left: float, top: float) -> Grid:
        """The same grid, told where it begins."""
        tall, wide = self.shape
        self.__dict__["span"] = (left, left + (wide - 1) * self.pixel), (top, top + (tall - 1) * self.pixel)
        return self

    def part(self, rows: slice, columns: slice) -> Grid:
        """Some rows and columns of the window."""
        (x, _), (y, _) = self.span
        left, top = columns.indices(self.shape[1])[0], rows.indices(self.shape[0])[0]
        cut = (self.cut[0] + left, self.cut[1] + top)
        of_x, of_y = self.x[:, columns], self.y[rows]
        part = Grid(of_x, of_y, self.pixel, self.aspect, self.zoom, self.tile, self.centre, self.root, cut, self.notes, self.unseen)
        return part._from(x + left * self.pixel, y + top * self.pixel)

    @property
    def shape(self) -> tuple[int, int]:
        """(H, W) of the window."""
        return self.y.shape[0], self.x.shape[1]

    @property
    def device(self) -> torch.device:
        return self.x.device

    def full(self, value: float) -> Tensor:
        """An (H, W) plane of one value."""
        return torch.full(self.shape, value, device=self.device)


def wrapped(place: Tensor, period: float) -> Tensor:
    """Coordinates brought within half a period of 0; unchanged where nothing repeats (period 0)."""
    return place - period * (place / period).round() if period else place


@functools.lru_cache(maxsize=64)
def _window(size: tuple[int, int], box: tuple[int, int, int, int], device: str) -> Grid:
    """Of every frame of a drag the same; so nobody may write into its places, nor note anything on it."""
    (width, height), (left, top, right, bottom) = size, box
    pixel = 1.0 / height
    x = (torch.arange(left, right, device=device, dtype=torch.float32) + (0.5 - width / 2)) * pixel
    y = (torch.arange(top, bottom, device=device, dtype=torch.float32) + (0.5 - height / 2)) * pixel
    grid = Grid(x[None, :], y[:, None], pixel, width / height, root=(size, box, device))
    return grid._from((left + 0.5 - width / 2) * pixel, (top + 0.5 - height / 2) * pixel)
