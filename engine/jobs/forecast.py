"""How long a picture will take, judged by those before it."""

from __future__ import annotations

import threading
from collections import OrderedDict

from engine.jobs.order import Order

_FIRST_GUESS, _FIRST_MATCH = 0.5, 60.0
"""Seconds a million pixels, before anything was measured: a middling style on two cores; a match."""
_FIRST_STUDY = 1.5
"""Seconds that a photograph is studied for before it is painted, whatever its size; the last few are remembered."""
_REMEMBERED = 8
_EDIT = 0.5
"""Of the time that a picture takes, what each edit of it takes more."""
_LEARNING = 0.25
_SMALLEST = 0.12
"""Million pixels that even a tiny picture costs: plans have a fixed size."""
_TELLING = 0.5
"""Million pixels from which a picture tells all that it can about larger ones."""


class Forecast:
    """Seconds a million pixels, learnt for each style apart: they differ by ten times. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rates: dict[str, float] = {"match": _FIRST_MATCH}
        self._any, self._study = _FIRST_GUESS, _FIRST_STUDY
        self._studied: OrderedDict[str, None] = OrderedDict()

    def seconds(self, order: Order) -> float:
        """How long painting, encoding and keeping this picture should take."""
        with self._lock:
            return self._rate(order) * _size(order) + (self._study if self._is_new(order) else 0.0)

    def learn(self, order: Order, seconds: float) -> None:
        """One picture took so long. What a photograph took that was new tells of the studying alone."""
        with self._lock:
            if self._is_new(order):
                self._study += _LEARNING * (max(0.0, seconds - self._rate(order) * _size(order)) - self._study)
            else:
                self._learn_rate(order, seconds / _size(order))
            for sha256 in order.needs:
                self._studied[sha256] = None
                self._studied.move_to_end(sha256)
            while len(self._studied) > _REMEMBERED:
                self._studied.popitem(last=False)

    def _learn_rate(self, order: Order, rate: float) -> None:
        weight, known = _LEARNING * min(1.0, _size(order) / _TELLING), self._rate(order)
        self._rates[_style(order)] = known + weight * (rate - known)
        if order.matching is None:
            self._any += weight * (rate - self._any)

    def _rate(self, order: Order) -> float:
        return self._rates.get(_style(order), self._any)

    def _is_new(self, order: Order) -> bool:
        return order.matching is None and not order.needs <= self._studied.keys()


def _size(order: Order) -> float:
    edits = sum(edit.on for edit in order.recipe.preferences.edits)
    return order.frames * (order.recipe.size.pixels / 1e6 + _SMALLEST) * (1 + _EDIT * edits)


def _style(order: Order) -> str:
    if order.recipe.motion is not None:
        return "clip"  # painted several frames at once, at another price
    if order.matching is not None:
        return "match"
    style = order.recipe.preferences.style
    return style if isinstance(style, str) else "+".join(sorted(style or ()))
