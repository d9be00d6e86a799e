"""Opens the store that the settings ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from engine.errors import StoreError
from engine.store.fallback import FallbackStore
from engine.store.local import LocalStore
from engine.store.memory import MemoryStore
from engine.store.protocol import Store

WAITING_FOLDER = "waiting"


def open_store(
    *,
    kind: Literal["local", "cloud", "memory"] = "local",
    folder: Path | str = "pictures",
    base_url: str | None = "/pictures/",
    keep_free_bytes: int = 64 * 2**20,
    bucket: str = "",
    prefix: str = "",
    credentials_file: Path | str | None = None,
    credentials_json: str | None = None,
    endpoint: str | None = None,
    public: bool = False,
    signed_url_minutes: int = 60,
    deadline_seconds: float = 8.0,
    may_wait: bool = True,
) -> Store:
    """The store of this kind.

    local: pictures in `folder`. memory: gone when the process ends. cloud: in `bucket`, and in `folder`/waiting while the bucket
    does not answer; what waits from last time is sent at once, in the background. base_url: the studio's route that serves what
    is kept here. keep_free_bytes: disk space to leave. may_wait: False where nobody else could open what waits in a folder of this
    machine: then a bucket that does not answer is an error (StoreUnavailableError). The rest: see CloudStore. Raises StoreError.
    """
    if kind == "memory":
        return MemoryStore(base_url=base_url)
    if kind == "local":
        return LocalStore(folder, base_url=base_url, keep_free=keep_free_bytes)
    if not bucket:
        raise StoreError("Keeping pictures in the cloud needs a bucket; name one in the settings, or keep them in a folder.")
    try:
        from engine.store.cloud import CloudStore
    except ImportError:
        raise StoreError("Keeping pictures in the cloud needs google-cloud-storage; install it, or keep them in a folder.") from None
    cloud = CloudStore(
        bucket,
        prefix=prefix,
        credentials_file=credentials_file,
        credentials_json=credentials_json,
        endpoint=endpoint,
        public=public,
        signed_url_minutes=signed_url_minutes,
        deadline_seconds=deadline_seconds,
    )
    if not may_wait:
        return cloud
    waiting = LocalStore(Path(folder) / WAITING_FOLDER, base_url=base_url, keep_free=keep_free_bytes)
    store = FallbackStore(cloud, waiting)
    store.resend_soon()
    return store
