"""What is true about every job, in Redis: typed steps over scripts.py. Every failure of Redis leaves here as BrokerUnavailableError."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from engine.jobs.celery.scripts import BEAT, CALL_OFF, CLAIM, LAND, RELEASE, SUBMIT
from engine.jobs.faults import BrokerUnavailableError
from engine.jobs.order import Order, Report, Result

T = TypeVar("T")

PREFIX = "hueprint:"
PATIENCE = 12.0
"""Seconds without a sign of life after which a picture in somebody's hands is taken up by another."""
WORKER_LIFE = 20
WANTED_AGAIN = -2


@dataclass(frozen=True)
class Claimed:
    """A picture to be painted now. attempt: from 1; whoever had it before has died."""

    key: str
    owner: str
    attempt: int
    order: Order
    name: str


class Records:
    """url: of the Redis. remember: seconds that ended jobs and made pictures are known."""

    def __init__(self, url: str, *, remember: float = 24 * 3600.0) -> None:
        retry = Retry(ExponentialBackoff(cap=0.5, base=0.05), retries=3)
        self._redis = redis.Redis.from_url(
            url, decode_responses=True, socket_timeout=5, socket_connect_timeout=2, retry=retry, health_check_interval=15
        )
        self._remember = str(max(60, int(remember)))
        scripts = {"submit": SUBMIT, "claim": CLAIM, "beat": BEAT, "release": RELEASE, "land": LAND, "call_off": CALL_OFF}
        self._scripts = {name: self._redis.register_script(text) for name, text in scripts.items()}

    def submit(self, order: Order, id: str, name: str, most: int, most_per_client: int, *, promised: bool) -> tuple[str, int]:  # noqa: A002
        """(what became of it, how many open jobs the client has); see SUBMIT."""
        values = [order.key, id, order.model_dump_json(), name, order.client, time.time(), most, most_per_client, int(promised)]
        answer, *mine = self._run("submit", *values, order.priority)
        return answer, int(mine[0]) if mine else 0

    def claim(self, key: str, owner: str) -> Claimed | None:
        """Take a picture in hand; None when there is nothing to do."""
        found = self._run("claim", key, owner, time.time(), PATIENCE)
        return Claimed(key, owner, int(found[0]), Order.model_validate_json(found[1]), found[2]) if found else None

    def beat(self, claimed: Claimed, told: float | None = None) -> int:
        """A sign of life; how many want the picture, -1 when it is in other hands now. told: how much of a clip is done."""
        return int(self._run("beat", claimed.key, claimed.owner, time.time(), "" if told is None else round(told, 4)))

    def release(self, claimed: Claimed, seconds: float) -> None:
        """Put it back in line, to be looked at after so long."""
        self._run("release", claimed.key, claimed.owner, time.time() + seconds)

    def land(self, claimed: Claimed, report: Report) -> int:
        """Tell everybody who wants it how it ended; how many that were, -1 when it was in other hands, or WANTED_AGAIN."""
        made, dropped = report.result.model_dump_json() if report.result else "", int(report.status == "cancelled")
        return int(self._run("land", claimed.key, claimed.owner, report.model_dump_json(), self._remember, made, dropped))

    def call_off(self, id: str, *, only_unpromised: bool = False) -> bool:  # noqa: A002
        """Cancel one job; False when it was over, or is promised."""
        end = Report(id=id, status="cancelled").model_dump_json()
        return bool(self._run("call_off", id, end, self._remember, int(only_unpromised)))

    def promise(self, id: str) -> None:  # noqa: A002
        """See Desk.promise."""
        self._ask(lambda: self._redis.hset(f"{PREFIX}job:{id}", "promised", 1))

    def job(self, id: str) -> dict[str, str]:  # noqa: A002
        """A job's record; empty when there is none."""
        return self._ask(lambda: self._redis.hgetall(f"{PREFIX}job:{id}"))  # type: ignore[arg-type,return-value]

    def flight(self, key: str) -> tuple[dict[str, str], int]:
        """A picture's record, and how many come before it."""

        def both() -> Any:
            pipe: Any = self._redis.pipeline(transaction=True)
            return pipe.hgetall(f"{PREFIX}flight:{key}").zrank(f"{PREFIX}line", key).execute()

        record, rank = self._ask(both)
        return record, int(rank or 0)

    def made(self, key: str) -> Result | None:
        """The same picture, made lately."""
        text: Any = self._ask(lambda: self._redis.get(f"{PREFIX}made:{key}"))
        return Result.model_validate_json(text) if text else None

    def forget(self, key: str) -> None:
        """The store has lost the picture."""
        self._ask(lambda: self._redis.delete(f"{PREFIX}made:{key}"))

    def forget_job(self, id: str) -> None:  # noqa: A002
        """A job that is over, so that it may be begun anew."""
        self._ask(lambda: self._redis.delete(f"{PREFIX}job:{id}"))

    def silent(self, seconds: float) -> list[tuple[str, dict[str, str]]]:
        """Pictures under way of which nothing was heard for so long, with their records."""
        until = time.time() - seconds
        keys: Any = self._ask(lambda: self._redis.zrangebyscore(f"{PREFIX}open", 0, until, 0, 200))
        return [(key, self.flight(key)[0]) for key in keys]

    def heard(self, key: str) -> None:
        """Count from now again."""
        self._ask(lambda: self._redis.zadd(f"{PREFIX}open", {key: time.time()}, xx=True))

    def waiting(self) -> tuple[int, int]:
        """(pictures in line, pictures under way or in line)."""

        def both() -> Any:
            pipe: Any = self._redis.pipeline()
            return pipe.zcard(f"{PREFIX}line").zcard(f"{PREFIX}open").execute()

        line, under_way = self._ask(both)
        return int(line), int(under_way)

    def messages(self, queues: list[str]) -> int:
        """How many messages wait in these lists of the broker."""

        def count() -> Any:
            pipe = self._redis.pipeline()
            for queue in queues:
                pipe.llen(queue)
            return pipe.execute()

        return sum(self._ask(count))

    def alone(self, seconds: float) -> bool:
        """Whether this process is the one that looks after silent pictures for the next so many seconds."""
        return bool(self._ask(lambda: self._redis.set(f"{PREFIX}keeper", 1, nx=True, px=int(1000 * seconds))))

    def worker_lives(self, name: str, rate: float) -> None:
        """A painting process is there, and paints a million pixels in `rate` seconds."""
        self._ask(lambda: self._redis.set(f"{PREFIX}worker:{name}", rate, ex=WORKER_LIFE))

    def workers(self) -> list[float]:
        """The rates of the painting processes that are there."""
        names: Any = self._ask(lambda: list(self._redis.scan_iter(f"{PREFIX}worker:*", count=1000)))
        rates: Any = self._ask(lambda: self._redis.mget(names)) if names else []
        return [float(rate) for rate in rates if rate]

    def listen(self) -> Any:
        """Names of jobs that have just ended. Raises BrokerUnavailableError."""
        listener: Any = self._redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
        self._ask(lambda: listener.subscribe(f"{PREFIX}ended"))
        return listener

    def close(self) -> None:
        """Hang up."""
        self._redis.close()

    def _run(self, script: str, *values: object) -> Any:
        return self._ask(lambda: self._scripts[script](args=[PREFIX, *values]))  # type: ignore[list-item]

    @staticmethod
    def _ask(work: Callable[[], T]) -> T:
        try:
            return work()
        except (RedisError, OSError):
            raise BrokerUnavailableError from None
