"""One picture being made, and all the jobs that want it: the same recipe asked for by many at once is painted once."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass, field

from engine.jobs.order import Failure, Order, Report, Sight
from engine.jobs.work import Made


@dataclass(eq=False)
class Flight:
    """The work. order: of the job that is most urgent. name: what its picture is called in the store. began: 0 while it waits.

    told: how much of what takes long is done; sight: what there is to see of it.
    """

    order: Order
    name: str
    expected: float
    jobs: dict[str, Job] = field(default_factory=dict)
    arrived: float = field(default_factory=time.monotonic)
    began: float = 0.0
    made: Made | None = None
    error: Failure | None = None
    told: float = 0.0
    sight: Sight = field(default_factory=Sight)

    @property
    def keeps(self) -> bool:
        """Whether anyone who wants it wants it kept, or must find it later."""
        return any(job.order.keep or job.promised for job in self.jobs.values())

    @property
    def left(self) -> float:
        """Seconds of work still to do, as expected; what takes long is left off where nobody wants it any more."""
        if self.order.is_long and self.began and not self.jobs:
            return 0.0
        if self.told > 0:
            return (time.monotonic() - self.began) * (1 / self.told - 1)
        return self.expected if not self.began else max(0.05 * self.expected, self.expected - (time.monotonic() - self.began))

    @property
    def progress(self) -> float:
        """0 to 0.99: by the clock, for painting does not tell; what takes long does."""
        if self.order.is_long:
            return min(0.99, self.told)
        return 0.0 if not self.began else min(0.99, (time.monotonic() - self.began) / max(self.expected, 1e-3))

    def show(self, picture: bytes) -> None:
        """There is more to see of it."""
        self.sight = Sight(self.sight.count + 1, picture)


@dataclass(eq=False)
class Job:
    """One client's part in a flight. ended: resolved with its last report."""

    id: str
    order: Order
    flight: Flight
    promised: bool = False
    ended: Future[Report] = field(default_factory=Future)

    def last(self, made: Made | None, error: Failure | None) -> Report:
        """How it ended: with a picture, with an error, or cancelled when there is neither."""
        if made is not None:
            return Report(id=self.id, status="done", progress=1.0, result=made.result)
        return Report(id=self.id, status="failed" if error else "cancelled", error=error)
