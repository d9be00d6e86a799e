"""Where pictures for the API are painted and kept: own small pools, so that neither the page nor the live preview waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

from ui.api.answers import RequestError

T = TypeVar("T")
Placement = Literal["now", "refused"]

RETRY_SECONDS = 2


class Workroom:
    """`workers` pictures painted at once, `max_waiting` more in line. Keeping (which may wait for a network) has threads of its own.

    All methods are for one event loop; the counts need no lock.
    """

    def __init__(self, *, workers: int = 2, max_waiting: int = 16) -> None:
        self._painters = ThreadPoolExecutor(workers, thread_name_prefix="paint")
        self._keepers = ThreadPoolExecutor(max(4, workers), thread_name_prefix="keep")
        self._room = workers + max_waiting
        self._inside = 0

    def placement(self) -> Placement:
        """Where the next picture would be made. Jobs ("later", a 202) will be decided here too."""
        return "now" if self._inside < self._room else "refused"

    async def paint(self, work: Callable[[], T]) -> T:
        """Runs `work` in its turn. Raises RequestError `busy` when the line is full; cancelled callers leave the line."""
        if self.placement() == "refused":
            headers = {"Retry-After": str(RETRY_SECONDS)}
            raise RequestError("busy", "Many pictures are being painted just now; try again in a few seconds.", headers)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._painters, work)
        finally:
            self._inside -= 1

    async def keep(self, work: Callable[[], T]) -> T:
        """Runs `work` beside the painting: reading and writing pictures."""
        return await asyncio.get_running_loop().run_in_executor(self._keepers, work)

    def close(self) -> None:
        """Finish what has begun and drop what waits."""
        self._painters.shutdown(wait=False, cancel_futures=True)
        self._keepers.shutdown(wait=True)
