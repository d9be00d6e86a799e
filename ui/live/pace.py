"""How large the next frame is: as large as asked, as small as it takes to keep up with the hand."""

from __future__ import annotations

import math
from collections import deque

from engine import Size
from engine.contracts import MAX_ASPECT, MIN_SIDE

_STEP = 0.866  # three quarters of the area


def size_for(side: float, aspect: float) -> Size:
    """The size of this aspect (width / height) whose area is about side x side pixels."""
    stretch = max(aspect, 1 / aspect)
    short = max(MIN_SIDE, round(side / math.sqrt(stretch)))
    long = min(round(short * stretch), math.floor(short * MAX_ASPECT))
    return Size(width=long, height=short) if aspect >= 1 else Size(width=short, height=long)


class Pace:
    """The draft side of one client, found by measuring its own drafts.

    A style that paints slower than `budget` seconds steps down by a quarter of the area until it keeps up; it steps up again when
    the next larger side would still fit. The fastest of three measurements decides, so that one hiccup changes nothing.
    """

    def __init__(self, budget: float, floor: int) -> None:
        self._budget = budget
        self._floor = floor
        self._steps = 0
        self._recent: deque[float] = deque(maxlen=3)

    def side(self, ceiling: float, crowding: float = 1.0) -> float:
        """The side to paint now. `crowding`: the longest bearable wait over the estimated one, at most 1."""
        return max(min(self._floor, ceiling), ceiling * _STEP**self._steps * math.sqrt(min(1.0, crowding)))

    def measured(self, seconds: float, side: float, ceiling: float) -> None:
        """Learn from one draft of `side` that took `seconds` when `ceiling` was asked for."""
        self._recent.append(seconds)
        if len(self._recent) < 3:
            return
        best = min(self._recent)
        if best > self._budget and side > self._floor:
            self._move(1)
        elif self._steps and side < ceiling and best < 0.7 * self._budget:
            self._move(-1)

    def _move(self, steps: int) -> None:
        self._steps += steps
        self._recent.clear()
