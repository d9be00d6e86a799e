"""What a writer of moving pictures is told beside the frames."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from engine.contracts import Motion, Size

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""(H, W, 4): red, green, blue and a byte of 255."""


@dataclass(frozen=True)
class Reel:
    """size: of every frame. note: the sealed recipe, ASCII, to be put into the file. samples: a few small frames from all over the loop.

    inks: the colours that must come out exactly where a format has a table of them, `#rrggbb`.
    """

    size: Size
    motion: Motion
    note: bytes
    samples: Callable[[], list[Pixels]]
    inks: tuple[str, ...]

    def ticks(self, per_second: int) -> list[int]:
        """For how many parts of a second each frame is shown: whole numbers that add up to the loop's length."""
        ends = [round(number * per_second / self.motion.fps) for number in range(self.motion.frames + 1)]
        return [end - start for start, end in itertools.pairwise(ends)]
