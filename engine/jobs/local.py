"""The desk of one machine: a board with a bounded, fair line, and a few threads of this process that paint from it."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from engine.errors import CalledOffError, HueprintError, PictureNotFoundError
from engine.image_generator import ImageGenerator
from engine.jobs.board import Board
from engine.jobs.cache import PictureCache
from engine.jobs.desk import Load
from engine.jobs.faults import JobNotFoundError
from engine.jobs.flight import Flight
from engine.jobs.journal import Journal
from engine.jobs.names import new_job_id
from engine.jobs.order import Failure, Order, Report, Sight, Ticket
from engine.jobs.watch import Watch
from engine.jobs.work import Made, Telling, failure, find, keep, make
from engine.store import Store

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
        self._journal, self._cache = journal or Journal(), PictureCache(cache_bytes)
        self._board = Board(self._journal, self._watch, workers=workers, most=most, most_each=most_per_client)
        self._threads = [threading.Thread(target=self._work, name=f"job-{n}", daemon=True) for n in range(workers)]

    def start(self) -> None:
        """See Desk.start."""
        self._board.take_up()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """See Desk.close. Those who wait without a promise are told to come back."""
        if self._board.closed:
            return
        self._board.close()
        for thread in self._threads:
            if thread.ident is not None:
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
        with self._board.changed:
            if id is not None and self._board.known(order, id):
                return Ticket(id, self.report(id).seconds_left, joined=True)
            joined = self._board.is_under_way(order)
            job = self._board.admit(order, id or new_job_id(), promised=id is not None)
            self._watch.cache("joined" if joined else "miss")
            return Ticket(job.id, self._board.seconds_left(job), joined)

    def promise(self, id: str) -> Report:  # noqa: A002
        """See Desk.promise."""
        with self._board.changed:
            job = self._board.job(id)
            if job is not None:
                self._board.promise(job)
            return self.report(id)

    def follow(self, id: str) -> Future[Report]:  # noqa: A002
        """See Desk.follow."""
        with self._board.changed:
            job = self._board.job(id)
            if job is not None:
                return job.ended
            over: Future[Report] = Future()
            over.set_result(self.report(id))
            return over

    def leave(self, id: str) -> None:  # noqa: A002
        """See Desk.leave."""
        with self._board.changed:
            job = self._board.job(id)
            if job is not None:
                self._board.leave(job)

    def report(self, id: str) -> Report:  # noqa: A002
        """See Desk.report."""
        return self._board.report(id)

    def sight(self, id: str) -> Sight:  # noqa: A002
        """See Desk.sight."""
        job = self._board.job(id)
        return job.flight.sight if job is not None else Sight()

    def cancel(self, id: str) -> Report:  # noqa: A002
        """See Desk.cancel."""
        with self._board.changed:
            job = self._board.job(id)
            if job is not None:
                self._board.end(job, None, None)
            return self.report(id)

    def file(self, id: str) -> bytes:  # noqa: A002
        """See Desk.file."""
        job = self._board.job(id)
        if job is not None and job.flight.made is not None:
            return job.flight.made.file
        result = self._journal.find(id).report
        if result is None or result.result is None:
            raise JobNotFoundError
        return self._store.open(result.result.name)

    def load(self) -> Load:
        """See Desk.load."""
        return Load(*self._board.load())

    def ready(self) -> str:
        """See Desk.ready."""
        alive = any(thread.is_alive() for thread in self._threads)
        return "" if alive and not self._board.closed else "Nothing is being painted just now; start the studio again."

    def _work(self) -> None:
        while (flight := self._board.take()) is not None:
            try:
                self._land(flight, self._made(flight), None)
            except CalledOffError:
                self._board.give_up(flight)
            except Exception as problem:  # noqa: BLE001  (the thread must outlive any picture)
                self._land(flight, None, failure(problem))

    def _made(self, flight: Flight) -> Made:
        """The picture; kept, if by its end anyone wants it kept."""
        made = self._cache.get(flight.order.key)
        if made is None and flight.order.lacks:  # taken up from an earlier process, which may have come as far as keeping it
            made = find(self._generator, self._store, flight.order, flight.name)
        if made is None:
            telling = Telling(lambda part: self._board.goes_on(flight, part), flight.show)
            made = make(self._generator, flight.order, self._watch, telling)
            self._board.learn(flight)
        while flight.keeps and not made.result.name:
            made = keep(self._store, made, flight.name, self._watch)
        return made

    def _land(self, flight: Flight, made: Made | None, error: Failure | None) -> None:
        """The flight is over, unless somebody has just come who wants its picture kept."""
        with self._board.changed:
            if made is None or made.result.name or not flight.keeps:
                if made is not None:
                    self._cache.put(flight.order.key, made)
                self._board.land(flight, made, error)
                return
        self._land(flight, keep(self._store, made, flight.name, self._watch), error)
