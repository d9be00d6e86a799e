"""Jobs on real Celery workers over a real Redis: done, painted once, cancelled; and resumed when anything is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine import ImageGenerator, Size
from engine.animate.reading import contents
from engine.contracts import Match
from engine.jobs import (
    BrokerUnavailableError,
    BusyError,
    JobConflictError,
    JobNotFoundError,
    Matching,
    Order,
    Report,
    TooManyJobsError,
    Watch,
    new_job_id,
)
from engine.jobs.celery.desk import CeleryDesk
from engine.jobs.work import make
from engine.store import LocalStore
from tests.redis_server import RedisServer

ROOT = Path(__file__).resolve().parents[3]
Orders = Callable[..., Order]
PATIENCE = 300


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(Path(tmp_path_factory.mktemp("redis")))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def worker(broker: RedisServer, kept: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`python worker.py`, one painting process."""
    settings = {"JOBS__BROKER": broker.url, "STORE__FOLDER": str(kept), "SERVER__WORKERS": "1", "ENGINE__THREADS": "1"}
    variables = {**os.environ, **{f"HUEPRINT_{name}": value for name, value in settings.items()}}
    process = subprocess.Popen([sys.executable, "worker.py"], cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield process
    for child in children(process):
        os.kill(child, signal.SIGKILL)
    process.kill()
    process.wait(60)


@pytest.fixture
def desk(broker: RedisServer, kept: Path) -> Iterator[CeleryDesk]:
    made = CeleryDesk(broker.url, LocalStore(kept, base_url="/pictures/"), most=30, most_per_client=20)
    made.start()
    yield made
    made.close()


def children(process: subprocess.Popen[bytes]) -> list[int]:
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False).stdout
    return [int(word) for word in told.split()]


def ends(desk: CeleryDesk, ids: list[str]) -> list[Report]:
    return [desk.follow(id_).result(timeout=PATIENCE) for id_ in ids]


def until(question: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < end, "it does not come to pass"
        time.sleep(0.05)


@pytest.mark.usefixtures("worker")
def test_many_are_painted_each_once_and_the_same_only_once(desk: CeleryDesk, order: Orders, kept: Path) -> None:
    asked = [order(seed=number % 3, client=str(number)) for number in range(12)]
    with ThreadPoolExecutor(12) as people:
        tickets = list(people.map(desk.submit, asked))
    reports = ends(desk, [ticket.id for ticket in tickets])
    assert {report.status for report in reports} == {"done"}
    assert len(list(kept.glob("*.png"))) == 3
    assert {report.result.name for report in reports if report.result} == {file.name for file in kept.glob("*.png")}
    found = desk.find(order(seed=1, keep=False))
    assert found is not None
    assert found.file == desk.file(tickets[1].id)
    assert desk.ready() == ""


@pytest.mark.usefixtures("worker")
def test_a_clip_tells_how_far_it_is_and_is_called_off(desk: CeleryDesk, order: Orders, generator: ImageGenerator, kept: Path) -> None:
    def moving(seed: int, side: int, seconds: float) -> Order:
        still = order(seed=seed, side=side)
        return still.model_copy(update={"recipe": generator.moving(still.recipe, "mp4", seconds=seconds, fps=24), "format": "mp4"})

    made = ends(desk, [desk.submit(moving(1, 64, 2)).id])[0]
    assert made.result is not None
    assert contents((kept / made.result.name).read_bytes()).frames == 48
    long = desk.submit(moving(2, 512, 12)).id
    until(lambda: desk.report(long).progress > 0)
    assert desk.report(long).seconds_left > 0
    assert desk.cancel(long).status == "cancelled"
    until(lambda: desk.load().processing == 0)
    assert len(list(kept.glob("*.mp4"))) == 1


@pytest.mark.usefixtures("worker")
def test_a_photograph_reaches_the_worker_and_stands_in_no_file_of_redis(
    desk: CeleryDesk, restyled: Orders, broker: RedisServer, kept: Path, generator: ImageGenerator
) -> None:
    order, before = restyled(), set(kept.glob("*.png"))
    report = ends(desk, [desk.submit(order).id])[0]
    assert (report.status, report.result and report.result.recipe) == ("done", order.recipe)
    (file,) = set(kept.glob("*.png")) - before
    assert file.read_bytes() == make(generator, order, Watch()).file, "the very pixels"
    pixels = order.photographs[0].pixels.tobytes()
    assert not any(pixels[3000:3040] in part.read_bytes() for part in broker.folder.rglob("*") if part.is_file())
    until(lambda: len(desk._luggage) == 0)


@pytest.mark.usefixtures("worker")
def test_a_match_is_seen_growing_and_is_done(desk: CeleryDesk, restyled: Orders, generator: ImageGenerator) -> None:
    sent = [restyled(of=of).photographs[0] for of in (1, 2)]
    match = Match(photo=sent[0].sha256, references=(sent[1].sha256,), content=0.5)

    def submitted(side: int) -> str:
        recipe = generator.matching(sent[1:], sent[0], size=(3 * side, 2 * side))
        return desk.submit(Order(recipe=recipe, matching=Matching(match=match), photographs=tuple(sent))).id

    large = submitted(240)  # a small one may be done before it is looked at
    until(lambda: desk.sight(large).count > 0)
    assert desk.sight(large).picture[:3] == b"\xff\xd8\xff"
    assert desk.cancel(large).status == "cancelled"
    result = ends(desk, [submitted(16)])[0].result
    assert result is not None and result.recipe.preferences.photo is not None
    assert (result.recipe.preferences.photo.match, result.recipe.size) == (match, Size(width=48, height=32))


@pytest.mark.usefixtures("worker")
def test_a_photograph_that_its_server_took_along_is_waited_for_and_may_come_again(
    desk: CeleryDesk, restyled: Orders, broker: RedisServer, kept: Path
) -> None:
    dead, key = CeleryDesk(broker.url, LocalStore(kept)), new_job_id()
    dead.submit(restyled(seed=7), key)  # it was never started, so it lends nothing
    dead.close()
    time.sleep(1.5)  # a worker has looked for it
    assert not desk.report(key).is_over
    assert desk.submit(restyled(seed=7), key).joined
    end = ends(desk, [key])[0]
    assert end.status == "done", end.error


def test_keys_bounds_and_cancelling(desk: CeleryDesk, order: Orders, worker: subprocess.Popen[bytes]) -> None:
    until(lambda: bool(children(worker)))
    worker.send_signal(signal.SIGSTOP)
    for child in children(worker):
        os.kill(child, signal.SIGSTOP)
    try:
        key = new_job_id()
        desk.submit(order(seed=40), key)
        assert desk.submit(order(seed=40), key).joined
        with pytest.raises(JobConflictError):
            desk.submit(order(seed=41), key)
        gone, called_off = desk.submit(order(seed=42)).id, desk.submit(order(seed=43)).id
        desk.leave(gone)
        assert desk.cancel(called_off).status == "cancelled"
        assert desk.report(gone).status == "cancelled"
        for number in range(19):
            desk.submit(order(seed=100 + number))
        with pytest.raises(TooManyJobsError):
            desk.submit(order(seed=200))
        with pytest.raises(BusyError):
            for number in range(20):
                desk.submit(order(seed=300 + number, client="another"))
        assert desk.report(key).status == "queued"
        with pytest.raises(JobNotFoundError):
            desk.report(new_job_id())
    finally:
        for child in children(worker):
            os.kill(child, signal.SIGCONT)
        worker.send_signal(signal.SIGCONT)
    assert ends(desk, [key])[0].status == "done"
    until(lambda: desk.load().processing == 0 and sum(desk.load().waiting.values()) == 0)


def test_a_worker_killed_in_mid_job_and_a_redis_killed_lose_nothing(
    desk: CeleryDesk, order: Orders, worker: subprocess.Popen[bytes], broker: RedisServer, kept: Path
) -> None:
    before = len(list(kept.glob("*.png")))
    ids = [desk.submit(order(seed=500 + number, side=700 if number == 0 else 48), new_job_id()).id for number in range(8)]
    until(lambda: desk.report(ids[0]).status == "processing")
    for child in children(worker):
        os.kill(child, signal.SIGKILL)
    broker.kill()
    with pytest.raises(BrokerUnavailableError):
        desk.submit(order(seed=600))
    assert desk.ready() != ""
    broker.start()
    reports = ends(desk, ids)
    assert {report.status for report in reports} == {"done"}
    names = {report.result.name for report in reports if report.result}
    assert len(names) == len(ids)
    assert len(list(kept.glob("*.png"))) == before + len(ids), "nothing twice"
