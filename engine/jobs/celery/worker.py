"""A worker: takes messages, claims the picture, paints it, keeps it, and tells everybody who wants it."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from celery import Celery, signals
from celery.exceptions import SoftTimeLimitExceeded

from engine.errors import CalledOffError, PhotoForgottenError, StoreUnavailableError
from engine.image_generator import ImageGenerator
from engine.jobs.celery.lending import Borrower
from engine.jobs.celery.letting_go import LettingGo
from engine.jobs.celery.queue import TASK, queue, work_of
from engine.jobs.celery.records import WANTED_AGAIN, Claimed, Records
from engine.jobs.faults import BrokerUnavailableError, JobFailedError, JobTimeoutError
from engine.jobs.order import Order, Report
from engine.jobs.watch import Watch
from engine.jobs.work import Telling, failure, find, keep, make
from engine.store import Store

Tools = Callable[[], tuple[ImageGenerator, Store]]

MOST_DEATHS = 3
MOST_RETRIES = 6
_BEAT, _TELLING = 3.0, 0.7
_log = logging.getLogger("hueprint.jobs")


class Worker:
    """What one painting process does. `tools` is called once, in that process: torch does not survive a fork."""

    def __init__(self, url: str, tools: Tools, *, remember: float = 24 * 3600.0) -> None:
        self._records, self._name = Records(url, remember=remember), f"{os.getpid()}-{token_hex(4)}"
        self._borrower = Borrower(url)
        self._generator, self._store = tools()
        self._watch, self._rate = Watch(), 0.5
        threading.Thread(target=self._live, name="worker-lives", daemon=True).start()

    def look_at(self, key: str, retries: int) -> float | None:
        """Paint the picture, if it is still wanted and in nobody's hands. Seconds after which to look again, None when there is no need."""
        claimed = self._records.claim(key, token_hex(8))
        if claimed is None:
            return None
        try:
            with self._beating(claimed):
                report = self._painted(claimed)
        except (StoreUnavailableError, PhotoForgottenError) as error:
            if retries >= MOST_RETRIES:
                report = Report(id="", status="failed", error=failure(error))
            else:
                seconds: float = min(20.0, 0.5 * 2**retries)
                self._records.release(claimed, seconds)
                return seconds
        return 0.1 if self._tell(claimed, report) == WANTED_AGAIN else None

    def _painted(self, claimed: Claimed) -> Report:
        try:
            if claimed.attempt > MOST_DEATHS:
                raise JobFailedError
            made = find(self._generator, self._store, claimed.order, claimed.name) if claimed.attempt > 1 else None
            if made is None:
                made = make(self._generator, self._laden(claimed.order), self._watch, self._telling(claimed))
                self._learn(claimed, made.result.seconds)
                if not self._wanted(claimed):
                    return Report(id="", status="cancelled")
                made = keep(self._store, made, claimed.name, self._watch)
            return Report(id="", status="done", progress=1.0, result=made.result)
        except (StoreUnavailableError, PhotoForgottenError):
            raise
        except CalledOffError:
            return Report(id="", status="cancelled")
        except SoftTimeLimitExceeded:
            return Report(id="", status="failed", error=failure(JobTimeoutError()))
        except Exception as error:  # noqa: BLE001  (whatever it is, somebody waits to be told)
            return Report(id="", status="failed", error=failure(error))

    def _laden(self, order: Order) -> Order:
        """The order with its photographs, which the server that took the order still holds. Raises PhotoForgottenError."""
        lent = [self._borrower.borrow(sha256) for sha256 in order.needs]
        if None in lent:
            raise PhotoForgottenError
        return order.model_copy(update={"photographs": tuple(lent)})

    def _wanted(self, claimed: Claimed, told: float | None = None) -> bool:
        """Whether anybody still wants it; yes, while Redis cannot say."""
        try:
            return self._records.beat(claimed, told) > 0
        except BrokerUnavailableError:
            return True

    def _telling(self, claimed: Claimed) -> Telling:
        """What hears how far it is: it says so now and then, and is told whether anybody still wants it."""
        said = time.monotonic()

        def tell(part: float) -> bool:
            nonlocal said
            if time.monotonic() - said < _TELLING:
                return True
            said = time.monotonic()
            return self._wanted(claimed, part)

        return Telling(tell, lambda picture: self._borrower.show(claimed.key, picture))

    def _tell(self, claimed: Claimed, report: Report) -> int:
        """Until Redis hears it: the work is done, and doing it again would cost more than waiting."""
        while True:
            try:
                return self._records.land(claimed, report)
            except BrokerUnavailableError:
                threading.Event().wait(0.5)

    def _learn(self, claimed: Claimed, seconds: float) -> None:
        rate = seconds / work_of(claimed.order)
        self._rate += 0.25 * (rate - self._rate)

    @contextmanager
    def _beating(self, claimed: Claimed) -> Iterator[None]:
        """Signs of life for as long as the work goes on."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(_BEAT):
                try:
                    self._records.beat(claimed)
                except BrokerUnavailableError:
                    continue

        thread = threading.Thread(target=beat, name="worker-beats", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _live(self) -> None:
        """Say so now and then; and forget what was learnt about photographs that are painted no more."""
        while True:
            try:
                self._records.worker_lives(self._name, self._rate)
            except BrokerUnavailableError:
                _log.warning("The queue of pictures does not answer; trying again.")
            self._generator.sweep()
            threading.Event().wait(5.0)


def serve(url: str, tools: Tools, *, processes: int, soft_seconds: float, remember: float) -> None:
    """Work until the process is asked to stop."""
    app = queue(url, soft_seconds=soft_seconds)
    register(app, url, tools, remember)
    app.steps["consumer"].add(LettingGo)
    app.worker_main(
        ["worker", f"--concurrency={processes}", "--loglevel=WARNING", "--without-gossip", "--without-mingle", "--pool=prefork"]
    )


def register(app: Celery, url: str, tools: Tools, remember: float) -> None:
    """Make `app` able to paint: each of its processes gets a Worker of its own when it begins."""
    workers: list[Worker] = []

    @signals.worker_process_init.connect(weak=False)  # type: ignore[untyped-decorator]
    def begin(**_: Any) -> None:
        workers.append(Worker(url, tools, remember=remember))

    @app.task(name=TASK, bind=True, max_retries=None)  # type: ignore[untyped-decorator]
    def paint(task: Any, key: str, retries: int = 0) -> None:
        again = workers[0].look_at(key, retries)
        if again is not None:
            task.apply_async(
                args=[key, retries + 1], countdown=again, priority=task.request.delivery_info.get("priority"), ignore_result=True
            )
