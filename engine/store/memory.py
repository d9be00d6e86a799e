"""A store in this process's memory: for trying out, for tests, and where no disk may be written."""

from __future__ import annotations

import threading

from engine.contracts import Recipe
from engine.errors import PictureNotFoundError, StoreError, StoreFullError
from engine.store.kinds import checked_kind
from engine.store.names import checked_name, name_for
from engine.store.protocol import Kept, record


class MemoryStore:
    """Keeps pictures until the process ends; at most `max_bytes` of them. `base_url`: the route that serves them, if any."""

    def __init__(self, *, max_bytes: int = 256 * 2**20, base_url: str | None = None) -> None:
        self._max_bytes = max_bytes
        self._base_url = base_url
        self._lock = threading.Lock()
        self._pictures: dict[str, tuple[bytes, Recipe]] = {}

    def keep(self, picture: bytes, *, recipe: Recipe, extension: str | None = None, name: str | None = None) -> Kept:
        """See Store.keep."""
        name = name_for(checked_kind(picture, extension), name)
        with self._lock:
            there = self._pictures.get(name)
            if there is not None and there[0] != picture:
                raise StoreError("Another picture is kept under that name; keep this one under a new name.")
            if there is None:
                self._make_room(len(picture))
            self._pictures[name] = (picture, recipe)
        return self._kept(name, picture)

    def open(self, name: str) -> bytes:
        """See Store.open."""
        return self._find(name)[0]

    def recipe(self, name: str) -> Recipe:
        """See Store.recipe."""
        return self._find(name)[1]

    def link(self, name: str) -> str | None:
        """See Store.link."""
        file = checked_name(name)
        return None if self._base_url is None else f"{self._base_url}{file}"

    def recent(self, limit: int = 50) -> list[Kept]:
        """See Store.recent."""
        with self._lock:
            newest = sorted(self._pictures, reverse=True)[: max(0, limit)]
            found = [(name, self._pictures[name][0]) for name in newest]
        return [self._kept(name, picture) for name, picture in found]

    def ready(self) -> str:
        """See Store.ready."""
        with self._lock:
            used = sum(len(picture) for picture, _ in self._pictures.values())
        return "" if used < self._max_bytes else _FULL

    def names(self) -> list[str]:
        """See WaitingStore.names."""
        with self._lock:
            return sorted(self._pictures)

    def remove(self, name: str) -> None:
        """See WaitingStore.remove."""
        with self._lock:
            self._pictures.pop(name, None)

    def _find(self, name: str) -> tuple[bytes, Recipe]:
        with self._lock:
            found = self._pictures.get(checked_name(name))
        if found is None:
            raise PictureNotFoundError("That picture is not kept here any more; keep it again.")
        return found

    def _make_room(self, size: int) -> None:
        if sum(len(picture) for picture, _ in self._pictures.values()) + size > self._max_bytes:
            raise StoreFullError(_FULL)

    def _kept(self, name: str, picture: bytes) -> Kept:
        return record(name, picture, self.link(name), "local")


_FULL = "The studio's memory for kept pictures is full; download the picture, or set up a folder or a bucket to keep it in."
