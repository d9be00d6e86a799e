"""What was worked out lately and will be asked again: tables and planes of noise that stay the same while a slider moves.

Holds only what follows from its key, so no one can tell a kept tensor from a fresh one. Bounded in bytes for the whole process,
however many people use it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from engine.contracts import Tensor

ASKED = 1024
"""Keys that were asked for lately: those of some thirty pictures."""


class Kept:
    """Tensors by key, the least recently used dropped first. Nobody may change a tensor that comes from here."""

    def __init__(self, limit: int, largest: int) -> None:
        """limit: bytes held in all. largest: bytes past which a tensor is not kept: those of an export are never asked again."""
        self._limit, self._largest, self._held = limit, largest, 0
        self._tensors, self._lock = OrderedDict[Hashable, Tensor](), threading.Lock()
        self._asked = OrderedDict[Hashable, None]()

    def asked(self, key: Hashable) -> bool:
        """Whether it was asked for lately, which is noted: to keep what nobody asks twice costs a copy and fresh memory."""
        with self._lock:
            known = key in self._asked
            self._asked[key] = None
            self._asked.move_to_end(key)
            if len(self._asked) > ASKED:
                self._asked.popitem(last=False)
            return known

    def peek(self, key: Hashable) -> Tensor | None:
        """The tensor of `key`, if it is at hand."""
        with self._lock:
            found = self._tensors.get(key)
            if found is not None:
                self._tensors.move_to_end(key)
            return found

    def put(self, key: Hashable, made: Tensor) -> Tensor:
        """Keep a tensor, unless it is too large, and return it."""
        size = _bytes(made)
        if size <= self._largest:
            with self._lock:
                if key not in self._tensors:
                    self._held += size
                    self._tensors[key] = made
                while self._held > self._limit:
                    self._held -= _bytes(self._tensors.popitem(last=False)[1])
        return made

    def get(self, key: Hashable, make: Callable[[], Tensor]) -> Tensor:
        """The tensor of `key`, made now if it is not at hand."""
        found = self.peek(key)
        return self.put(key, make()) if found is None else found

    def clear(self) -> None:
        """Hold nothing, as at the start."""
        with self._lock:
            self._tensors.clear()
            self._asked.clear()
            self._held = 0


def _bytes(tensor: Tensor) -> int:
    return tensor.numel() * tensor.element_size()
