"""Who is next in line, by what each client has had: nothing is painted here, so every turn is exact."""

from __future__ import annotations

from collections.abc import Callable

from engine.jobs import Order
from engine.jobs.line import Line, Waiting

Orders = Callable[..., Order]


def test_clients_take_turns_by_the_time_each_has_had(order: Orders) -> None:
    line = Line(clock=lambda: 0.0)
    asked = [*(order(seed=number, client="greedy") for number in range(4)), *(order(seed=number, client="late") for number in range(2))]
    for number, one in enumerate(asked):
        line.put(Waiting(str(number), one, seconds=1.0, arrived=number))
    assert turns(line, seconds={"greedy": 1.0, "late": 1.0}) == ["greedy", "late", "greedy", "late", "greedy", "greedy"]


def test_who_asks_for_dearer_pictures_waits_longer(order: Orders) -> None:
    line = Line(clock=lambda: 0.0)
    asked = [*(order(seed=number, client="dear") for number in range(2)), *(order(seed=number, client="cheap") for number in range(4))]
    for number, one in enumerate(asked):
        line.put(Waiting(str(number), one, seconds=1.0, arrived=number))
    assert turns(line, seconds={"dear": 3.5, "cheap": 1.0}) == ["dear", "cheap", "cheap", "cheap", "cheap", "dear"]


def turns(line: Line, seconds: dict[str, float]) -> list[str]:
    """The clients in the order in which they are served; each picture of theirs takes the same."""
    served = list[str]()
    while (place := line.take()) is not None:
        served.append(place.order.client)
        line.charge(place.order.client, seconds[place.order.client])
    return served
