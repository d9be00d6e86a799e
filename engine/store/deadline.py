"""One hard limit on how long a person waits for the network.

The timeouts of the client libraries are per packet, and name look-ups and token requests have their own, so that a call "with
a timeout" can last minutes. Here the work runs in a thread of its own and the caller stops waiting when the time is up.
The work itself may still finish later, so it must be harmless twice: create-only writes under a fixed name are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from engine.errors import StoreUnavailableError

T = TypeVar("T")


class Deadline:
    """Runs work with a time limit, at most `at_once` pieces of it, given-up ones included."""

    def __init__(self, at_once: int = 16) -> None:
        self._slots = threading.BoundedSemaphore(at_once)

    def within(self, seconds: float, work: Callable[[], T]) -> T:
        """The result of `work`, or its error. Raises StoreUnavailableError when the time is up or too much is under way."""
        if not self._slots.acquire(blocking=False):
            raise StoreUnavailableError("Too many pictures are on their way to the cloud; try again in a moment.")
        future: Future[T] = Future()
        threading.Thread(target=self._carry_out, args=(work, future), name="store-call", daemon=True).start()
        try:
            return future.result(timeout=seconds)
        except TimeoutError:
            raise StoreUnavailableError("Google Cloud Storage does not answer in time; try again in a moment.") from None

    def _carry_out(self, work: Callable[[], T], future: Future[T]) -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001  handed to whoever waits, whatever it is
            future.set_exception(error)
        finally:
            self._slots.release()
