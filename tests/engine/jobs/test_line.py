"""Who is next in line, by what each client has had: nothing is painted here, so every turn is exact."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.jobs import Order
from engine.jobs.line import Line, Waiting

Orders = Callable[..., Order]


@pytest.mark.parametrize(
    ("asked", "seconds", "served"),
    [
        (["greedy"] * 4 + ["late"] * 2, {"greedy": 1.0, "late": 1.0}, ["greedy", "late", "greedy", "late", "greedy", "greedy"]),
        (["dear"] * 2 + ["cheap"] * 4, {"dear": 3.5, "cheap": 1.0}, ["dear", "cheap", "cheap", "cheap", "cheap", "dear"]),
    ],
    ids=["in turns", "dearer pictures wait longer"],
)
def test_turns_go_by_the_time_each_client_has_had(order: Orders, asked: list[str], seconds: dict[str, float], served: list[str]) -> None:
    line = Line(clock=lambda: 0.0)
    for number, client in enumerate(asked):
        line.put(Waiting(str(number), order(seed=number, client=client), seconds=1.0, arrived=number))
    turns = list[str]()
    while (place := line.take()) is not None:
        turns.append(place.order.client)
        line.charge(place.order.client, seconds[place.order.client])
    assert turns == served
