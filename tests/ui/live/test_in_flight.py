"""How many frames may be under way to a page: enough that the painter never waits for the network, few enough that none grows old in it."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.ui.live.test_turns import session

PAINT = 0.015
Way = Callable[[float], float]
"""When what is sent has been seen, and the page's word of it is back."""


def steady(sent: float) -> float:
    return sent + 0.066


def uneven() -> Way:
    """The same, but any frame may be late, and then all behind it are."""
    chance, last = random.Random(1), [0.0]

    def way(sent: float) -> float:
        last[0] = max(last[0], steady(sent) + abs(chance.gauss(0, 0.015)))
        return last[0]

    return way


def narrow(each: float) -> Way:
    """A network that takes so many seconds to pass a frame on."""
    free = [0.0]

    def way(sent: float) -> float:
        free[0] = max(free[0], sent) + each
        return steady(free[0])

    return way


def dragged(way: Way, seconds: int = 8) -> tuple[float, int]:
    """A hand that never rests: (frames seen a second, the most of them under way in the second half)."""
    client, free_at, seen, most = session(), 0.0, 0, 0
    coming: dict[int, float] = {}
    for tick in range(1000 * seconds):
        now = tick / 1000
        for frame in [frame for frame, at in coming.items() if at <= now]:
            del coming[frame]
            client.seen(frame, now)
            seen += 1
        if now >= free_at and client.keeps_up(PAINT):
            free_at = now + PAINT
            coming[client.started(now)] = way(free_at)
        most = max(most, len(coming)) if now > seconds / 2 else 0
    return seen / seconds, most


def test_a_long_way_costs_no_frames() -> None:
    assert dragged(steady)[0] > 0.95 / PAINT


def test_an_uneven_way_costs_few() -> None:
    assert dragged(uneven())[0] > 0.93 / PAINT


def test_a_narrow_way_is_filled_and_no_more() -> None:
    frames, most = dragged(narrow(0.12))
    assert frames > 0.95 / 0.12
    assert most <= 4
