"""The desk that hands its orders to Celery workers. Any number of servers may stand before the same Redis and the same store."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from kombu.exceptions import KombuError

from engine.errors import HueprintError, PictureNotFoundError
from engine.jobs.celery.lending import Lender
from engine.jobs.celery.queue import lists, queue, send, work_of
from engine.jobs.celery.records import PATIENCE, Records
from engine.jobs.desk import Load
from engine.jobs.faults import BrokerUnavailableError, BusyError, JobConflictError, JobNotFoundError, TooManyJobsError
from engine.jobs.luggage import Luggage
from engine.jobs.names import new_job_id
from engine.jobs.order import LEAST_LEFT, PRIORITIES, Order, Report, Result, Sight, Ticket
from engine.jobs.watch import Watch
from engine.jobs.work import Made
from engine.store import ALL_KINDS, Store, kind_named, new_name

_LOST_AFTER = 600.0
_ROUND = 4.0
_NO_WORKER = "No worker is painting just now; start one with “make worker”."
_log = logging.getLogger("hueprint.jobs")


class CeleryDesk:
    """See Desk. Everything is kept in the store: there is no other way from a worker to here. most, most_per_client: as in LocalDesk."""

    def __init__(
        self,
        url: str,
        store: Store,
        *,
        most: int = 500,
        most_per_client: int = 250,
        remember: float = 24 * 3600.0,
        watch: Watch | None = None,
    ) -> None:
        self._records, self._queue, self._store = Records(url, remember=remember), queue(url), store
        self._most, self._most_per_client, self._watch = most, most_per_client, watch or Watch()
        self._luggage = Luggage()
        self._lender = Lender(url, self._luggage, self._see)
        self._sights: dict[str, Sight] = {}
        self._followed: dict[str, Future[Report]] = {}
        self._lock, self._closed = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=work, name=name, daemon=True) for name, work in self._duties().items()]

    def start(self) -> None:
        """See Desk.start."""
        self._lender.start()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """See Desk.close. Workers go on."""
        self._closed.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout=15)
        self._lender.close()
        self._luggage.clear()
        self._records.close()
        self._queue.close()

    def find(self, order: Order) -> Made | None:
        """See Desk.find."""
        try:
            result = self._records.made(order.key)
        except BrokerUnavailableError:
            return None
        if result is None:
            return None
        try:
            file = b"" if order.keep else self._store.open(result.name)
            if order.keep:
                self._store.recipe(result.name)
        except PictureNotFoundError:
            self._records.forget(order.key)
            return None
        except HueprintError:
            return None
        self._watch.cache("hit")
        return Made(file, result)

    def submit(self, order: Order, id: str | None = None) -> Ticket:  # noqa: A002
        """See Desk.submit."""
        job = id or new_job_id()
        is_held = job in self._luggage
        order = self._luggage.put(job, order)  # before it is told of: a worker may ask at once
        try:
            return self._submitted(order, job, promised=id is not None)
        except HueprintError:
            if not is_held:
                self._luggage.drop(job)
            raise

    def _submitted(self, order: Order, id: str, *, promised: bool) -> Ticket:  # noqa: A002
        name = new_name(kind_named(order.format, ALL_KINDS))
        answer, mine = self._records.submit(order, id, name, self._most, self._most_per_client, promised=promised)
        if answer == "known":
            return self._known(order, id)
        if answer == "mine":
            raise TooManyJobsError(10.0)
        if answer == "full":
            raise BusyError(10.0)
        if answer == "new":
            self._send(order.key, order.priority, mine)
        self._watch.cache("joined" if answer == "joined" else "miss")
        return Ticket(id, self.report(id).seconds_left, answer == "joined")

    def promise(self, id: str) -> Report:  # noqa: A002
        """See Desk.promise."""
        report = self.report(id)
        if not report.is_over:
            self._records.promise(id)
        return report

    def follow(self, id: str) -> Future[Report]:  # noqa: A002
        """See Desk.follow."""
        with self._lock:
            future = self._followed.setdefault(id, Future())
        self._resolve(id)
        return future

    def leave(self, id: str) -> None:  # noqa: A002
        """See Desk.leave."""
        with self._lock:
            self._followed.pop(id, None)
        self._records.call_off(id, only_unpromised=True)

    def report(self, id: str) -> Report:  # noqa: A002
        """See Desk.report."""
        job = self._records.job(id)
        if not job.get("key"):
            raise JobNotFoundError
        if "end" in job:
            return Report.model_validate_json(job["end"]).model_copy(update={"id": id})
        flight, ahead = self._records.flight(job["key"])
        rates = self._records.workers() or [0.5]
        expected = work_of(Order.model_validate_json(job["order"])) * sum(rates) / len(rates)
        if flight.get("state") != "processing":
            left = expected * (1 + ahead / len(rates)) + 0.05
            return Report(id=id, status="queued", ahead=ahead, seconds_left=round(left, 2))
        spent = max(0.0, time.time() - float(flight.get("began", "0")))
        told = float(flight.get("told") or 0)
        left = spent * (1 / told - 1) if told else max(0.05 * expected, expected - spent)
        progress = min(0.99, told or spent / max(expected, 1e-3))
        return Report(id=id, status="processing", progress=progress, seconds_left=max(LEAST_LEFT, round(left, 2)))

    def sight(self, id: str) -> Sight:  # noqa: A002
        """See Desk.sight."""
        return self._sights.get(self._luggage.wanting().get(id, ""), Sight())

    def cancel(self, id: str) -> Report:  # noqa: A002
        """See Desk.cancel."""
        if self._records.call_off(id):
            self._watch.ended("cancelled")
        return self.report(id)

    def file(self, id: str) -> bytes:  # noqa: A002
        """See Desk.file."""
        result: Result | None = self.report(id).result
        if result is None:
            raise JobNotFoundError
        return self._store.open(result.name)

    def load(self) -> Load:
        """See Desk.load."""
        try:
            line, under_way = self._records.waiting()
            rates = self._records.workers() or [0.5]
        except BrokerUnavailableError:
            return Load()
        return Load({"export": line}, under_way - line, line * sum(rates) / len(rates) ** 2)

    def ready(self) -> str:
        """See Desk.ready."""
        try:
            return "" if self._records.workers() else _NO_WORKER
        except BrokerUnavailableError as error:
            return error.message

    def _known(self, order: Order, id: str) -> Ticket:  # noqa: A002
        before = Order.model_validate_json(self._records.job(id)["order"])
        if (before.key, before.keep) != (order.key, order.keep):
            raise JobConflictError
        report = self.report(id)
        if report.wants_photograph and not order.lacks:
            self._records.forget_job(id)
            return self._submitted(order, id, promised=True)
        if report.is_over:
            self._luggage.drop(id)
        return Ticket(id, report.seconds_left, joined=True)

    def _send(self, key: str, priority: str, mine: int) -> None:
        """A message that cannot be sent now is sent by `_look_after`: the order is accepted, it stands in the records."""
        try:
            send(self._queue, key, [str(name) for name in PRIORITIES].index(priority), mine)
        except (KombuError, OSError):
            _log.warning("A message could not be sent to the workers; it will be sent again.")

    def _duties(self) -> dict[str, Callable[[], None]]:
        return {"jobs-listen": self._listen, "jobs-look-after": self._look_after}

    def _listen(self) -> None:
        """Resolve what is followed as it ends; once a second also what was missed while Redis was away."""
        while not self._closed.is_set():
            try:
                listener = self._records.listen()
                try:
                    self._hear(listener)
                finally:
                    listener.close()
            except Exception as error:  # noqa: BLE001  (the thread must outlive any broker)
                _log.warning("The workers' queue does not answer (%s).", type(error).__name__)
                self._closed.wait(0.5)

    def _hear(self, listener: object) -> None:
        looked = time.monotonic()
        while not self._closed.is_set():
            message = listener.get_message(timeout=0.5)  # type: ignore[attr-defined]
            if message is not None:
                self._resolve(str(message["data"]))
                self._luggage.drop(str(message["data"]))
            if time.monotonic() - looked > 1.0:
                looked = time.monotonic()
                for id_ in list(self._followed):
                    self._resolve(id_)

    def _resolve(self, id: str) -> None:  # noqa: A002
        if id not in self._followed:
            return
        report = self.report(id)
        if report.is_over:
            with self._lock:
                future = self._followed.pop(id, None)
            if future is not None and not future.done():
                self._watch.ended(report.status, report.error.code if report.error else "")
                future.set_result(report)

    def _see(self, key: str, picture: bytes) -> None:
        """What a worker shows of a picture that this server's photographs are in."""
        if key in self._luggage.wanting().values():
            self._sights[key] = Sight(self._sights.get(key, Sight()).count + 1, picture)

    def _unload(self) -> None:
        """Let go of photographs whose jobs have ended while nobody listened, and of what was to be seen of them."""
        for id_ in self._luggage.wanting():
            job = self._records.job(id_)
            if not job or "end" in job:
                self._luggage.drop(id_)
        open_ = set(self._luggage.wanting().values())
        self._sights = {key: sight for key, sight in self._sights.items() if key in open_}

    def _look_after(self) -> None:
        while not self._closed.wait(_ROUND):
            try:
                self._unload()
                if self._records.alone(_ROUND - 0.5):
                    self._send_again()
            except HueprintError:
                continue

    def _send_again(self) -> None:
        """What a dead worker held, and what waits although no message does: the broker has lost it."""
        nothing_waits = self._records.messages(lists()) == 0
        long_silent = {key for key, _ in self._records.silent(_LOST_AFTER)}
        for key, flight in self._records.silent(PATIENCE):
            if flight.get("state") == "processing" or nothing_waits or key in long_silent:
                self._records.heard(key)
                self._send(key, flight.get("priority", "export"), 0)
