"""How many clients may be connected at once, in all and from one address. Used on the event loop only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from engine import HueprintError
from ui.live.limits import Limits


class FullHouseError(HueprintError):
    """No seat is free; the message says what to do."""

    code = "too_many_previews"


class Seats:
    """Counts the connections (and waiting fallback requests) of every address."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken: Counter[str] = Counter()

    @contextmanager
    def seat(self, address: str) -> Iterator[None]:
        """Hold a seat for as long as the client is there. Raises FullHouseError."""
        if self._taken[address] >= self._limits.connections_per_address:
            raise FullHouseError("Too many previews are open from your network; close some tabs and this one goes on.")
        if self._taken.total() >= self._limits.connections:
            raise FullHouseError("The studio is full just now; this page tries again by itself.")
        self._taken[address] += 1
        try:
            yield
        finally:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]
