"""Prometheus metrics in a registry of this server's own. Labels are routes, stages, states and codes: never what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.jobs import Desk, Watch
from engine.jobs.watch import CacheAnswer, Stage

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics(Watch):
    """Counts what desks, routes and the live preview tell it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        make: dict[str, Any] = {"registry": self.registry, "namespace": "hueprint"}
        self._requests = Histogram(
            "request_seconds", "Answers, by route, method and status.", ["route", "method", "status"], buckets=_SECONDS, **make
        )
        self._stages = Histogram("stage_seconds", "Pictures, by what was done to them.", ["stage"], buckets=_SECONDS, **make)
        self._cache = Counter("cache", "Orders: found (hit), painted (miss), or joined to one under way.", ["answer"], **make)
        self._jobs = Counter("jobs", "Jobs that ended.", ["status"], **make)
        self._store = Counter("store", "Pictures given to the store: where it kept them, or why it did not.", ["answer"], **make)
        self._errors = Counter("errors", "Refusals and failures, by their stable code.", ["code"], **make)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """One answer."""
        self._requests.labels(route, method, str(status)).observe(seconds)

    def error(self, code: str) -> None:
        """One refusal or failure."""
        self._errors.labels(code).inc()

    def stage(self, stage: Stage, seconds: float) -> None:
        """See Watch.stage."""
        self._stages.labels(stage).observe(seconds)

    def cache(self, answer: CacheAnswer) -> None:
        """See Watch.cache."""
        self._cache.labels(answer).inc()

    def ended(self, status: str, code: str = "") -> None:
        """See Watch.ended."""
        self._jobs.labels(status).inc()
        if code:
            self.error(code)

    def kept(self, answer: str) -> None:
        """See Watch.kept."""
        self._store.labels(answer).inc()

    def observe_load(self, desk: Desk) -> None:
        """Report the desk's line whenever somebody looks."""
        self.registry.register(_Load(desk))

    def text(self) -> bytes:
        """All of it, in Prometheus' text format."""
        return generate_latest(self.registry)


class _Load(Collector):
    """The line as it is at the moment of looking."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> Iterable[Metric]:
        """Names without asking the desk: it may not have started."""
        return [GaugeMetricFamily("hueprint_queue", "Pictures in line.", labels=["priority"])]

    def collect(self) -> Iterator[Metric]:
        """See prometheus_client."""
        load = self._desk.load()
        queue = GaugeMetricFamily("hueprint_queue", "Pictures in line.", labels=["priority"])
        for priority, count in load.waiting.items():
            queue.add_metric([priority], count)
        yield queue
        yield GaugeMetricFamily("hueprint_painting", "Pictures being painted.", value=load.processing)
        yield GaugeMetricFamily("hueprint_wait_seconds", "Until a picture ordered now would be begun, estimated.", value=load.seconds)
