"""A painting process: paints the pieces that it is told to, until whoever started it has gone.

Started by engine/backends/crew.py with the numbers of its file descriptors: the line to its master, the line to its mate, the arena.
"""

from __future__ import annotations

import gc
import signal
import time
from collections import OrderedDict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import torch

from engine.backends.arena import Arena, Ranges
from engine.backends.canvas import Canvas
from engine.backends.retouch import Retouch
from engine.backends.small_pass import Brief
from engine.backends.studio import Studio
from engine.backends.task import LIFETIME, Shown, SmallPass, Task, unpack
from engine.catalogue import Catalogue

REST = 60.0
"""Seconds without a task after which there is time to tidy up."""
PICTURES = 6
"""Whose small passes are remembered: the tiles of several exports may come in turns."""


class MateError(Exception):
    """The other painter of the pair could not make the small pass."""


class Worker:
    """master: where tasks come from. mate: the other painter of the pair. place: 0 or 1, this painter's part of the arena."""

    def __init__(self, canvas: Canvas, master: Connection[Any, Any], mate: Connection[Any, Any], arena: Arena, place: int) -> None:
        self._canvas, self._master, self._mate, self._arena, self._place = canvas, master, mate, arena, place
        self._pictures: OrderedDict[int, tuple[Studio, list[Brief], list[Retouch]]] = OrderedDict()
        self._shown, self._swept = Shown(LIFETIME + REST), time.monotonic()

    def serve(self) -> None:
        """Answer every task with None once its piece lies in the arena, or with the name of what went wrong."""
        self._master.send("ready")
        while True:
            try:
                while not self._master.poll(REST):
                    self._pictures.clear()
                    self._sweep()
                task = self._master.recv()
            except (EOFError, OSError):
                return
            try:
                self._sweep()
                self._paint(self._shown.whole(task))
                self._master.send(None)
            except Exception as error:  # noqa: BLE001 - the next picture may well succeed
                self._master.send(type(error).__name__)

    def _sweep(self) -> None:
        """Now and then, drop the photographs that nobody has painted for long."""
        if time.monotonic() - self._swept >= REST:
            self._swept = time.monotonic()
            self._shown.sweep()
            self._canvas.sweep(LIFETIME + REST)

    @torch.inference_mode()
    def _paint(self, task: Task) -> None:
        studio, briefs, edits = self._pictures.get(task.picture) or self._begin(task)
        left, top, right, bottom = task.box
        piece = self._canvas.piece(studio, briefs, task.size, task.box, edits)
        self._arena.pixels(self._place, (bottom - top, right - left, 4)).copy_(piece)

    def _begin(self, task: Task) -> tuple[Studio, list[Brief], list[Retouch]]:
        condition = unpack(task.condition)
        studio = self._canvas.studio(condition, task.phase)
        briefs = self._taken(task, studio) if task.small_pass is SmallPass.TAKE else self._made(task, studio)
        begun = studio, briefs, self._canvas.edits(condition, studio, briefs)
        self._pictures[task.picture] = begun
        if len(self._pictures) > PICTURES:
            self._pictures.popitem(last=False)
        return begun

    def _made(self, task: Task, studio: Studio) -> list[Brief]:
        ranges: Ranges | None = None
        try:
            briefs = self._canvas.briefs(studio, task.size.aspect)
            if task.small_pass is SmallPass.GIVE:
                ranges = self._arena.give(briefs)
        finally:
            if task.small_pass is SmallPass.GIVE:
                self._mate.send((task.picture, ranges))
        return briefs

    def _taken(self, task: Task, studio: Studio) -> list[Brief]:
        """The mate's small pass; until it has come, this painter draws the scene on its own piece. It may be at hand from before."""
        aspect = task.size.aspect
        known = self._canvas.briefed(studio, aspect)
        if known is not None:
            while self._mate.poll():
                self._mate.recv()
            return known
        self._canvas.draw(studio, task.size, task.box)
        picture, ranges = self._mate.recv()
        while picture < task.picture:  # of a picture that failed here before it was taken
            picture, ranges = self._mate.recv()
        if ranges is None:
            raise MateError
        return self._canvas.remember(studio, aspect, self._arena.take(ranges, studio, aspect))


def main(presets: str, master: int, mate: int, arena: int, place: int) -> None:
    """Serve on these file descriptors. presets: a folder, or nothing for the project's own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the master, which then hangs up
    canvas = Canvas(Catalogue(Path(presets) if presets else None), threads=1)
    worker = Worker(canvas, Connection(master), Connection(mate), Arena(arena), place)
    gc.freeze()
    worker.serve()
