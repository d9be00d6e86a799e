"""What every desk can do, wherever the work is done."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol

from engine.jobs.order import Order, Report, Sight, Ticket
from engine.jobs.work import Made


@dataclass(frozen=True)
class Load:
    """How busy it is. waiting: by priority. seconds: until an order given now would be begun."""

    waiting: dict[str, int] = field(default_factory=dict)
    processing: int = 0
    seconds: float = 0.0


class Desk(Protocol):
    """Takes orders. Every method may be called from any thread and raises only HueprintErrors; none paints."""

    def start(self) -> None:
        """Begin to work; what an earlier process was promised and did not see done is taken up first."""

    def close(self) -> None:
        """Finish what is being painted and stop. What was promised is taken up by the next start."""

    def find(self, order: Order) -> Made | None:
        """The same picture, if it was made lately (and, for one to be kept, is still in the store). May wait for the store."""

    def submit(self, order: Order, id: str | None = None) -> Ticket:  # noqa: A002
        """Put an order in line. With an `id` it is promised at once, and the same order with the same id is the same job.

        Raises BusyError, TooManyJobsError, JobConflictError, BrokerUnavailableError.
        """

    def promise(self, id: str) -> Report:  # noqa: A002
        """From now on the job outlives whoever waits for it, and this process, and its picture is kept; unless it is over.

        Raises JobNotFoundError.
        """

    def follow(self, id: str) -> Future[Report]:  # noqa: A002
        """The last report of a job, once it is over. Raises JobNotFoundError."""

    def leave(self, id: str) -> None:  # noqa: A002
        """Whoever waited has gone: unless it was promised, nothing more is painted for it."""

    def report(self, id: str) -> Report:  # noqa: A002
        """How it stands. Raises JobNotFoundError."""

    def sight(self, id: str) -> Sight:  # noqa: A002
        """What there is to see of it while it grows; an empty one for what shows nothing, or is over."""

    def cancel(self, id: str) -> Report:  # noqa: A002
        """Stop it, unless it is over; the report says which. Raises JobNotFoundError."""

    def file(self, id: str) -> bytes:  # noqa: A002
        """The picture of a job that is done. Raises JobNotFoundError, StoreError."""

    def load(self) -> Load:
        """How busy it is."""

    def ready(self) -> str:
        """Empty if work can be done, else what is wrong and what to do about it."""
