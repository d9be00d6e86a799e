"""Pictures made lately, so that the same recipe is painted once. Bounded in bytes; the least lately asked for goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict

from engine.jobs.work import Made

_OVERHEAD = 4096
"""Bytes that an entry costs beside its file: its recipe and figures."""


class PictureCache:
    """Files by `Order.key`, with the result that says where they are kept. Safe from any thread."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._size, self._lock = most_bytes, 0, threading.Lock()
        self._made: OrderedDict[str, Made] = OrderedDict()

    def get(self, key: str) -> Made | None:
        """The picture of this key, if it is at hand."""
        with self._lock:
            made = self._made.get(key)
            if made is not None:
                self._made.move_to_end(key)
            return made

    def put(self, key: str, made: Made) -> None:
        """Remember a picture. A kept one is not forgotten for the same one that was not kept."""
        with self._lock:
            known = self._made.get(key)
            if known is not None and known.result.name and not made.result.name:
                return
            self._forget(key)
            self._made[key] = made
            self._size += len(made.file) + _OVERHEAD
            while self._size > self._most and self._made:
                self._forget(next(iter(self._made)))

    def forget(self, key: str) -> None:
        """Let go of one, because the store no longer has it."""
        with self._lock:
            self._forget(key)

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def _forget(self, key: str) -> None:
        made = self._made.pop(key, None)
        if made is not None:
            self._size -= len(made.file) + _OVERHEAD
