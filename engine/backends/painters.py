"""The threads that paint tiles: a fixed few for the whole process, whoever asks, so that pictures never crowd each other out."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import torch

Result = TypeVar("Result")
Job = TypeVar("Job")


class Painters:
    """`count` threads; with 0 (another device paints) or 1 the caller's own thread does all.

    On the CPU torch is told (for the whole process: it knows no other way) to run each operation on one core: sums then come out
    the same to the last bit however many painters there are.
    A picture has no more than `count` tiles waiting or being painted at a time, so that a large export and a preview take turns.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = ThreadPoolExecutor(count, "painter") if count > 1 else None
        if count:
            torch.set_num_threads(1)

    def start(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Begin a piece of work; the returned function waits for it and gives its result."""
        if self._pool is None:
            return _once(work)
        return self._submit(work).result

    def each(self, work: Callable[[Job], None], jobs: Iterable[Job]) -> None:
        """Do every job, in order where there is one thread. The first failure is raised once what had begun has ended."""
        if self._pool is None:
            with torch.no_grad():
                for job in jobs:
                    work(job)
            return
        under_way: deque[Future[None]] = deque()
        try:
            for job in jobs:
                if len(under_way) >= self._count:
                    under_way.popleft().result()
                under_way.append(self._submit(lambda job=job: work(job)))  # type: ignore[misc]
            while under_way:
                under_way.popleft().result()
        finally:
            for left in under_way:
                with contextlib.suppress(Exception):
                    left.result()

    def _submit(self, work: Callable[[], Result]) -> Future[Result]:
        if self._pool is None:
            raise RuntimeError("there are no painters")
        return self._pool.submit(_without_gradients, work)


def _without_gradients(work: Callable[[], Result]) -> Result:
    with torch.no_grad():
        return work()


def _once(work: Callable[[], Result]) -> Callable[[], Result]:
    """The work, done at the first call and remembered."""
    done: list[Result] = []

    def result() -> Result:
        if not done:
            with torch.no_grad():
                done.append(work())
        return done[0]

    return result
