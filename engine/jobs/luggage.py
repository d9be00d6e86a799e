"""The photographs that travel with orders: in memory alone, bounded, and dropped with the last open job that needs them."""

from __future__ import annotations

import threading

from engine.jobs.faults import BusyError, JobConflictError, TooManyJobsError
from engine.jobs.order import Order
from engine.photograph import Photograph

MOST_BYTES = 256 * 2**20
MOST_EACH = 16
"""Different photographs of one client."""
_RETRY = 10.0


class Luggage:
    """Photographs by sha256, and the jobs that they are held for. Safe from any thread."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_each: int = MOST_EACH) -> None:
        self._most_bytes, self._most_each, self._lock = most_bytes, most_each, threading.Lock()
        self._held: dict[str, Photograph] = {}
        self._owners: dict[str, tuple[str, str]] = {}

    def put(self, id: str, order: Order) -> Order:  # noqa: A002
        """Hold an order's photograph for the job. -> the order, with the one that is held: sent along often, it is held once.

        Raises BusyError or TooManyJobsError where there is no room, JobConflictError where the job has another.
        """
        photograph = order.photograph
        if photograph is None:
            return order
        with self._lock:
            if self._owners.get(id, (photograph.sha256,))[0] != photograph.sha256:
                raise JobConflictError
            held = self._held.get(photograph.sha256)
            if held is None:
                self._check_room(photograph, order.client)
                held = self._held[photograph.sha256] = photograph
            self._owners[id] = photograph.sha256, order.client
        return order.model_copy(update={"photograph": held})

    def get(self, sha256: str) -> Photograph | None:
        """The photograph, if it is held."""
        with self._lock:
            return self._held.get(sha256)

    def drop(self, id: str) -> None:  # noqa: A002
        """The job is over."""
        with self._lock:
            sha256, _ = self._owners.pop(id, ("", ""))
            if sha256 and all(other != sha256 for other, _ in self._owners.values()):
                del self._held[sha256]

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self._owners.clear()

    @property
    def jobs(self) -> list[str]:
        """Those for which something is held."""
        with self._lock:
            return list(self._owners)

    def __contains__(self, id: str) -> bool:  # noqa: A002
        return id in self._owners

    def __len__(self) -> int:
        return len(self._held)

    def _check_room(self, photograph: Photograph, client: str) -> None:
        if len({sha256 for sha256, owner in self._owners.values() if owner == client}) >= self._most_each:
            raise TooManyJobsError(_RETRY)
        if sum(one.pixels.nbytes for one in self._held.values()) + photograph.pixels.nbytes > self._most_bytes:
            raise BusyError(_RETRY)
