"""Pictures painted by other processes, two to a pair, so that two cores work on one picture and the process that serves stays free.

Threads would not do: a painting is some thousand short operations, and threads would hand Python's lock to and fro at each of them.
A preview is painted by a pair at once: one painter makes the small pass and paints the smaller band, the other draws the scene of the
larger band meanwhile, takes the small pass over and paints. The pieces of larger pictures go to whoever is free.
"""

from __future__ import annotations

import itertools
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

from engine.backends.line import Line
from engine.backends.pair import LostError, Painter, Pair
from engine.backends.task import SmallPass, Task, pack
from engine.backends.tiling import Box
from engine.contracts import Condition, Priority, Size, Tensor

_log = logging.getLogger("hueprint.crew")


class Crew:
    """pairs: of painting processes. presets: their folder of presets, the project's by default.

    `start` returns at once; until the processes are ready, and whenever they are lost, `paint` returns None.
    """

    def __init__(self, pairs: int = 1, presets: Path | None = None) -> None:
        self._pairs = [Pair(presets) for _ in range(pairs)]
        self._line = Line(self._pairs)
        self._numbers = itertools.count(1)
        self._hands = ThreadPoolExecutor(2 * pairs, "crew")
        self._closed = threading.Event()

    def start(self) -> None:
        """Start the processes."""
        for pair in self._pairs:
            threading.Thread(target=self._open, args=(pair,), name="crew-start", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether any pair can paint."""
        return any(pair.ready for pair in self._pairs)

    @property
    def size(self) -> int:
        """How many processes there are once all are at work."""
        return sum(len(pair.painters) for pair in self._pairs)

    @property
    def working(self) -> int:
        """How many processes can paint now."""
        return sum(len(pair.painters) for pair in self._pairs if pair.ready)

    @property
    def complete(self) -> bool:
        """Whether all can."""
        return all(pair.ready for pair in self._pairs)

    def close(self) -> None:
        """Hang up; the processes end after the piece in hand."""
        self._closed.set()
        self._line.close()
        self._hands.shutdown(wait=True)
        for pair in self._pairs:
            pair.close()

    def paint(self, condition: Condition, size: Size, phase: float, boxes: list[Box], priority: Priority) -> Tensor | None:
        """(H, W, 4) uint8 made of the boxes; None where the processes are not ready or failed, so that the caller paints by itself."""
        if not self.ready:
            return None
        number, packed = next(self._numbers), pack(condition)

        def task(box: Box, small_pass: SmallPass) -> Task:
            return Task(number, packed, size, phase, box, small_pass)

        picture = torch.empty((size.height, size.width, 4), dtype=torch.uint8)
        if len(boxes) == 2:
            steps = [[task(boxes[0], SmallPass.GIVE), task(boxes[1], SmallPass.TAKE)]]
        else:
            steps = [[task(box, SmallPass.MAKE)] for box in boxes]
        if len(steps) == 1:
            return picture if self._step(steps[0], picture, priority) else None
        done = self._hands.map(lambda step: self._step(step, picture, priority), steps)
        return picture if all(list(done)) else None

    def _step(self, tasks: list[Task], picture: Tensor, priority: Priority) -> bool:
        """Paint one piece, or two side by side. False where that failed."""
        painters = self._line.take(len(tasks), priority)
        if not painters:
            return False
        try:
            return self._painted(painters, tasks, picture)
        except LostError:
            _log.warning("A painting process was lost; another takes its place.")
            self._replace(painters[0].pair)
            return False
        finally:
            self._line.give_back(painters)

    @staticmethod
    @torch.inference_mode()  # the caller's picture is such a tensor, and this is another thread
    def _painted(painters: list[Painter], tasks: list[Task], picture: Tensor) -> bool:
        for painter, task in zip(painters, tasks, strict=True):
            painter.ask(task)
        failures = [painter.answer() for painter in painters]
        if any(failures):
            _log.error("A picture could not be painted by the crew (%s).", next(filter(None, failures)))
            return False
        for painter, task in zip(painters, tasks, strict=True):
            left, top, right, bottom = task.box
            picture[top:bottom, left:right] = painter.pixels((bottom - top, right - left, 4))
        return True

    def _replace(self, pair: Pair) -> None:
        pair.close()
        if not self._closed.is_set():
            threading.Thread(target=self._open, args=(pair,), name="crew-start", daemon=True).start()

    def _open(self, pair: Pair) -> None:
        """Start a pair's processes and tell who waits that they are ready."""
        try:
            pair.open()
        except (LostError, OSError) as error:
            if not self._closed.is_set():
                _log.warning("The painting processes could not be started (%s); this process paints.", type(error).__name__)
            return
        if self._closed.is_set():
            pair.close()
        self._line.changed()
