"""How far a long command is, in one line on stderr that is written over."""

from __future__ import annotations

import sys
import time

_WIDTH = 24
_EVERY = 0.2


class ProgressLine:
    """`tell(0.25)` shows a quarter done, and how long the rest should take. Where nobody watches, only whole quarters are said."""

    def __init__(self, what: str) -> None:
        self._what, self._began, self._said, self._quarter = what, time.monotonic(), 0.0, -1
        self._watched = sys.stderr.isatty()

    def tell(self, part: float) -> bool:
        """part: from 0 to 1. True: go on."""
        now = time.monotonic()
        if self._watched and now - self._said >= _EVERY:
            self._said = now
            bar = "#" * round(part * _WIDTH)
            sys.stderr.write(f"\r{self._what} [{bar:<{_WIDTH}}] {part:4.0%}{self._left(part, now)} ")
            sys.stderr.flush()
        elif not self._watched and int(4 * part) > self._quarter:
            self._quarter = int(4 * part)
            sys.stderr.write(f"{self._what}: {part:.0%}\n")
        return True

    def end(self) -> None:
        """Leave the line."""
        if self._watched and self._said:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def _left(self, part: float, now: float) -> str:
        return f", {(now - self._began) * (1 / part - 1):.0f} s left" if part > 0.05 else ""
