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
        self._kept = slice(0, grid.shape[0])

    def rows(self, top: float = -math.inf, bottom: float = math.inf) -> Layers:
        """The same planes between two heights, to paint what shows only there at less cost. Reaches EDGE_REACH further for outlines."""
        tall, (first_y, _) = self.grid.shape[0], self.grid.span[1]
        places = (top - EDGE_REACH - first_y, bottom + EDGE_REACH - first_y)
        first, end = (int(min(max(place / self.grid.pixel, -1), tall)) for place in places)
        first = min(max(first, 0), tall - 1)
        end = max(min(end + 2, tall), first + 1)
        part = copy.copy(self)
        part.grid = self.grid.rows(first, end)
        part._kept = slice(self._kept.start + first, self._kept.start + end)
        for name in ("_lightness", "_regions", "_depth", "_angle", "_edges", "_accent"):
            setattr(part, name, getattr(self, name)[first:end])
        return part

    def crop(self, plane: Tensor) -> Tensor:
        """These rows of a plane made for the whole window."""
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
