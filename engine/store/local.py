"""A folder of kept pictures: `<name>` and beside it `<name>.json`, its recipe.

Nothing half-written is ever visible: each file is written under a hidden name, flushed to the disk, then linked to its own
name, which fails if that name is taken. The recipe comes first and the picture last, so a picture is never without its recipe;
what a killed process leaves behind is hidden, and swept away when a store is next opened on the folder.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engine.contracts import Recipe
from engine.errors import PictureNotFoundError, StoreError, StoreFullError
from engine.store.kinds import checked_kind
from engine.store.names import SIDECAR, checked_name, is_name, name_for
from engine.store.picture_file import sealed
from engine.store.protocol import Kept, record

_PART = ".part"
_LOCK = ".writing"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_HARD_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


class LocalStore:
    """Keeps pictures in `folder` (made if missing, readable by this user only).

    base_url: the route that serves them, if any. keep_free: bytes to leave free on the disk, so that pictures cannot fill it.
    """

    def __init__(self, folder: Path | str, *, base_url: str | None = None, keep_free: int = 0) -> None:
        self._folder = Path(folder)
        self._base_url = base_url
        self._keep_free = keep_free
        with _told_plainly():
            self._sweep()

    def keep(self, picture: bytes, *, recipe: Recipe, extension: str | None = None, name: str | None = None) -> Kept:
        """See Store.keep."""
        name = name_for(checked_kind(picture, extension), name)
        with _told_plainly(), self._lock(fcntl.LOCK_SH):
            self._check_room(len(picture))
            self._publish_both(name, picture, sealed(recipe))
        return self._kept(name, picture)

    def open(self, name: str) -> bytes:
        """See Store.open."""
        return self._read(checked_name(name))

    def recipe(self, name: str) -> Recipe:
        """See Store.recipe."""
        return Recipe.parse(self._read(checked_name(name) + SIDECAR))

    def link(self, name: str) -> str | None:
        """See Store.link."""
        file = checked_name(name)
        return None if self._base_url is None else f"{self._base_url}{file}"

    def recent(self, limit: int = 50) -> list[Kept]:
        """See Store.recent."""
        found = []
        for name in self.names()[::-1][: max(0, limit)]:
            with contextlib.suppress(PictureNotFoundError):  # removed since we looked
                found.append(self._kept(name, self.open(name)))
        return found

    def ready(self) -> str:
        """See Store.ready."""
        try:
            with _told_plainly(), self._lock(fcntl.LOCK_SH):
                self._check_room(0)
                with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", suffix=_PART) as probe:
                    probe.write(b"ready?")
        except StoreError as error:
            return error.message
        return ""

    def names(self) -> list[str]:
        """See WaitingStore.names."""
        with _told_plainly():
            return sorted(filter(is_name, self._files()))

    def remove(self, name: str) -> None:
        """See WaitingStore.remove."""
        with _told_plainly():
            (self._folder / checked_name(name)).unlink(missing_ok=True)
            (self._folder / (name + SIDECAR)).unlink(missing_ok=True)
            self._settle()

    def _publish_both(self, name: str, picture: bytes, recipe: bytes) -> None:
        ours = self._publish(name + SIDECAR, recipe)
        try:
            self._publish(name, picture)
        except BaseException:
            if ours:
                (self._folder / (name + SIDECAR)).unlink(missing_ok=True)
            raise

    def _publish(self, name: str, data: bytes) -> bool:
        """Write `data` under `name`, whole or not at all. False if the very same file was there already."""
        handle, hidden = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=_PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _link(hidden, self._folder / name)
        except FileExistsError:
            if (self._folder / name).read_bytes() != data:
                raise StoreError("Another picture is kept under that name; keep this one under a new name.") from None
            return False
        finally:
            Path(hidden).unlink(missing_ok=True)
        self._settle()
        return True

    def _settle(self) -> None:
        """Make the folder's list of names itself survive a power cut."""
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _sweep(self) -> None:
        """Remove what killed processes left: hidden parts, and recipes whose picture never came. Not while anyone writes."""
        with contextlib.suppress(BlockingIOError), self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB):
            names = self._files()
            for name in names:
                orphan = name.endswith(SIDECAR) and is_name(name.removesuffix(SIDECAR)) and name.removesuffix(SIDECAR) not in names
                if orphan or (name.startswith(".") and name.endswith(_PART)):
                    (self._folder / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _lock(self, how: int) -> Iterator[None]:
        """Writers share the folder; the sweep has it alone. The system lets go when a process dies, however it dies."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)

    def _check_room(self, size: int) -> None:
        if self._keep_free and shutil.disk_usage(self._folder).free < size + self._keep_free:
            raise StoreFullError(_FULL)

    def _files(self) -> set[str]:
        return {entry.name for entry in self._folder.iterdir()}

    def _read(self, file: str) -> bytes:
        with _told_plainly():
            try:
                return (self._folder / file).read_bytes()
            except FileNotFoundError:
                raise PictureNotFoundError("That picture is not kept here any more; keep it again.") from None

    def _kept(self, name: str, picture: bytes) -> Kept:
        return record(name, picture, self.link(name), "local")


def _link(hidden: str, target: Path) -> None:
    """Give the hidden file its name; FileExistsError if it is taken."""
    try:
        os.link(hidden, target)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS or target.exists():
            raise
        Path(hidden).replace(target)  # some mounts know no hard links; 128 random bits in the name still keep files apart


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what the system says into one sentence without a path."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreFullError(_FULL) from None
        if error.errno in _NO_RIGHT:
            raise StoreError("The studio may not use its folder for kept pictures; give it the right to, or choose another.") from None
        raise StoreError("The folder for kept pictures cannot be used; check its disk, or choose another folder.") from None


_FULL = "There is no room left where pictures are kept; download this one, then make room or choose another folder."
