"""The pictures being matched: one at a time, a few in line, all in memory alone and forgotten some time after they end.

They are no orders of the desk (engine/jobs): what they are made from is held nowhere else, so no restart could take them up again.
"""

from __future__ import annotations

import hashlib
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from engine import ImageGenerator, Painting, Size
from engine.contracts import Tensor
from engine.jobs import BusyError, JobNotFoundError, Made, TooManyJobsError, new_job_id
from engine.jobs.order import Failure, Figures, Result, State
from engine.jobs.work import failure
from engine.match.asked import size_like, to_image
from engine.match.work import MatchCancelledError
from engine.photograph import Photograph
from engine.store import Store, kind_named, picture_to_bytes
from ui.match.asked import MatchAsked

MOST, MOST_EACH = 6, 2
"""In line and being made, everybody's and one caller's."""
LIFETIME, PATIENCE = 1800.0, 60.0
"""Seconds for which an ended one is held; and after which one that is not to be kept, and that nobody asks about, is called off."""
FIRST_GUESS = 60.0
"""Seconds a million pixels."""


@dataclass
class Matching:
    """One of them. references, photo: dropped at its end. preview: a JPEG file, and how many there have been. part: 0 to 1."""

    asked: MatchAsked
    references: list[Photograph]
    photo: Photograph | None
    client: str
    id: str = field(default_factory=new_job_id)
    status: State = "queued"
    part: float = 0.0
    preview: bytes = b""
    previews: int = 0
    made: Made | None = None
    error: Failure | None = None
    called_off: bool = False
    began: float = 0.0
    ended: float = 0.0
    told: float = field(default_factory=time.monotonic)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.status in {"done", "failed", "cancelled"}

    @property
    def seconds_left(self) -> float:
        """Estimated: from its own pace once that shows."""
        if self.is_over:
            return 0.0
        if self.began and self.part > 0.05:
            return (time.monotonic() - self.began) * (1 / self.part - 1)
        size = self.asked.size or Size.parse(size_like(self.photo or self.references[0]))
        return FIRST_GUESS * size.pixels / 1e6


class Matches:
    """Safe to use from any thread. `sweep` is to be called now and then."""

    def __init__(self, generator: ImageGenerator, store: Store) -> None:
        self._generator, self._store = generator, store
        self._pool = ThreadPoolExecutor(1, "match")
        self._all: dict[str, Matching] = {}
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, asked: MatchAsked, references: list[Photograph], photo: Photograph | None, client: str) -> Matching:
        """Put it in line. Raises BusyError, TooManyJobsError, and what the engine raises for a wish that cannot be fulfilled."""
        self._generator.check_match(references, photo, size=asked.size, content=asked.content, seed=asked.seed, palette=asked.colours)
        self.sweep()
        one = Matching(asked, references, photo, client)
        with self._lock:
            open_ = [other for other in self._all.values() if not other.is_over]
            left = sum(other.seconds_left for other in open_)
            if sum(other.client == client for other in open_) >= MOST_EACH:
                raise TooManyJobsError(left)
            if self._closed or len(open_) >= MOST:
                raise BusyError(left / 2)
            self._all[one.id] = one
            self._pool.submit(self._make, one)
        return one

    def get(self, id: str) -> Matching:  # noqa: A002
        """How it stands. Raises JobNotFoundError."""
        with self._lock:
            if id not in self._all:
                raise JobNotFoundError
            self._all[id].told = time.monotonic()
            return self._all[id]

    def ahead(self, one: Matching) -> list[Matching]:
        """Those that come before it."""
        with self._lock:
            others = list(self._all.values())
        return [] if one.is_over or one.began else [other for other in others[: others.index(one)] if not other.is_over]

    def cancel(self, id: str) -> Matching:  # noqa: A002
        """Call it off, unless it is over; forget it, if it is over and not kept. Raises JobNotFoundError."""
        one = self.get(id)
        with self._lock:
            one.called_off = True
            if one.status == "queued":
                self._end(one, "cancelled")
        return one

    def keep(self, id: str) -> Made:  # noqa: A002
        """Put a finished one into the store, once however often. Raises JobNotFoundError, StoreError."""
        one = self.get(id)
        if one.made is None:
            raise JobNotFoundError
        if not one.made.result.name:
            one.made = self._kept(one.made)
        return one.made

    def sweep(self) -> None:
        """Forget what ended long ago."""
        with self._lock:
            now = time.monotonic()
            self._all = {name: one for name, one in self._all.items() if not one.is_over or now - one.ended < LIFETIME}

    def close(self) -> None:
        """Call everything off."""
        with self._lock:
            self._closed = True
            for one in self._all.values():
                one.called_off = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _make(self, one: Matching) -> None:
        with self._lock:
            if one.is_over:
                return
            one.status, one.began = "processing", time.monotonic()
        try:
            made = self._matched(one)
            one.made = self._kept(made) if one.asked.keep else made
            self._end(one, "done")
        except MatchCancelledError:
            self._end(one, "cancelled")
        except Exception as error:  # noqa: BLE001  (the thread must outlive any picture)
            one.error = failure(error)
            self._end(one, "failed")

    def _matched(self, one: Matching) -> Made:
        def tell(part: float, picture: Tensor | None) -> bool:
            one.part = min(part, 0.99)
            if picture is not None:
                one.preview, one.previews = _jpeg(picture), one.previews + 1
            return not (one.called_off or (not one.asked.keep and time.monotonic() - one.told > PATIENCE))

        asked = one.asked
        painting: Painting = self._generator.match(
            one.references, one.photo, size=asked.size, content=asked.content, seed=asked.seed, palette=asked.colours, tell=tell
        )
        file = picture_to_bytes(painting.image, painting.recipe, asked.format)
        result = Result(
            format=asked.format,
            bytes=len(file),
            sha256=hashlib.sha256(file).hexdigest(),
            fidelity=Figures.of(painting.fidelity),
            seconds=round(painting.seconds, 4),
            recipe=painting.recipe,
        )
        return Made(file, result)

    def _kept(self, made: Made) -> Made:
        kept = self._store.keep(made.file, recipe=made.result.recipe, extension=kind_named(made.result.format).extension)
        return Made(made.file, made.result.model_copy(update={"name": kept.name, "where": kept.where, "notice": kept.notice}))

    def _end(self, one: Matching, status: State) -> None:
        one.references, one.photo = [], None
        one.part, one.ended, one.status = (1.0 if status == "done" else one.part), time.monotonic(), status


def _jpeg(picture: Tensor) -> bytes:
    file = io.BytesIO()
    to_image(picture).save(file, "JPEG", quality=88)
    return file.getvalue()
