"""Fields drawn lately, so that a change of palette, style or finish repaints without drawing the scene again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from engine.contracts import Fields

ENTRIES = 8
"""Each holds seven planes of at most `REMEMBERED_PIXELS` float32: at most some 20 MB."""
REMEMBERED_PIXELS = 700_000


class DrawnFields:
    """The last few Fields by what they were drawn from. Holds what no one can tell from a fresh drawing; nobody may change them."""

    def __init__(self, entries: int = ENTRIES) -> None:
        self._entries, self._kept, self._lock = entries, OrderedDict[Hashable, Fields](), threading.Lock()

    def get(self, key: Hashable, draw: Callable[[], Fields]) -> Fields:
        """The Fields drawn from `key`, drawn now if they are not at hand."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        drawn = draw()
        with self._lock:
            self._kept[key] = drawn
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)
        return drawn
