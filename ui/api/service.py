"""What the routes share."""

from __future__ import annotations

from dataclasses import dataclass

from engine import ImageGenerator
from engine.jobs import Desk
from engine.store import Store
from ui.access.links import Links
from ui.api.workroom import Workroom


@dataclass(frozen=True)
class Service:
    """One studio. most_bytes: the largest JSON request. quick: seconds that a request waits for its picture before it gets a job.

    secret: what the names of jobs with an Idempotency-Key are made with. origins: as in ui/guards.py.
    """

    generator: ImageGenerator
    store: Store
    workroom: Workroom
    desk: Desk
    links: Links
    secret: bytes
    most_bytes: int = 2**20
    quick: float = 10.0
