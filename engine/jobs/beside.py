"""Two desks as one: orders with a photograph, which is written nowhere, are carried out in this process, and the rest elsewhere."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress

from engine.jobs.desk import Desk, Load
from engine.jobs.faults import JobNotFoundError
from engine.jobs.order import Order, Report, Ticket
from engine.jobs.work import Made


class DeskBeside:
    """See Desk. desk: for all orders but those with a photograph, which go to `here`."""

    def __init__(self, desk: Desk, here: Desk) -> None:
        self._desk, self._here = desk, here

    def start(self) -> None:
        """See Desk.start."""
        self._desk.start()
        self._here.start()

    def close(self) -> None:
        """See Desk.close."""
        self._here.close()
        self._desk.close()

    def find(self, order: Order) -> Made | None:
        """See Desk.find."""
        return self._for(order).find(order)

    def submit(self, order: Order, id: str | None = None) -> Ticket:  # noqa: A002
        """See Desk.submit."""
        return self._for(order).submit(order, id)

    def promise(self, id: str) -> Report:  # noqa: A002
        """See Desk.promise."""
        return self._with(id).promise(id)

    def follow(self, id: str) -> Future[Report]:  # noqa: A002
        """See Desk.follow."""
        return self._with(id).follow(id)

    def leave(self, id: str) -> None:  # noqa: A002
        """See Desk.leave."""
        self._with(id).leave(id)

    def report(self, id: str) -> Report:  # noqa: A002
        """See Desk.report."""
        return self._with(id).report(id)

    def cancel(self, id: str) -> Report:  # noqa: A002
        """See Desk.cancel."""
        return self._with(id).cancel(id)

    def file(self, id: str) -> bytes:  # noqa: A002
        """See Desk.file."""
        return self._with(id).file(id)

    def load(self) -> Load:
        """See Desk.load."""
        return self._desk.load()

    def ready(self) -> str:
        """See Desk.ready."""
        return self._desk.ready()

    def _for(self, order: Order) -> Desk:
        return self._desk if order.photograph is None else self._here

    def _with(self, id: str) -> Desk:  # noqa: A002
        with suppress(JobNotFoundError):
            self._here.report(id)
            return self._here
        return self._desk
