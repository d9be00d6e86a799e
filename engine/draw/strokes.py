"""Brush strokes on an endless jittered lattice: where each lies, and which of them touch which block of pixels.

A stroke is an oblong bent along a parabola. Its frame is affine, u along it and v across it, both in [-1, 1] inside, so that a
pixel learns its place within a stroke from two fused multiply-adds. Layers run from coarse to fine (Hertzmann, "Painterly
rendering with curved brush strokes of multiple sizes", 1998). Everything hangs on the absolute lattice and on named random
tables, so a stroke is the same whatever window is painted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch.nn import functional

from engine.contracts import Tensor
from engine.draw.blocks import Blocks
from engine.draw.chance import Chance
from engine.draw.grid import Grid

TABLE = 64
"""Random numbers repeat after so many lattice cells: far wider than the eye compares single strokes."""
WHOLE = 0.52
"""Of half a stroke's length: so far from its middle no bristle of its ragged ends is missing."""
SLOTS = 32
"""At most so many lattice cells are looked through around a block."""


@dataclass(frozen=True)
class Lattice:
    """The cells of a square lattice around a window. column, row: (N,) float cell numbers. random: (N, 6) in [0, 1), a cell's own."""

    spacing: float
    column: Tensor
    row: Tensor
    random: Tensor
    first: tuple[int, int]
    columns: int

    @classmethod
    def over(cls, grid: Grid, chance: Chance, spacing: float, reach: int, margin: float) -> Lattice:
        """All cells within `reach` cells of the window and `margin` picture heights around it."""
        (least_x, most_x), (least_y, most_y) = grid.span
        left, right = math.floor((least_x - margin) / spacing), math.floor((most_x + margin) / spacing)
        top, bottom = math.floor((least_y - margin) / spacing), math.floor((most_y + margin) / spacing)
        columns = torch.arange(left - reach, right + reach + 1, device=grid.device)
        rows = torch.arange(top - reach, bottom + reach + 1, device=grid.device)
        table = chance.uniforms("cells", TABLE, TABLE, 6).to(grid.device)
        random = table[rows % TABLE][:, columns % TABLE].reshape(-1, 6)
        column = columns.to(torch.float32).repeat(len(rows))
        row = rows.to(torch.float32).repeat_interleave(len(columns))
        return cls(spacing, column, row, random, (left - reach, top - reach), len(columns))

    def places(self, jitter: float) -> tuple[Tensor, Tensor]:
        """(N,), (N,) plane coordinates: a cell's middle, moved by up to half of `jitter` cells."""
        x = (self.column + 0.5 + (self.random[:, 0] - 0.5) * jitter) * self.spacing
        y = (self.row + 0.5 + (self.random[:, 1] - 0.5) * jitter) * self.spacing
        return x, y


@dataclass(frozen=True)
class Strokes:
    """One layer of strokes, one to a lattice cell.

    frame: (N, 6) rows a, b, c, d, e, f: u = a x + b y + c, v = d x + e y + f. bend: (N,) v's fall towards both ends.
    half_length, half_width: (N,) picture heights; 0 width where there is no stroke. priority: (N,) in [0, 1), later ones lie on top.
    """

    lattice: Lattice
    frame: Tensor
    bend: Tensor
    half_length: Tensor
    half_width: Tensor
    priority: Tensor

    @classmethod
    def of(
        cls, lattice: Lattice, x: Tensor, y: Tensor, angle: Tensor, half_length: Tensor, half_width: Tensor, bend: Tensor, priority: Tensor
    ) -> Strokes:
        """Strokes centred on x, y and turned by `angle` (radians from +x towards +y)."""
        cosine, sine = angle.cos(), angle.sin()
        a, b = cosine / half_length, sine / half_length
        d, e = -sine / half_width.clamp_min(1e-6), cosine / half_width.clamp_min(1e-6)
        frame = torch.stack((a, b, -(a * x + b * y), d, e, -(d * x + e * y)), dim=1)
        return cls(lattice, frame, bend, half_length, half_width, priority)

    def near(self, blocks: Blocks, reach: int, most: int) -> Tensor:
        """(most, blocks): the topmost strokes that touch each block, among those at most `reach` lattice cells away."""
        steps = torch.arange(-reach, reach + 1, device=blocks.x.device)
        round_off = (steps[:, None].abs() + steps[None, :].abs()) < max(2 * reach, 2)
        around = (steps[:, None] * self.lattice.columns + steps[None, :])[round_off][:, None]
        home = self._home(blocks)
        there = (self.half_width > 0).float().reshape(1, -1, self.lattice.columns)
        there = functional.max_pool2d(there, 2 * reach + 1, stride=1, padding=reach).flatten() > 0
        busy = torch.nonzero(there[home])[:, 0]
        found = home.new_full((most, len(home)), -1)
        found[:, busy] = self._topmost(blocks.x[busy], blocks.y[busy], blocks.half, home[busy] + around, most)
        return found

    def _topmost(self, x: Tensor, y: Tensor, half: float, among: Tensor, most: int) -> Tensor:
        """(most, blocks): the topmost strokes that touch each block at x, y, among the stroke numbers (n, blocks); -1 for none."""
        seen = torch.index_select(self._reaches(half), 0, among.flatten()).reshape(*among.shape, 7)
        u = torch.addcmul(seen[..., 2], seen[..., 0], x).addcmul_(seen[..., 1], y).abs_()
        v = torch.addcmul(seen[..., 5], seen[..., 3], x).addcmul_(seen[..., 4], y).abs_()
        inside = torch.maximum(u, v, out=u) < 1
        slot = torch.arange(len(among), device=among.device, dtype=torch.int32)[:, None]
        keys = (seen[..., 6].to(torch.int32) * SLOTS + slot) * inside
        found = []
        for _ in range(most):
            best = keys.amax(0, keepdim=True)
            number = torch.gather(among, 0, (best % SLOTS).long())[0]
            found.append(torch.where(best[0] >= SLOTS, number, -1))
            keys *= keys < best
        return torch.stack(found)

    def meeting(self, blocks: Blocks, among: Tensor) -> tuple[Tensor, Tensor]:
        """Of the stroke numbers (n, blocks), -1 for none: which may touch their block, and which are sure to cover all of it."""
        rows = functional.pad(torch.cat((self._reaches(blocks.half)[:, :6], self._covers(blocks)), dim=1), (0, 0, 0, 1))
        rows[-1, 2] = 9.0
        seen = torch.index_select(rows, 0, (among + (among < 0) * len(rows)).flatten()).reshape(*among.shape, 8)
        u = torch.addcmul(seen[..., 2], seen[..., 0], blocks.x).addcmul_(seen[..., 1], blocks.y).abs_()
        v = torch.addcmul(seen[..., 5], seen[..., 3], blocks.x).addcmul_(seen[..., 4], blocks.y).abs_()
        return torch.maximum(u, v) < 1, (u < seen[..., 6]).logical_and_(v < seen[..., 7])

    def _covers(self, blocks: Blocks) -> Tensor:
        """(N, 2) how near a block's centre must be, in the frames of `_reaches`, for the stroke to cover the whole of the block."""
        a, b, _, d, e, _ = self.frame.abs().unbind(1)
        u_reach, v_reach, soft = blocks.half * (a + b), blocks.half * (d + e) + self.bend.abs(), 0.5 * blocks.pixel
        u = (WHOLE - soft / self.half_length - u_reach) / (1 + u_reach)
        v = (1 - soft / self.half_width.clamp_min(1e-6) - v_reach) / (1 + v_reach)
        return torch.stack((u, v), dim=1)

    def _reaches(self, half: float) -> Tensor:
        """(N, 7) frames widened so that |u|, |v| < 1 wherever a block of that half side may touch the stroke, and the priority as a key."""
        a, b, c, d, e, f = self.frame.unbind(1)
        u_scale = 1 / (1 + half * (a.abs() + b.abs()))
        v_scale = 1 / (1 + half * (d.abs() + e.abs()) + self.bend.abs())
        key = (self.priority * (2**24)) * (self.half_width > 0)
        return torch.stack((a * u_scale, b * u_scale, c * u_scale, d * v_scale, e * v_scale, f * v_scale, key), dim=1)

    def _home(self, blocks: Blocks) -> Tensor:
        """(blocks,) number of the lattice cell that each block's centre lies in."""
        column = (blocks.x / self.lattice.spacing).floor().long() - self.lattice.first[0]
        row = (blocks.y / self.lattice.spacing).floor().long() - self.lattice.first[1]
        return row * self.lattice.columns + column
