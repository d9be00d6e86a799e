"""Two painting processes that share an arena and a line to each other, as the process that asks them sees them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine.backends.arena import Arena, open_arena
from engine.backends.task import Shown, Task
from engine.contracts import Tensor

START_SECONDS, PIECE_SECONDS, END_SECONDS = 120.0, 60.0, 5.0
_ROOT = str(Path(__file__).resolve().parents[2])
_BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); import engine; from engine.backends.worker import main; "
_BEGIN += "main(sys.argv[2], *map(int, sys.argv[3:]))"


class LostError(Exception):
    """A painting process has ended, or does not answer."""


class Painter:
    """One process of a pair. busy: whether somebody has it; the line of the crew keeps that."""

    def __init__(self, pair: Pair, place: int) -> None:
        self.pair, self.place, self.busy = pair, place, False
        self._line: Connection[Any, Any] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._shown = Shown()

    def open(self, presets: Path | None, mate: int, arena: int) -> None:
        """Start the process with these file descriptors, which the caller closes."""
        here, there = socket.socketpair()
        with here, there:
            numbers = [there.fileno(), mate, arena, self.place]
            command = [sys.executable, "-c", _BEGIN, _ROOT, str(presets or ""), *map(str, numbers)]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=numbers[:3])  # noqa: S603 - our own code
            self._line = Connection(os.dup(here.fileno()))

    def ask(self, task: Task) -> None:
        """Send a task. Raises LostError."""
        if self._line is None:
            raise LostError
        try:
            self._line.send(self._shown.lighter(task))
        except OSError:
            raise LostError from None

    def answer(self, seconds: float = PIECE_SECONDS) -> Any:
        """What the process says next: None when a piece is painted. Raises LostError."""
        try:
            if self._line is not None and self._line.poll(seconds):
                return self._line.recv()
        except (EOFError, OSError):
            pass
        raise LostError

    def pixels(self, shape: tuple[int, int, int]) -> Tensor:
        """What it painted last; written over by its next piece."""
        return self.pair.arena.pixels(self.place, shape)

    def kill(self) -> None:
        """End the process now."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self, patient: bool) -> None:
        """Hang up. patient: let it finish the piece in hand."""
        line, process, self._line, self._process, self._shown = self._line, self._process, None, None, Shown()
        if line is not None:
            line.close()
        if process is None:
            return
        try:
            process.wait(END_SECONDS if patient else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Pair:
    """presets: the folder that the processes read, the project's by default."""

    def __init__(self, presets: Path | None = None) -> None:
        self.painters = (Painter(self, 0), Painter(self, 1))
        self.ready = False
        self._presets, self._changing = presets, threading.Lock()
        self._arena: Arena | None = None

    @property
    def arena(self) -> Arena:
        """The memory that both write to. Raises LostError before `open`."""
        if self._arena is None:
            raise LostError
        return self._arena

    def open(self) -> None:
        """Start both processes and wait until they can paint. Raises LostError or OSError."""
        with self._changing:
            arena, (first, second) = open_arena(), socket.socketpair()
            try:
                self._arena = Arena(arena)
                with first, second:
                    for painter, mate in zip(self.painters, (first, second), strict=True):
                        painter.open(self._presets, mate.fileno(), arena)
                for painter in self.painters:
                    painter.answer(START_SECONDS)
            except (LostError, OSError):
                self._close(patient=False)
                raise
            finally:
                os.close(arena)
            self.ready = True

    def close(self) -> None:
        """End both processes; at once where they have not begun to serve."""
        was_ready, self.ready = self.ready, False
        if not was_ready:
            for painter in self.painters:
                painter.kill()  # `open`, which may be waiting for them in another thread, then gives up
        with self._changing:
            self._close(patient=was_ready)

    def _close(self, patient: bool) -> None:
        for painter in self.painters:
            painter.close(patient)
