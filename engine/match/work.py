"""Who does the work, how far it is, and whether to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.contracts import Tensor
from engine.errors import CalledOffError

Each = Callable[[Callable[[int], None], Sequence[int]], None]
"""Parts are done side by side or in turn, as by engine.backends.painters.Painters.each."""
Tell = Callable[[float, Tensor | None], bool]
"""Hears how much is done, 0 to 1, and at each scale what there is to see, (3, h, w) in about [0, 1]; answers whether to go on."""


class MatchCancelledError(CalledOffError):
    """Whoever asked has called it off."""

    def __init__(self) -> None:
        super().__init__("The matching was called off; nothing was kept.")


class Work:
    """One picture's. Everything but `each`'s parts happens in one thread."""

    def __init__(self, each: Each, tell: Tell | None = None) -> None:
        self._each, self._tell = each, tell
        self._expected, self._spent = 1.0, 0.0

    def each(self, part: Callable[[int], None], parts: Sequence[int]) -> None:
        """Do every part. Raises MatchCancelledError where it is not to go on."""
        self._ask(None)
        self._each(part, parts)

    def expect(self, effort: float) -> None:
        """How much there is to do, in any unit."""
        self._expected = effort

    def done(self, effort: float) -> None:
        """So much has been done."""
        self._spent += effort

    def show(self, picture: Tensor) -> None:
        """There is something to see."""
        self._ask(picture)

    def _ask(self, picture: Tensor | None) -> None:
        if self._tell is not None and not self._tell(min(1.0, self._spent / self._expected), picture):
            raise MatchCancelledError
