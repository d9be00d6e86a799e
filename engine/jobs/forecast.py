"""How long a picture will take, judged by those before it."""

from __future__ import annotations

import threading

from engine.jobs.order import Order

_FIRST_GUESS = 0.5
"""Seconds a million pixels, before anything was measured: a middling style on two cores."""
_FIRST_MATCH = 60.0
"""The same for a match."""
_LEARNING = 0.25
_SMALLEST = 0.12
"""Million pixels that even a tiny picture costs: plans have a fixed size."""
_TELLING = 0.5
"""Million pixels from which a picture tells all that it can about larger ones."""


class Forecast:
    """Seconds a million pixels, for each style apart, and for photographs and edits: they differ by ten times. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rates: dict[str, float] = {}
        self._any = _FIRST_GUESS

    def seconds(self, order: Order) -> float:
        """How long painting, encoding and keeping this picture should take."""
        with self._lock:
            return self._rates.get(_style(order), _FIRST_MATCH if order.matching else self._any) * _size(order)

    def learn(self, order: Order, seconds: float) -> None:
        """One picture took so long."""
        rate, style = seconds / _size(order), _style(order)
        weight = _LEARNING * min(1.0, _size(order) / _TELLING)
        with self._lock:
            known = self._rates.get(style, _FIRST_MATCH if order.matching else self._any)
            self._rates[style] = known + weight * (rate - known)
            if not order.matching:
                self._any += weight * (rate - self._any)


def _size(order: Order) -> float:
    return order.frames * (order.recipe.size.pixels / 1e6 + _SMALLEST)


def _style(order: Order) -> str:
    if order.recipe.motion is not None:
        return "clip"  # painted several frames at once, at another price
    if order.matching is not None:
        return "match"
    preferences = order.recipe.preferences
    style = preferences.style if isinstance(preferences.style, str) else "+".join(sorted(preferences.style or ()))
    of = ("photograph " if preferences.photo else "") + ("edited " if preferences.edits else "")
    return of + style
