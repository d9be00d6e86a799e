"""The last hour in memory, for the admin page: what was answered, how fast, and how long the line was."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from engine.jobs import Desk

SECONDS = 3600
BINS = 60
_MOST_ANSWERS = 50_000


class History:
    """Answers as they come; the line, looked at once in `SECONDS / BINS` seconds. Used on the event loop only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: deque[tuple[float, float, int]] = deque(maxlen=_MOST_ANSWERS)
        self._lines: deque[tuple[float, int, float]] = deque(maxlen=BINS * 12)

    def add(self, seconds: float, status: int) -> None:
        """One answer."""
        self._answers.append((self._clock(), seconds, status))

    def look(self, desk: Desk) -> None:
        """Note how long the line is."""
        load = desk.load()
        self._lines.append((self._clock(), sum(load.waiting.values()) + load.processing, load.seconds))

    def figures(self) -> dict[str, list[float]]:
        """BINS values each, oldest first: answers, refused (4xx), failed (5xx), median and 95th percentile, longest line, wait."""
        now, width = self._clock(), SECONDS / BINS
        answers: list[list[tuple[float, int]]] = [[] for _ in range(BINS)]
        for at, seconds, status in self._answers:
            if (place := BINS - 1 - int((now - at) / width)) >= 0:
                answers[place].append((seconds, status))
        lines: list[list[tuple[int, float]]] = [[] for _ in range(BINS)]
        for at, length, wait in self._lines:
            if (place := BINS - 1 - int((now - at) / width)) >= 0:
                lines[place].append((length, wait))
        return {
            "answers": [len(each) for each in answers],
            "refused": [sum(400 <= status < 500 for _, status in each) for each in answers],
            "failed": [sum(status >= 500 for _, status in each) for each in answers],
            "median_ms": [_quantile([seconds for seconds, _ in each], 0.5) for each in answers],
            "p95_ms": [_quantile([seconds for seconds, _ in each], 0.95) for each in answers],
            "line": [max((length for length, _ in each), default=0) for each in lines],
            "wait_s": [round(max((wait for _, wait in each), default=0.0), 2) for each in lines],
        }


def _quantile(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return round(1000 * ordered[int(share * (len(ordered) - 1))], 1) if ordered else 0.0
