"""Who is next: urgent before patient, and among equals the client that has had least of the machine.

A job that has waited for `patience` counts as urgent, so that nobody waits for ever behind a stream of previews.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.jobs.order import PRIORITIES, Order


@dataclass(eq=False)
class Waiting:
    """One place in the line. seconds: what it should cost."""

    id: str
    order: Order
    seconds: float
    arrived: float = field(default_factory=time.monotonic)


class Line:
    """The line itself. Bounded by whoever fills it; one thread at a time (the desk holds a lock)."""

    def __init__(self, patience: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._clock = patience, clock
        self._waiting: dict[str, Waiting] = {}
        self._used: dict[str, float] = {}
        self._level = 0.0

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, id: str) -> bool:  # noqa: A002  (it is one)
        return id in self._waiting

    def put(self, place: Waiting) -> None:
        """Join the line, or change one's place in it. Whoever arrives after a pause gets no credit for it."""
        client = place.order.client
        if not self.held_by(client):
            self._used[client] = max(self._used.get(client, 0.0), self._level)
        self._waiting[place.id] = place

    def take(self, may: Callable[[Waiting], bool] = lambda _: True) -> Waiting | None:
        """The next one who may, and leaves the line; None when there is none."""
        able = [place for place in self._waiting.values() if may(place)]
        if not able:
            return None
        place = min(able, key=self._rank)
        self._level = max(self._level, self._used.get(place.order.client, 0.0))
        return self._waiting.pop(place.id)

    def drop(self, id: str) -> bool:  # noqa: A002
        """Leave the line; False if it was not in it."""
        return self._waiting.pop(id, None) is not None

    def charge(self, client: str, seconds: float) -> None:
        """Note what a client's picture cost, and forget those who neither wait nor owe."""
        self._used[client] = self._used.get(client, self._level) + seconds
        holding = {place.order.client for place in self._waiting.values()}
        if not holding:
            self._level = max(self._level, self._used[client])
        self._used = {name: used for name, used in self._used.items() if name in holding or used > self._level}

    def held_by(self, client: str) -> int:
        """How many places one client holds."""
        return sum(place.order.client == client for place in self._waiting.values())

    def ahead(self, place: Waiting) -> list[Waiting]:
        """Those that should come before this one if nobody else came.

        Fair turns without playing them through: all that is more urgent, what the client itself asked for earlier, and of every
        other client as much as brings it level with this one.
        """
        rank, level = self._rank(place), self._level
        before: list[Waiting] = []
        equals: dict[str, list[Waiting]] = {}
        for other in self._waiting.values():
            urgency = self._rank(other)[0]
            if urgency < rank[0]:
                before.append(other)
            elif urgency == rank[0] and other is not place:
                equals.setdefault(other.order.client, []).append(other)
        own = [other for other in equals.pop(place.order.client, []) if other.arrived < place.arrived]
        reached = rank[1] + sum(other.seconds for other in own)
        before += own
        for client, others in equals.items():
            used = self._used.get(client, level)
            for other in others:
                if used > reached or (used == reached and other.arrived > place.arrived):
                    break
                before.append(other)
                used += other.seconds
        return before

    def waiting(self) -> dict[str, int]:
        """How many wait, by priority."""
        counts = dict.fromkeys(PRIORITIES, 0)
        for place in self._waiting.values():
            counts[place.order.priority] += 1
        return {str(name): count for name, count in counts.items()}

    def seconds(self) -> float:
        """What the whole line should cost."""
        return sum(place.seconds for place in self._waiting.values())

    def _rank(self, place: Waiting) -> tuple[int, float, float]:
        patient = self._clock() - place.arrived < self._patience
        urgency = PRIORITIES.index(place.order.priority) if patient else 0
        return urgency, self._used.get(place.order.client, self._level), place.arrived
