"""What was promised, written down, so that a process that is killed breaks no promise: one small SQLite file.

A job is written before anybody is told of it, and its end is written before anybody is told of that. The file belongs to one
process at a time; another that starts beside it takes the next file. What was asked for stands in it, so it is readable by the
studio's user only, and rows go some time after they end.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from engine.errors import StoreError
from engine.jobs.faults import JobNotFoundError
from engine.jobs.order import Order, Report

_FILES = 16
_TABLE = 'CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, "order" TEXT, name TEXT, report TEXT, at REAL)'


@dataclass(frozen=True)
class Entry:
    """One promised job. name: what its picture is called in the store, whoever paints it and however often. report: once over."""

    id: str
    order: Order
    name: str
    report: Report | None = None


class Journal:
    """The promised jobs. `folder` None: in memory, for a studio that keeps nothing either. Safe from any thread.

    keep_seconds: how long an ended job can still be asked about. Raises StoreError when the folder cannot be used.
    """

    def __init__(self, folder: Path | str | None = None, *, keep_seconds: float = 24 * 3600.0) -> None:
        self._keep_seconds, self._lock = keep_seconds, threading.Lock()
        self._mine: int | None = None
        try:
            file = ":memory:" if folder is None else self._take(Path(folder))
            self._base = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute(_TABLE)
        except (OSError, sqlite3.Error):
            raise StoreError("The list of promised pictures cannot be written; check the disk of the folder for kept pictures.") from None

    def write(self, entry: Entry) -> None:
        """Promise a job. Raises StoreError."""
        report = entry.report.model_dump_json() if entry.report else None
        self._do(
            "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?)", entry.id, entry.order.model_dump_json(), entry.name, report, time.time()
        )

    def end(self, report: Report) -> None:
        """Write how a promised job ended; nothing for one that was not. Raises StoreError."""
        self._do("UPDATE jobs SET report = ?, at = ? WHERE id = ? AND report IS NULL", report.model_dump_json(), time.time(), report.id)

    def find(self, id: str) -> Entry:  # noqa: A002
        """A promised job. Raises JobNotFoundError."""
        found = self._do('SELECT id, "order", name, report FROM jobs WHERE id = ?', id)
        if not found:
            raise JobNotFoundError
        return _entry(found[0])

    def open(self) -> list[Entry]:
        """What was promised and is not over, oldest first."""
        return [_entry(row) for row in self._do('SELECT id, "order", name, report FROM jobs WHERE report IS NULL ORDER BY at')]

    def sweep(self) -> None:
        """Forget what ended long ago."""
        self._do("DELETE FROM jobs WHERE report IS NOT NULL AND at < ?", time.time() - self._keep_seconds)

    def close(self) -> None:
        """Let another process have the file."""
        with self._lock:
            self._base.close()
        if self._mine is not None:
            os.close(self._mine)
            self._mine = None

    def _take(self, folder: Path) -> str:
        """The first file that no living process holds; the system lets go of those of the dead."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(_FILES):
            handle = os.open(folder / f"jobs{number or ''}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._mine = handle
                file = folder / f"jobs{number or ''}.sqlite"
                os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
                return str(file)
            os.close(handle)
        raise OSError("every file is taken")

    def _do(self, statement: str, *values: object) -> list[tuple[str, str, str, str | None]]:
        try:
            with self._lock:
                return self._base.execute(statement, values).fetchall()
        except sqlite3.Error:
            raise StoreError("The list of promised pictures cannot be written; check the disk of the folder for kept pictures.") from None


def _entry(row: tuple[str, str, str, str | None]) -> Entry:
    id_, order, name, report = row
    return Entry(id_, Order.model_validate_json(order), name, Report.model_validate_json(report) if report else None)
