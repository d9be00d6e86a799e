"""What is under way on one machine: who wants what, in which order, how far it is, and what was promised. Nothing here paints."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

from engine.errors import StoreError
from engine.jobs.faults import BusyError, JobConflictError, JobNotFoundError, TooManyJobsError
from engine.jobs.flight import Flight, Job
from engine.jobs.forecast import Forecast
from engine.jobs.journal import Entry, Journal
from engine.jobs.line import Line, Waiting
from engine.jobs.luggage import Luggage
from engine.jobs.order import LEAST_LEFT, PRIORITIES, Failure, Order, Report
from engine.jobs.watch import Watch
from engine.jobs.work import Made, failure
from engine.store import ALL_KINDS, kind_named, new_name


class Board:
    """Safe from any thread: every method takes `changed`, which is told of whatever a painter may wait for.

    workers: who paint side by side. most, most_each: pictures in line; one client's open jobs.
    """

    def __init__(self, journal: Journal, watch: Watch, *, workers: int, most: int, most_each: int) -> None:
        self.changed, self.closed = threading.Condition(threading.RLock()), False
        self._journal, self._watch = journal, watch
        self._workers, self._most, self._most_each = workers, most, most_each
        self._forecast, self._line, self._luggage = Forecast(), Line(), Luggage()
        self._jobs: dict[str, Job] = {}
        self._flights: dict[str, Flight] = {}
        self._flying: set[Flight] = set()

    def take_up(self) -> None:
        """What an earlier process promised. Its photographs went with it; they may come again (`known`)."""
        self._journal.sweep()
        for entry in self._journal.open():
            self.enter(Job(entry.id, entry.order, self._flight(entry.order, entry.name), promised=True))

    def is_under_way(self, order: Order) -> bool:
        """Whether the same picture is being made or waits."""
        with self.changed:
            return order.key in self._flights

    def known(self, order: Order, id: str) -> bool:  # noqa: A002
        """Whether a job of that name was promised. One that lost its photographs with an earlier process gets the order's; one that has
        failed for want of them counts as unknown, so that it is begun anew.

        Raises JobConflictError where another order has that name.
        """
        with self.changed:
            try:
                entry = self._journal.find(id)
            except JobNotFoundError:
                return False
            if (entry.order.key, entry.order.keep) != (order.key, order.keep):
                raise JobConflictError
            if entry.report is not None and entry.report.wants_photograph and not order.lacks:
                return False
            job = self._jobs.get(id)
            if job is not None and job.order.lacks:
                job.order = self._luggage.put(id, order)
                self.enter(job)
            return True

    def admit(self, order: Order, id: str, *, promised: bool) -> Job:  # noqa: A002
        """A new job, in line or with a flight under way. Raises BusyError, TooManyJobsError, StoreError."""
        with self.changed:
            self._check_room(order)
            order = self._luggage.put(id, order)
            job = Job(id, order, self._flight(order, new_name(kind_named(order.format, ALL_KINDS))))
            try:
                if promised:
                    self.promise(job)
            except StoreError:
                self._luggage.drop(id)
                raise
            self.enter(job)
            return job

    def enter(self, job: Job) -> None:
        """Into the line; an order more urgent than those that wait for the same picture, or better equipped, takes it forward."""
        with self.changed:
            flight, key = job.flight, job.order.key
            self._jobs[job.id] = flight.jobs[job.id] = job
            urgent = PRIORITIES.index(job.order.priority) < PRIORITIES.index(flight.order.priority)
            better = flight.order.lacks and not job.order.lacks
            if flight.began or (key in self._line and not (urgent or better)):
                return
            flight.order = job.order
            self._line.put(_place(flight))
            self.changed.notify()

    def promise(self, job: Job) -> None:
        """Written down, so that it outlives this process. Raises StoreError."""
        with self.changed:
            if not job.promised and not job.ended.done():
                self._journal.write(Entry(job.id, job.order, job.flight.name))
                job.promised = True

    def job(self, id: str) -> Job | None:  # noqa: A002
        """A job that is open, or over and not yet left."""
        with self.changed:
            return self._jobs.get(id)

    def leave(self, job: Job) -> None:
        """Nobody waits for it: unless it was promised, it is over and forgotten."""
        with self.changed:
            if not job.promised:
                self.end(job, None, None)
                self._jobs.pop(job.id, None)

    def report(self, id: str) -> Report:  # noqa: A002
        """How it stands. Raises JobNotFoundError."""
        with self.changed:
            job = self._jobs.get(id)
            if job is None:
                return self._journal.find(id).report or Report(id=id, status="queued")
            if job.ended.done():
                return job.ended.result()
            flight, left = job.flight, max(LEAST_LEFT, round(self.seconds_left(job), 2))
            if flight.began:
                return Report(id=id, status="processing", progress=flight.progress, seconds_left=left)
            ahead = len(self._line.ahead(_place(flight))) + len(self._flying)
            return Report(id=id, status="queued", ahead=ahead, seconds_left=left)

    def seconds_left(self, job: Job) -> float:
        """Until its picture should be done."""
        with self.changed:
            flight = job.flight
            if flight.began or job.ended.done():
                return flight.left if flight.began else 0.0
            return self._until_begun(flight) + flight.expected

    def _until_begun(self, flight: Flight) -> float:
        """Seconds of waiting. Single pictures pass by what takes long, which has all painters but one at most (`_may_begin`)."""
        before = [(place.order.is_long, place.seconds) for place in self._line.ahead(_place(flight))]
        before += [(other.order.is_long, other.left) for other in self._flying]
        long, short = (sum(seconds for is_long, seconds in before if is_long == kind) for kind in (True, False))
        if self._workers == 1:
            return long + short
        if flight.order.is_long:
            return long / (self._workers - 1) + short / self._workers
        return short / (self._workers - sum(other.order.is_long for other in self._flying))

    def load(self) -> tuple[dict[str, int], int, float]:
        """(waiting, by priority; being painted; seconds until an order given now would be begun)."""
        with self.changed:
            left = self._line.seconds() + sum(flight.left for flight in self._flying)
            return self._line.waiting(), len(self._flying), left / self._workers

    def end(self, job: Job, made: Made | None, error: Failure | None) -> None:
        """The job is over: written down first, told then. The last of a flight to go takes it out of the line."""
        with self.changed:
            flight = job.flight
            flight.jobs.pop(job.id, None)
            self._luggage.drop(job.id)
            if not flight.jobs and not flight.began and self._flights.get(flight.order.key) is flight:
                self._line.drop(flight.order.key)
                del self._flights[flight.order.key]
            if job.ended.done():
                return
            report = job.last(made, error)
            if job.promised:
                with suppress(StoreError):  # then it is told from memory, and painted again by the next process
                    self._journal.end(report)
                    del self._jobs[job.id]
            self._watch.ended(report.status, error.code if error else "")
            job.ended.set_result(report)

    def turn_away(self, job: Job) -> None:
        """The studio stops: a promise stays in the journal, and whoever waits without one is told to come back."""
        with self.changed:
            if job.promised:
                job.ended.set_result(Report(id=job.id, status="queued"))
            else:
                self.end(job, None, failure(BusyError(5.0)))

    def take(self) -> Flight | None:
        """The next to be painted, waited for; None once the board is closed."""
        with self.changed:
            while (place := None if self.closed else self._line.take(self._may_begin)) is None:
                if self.closed:
                    return None
                self.changed.wait()
            flight = self._flights[place.id]
            flight.began = time.monotonic()
            self._flying.add(flight)
            self._watch.stage("queue", flight.began - flight.arrived)
            return flight

    def goes_on(self, flight: Flight, part: float) -> bool:
        """Note how much of it is done. False where nobody wants it any more, or the studio stops."""
        with self.changed:
            flight.told = part
            if not flight.jobs:
                self._forget(flight)
            return bool(flight.jobs) and not self.closed

    def learn(self, flight: Flight) -> None:
        """It took so long to make."""
        self._forecast.learn(flight.order, time.monotonic() - flight.began)

    def land(self, flight: Flight, made: Made | None, error: Failure | None) -> None:
        """The flight is over, and so are its jobs."""
        with self.changed:
            flight.made = made
            self._ground(flight)
            self._line.charge(flight.order.client, time.monotonic() - flight.began)
            for job in list(flight.jobs.values()):
                self.end(job, made, error)

    def give_up(self, flight: Flight) -> None:
        """It was left off in the middle: nobody wanted it, or the next process makes it."""
        with self.changed:
            self._ground(flight)
            for job in list(flight.jobs.values()):
                self.turn_away(job)

    def close(self) -> None:
        """Nothing more is begun; those that wait are turned away."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
            for job in [job for job in self._jobs.values() if not job.flight.began]:
                self.turn_away(job)

    def _ground(self, flight: Flight) -> None:
        self._forget(flight)
        self._flying.discard(flight)
        self.changed.notify_all()

    def _forget(self, flight: Flight) -> None:
        if self._flights.get(flight.order.key) is flight:
            del self._flights[flight.order.key]

    def _flight(self, order: Order, name: str) -> Flight:
        """The flight that makes this picture: the one under way, else a new one in line."""
        flight = self._flights.get(order.key)
        if flight is None:
            flight = self._flights[order.key] = Flight(order, name, self._forecast.seconds(order))
        return flight

    def _check_room(self, order: Order) -> None:
        own = sum(job.order.client == order.client and not job.ended.done() for job in self._jobs.values())
        if own >= self._most_each:
            raise TooManyJobsError(self._line.seconds() / self._workers)
        if self.closed or (order.key not in self._flights and len(self._line) >= self._most):
            raise BusyError(self._line.seconds() / self._workers / 4)

    def _may_begin(self, place: Waiting) -> bool:
        """What takes long leaves a painter to those who wait for a single picture, where there are several."""
        return not place.order.is_long or sum(one.order.is_long for one in self._flying) < max(1, self._workers - 1)


def _place(flight: Flight) -> Waiting:
    return Waiting(flight.order.key, flight.order, flight.expected, flight.arrived)
