"""Messages whose acknowledgement got lost with the broker are let go of.

A worker that holds as many messages as it may asks for no more, so it does not even notice that its line to a restarted broker is dead:
an acknowledgement that failed meanwhile would keep it waiting for ever. Nothing is lost by letting go: the desk sends again what stands
in the records and is in nobody's hands.
"""

from __future__ import annotations

from typing import Any

from celery import bootsteps
from celery.worker import state

EVERY = 5.0
"""Seconds. What is nobody's at two looks is let go of."""


class LettingGo(bootsteps.StartStopStep):  # type: ignore[misc]
    """A step of Celery's consumer, beside the one that takes messages."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        self._suspects: set[str] = set()
        self._timer: Any = None
        super().__init__(consumer, **options)

    def start(self, consumer: Any) -> None:
        """Begin to look."""
        self._suspects = set()
        self._timer = consumer.timer.call_repeatedly(EVERY, self._look, (consumer,))

    def stop(self, consumer: Any) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self, consumer: Any) -> None:
        quality = consumer.task_consumer.channel.qos
        held = {request.message.delivery_tag for request in (*state.reserved_requests, *state.active_requests)}
        nobodys = {tag for tag in tuple(quality._delivered) if tag not in held and tag not in quality._dirty}
        for tag in nobodys & self._suspects:
            quality.ack(tag)
        self._suspects = nobodys
