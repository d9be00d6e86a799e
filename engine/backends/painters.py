"""The threads that paint the tiles of large pictures: a fixed few for the whole process, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

import torch

Job = TypeVar("Job")


class Painters:
    """`count` threads; with 0 (another device paints) or 1, and for a single job, the caller's own thread does all.

    On the CPU torch is told (for the whole process: it knows no other way) to run each operation on one core: waking a second
    thread for each small operation costs more than it saves, and sums come out the same to the last bit however many painters
    there are. A picture has no more than `count` tiles waiting or being painted, so that an export and a preview take turns.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = ThreadPoolExecutor(count, "painter") if count > 1 else None
        if count:
            torch.set_num_threads(1)

    def each(self, work: Callable[[Job], None], jobs: Sequence[Job]) -> None:
        """Do every job. The first failure is raised once what had begun has ended."""
        if self._pool is None or len(jobs) == 1:
            for job in jobs:
                work(job)
            return
        under_way: set[Future[None]] = set()
        for job in jobs:
            if len(under_way) >= self._count:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                if any(one.exception() for one in done):
                    under_way |= done
                    break
            under_way.add(self._pool.submit(_without_gradients, work, job))
        wait(under_way)
        for one in under_way:
            one.result()


def _without_gradients(work: Callable[[Job], None], job: Job) -> None:
    with torch.inference_mode():
        work(job)
