"""Painting processes: the same bytes as one process paints, in their turn, and nothing lost when one of them is."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest
import torch

from engine import Priority, Size
from engine.backends.canvas import Canvas
from engine.backends.crew import Crew
from engine.backends.line import Line
from engine.backends.pair import Pair
from tests.engine.backends.combinations import GENERATOR

ASKED = (
    {"theme": "ocean", "style": "oil", "seed": 5},
    {"theme": {"city": 0.6, "aurora": 0.4}, "style": {"halftone": 0.5, "watercolour": 0.5}, "seed": 2},
    {"theme": "pattern", "style": "low-poly", "tile": "both", "palette": "bauhaus"},
    {
        "theme": "alpine",
        "style": "woodblock",
        "frame": {"aspect": 1.0, "x": 0.1},
        "edits": [
            {"mask": [{"kind": "brush", "points": [[-0.3, -0.2], [0.3, 0.2]], "radius": 0.1}], "inside": {"theme": "ocean"}},
            {"mask": [{"kind": "region", "x": 0.2, "y": -0.4}], "inside": {"style": "stitch", "palette": "lagoon"}},
        ],
    },
)
SIZES = {"one piece": (120, 90), "two bands": (400, 300), "tiles": (1200, 640)}


def until(true, seconds: float = 600.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    crew = Crew()
    crew.start()
    until(lambda: crew.ready)
    yield crew
    crew.close()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("asked", ASKED)
def test_a_crew_paints_the_bytes_of_one_process(crew: Crew, asked: dict, size: tuple[int, int]):
    condition, fitted = GENERATOR.condition(asked), Size.parse(size)
    alone, cut = Canvas(GENERATOR.catalogue), Canvas(GENERATOR.catalogue)._cut(fitted)
    together = crew.paint(condition, fitted, 0.3, cut, Priority.LIVE)
    assert together is not None
    expected = alone.paint(condition, fitted, 0.3)
    assert torch.equal(together, expected)
    assert torch.equal(Canvas(GENERATOR.catalogue, crew=crew).paint(condition, fitted, 0.3), expected)


def test_a_scene_after_many_changes_of_colour_is_its_own(crew: Crew):
    """The second painter has the small pass at hand while colours change, and must then take the new one, not one that waits unread."""
    size = Size(width=400, height=300)
    cut = Canvas(GENERATOR.catalogue)._cut(size)
    for seed in (1, 2):
        for palette in ("ember", "glacier", "moss", "noir"):
            condition = GENERATOR.condition({"seed": seed, "palette": palette})
            together = crew.paint(condition, size, 0.0, cut, Priority.LIVE)
            assert together is not None
            assert torch.equal(together, Canvas(GENERATOR.catalogue).paint(condition, size))


def test_until_it_is_ready_its_master_paints():
    crew = Crew()
    canvas = Canvas(GENERATOR.catalogue, crew=crew)
    assert not crew.ready
    assert canvas.paint(GENERATOR.condition({}), Size(width=64, height=64)).shape == (64, 64, 4)
    crew.close()


@pytest.mark.parametrize("place", [0, 1])
def test_a_lost_process_costs_no_picture_and_is_replaced(crew: Crew, place: int):
    canvas, condition, size = Canvas(GENERATOR.catalogue, crew=crew), GENERATOR.condition({"theme": "cosmos"}), Size(width=320, height=300)
    expected = canvas.paint(condition, size)
    process = crew._pairs[0].painters[place]._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert torch.equal(canvas.paint(condition, size), expected)
    until(lambda: crew.ready)
    assert torch.equal(canvas.paint(condition, size), expected)


def test_many_callers_at_once_each_get_their_own(crew: Crew):
    canvas, size, found = Canvas(GENERATOR.catalogue, crew=crew), Size(width=340, height=280), {}
    alone = Canvas(GENERATOR.catalogue)
    conditions = {seed: GENERATOR.condition({"theme": "desert", "seed": seed}) for seed in range(8)}

    def paint(seed: int) -> None:
        found[seed] = canvas.paint(conditions[seed], size, priority=Priority(seed % 3))

    threads = [threading.Thread(target=paint, args=(seed,)) for seed in conditions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(torch.equal(found[seed], alone.paint(condition, size)) for seed, condition in conditions.items())


def test_live_pictures_go_first_and_nobody_overtakes_within_a_priority():
    pair, served = Pair(), []
    pair.ready = True
    line = Line([pair])
    both = line.take(2, Priority.LIVE)

    def wait(name: str, count: int, priority: Priority) -> None:
        painters = line.take(count, priority)
        served.append(name)
        line.give_back(painters[:1])  # one painter goes round, so that nobody takes before the one in front is noted

    wishes = [
        ("tile", 1, Priority.EXPORT),
        ("tiles", 1, Priority.BATCH),
        ("second tile", 1, Priority.EXPORT),
        ("preview", 2, Priority.LIVE),
    ]
    threads = []
    for number, wish in enumerate(wishes, 1):
        threads.append(threading.Thread(target=wait, args=wish))
        threads[-1].start()
        until(lambda number=number: len(line._waiting) == number)
    line.give_back(both)
    for thread in threads:
        thread.join()
    assert served == ["preview", "tile", "second tile", "tiles"]


def test_a_closed_line_lets_everyone_go():
    pair = Pair()
    pair.ready = True
    line = Line([pair])
    line.take(2, Priority.LIVE)
    waiting = threading.Thread(target=lambda: line.take(1, Priority.LIVE))
    waiting.start()
    until(lambda: len(line._waiting) == 1)
    line.close()
    waiting.join(60)
    assert not waiting.is_alive()


def test_a_crew_closed_while_it_starts_does_not_wait():
    crew = Crew()
    crew.start()
    until(lambda: all(painter._process for painter in crew._pairs[0].painters))
    processes = [painter._process for painter in crew._pairs[0].painters]
    crew.close()
    assert all(process is not None and process.poll() is not None for process in processes)
    assert not crew.ready


def test_the_processes_end_with_their_crew():
    crew = Crew()
    crew.start()
    until(lambda: crew.ready)
    processes = [painter._process for painter in crew._pairs[0].painters]
    crew.close()
    assert all(process is not None and process.poll() is not None for process in processes)
