"""The desk of one machine: a bounded, fair line, and a few threads of this process that paint from it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from contextlib import suppress

from engine.animate import ClipCancelledError
from engine.errors import HueprintError, PictureNotFoundError, StoreError
from engine.image_generator import ImageGenerator
from engine.jobs.cache import PictureCache
from engine.jobs.desk import Load
from engine.jobs.faults import BusyError, JobConflictError, JobNotFoundError, TooManyJobsError
from engine.jobs.flight import Flight, Job
from engine.jobs.forecast import Forecast
from engine.jobs.journal import Entry, Journal
from engine.jobs.line import Line, Waiting
from engine.jobs.luggage import Luggage
from engine.jobs.names import new_job_id
from engine.jobs.order import PRIORITIES, Failure, Order, Report, Ticket
from engine.jobs.watch import Watch
from engine.jobs.work import Made, failure, find, keep, make
from engine.store import ALL_KINDS, Store, kind_named, new_name

STOP_SECONDS = 60.0


class LocalDesk:
    """See Desk. workers: pictures painted at once. most: pictures in line, everybody's; most_per_client: one client's jobs.

    cache_bytes: of files made lately. journal: where promises stand; in memory unless given.
    """

    def __init__(
        self,
        generator: ImageGenerator,
        store: Store,
        *,
        workers: int = 2,
        most: int = 500,
        most_per_client: int = 250,
        cache_bytes: int = 64 * 2**20,
        journal: Journal | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._generator, self._store, self._watch = generator, store, watch or Watch()
        self._workers, self._most, self._most_per_client = workers, most, most_per_client
        self._journal, self._cache = journal or Journal(), PictureCache(cache_bytes)
        self._forecast, self._line, self._luggage = Forecast(), Line(), Luggage()
        self._changed = threading.Condition(threading.RLock())
        self._jobs: dict[str, Job] = {}
        self._flights: dict[str, Flight] = {}
        self._painting: set[Flight] = set()
        self._threads: list[threading.Thread] = []
        self._closed = False

    def start(self) -> None:
        """See Desk.start."""
        self._journal.sweep()
        for entry in self._journal.open():
            self._enter(Job(entry.id, entry.order, self._flight(entry.order, entry.name), promised=True))
        self._threads = [threading.Thread(target=self._work, name=f"job-{n}", daemon=True) for n in range(self._workers)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """See Desk.close. Those who wait without a promise are told to come back."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._changed.notify_all()
            waiting = [job for job in self._jobs.values() if not job.flight.began]
        for job in waiting:
            self._turn_away(job)
        for thread in self._threads:
            thread.join(timeout=STOP_SECONDS)
        self._journal.close()

    def find(self, order: Order) -> Made | None:
        """See Desk.find."""
        made = self._cache.get(order.key)
        if made is None or (order.keep and not made.result.name):
            return None
        if order.keep:
            try:
                self._store.recipe(made.result.name)
            except PictureNotFoundError:
                self._cache.forget(order.key)
                return None
            except HueprintError:  # the store does not answer: paint it, and let the keeping say why
                return None
        self._watch.cache("hit")
        return made

    def submit(self, order: Order, id: str | None = None) -> Ticket:  # noqa: A002
        """See Desk.submit."""
        with self._changed:
            known = self._known(order, id) if id else None
            if known is not None:
                return known
            joined = order.key in self._flights
            self._check_room(order, joined)
            job = self._job(order, id or new_job_id(), promised=id is not None)
            self._enter(job)
            self._watch.cache("joined" if joined else "miss")
            return Ticket(job.id, self._seconds_left(job.flight), joined)

    def _job(self, order: Order, id: str, *, promised: bool) -> Job:  # noqa: A002
        order = self._luggage.put(id, order)
        job = Job(id, order, self._flight(order, new_name(kind_named(order.format, ALL_KINDS))))
        try:
            if promised:
                self._write(job)
        except StoreError:
            self._luggage.drop(id)
            raise
        return job

    def promise(self, id: str) -> Report:  # noqa: A002
        """See Desk.promise."""
        with self._changed:
            job = self._jobs.get(id)
            if job is not None and not job.promised and not job.ended.done():
                self._write(job)
            return self.report(id)

    def follow(self, id: str) -> Future[Report]:  # noqa: A002
        """See Desk.follow."""
        with self._changed:
            if id in self._jobs:
                return self._jobs[id].ended
        ended: Future[Report] = Future()
        ended.set_result(self.report(id))
        return ended

    def leave(self, id: str) -> None:  # noqa: A002
        """See Desk.leave."""
        with self._changed:
            job = self._jobs.get(id)
            if job is not None and not job.promised:
                self._end(job, None, None)
                del self._jobs[id]

    def report(self, id: str) -> Report:  # noqa: A002
        """See Desk.report."""
        with self._changed:
            job = self._jobs.get(id)
            if job is None:
                return self._journal.find(id).report or Report(id=id, status="queued")
            if job.ended.done():
                return job.ended.result()
            flight, left = job.flight, round(self._seconds_left(job.flight), 2)
            if flight.began:
                return Report(id=id, status="processing", progress=flight.progress, seconds_left=left)
            ahead = self._line.ahead(_place(flight))[0] + len(self._painting)
            return Report(id=id, status="queued", ahead=ahead, seconds_left=left)

    def cancel(self, id: str) -> Report:  # noqa: A002
        """See Desk.cancel."""
        with self._changed:
            job = self._jobs.get(id)
            if job is not None:
                self._end(job, None, None)
            return self.report(id)

    def file(self, id: str) -> bytes:  # noqa: A002
        """See Desk.file."""
        with self._changed:
            job = self._jobs.get(id)
            if job is not None and job.flight.made is not None:
                return job.flight.made.file
        result = self._journal.find(id).report
        if result is None or result.result is None:
            raise JobNotFoundError
        return self._store.open(result.result.name)

    def load(self) -> Load:
        """See Desk.load."""
        with self._changed:
            left = self._line.seconds() + sum(flight.left for flight in self._painting)
            return Load(self._line.waiting(), len(self._painting), left / self._workers)

    def ready(self) -> str:
        """See Desk.ready."""
        alive = any(thread.is_alive() for thread in self._threads)
        return "" if alive and not self._closed else "Nothing is being painted just now; start the studio again."

    def _known(self, order: Order, id: str) -> Ticket | None:  # noqa: A002
        try:
            entry = self._journal.find(id)
        except JobNotFoundError:
            return None
        if (entry.order.key, entry.order.keep) != (order.key, order.keep):
            raise JobConflictError
        if id in self._jobs and self._jobs[id].order.lacks:  # an earlier process had its photograph, and now it has come again
            self._jobs[id].order = self._luggage.put(id, order)
            self._enter(self._jobs[id])
        return Ticket(id, self.report(id).seconds_left, joined=True)

    def _check_room(self, order: Order, joined: bool) -> None:
        own = sum(job.order.client == order.client and not job.ended.done() for job in self._jobs.values())
        if own >= self._most_per_client:
            raise TooManyJobsError(self._line.seconds() / self._workers)
        if self._closed or (not joined and len(self._line) >= self._most):
            raise BusyError(self._line.seconds() / self._workers / 4)

    def _flight(self, order: Order, name: str) -> Flight:
        """The flight that makes this picture: the one under way, else a new one in line."""
        flight = self._flights.get(order.key)
        if flight is None:
            flight = self._flights[order.key] = Flight(order, name, self._forecast.seconds(order))
        return flight

    def _enter(self, job: Job) -> None:
        """Into the line; an order more urgent than those that wait for the same picture takes it forward."""
        with self._changed:
            flight, key = job.flight, job.order.key
            self._jobs[job.id] = flight.jobs[job.id] = job
            urgent = PRIORITIES.index(job.order.priority) < PRIORITIES.index(flight.order.priority)
            better = flight.order.lacks and not job.order.lacks
            if flight.began or (key in self._line and not (urgent or better)):
                return
            flight.order = job.order
            self._line.put(_place(flight))
            self._changed.notify()

    def _write(self, job: Job) -> None:
        self._journal.write(Entry(job.id, job.order, job.flight.name))
        job.promised = True

    def _seconds_left(self, flight: Flight) -> float:
        if flight.began:
            return flight.left
        before = self._line.ahead(_place(flight))[1] + sum(other.left for other in self._painting)
        return before / self._workers + flight.expected

    def _end(self, job: Job, made: Made | None, error: Failure | None) -> None:
        """The job is over: written down first, told then. The last of a flight to go takes it out of the line."""
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

    def _turn_away(self, job: Job) -> None:
        """The studio stops: a promise stays in the journal, and whoever waits without one is told to come back."""
        with self._changed:
            if job.promised:
                job.ended.set_result(Report(id=job.id, status="queued"))
            else:
                self._end(job, None, failure(BusyError(5.0)))

    def _work(self) -> None:
        while True:
            with self._changed:
                while (place := None if self._closed else self._line.take(self._may_begin)) is None:
                    if self._closed:
                        return
                    self._changed.wait()
                flight = self._flights[place.id]
                flight.began = time.monotonic()
                self._painting.add(flight)
            self._watch.stage("queue", flight.began - flight.arrived)
            self._carry_out(flight)

    def _may_begin(self, place: Waiting) -> bool:
        """Clips leave a thread to those who wait for a single picture, where there are several."""
        return place.order.frames == 1 or sum(one.order.frames > 1 for one in self._painting) < max(1, self._workers - 1)

    def _goes_on(self, flight: Flight, part: float) -> bool:
        """Note how much of a clip is done. False where nobody wants it any more, or the studio stops."""
        with self._changed:
            flight.told = part
            if not flight.jobs:
                self._forget(flight)
            return bool(flight.jobs) and not self._closed

    def _give_up(self, flight: Flight) -> None:
        """A clip was left off in the middle: nobody wanted it, or the next process makes it."""
        with self._changed:
            self._forget(flight)
            self._painting.discard(flight)
            self._changed.notify_all()
            for job in list(flight.jobs.values()):
                self._turn_away(job)

    def _forget(self, flight: Flight) -> None:
        if self._flights.get(flight.order.key) is flight:
            del self._flights[flight.order.key]

    def _carry_out(self, flight: Flight) -> None:
        try:
            self._land(flight, self._painted(flight), None)
        except ClipCancelledError:
            self._give_up(flight)
        except Exception as problem:  # noqa: BLE001  (the thread must outlive any picture)
            self._land(flight, None, failure(problem))

    def _painted(self, flight: Flight) -> Made:
        """The picture; kept, if by its end anyone wants it kept."""
        made = self._cache.get(flight.order.key)
        if made is None and flight.order.lacks:  # taken up from an earlier process, which may have come as far as keeping it
            made = find(self._generator, self._store, flight.order, flight.name)
        if made is None:
            made = make(self._generator, flight.order, self._watch, lambda part: self._goes_on(flight, part))
            self._forecast.learn(flight.order, time.monotonic() - flight.began)
        while flight.keeps and not made.result.name:
            made = keep(self._store, made, flight.name, self._watch)
        return made

    def _land(self, flight: Flight, made: Made | None, error: Failure | None) -> None:
        """The flight is over, unless somebody has just come who wants its picture kept."""
        with self._changed:
            if made is None or made.result.name or not flight.keeps:
                flight.made = made
                if made is not None:
                    self._cache.put(flight.order.key, made)
                self._forget(flight)
                self._painting.discard(flight)
                self._changed.notify_all()
                self._line.charge(flight.order.client, time.monotonic() - flight.began)
                for job in list(flight.jobs.values()):
                    self._end(job, made, error)
                return
        self._land(flight, keep(self._store, made, flight.name, self._watch), error)


def _place(flight: Flight) -> Waiting:
    return Waiting(flight.order.key, flight.order, flight.expected, flight.arrived)
