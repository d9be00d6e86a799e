"""The Celery application: JSON only, late acknowledgements, no results in the broker."""

from __future__ import annotations

from celery import Celery

from engine.jobs.order import Order

QUEUE = "hueprint"
TASK = "hueprint.paint"
STEPS = 9
VISIBLE_AGAIN = 60
"""Seconds until Redis hands an unacknowledged message to another worker; harmless while the first is alive (records.CLAIM)."""

_MATCH, _EDIT, _STUDY = 120.0, 0.5, 1.0
"""What a match takes beside a painting of its size, and an edit more; million pixels that studying a photograph takes as long as."""


def queue(url: str, *, soft_seconds: float = 300.0) -> Celery:
    """soft_seconds: how long a picture may take; 20 seconds later its process is killed."""
    app = Celery("hueprint", broker=url, backend=None)
    app.conf.update(
        task_default_queue=QUEUE,
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_soft_time_limit=soft_seconds,
        task_time_limit=soft_seconds + 20,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": VISIBLE_AGAIN,
            "priority_steps": list(range(STEPS)),
            "queue_order_strategy": "priority",
            "socket_timeout": 10,
            "socket_connect_timeout": 3,
            "socket_keepalive": True,
            "retry_on_timeout": True,
            "health_check_interval": 10,
        },
        task_publish_retry_policy={"max_retries": 2, "interval_start": 0.05, "interval_step": 0.2, "interval_max": 0.5},
    )
    return app


def work_of(order: Order) -> float:
    """Million pixels to paint, and a little for each frame, each edit and a photograph; a match is worth so many."""
    pixels = order.recipe.size.pixels / 1e6
    if order.matching is not None:
        return _MATCH * pixels
    edits = sum(edit.on for edit in order.recipe.preferences.edits)
    return order.frames * (pixels + 0.03) * (1 + _EDIT * edits) + (_STUDY if order.needs else 0.0)


def lists() -> list[str]:
    """The names of Redis lists that hold the messages, one a priority (kombu.transport.redis)."""
    return [QUEUE, *(f"{QUEUE}\x06\x16{step}" for step in range(1, STEPS))]


def send(app: Celery, key: str, urgency: int, open_jobs: int, countdown: float = 0.0) -> None:
    """“Have a look at this picture.” urgency: 0 to 2. Who has many jobs open lets newcomers through: that is what keeps it fair."""
    step = 3 * urgency + (0 if open_jobs < 1 else 1 if open_jobs < 6 else 2)
    app.send_task(TASK, args=[key], queue=QUEUE, priority=step, countdown=countdown or None, ignore_result=True)
