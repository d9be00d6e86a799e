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
        self._jobs: dict[str, Order] = {}

    def put(self, id: str, order: Order) -> Order:  # noqa: A002
        """Hold an order's photographs for the job. -> the order, with those that are held: sent along often, each is held once.

        Raises BusyError or TooManyJobsError where there is no room, JobConflictError where the job has others.
        """
        if not order.photographs:
            return order
        with self._lock:
            if id in self._jobs and self._jobs[id].needs != order.needs:
                raise JobConflictError
            self._check_room([one for one in order.photographs if one.sha256 not in self._held], order)
            held = tuple(self._held.setdefault(one.sha256, one) for one in order.photographs)
            self._jobs[id] = order.model_copy(update={"photographs": held})
            return self._jobs[id]

    def get(self, sha256: str) -> Photograph | None:
        """The photograph, if it is held."""
        with self._lock:
            return self._held.get(sha256)

    def drop(self, id: str) -> None:  # noqa: A002
        """The job is over."""
        with self._lock:
            if self._jobs.pop(id, None) is not None:
                needed = {one.sha256 for order in self._jobs.values() for one in order.photographs}
                self._held = {sha256: one for sha256, one in self._held.items() if sha256 in needed}

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self._jobs.clear()

    def wanting(self) -> dict[str, str]:
        """The jobs for which something is held, each with its order's key."""
        with self._lock:
            return {id_: order.key for id_, order in self._jobs.items()}

    def __contains__(self, id: str) -> bool:  # noqa: A002
        return id in self._jobs

    def __len__(self) -> int:
        return len(self._held)

    def _check_room(self, more: list[Photograph], order: Order) -> None:
        own = {one.sha256 for other in self._jobs.values() if other.client == order.client for one in other.photographs}
        if more and len(own | {one.sha256 for one in more}) > self._most_each:
            raise TooManyJobsError(_RETRY)
        if sum(one.pixels.nbytes for one in (*self._held.values(), *more)) > self._most_bytes:
            raise BusyError(_RETRY)
