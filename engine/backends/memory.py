"""What was made lately and may be asked again, so that a change of palette, style or finish repaints without drawing the scene again."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")

ENTRIES = 8
"""Of drawn Fields: each holds seven planes of at most `REMEMBERED_PIXELS` float32, at most some 20 MB."""
REMEMBERED_PIXELS = 700_000


class Remembered(Generic[Made]):
    """The last few by what they were made from. Holds what no one can tell from a fresh one; nobody may change them."""

    def __init__(self, entries: int) -> None:
        self._entries, self._lock = entries, threading.Lock()
        self._kept = OrderedDict[Hashable, tuple[Made, float]]()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made from `key`, made now if it is not at hand."""
        made = self.peek(key)
        return self.put(key, make()) if made is None else made

    def peek(self, key: Hashable) -> Made | None:
        """What was made from `key`, if it is at hand."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            made = self._kept[key][0]
            self._kept[key] = made, time.monotonic()
            return made

    def put(self, key: Hashable, made: Made) -> Made:
        """Remember it, and return it."""
        with self._lock:
            self._kept[key] = made, time.monotonic()
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)
        return made

    def sweep(self, seconds: float) -> None:
        """Forget what nobody has asked for in so long."""
        oldest = time.monotonic() - seconds
        with self._lock:
            for key in [key for key, (_, used) in self._kept.items() if used < oldest]:
                del self._kept[key]
