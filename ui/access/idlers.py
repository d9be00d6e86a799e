"""Hangs up on connections that say nothing: opened and left, or a header sent byte by byte (slow loris). uvicorn has no such limit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary


class Idlers:
    """`connections` gives uvicorn's HTTP protocols (server_state.connections); those that have become WebSockets are left alone.

    silence: seconds from opening a connection, or from its last answer, to the end of the next request's headers.
    """

    def __init__(self, connections: Callable[[], list[Any]], silence: float) -> None:
        self._connections, self._silence = connections, silence
        self._idle_since: WeakKeyDictionary[Any, float] = WeakKeyDictionary()

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(self._silence / 5)
            self.sweep(time.monotonic())

    def sweep(self, now: float) -> int:
        """Hang up on those that have been idle too long; how many."""
        gone = 0
        for protocol in self._connections():
            cycle = getattr(protocol, "cycle", _BUSY)
            if cycle is not None and not getattr(cycle, "response_complete", False):
                self._idle_since.pop(protocol, None)
            elif now - self._idle_since.setdefault(protocol, now) > self._silence:
                protocol.transport.close()
                gone += 1
        return gone


_BUSY = object()
"""Stands for the cycle of a protocol that has none: a WebSocket."""
