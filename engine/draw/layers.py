"""Building Fields from back to front, one opaque or translucent layer at a time."""

from __future__ import annotations

import copy
import math

import torch

from engine.contracts import EDGE_REACH, Fields, Tensor
from engine.draw.grid import Grid
from engine.draw.shapes import coverage

Amount = Tensor | float


class Layers:
    """A stack of layers being painted over one another: the composer that every scene uses."""

    def __init__(self, grid: Grid, lightness: Amount = 0.0, region: Amount = 0.0, depth: Amount = 1.0, angle: Amount = 0.0) -> None:
        """The backdrop. angle: direction of flow in radians (0 along x, positive turning towards +y)."""
        self.grid = grid
        self._lightness, self._regions, self._depth, self._angle = (self._plane(value) for value in (lightness, region, depth, angle))
        self._edges, self._accent = grid.full(EDGE_REACH), grid.full(0.0)
        self._kept = (slice(0, grid.shape[0]), slice(0, grid.shape[1]))

    def rows(self, top: float = -math.inf, bottom: float = math.inf, left: float = -math.inf, right: float = math.inf) -> Layers:
        """The same planes within a box, to paint what shows only there at less cost. Reaches EDGE_REACH further for outlines."""
        (tall, wide), ((first_x, _), (first_y, _)) = self.grid.shape, self.grid.span
        down, across = self._reach(top, bottom, first_y, tall), self._reach(left, right, first_x, wide)
        part = copy.copy(self)
        part.grid = self.grid.part(down, across)
        part._kept = (_within(self._kept[0], down), _within(self._kept[1], across))
        for name in ("_lightness", "_regions", "_depth", "_angle", "_edges", "_accent"):
            setattr(part, name, getattr(self, name)[down, across])
        return part

    def _reach(self, low: float, high: float, first: float, count: int) -> slice:
        """Which of `count` pixels from the place `first` on lie between two places and EDGE_REACH beyond; at least one."""
        start, end = ((place - first) / self.grid.pixel for place in (low - EDGE_REACH, high + EDGE_REACH))
        start = min(max(start, 0), count - 1)
        return slice(int(start), int(max(min(end + 2, count), start + 1)))

    def crop(self, plane: Tensor) -> Tensor:
        """The same box of a plane made for the whole window."""
        return plane[self._kept]

    def fill(self, lightness: Amount, region: Amount) -> None:
        """Paint these rows over, without an outline."""
        self._lightness.copy_(torch.as_tensor(lightness))
        self._regions.copy_(torch.as_tensor(region))

    def lay(
        self,
        distance: Tensor,
        lightness: Amount,
        region: Amount | None = None,
        depth: Amount | None = None,
        angle: Amount | None = None,
        outline: bool = True,
        softness: float = 0.0,
        opacity: Amount = 1.0,
    ) -> Tensor:
        """Paint the inside of a signed distance over everything so far, and return its coverage. What is None stays as it was."""
        inside = coverage(distance, self.grid.pixel, softness)
        cover = inside if isinstance(opacity, float) and opacity == 1.0 else inside * opacity
        self._over(self._lightness, lightness, cover)
        if region is not None:
            self._over(self._regions, region, cover)
        if depth is not None:
            self._over(self._depth, depth, cover)
        if angle is not None:
            self._over(self._angle, angle, cover)
        if outline:
            torch.minimum(self._edges.add_(inside, alpha=EDGE_REACH), distance.abs(), out=self._edges)
        return cover

    def accent(self, distance: Tensor, softness: float = 0.0) -> Tensor:
        """Mark the inside of a signed distance as the focal accent (it is covered again by layers laid with `cover_accent`)."""
        cover = coverage(distance, self.grid.pixel, softness)
        torch.maximum(self._accent, cover.expand(self.grid.shape), out=self._accent)
        return cover

    def cover_accent(self, cover: Tensor) -> None:
        """Hide the accent where a nearer layer of that coverage stands before it."""
        self._accent.mul_(1 - cover)

    def tint(self, amount: Tensor) -> None:
        """Add to the modelled lightness only: texture, light and shade within shapes."""
        self._lightness += amount

    def veil(self, lightness: Amount, opacity: Tensor) -> None:
        """Mist: pull lightness (and half as much the value plan) towards a tone, without an outline."""
        self._over(self._lightness, lightness, opacity)
        self._over(self._regions, lightness, opacity * 0.5)

    def fields(self) -> Fields:
        """What was painted."""
        shape = self.grid.shape
        return Fields(
            lightness=self._lightness.clamp(0, 1).expand(shape),
            regions=self._regions.clamp(0, 1).expand(shape),
            depth=self._depth.clamp(0, 1).expand(shape),
            flow=torch.stack((self._angle.cos().expand(shape), self._angle.sin().expand(shape))),
            edges=self._edges.clamp(0, EDGE_REACH).expand(shape),
            accent=self._accent.clamp(0, 1).expand(shape),
        )

    def _plane(self, value: Amount) -> Tensor:
        return value.expand(self.grid.shape).clone() if isinstance(value, torch.Tensor) else self.grid.full(value)

    @staticmethod
    def _over(under: Tensor, over: Amount, cover: Tensor) -> None:
        end = over if isinstance(over, torch.Tensor) else torch.tensor(over, device=under.device)
        under.lerp_(end.expand(under.shape), cover.expand(under.shape))


def _within(outer: slice, inner: slice) -> slice:
    """A slice of a slice."""
    return slice(outer.start + inner.start, outer.start + inner.stop)
