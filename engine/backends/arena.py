"""Memory that the painting processes of a pair and the process that asks them share: pixels and the small pass go through it."""

from __future__ import annotations

import mmap
import os
import tempfile
from dataclasses import dataclass

import torch

from engine.backends.small_pass import Brief, plan_grid
from engine.backends.studio import Studio
from engine.contracts import Fields, Tensor
from engine.draw.easel import Plan
from engine.draw.ranking import BINS, Ranking

PIXELS = 3 * 2**20
"""Bytes for one painter's piece: REMEMBERED_PIXELS and every tile fit."""
SMALL_PASS = 6 * 2**20
"""Bytes for the small pass of four styles at the widest aspect ratio."""
PLANES = 7
"""Of Fields: all but flow are one plane."""


def open_arena() -> int:
    """A file descriptor of memory without a name. The caller closes it."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("hueprint")
    else:
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
    os.ftruncate(descriptor, 2 * PIXELS + SMALL_PASS)
    return descriptor


@dataclass(frozen=True)
class Ranges:
    """What of a handed-over small pass does not lie in the arena: its shape, and between which tones each style ranks."""

    shape: tuple[int, int]
    tones: list[tuple[float, float]]


class Arena:
    """The shared memory as one process sees it."""

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, 2 * PIXELS + SMALL_PASS)

    def pixels(self, place: int, shape: tuple[int, int, int]) -> Tensor:
        """The uint8 plane that painter 0 or 1 leaves its piece in."""
        count = shape[0] * shape[1] * shape[2]
        return torch.frombuffer(self._memory, dtype=torch.uint8, count=count, offset=place * PIXELS).view(shape)

    def give(self, briefs: list[Brief]) -> Ranges:
        """Put a small pass into the arena."""
        drawn, shape = briefs[0].plan.fields, briefs[0].plan.grid.shape
        parts = [drawn.lightness, drawn.regions, drawn.depth, *drawn.flow, drawn.edges, drawn.accent]
        parts += [part for one in briefs for part in (one.plan.rank, one.ranking.table)]
        flat = torch.cat([part.flatten() for part in parts])
        self._floats(len(flat)).copy_(flat)
        return Ranges(shape, [(one.ranking.low, one.ranking.high) for one in briefs])

    def take(self, ranges: Ranges, studio: Studio, aspect: float) -> list[Brief]:
        """The small pass that `give` put there, copied: the arena will be written again."""
        (height, width), styles = ranges.shape, len(ranges.tones)
        plane, table = height * width, BINS + 1
        flat = self._floats(PLANES * plane + styles * (plane + table)).clone()
        planes = flat[: PLANES * plane].view(PLANES, height, width)
        drawn = Fields(planes[0], planes[1], planes[2], planes[3:5], planes[5], planes[6], studio.unseen)
        grid = plan_grid(studio, aspect, torch.device("cpu"))
        ranked = flat[PLANES * plane :].view(styles, plane + table)
        return [
            Brief(Plan(grid, drawn, row[:plane].view(height, width)), Ranking(low, high, row[plane:]))
            for row, (low, high) in zip(ranked, ranges.tones, strict=True)
        ]

    def _floats(self, count: int) -> Tensor:
        return torch.frombuffer(self._memory, dtype=torch.float32, count=count, offset=2 * PIXELS)
