"""Building Fields from back to front, one opaque or translucent layer at a time."""

from __future__ import annotations

import torch

from engine.contracts import EDGE_REACH, Fields, Tensor
from engine.draw.grid import Grid
from engine.draw.shapes import coverage

Amount = Tensor | float


class Layers:
    """A stack of layers being painted over one another: the composer that every scene uses."""

    def __init__(self, grid: Grid, lightness: Amount, region: Amount, depth: Amount = 1.0, angle: Amount = 0.0) -> None:
        """The backdrop. angle: direction of flow in radians (0 along x, positive turning towards +y)."""
        self.grid = grid
        self._lightness, self._regions, self._depth = (self._plane(v) for v in (lightness, region, depth))
        self._angle = self._plane(angle)
        self._edges = grid.full(EDGE_REACH)
        self._accent = grid.full(0.0)

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
        self._lightness = self._over(self._lightness, lightness, cover)
        if region is not None:
            self._regions = self._over(self._regions, region, cover)
        if depth is not None:
            self._depth = self._over(self._depth, depth, cover)
        if angle is not None:
            self._angle = self._over(self._angle, angle, cover)
        if outline:
            self._edges = torch.minimum(distance.abs(), self._edges + inside * EDGE_REACH)
        return cover

    def accent(self, distance: Tensor, softness: float = 0.0) -> Tensor:
        """Mark the inside of a signed distance as the focal accent (it is covered again by layers laid with `cover_accent`)."""
        cover = coverage(distance, self.grid.pixel, softness)
        self._accent = torch.maximum(self._accent, cover)
        return cover

    def cover_accent(self, cover: Tensor) -> None:
        """Hide the accent where a nearer layer of that coverage stands before it."""
        self._accent = self._accent * (1 - cover)

    def tint(self, amount: Tensor) -> None:
        """Add to the modelled lightness only: texture, light and shade within shapes."""
        self._lightness = self._lightness + amount

    def veil(self, lightness: Amount, opacity: Tensor) -> None:
        """Mist: pull lightness (and half as much the value plan) towards a tone, without an outline."""
        self._lightness = self._over(self._lightness, lightness, opacity)
        self._regions = self._over(self._regions, lightness, opacity * 0.5)

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
        return value.expand(self.grid.shape) if isinstance(value, torch.Tensor) else self.grid.full(value)

    @staticmethod
    def _over(under: Tensor, over: Amount, cover: Tensor) -> Tensor:
        end = over if isinstance(over, torch.Tensor) else torch.tensor(over, device=under.device)
        return torch.lerp(under, end.expand(under.shape), cover)
