"""Where the API does what is no job, and waits for stores and desks: own small pools, so that neither page nor preview waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ui.api.answers import RequestError

T = TypeVar("T")

RETRY_SECONDS = 2


class Workroom:
    """`workers` small paintings at once (an estimate, a check), `max_waiting` more in line. What may wait for a network has own threads.

    All methods are for one event loop; the counts need no lock.
    """

    def __init__(self, *, workers: int = 2, max_waiting: int = 16) -> None:
        self._painters = ThreadPoolExecutor(workers, thread_name_prefix="paint")
        self._keepers = ThreadPoolExecutor(max(4, workers), thread_name_prefix="keep")
        self._room = workers + max_waiting
        self._inside = 0

    async def paint(self, work: Callable[[], T]) -> T:
        """Runs `work` in its turn. Raises RequestError `busy` when the line is full; cancelled callers leave the line."""
        if self._inside >= self._room:
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
