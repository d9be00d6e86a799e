"""Pictures that are looked at before they are kept: jobs that nobody was promised, left when nobody asks about them any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from engine import HueprintError
from engine.jobs import Desk, JobNotFoundError, Made, Result, Watch
from engine.jobs.work import keep
from engine.store import Store, kind_named, new_name

LIFETIME, PATIENCE = 1800.0, 60.0
"""Seconds without a question after which one that is done is forgotten, and one under way is called off."""
MOST = 64


@dataclass
class _Trial:
    asked: float
    kept: Result | None = None


class Trials:
    """Safe to use from any thread. `sweep` is to be called now and then."""

    def __init__(self, desk: Desk, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk, self._store, self._clock = desk, store, clock
        self._trials: dict[str, _Trial] = {}
        self._lock = threading.Lock()

    def put(self, id: str) -> None:  # noqa: A002
        """A job to look after. Beyond MOST the one that was asked about longest ago is left."""
        with self._lock:
            self._trials[id] = _Trial(self._clock())
            spare = sorted(self._trials, key=lambda name: self._trials[name].asked)[: max(0, len(self._trials) - MOST)]
        for name in spare:
            self._leave(name)

    def ask(self, id: str) -> None:  # noqa: A002
        """Somebody still wants to know about it; nothing for a job that is no trial."""
        with self._lock:
            if id in self._trials:
                self._trials[id].asked = self._clock()

    def keep(self, id: str) -> Result:  # noqa: A002
        """Put a finished one into the store, once however often. Raises JobNotFoundError, StoreError."""
        result = self._desk.report(id).result
        if result is None:
            raise JobNotFoundError
        with self._lock:
            trial = self._trials.get(id)
            if result.name or trial is None:
                return result
            if trial.kept is None:
                name = new_name(kind_named(result.format))
                trial.kept = keep(self._store, Made(self._desk.file(id), result), name, Watch()).result
            return trial.kept

    def sweep(self) -> None:
        """Leave those that nobody asks about. A desk that cannot be reached is asked again next time."""
        with self._lock:
            silent = {name: self._clock() - trial.asked for name, trial in self._trials.items()}
        for name, seconds in silent.items():
            with suppress(HueprintError):
                if seconds > LIFETIME or (seconds > PATIENCE and not self._is_over(name)):
                    self._leave(name)

    def close(self) -> None:
        """Leave all."""
        for name in list(self._trials):
            with suppress(HueprintError):
                self._leave(name)

    def _is_over(self, id: str) -> bool:  # noqa: A002
        try:
            return self._desk.report(id).is_over
        except JobNotFoundError:
            return False

    def _leave(self, id: str) -> None:  # noqa: A002
        self._desk.leave(id)
        with self._lock:
            self._trials.pop(id, None)
