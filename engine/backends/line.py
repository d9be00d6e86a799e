"""Who gets the next free painters: by priority, then in the order of asking. Nobody overtakes, so that no picture starves."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Sequence

from engine.backends.pair import Painter, Pair
from engine.contracts import Priority


class Line:
    """The callers that wait for painters of these pairs. Safe to call from any thread."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = pairs
        self._changed = threading.Condition()
        self._waiting: list[tuple[int, int]] = []
        self._order = itertools.count()
        self._closed = False

    def take(self, count: int, priority: Priority) -> list[Painter]:
        """Wait for `count` free painters of one pair, 1 or 2. Empty once closed, or when no pair is ready."""
        with self._changed:
            ticket = (int(priority), next(self._order))
            heapq.heappush(self._waiting, ticket)
            try:
                while not self._closed and any(pair.ready for pair in self._pairs):
                    if ticket == self._waiting[0] and (painters := self._free(count)):
                        for painter in painters:
                            painter.busy = True
                        return painters
                    self._changed.wait()
                return []
            finally:
                self._waiting.remove(ticket)
                heapq.heapify(self._waiting)
                self._changed.notify_all()

    def give_back(self, painters: list[Painter]) -> None:
        """The painters are free again."""
        with self._changed:
            for painter in painters:
                painter.busy = False
            self._changed.notify_all()

    def changed(self) -> None:
        """A pair has become ready, or is lost."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Let everyone who waits go without."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _free(self, count: int) -> list[Painter]:
        """The free painters of the pair that has the fewest still enough."""
        free = [[painter for painter in pair.painters if not painter.busy] for pair in self._pairs if pair.ready]
        return min((each for each in free if len(each) >= count), key=len, default=[])[:count]
