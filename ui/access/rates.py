"""How much one caller may ask for: so many requests a minute, so many at once. Counts little and forgets soon."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine import HueprintError

_MOST_CALLERS = 20_000


class TooManyRequestsError(HueprintError):
    """This caller has asked for more than its part."""

    code = "too_many_requests"

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass
class _Account:
    left: float
    at: float
    inside: int = 0


class Rates:
    """A token bucket (https://en.wikipedia.org/wiki/Token_bucket) a caller: `per_minute` on average, half of that in one go.

    at_once: requests of one caller under way. Used on the event loop only.
    """

    def __init__(self, per_minute: float, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._at_once, self._clock = per_minute / 60, max(1.0, per_minute / 2), at_once, clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()

    @contextmanager
    def spend(self, caller: str) -> Iterator[None]:
        """One request, from its first byte to its answer. Raises TooManyRequestsError."""
        account = self._account(caller)
        if account.inside >= self._at_once:
            raise TooManyRequestsError("Too many of your requests are under way; wait for some answers first.", 1.0)
        if account.left < 1:
            raise TooManyRequestsError(
                "You are asking faster than this studio answers; slow down a little.", (1 - account.left) / self._rate
            )
        account.left -= 1
        account.inside += 1
        try:
            yield
        finally:
            account.inside -= 1

    def _account(self, caller: str) -> _Account:
        now = self._clock()
        account = self._accounts.setdefault(caller, _Account(self._burst, now))
        account.left, account.at = min(self._burst, account.left + (now - account.at) * self._rate), now
        self._accounts.move_to_end(caller)
        while len(self._accounts) > _MOST_CALLERS:
            self._accounts.popitem(last=False)
        return account
