"""What was made lately and may be asked again, so that a change of palette, style or finish repaints without drawing the scene again."""

from __future__ import annotations

import threading
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
        self._entries, self._kept, self._lock = entries, OrderedDict[Hashable, Made](), threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made from `key`, made now if it is not at hand."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)
        return made
