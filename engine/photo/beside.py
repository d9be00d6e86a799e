"""A second thread for the halves of what is learnt about a photograph: its operations are large, so that two cores take half the time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch

Made = TypeVar("Made")


class Beside:
    """threads: how many its caller may use. Work asked for must not ask for more itself."""

    def __init__(self, threads: int = 1) -> None:
        self._pool = ThreadPoolExecutor(1, "photograph") if threads > 1 else None

    def ask(self, work: Callable[[], Made]) -> Callable[[], Made]:
        """Begin, and return what waits for the result; with one thread it is made then."""
        return work if self._pool is None else self._pool.submit(torch.no_grad()(work)).result


ALONE = Beside()
