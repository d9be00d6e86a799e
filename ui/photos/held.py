"""Uploaded photographs, held in memory alone: a bounded number of bytes, for a bounded time, under names that nobody can guess.

A photograph's sha256 stands in the recipes of pictures that people pass on, so it opens nothing here; its handle does, and stands nowhere.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import PhotoForgottenError
from engine.photograph import Photograph

MOST_BYTES = 192 * 2**20
MOST_EACH = 8
"""Photographs of one caller."""
LIFETIME = 1800.0
"""Seconds after which a photograph that nobody has painted is forgotten."""


@dataclass
class _Held:
    photograph: Photograph
    caller: str
    used: float


class HeldPhotos:
    """Safe to use from any thread. `sweep` is to be called now and then; it drops what is over."""

    def __init__(self, most_bytes: int = MOST_BYTES, lifetime: float = LIFETIME, clock: Callable[[], float] = time.monotonic) -> None:
        self._most_bytes, self._lifetime, self._clock = most_bytes, lifetime, clock
        self._held = OrderedDict[str, _Held]()
        self._lock = threading.Lock()

    def put(self, photograph: Photograph, caller: str) -> str:
        """Hold it; its handle. What was used longest ago gives way: first the caller's own, past MOST_EACH, then anybody's."""
        handle = secrets.token_urlsafe(24)
        with self._lock:
            self._drop_over()
            self._held[handle] = _Held(photograph, caller, self._clock())
            own = [name for name, one in self._held.items() if one.caller == caller]
            for name in own[: max(0, len(own) - MOST_EACH)]:
                del self._held[name]
            while len(self._held) > 1 and self.bytes > self._most_bytes:
                self._held.popitem(last=False)
        return handle

    def get(self, handle: str) -> Photograph:
        """The photograph. Raises PhotoForgottenError."""
        with self._lock:
            self._drop_over()
            if handle not in self._held:
                raise PhotoForgottenError
            self._held.move_to_end(handle)
            self._held[handle].used = self._clock()
            return self._held[handle].photograph

    def forget(self, handle: str) -> None:
        """Drop it, if it is held."""
        with self._lock:
            self._held.pop(handle, None)

    def sweep(self) -> None:
        """Drop what nobody has painted for as long as a photograph is held."""
        with self._lock:
            self._drop_over()

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()

    @property
    def bytes(self) -> int:
        """How much is held."""
        return sum(one.photograph.pixels.nbytes for one in self._held.values())

    def __len__(self) -> int:
        return len(self._held)

    def _drop_over(self) -> None:
        oldest = self._clock() - self._lifetime
        for name in [name for name, one in self._held.items() if one.used < oldest]:
            del self._held[name]
