"""Building Fields from back to front, one opaque or translucent layer at a time."""

from __future__ import annotations

import functools
import math

import torch

from engine.contracts import EDGE_REACH, Fields, Tensor
from engine.draw.grid import Grid
from engine.draw.shapes import coverage

Amount = Tensor | float
_LIGHTNESS, _REGIONS, _DEPTH, _ANGLE, _EDGES, _ACCENT = range(6)
"""Distances to edges are below 0 until the stack is done: one clamp between -d and d then takes the nearer one outside a shape, and its own
inside."""


@functools.lru_cache(1024)
def _constants(values: tuple[float, ...], device: torch.device) -> Tensor:
    """(n, 1, 1) numbers on the device: the same few are laid again and again."""
    return torch.tensor(values, device=device)[:, None, None]


class Layers:
    """A stack of layers being painted over one another: the composer that every scene uses."""

    def __init__(self, grid: Grid, lightness: Amount = 0.0, region: Amount = 0.0, depth: Amount = 1.0, angle: Amount = 0.0) -> None:
        """The backdrop. angle: direction of flow in radians (0 along x, positive turning towards +y)."""
        self.grid = grid
        self._planes = torch.empty((6, *grid.shape), device=grid.device)
        self._each = self._planes.unbind()
        for plane, value in zip(self._each, (lightness, region, depth, angle, -EDGE_REACH, 0.0), strict=True):
            plane.copy_(value) if isinstance(value, torch.Tensor) else plane.fill_(value)
        self._kept = (slice(0, grid.shape[0]), slice(0, grid.shape[1]))
        self._edged, self._turned = grid.wants("edges"), grid.wants("flow")
        self._accented: list[tuple[slice, slice]] = []  # the one box that holds all of the accent; shared by all parts

    def rows(self, top: float = -math.inf, bottom: float = math.inf, left: float = -math.inf, right: float = math.inf) -> Layers:
        """The same planes within a box, to paint what shows only there at less cost. Reaches EDGE_REACH further for outlines."""
        (tall, wide), ((first_x, _), (first_y, _)) = self.grid.shape, self.grid.span
        down, across = self._reach(top, bottom, first_y, tall), self._reach(left, right, first_x, wide)
        part = object.__new__(Layers)
        part.grid, part._edged, part._turned = self.grid.part(down, across), self._edged, self._turned
        part._kept, part._accented = (_within(self._kept[0], down), _within(self._kept[1], across)), self._accented
        part._planes = self._planes[:, down, across]
        part._each = part._planes.unbind()
        return part

    def _reach(self, low: float, high: float, first: float, count: int) -> slice:
        """Which of `count` pixels from the place `first` on lie between two places and EDGE_REACH beyond; at least one."""
        start, end = ((place - first) / self.grid.pixel for place in (low - EDGE_REACH, high + EDGE_REACH))
        start = min(max(start, 0), count - 1)
        return slice(int(start), int(max(min(end + 2, count), start + 1)))

    def crop(self, plane: Tensor) -> Tensor:
        """The same box of a plane made for the whole window."""
        return plane[self._kept]

    def shared(self, other: Layers, plane: Tensor) -> Tensor:
        """This box of a plane made for a box that holds it."""
        (rows, columns), (down, across) = self._kept, other._kept
        return plane[rows.start - down.start : rows.stop - down.start, columns.start - across.start : columns.stop - across.start]

    def upper(self, bottom: float) -> int:
        """How many of these rows lie above a height."""
        return max(0, min(self.grid.shape[0], math.ceil((bottom - self.grid.span[1][0]) / self.grid.pixel)))

    def along(self, row: Tensor) -> Tensor:
        """The columns of a (..., W) row made for the whole window."""
        return row[..., self._kept[1]]

    def fill(self, lightness: Amount, region: Amount) -> None:
        """Paint these rows over, without an outline."""
        for plane, value in zip(self._each, (lightness, region), strict=False):
            plane.copy_(value) if isinstance(value, torch.Tensor) else plane.fill_(value)

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
        self._over((lightness, region, depth, angle if self._turned else None), cover)
        if outline and self._edged:
            edges = self._each[_EDGES]
            torch.clamp(edges, distance.neg(), distance, out=edges)
        return cover

    def accent(self, distance: Tensor, softness: float = 0.0) -> Tensor:
        """Mark the inside of a signed distance as the focal accent (it is covered again by layers laid with `cover_accent`)."""
        cover = coverage(distance, self.grid.pixel, softness)
        accent = self._each[_ACCENT]
        torch.maximum(accent, cover.expand(self.grid.shape), out=accent)
        down, across = self._accented[0] if self._accented else self._kept
        self._accented[:] = [(_around(self._kept[0], down), _around(self._kept[1], across))]
        return cover

    def cover_accent(self, cover: Tensor) -> None:
        """Hide the accent where a nearer layer of that coverage stands before it."""
        rows, columns = self._kept
        for down, across in self._accented:
            place = _common(rows, down), _common(columns, across)
            if all(part.start < part.stop for part in place):
                accent = self._each[_ACCENT][place]
                accent.addcmul_(accent, cover.expand(self.grid.shape)[place], value=-1)

    def tint(self, amount: Tensor, plan: float = 0.0) -> None:
        """Add to the modelled lightness: texture, light and shade within shapes. plan: how much of it is a shape of its own."""
        self._each[_LIGHTNESS].add_(amount)
        if plan:
            self._each[_REGIONS].add_(amount, alpha=plan)

    def glaze(self, cover: Tensor, lightness: Amount, region: Amount, depth: Amount) -> None:
        """Paint as far as a coverage says, without an outline."""
        self._over((lightness, region, depth), cover)

    def veil(self, lightness: Amount, opacity: Tensor) -> None:
        """Mist: pull lightness (and half as much the value plan) towards a tone, without an outline."""
        self._over((lightness,), opacity)
        self._over((None, lightness), opacity * 0.5)

    def fields(self) -> Fields:
        """What was painted. The stack is spent: nothing may be laid on it afterwards."""
        self._planes[: _DEPTH + 1].clamp_(0, 1)
        lightness, regions, depth, angle, edges, accent = self._each
        if self._edged:
            edges.clamp_(-EDGE_REACH, 0).neg_()
        accent.clamp_(0, 1)
        return Fields(lightness, regions, depth, self._flow(angle), edges, accent, self.grid.unseen)

    def _flow(self, angle: Tensor) -> Tensor:
        if not self._turned:
            return _constants((1.0, 0.0), self.grid.device).expand(2, *self.grid.shape)
        flow = torch.empty((2, *self.grid.shape), device=self.grid.device)
        torch.cos(angle, out=flow[0])
        torch.sin(angle, out=flow[1])
        return flow

    def _over(self, values: tuple[Amount | None, ...], cover: Tensor) -> None:
        """Draw the first planes to the values as far as the cover says; neighbours that get plain numbers in one go."""
        first = 0
        while first < len(values):
            value, end = values[first], first + 1
            if isinstance(value, torch.Tensor):
                self._each[first].lerp_(value, cover)
            elif value is not None:
                numbers = [float(value)]
                while end < len(values) and isinstance(following := values[end], float | int):
                    numbers.append(float(following))
                    end += 1
                self._planes[first:end].lerp_(_constants(tuple(numbers), self.grid.device), cover)
            first = end


def _common(outer: slice, other: slice) -> slice:
    """What two slices share, counted from where the first begins; ends before it begins where that is nothing."""
    return slice(max(other.start - outer.start, 0), min(outer.stop, other.stop) - outer.start)


def _around(one: slice, other: slice) -> slice:
    """The least slice that holds both."""
    return slice(min(one.start, other.start), max(one.stop, other.stop))


def _within(outer: slice, inner: slice) -> slice:
    """A slice of a slice."""
    return slice(outer.start + inner.start, outer.start + inner.stop)
