"""A Google Cloud Storage bucket of kept pictures: `<prefix><name>` and beside it `<prefix><name>.json`, its recipe.

Every write is create-only (`ifGenerationMatch=0`) and carries its crc32c, which the service checks before the object appears.
So a request whose answer was lost is simply sent again: "already there" (412) with our checksum means that it had worked.
The recipe goes first and the picture last, so a picture is never without its recipe. Least rights: docs/storing.md.
"""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import google_crc32c
from google.api_core.exceptions import NotFound, PreconditionFailed
from google.cloud import storage

from engine.contracts import Recipe
from engine.errors import PictureNotFoundError, StoreError
from engine.store.cloud_client import Patience, connect, link_to
from engine.store.cloud_errors import CLOUD_ERRORS, WrongAnswerError, translate
from engine.store.deadline import Deadline
from engine.store.kinds import checked_kind
from engine.store.names import SIDECAR, checked_name, content_type_of, created_at, is_name, name_for
from engine.store.picture_file import sealed
from engine.store.protocol import Kept, record

T = TypeVar("T")

MAX_LINK_MINUTES = 7 * 24 * 60
_YEAR = 365 * 24 * 3600
_RIGHTS = ["storage.objects.create", "storage.objects.get"]
_HEALTH_SECONDS = 30.0
_BYTES_PER_SECOND = 400_000  # a slow line still gets its picture through, if it moves at all
_LOOK_BACK_DAYS = (1, 7, 60, None)


class CloudStore:
    """Keeps pictures in `bucket`, private unless `public` (then the bucket must let anyone view its objects).

    deadline_seconds: how long faults are borne with; large files get time to travel on top. signed_url_minutes: life of a link.
    credentials_json, credentials_file: a service account's key, as text or in a file; with neither (or no such file), the
    environment's credentials. endpoint: an emulator's URL.
    Nothing is contacted until the first call. Raises StoreError for a bucket name or a link life that cannot be.
    """

    def __init__(
        self,
        bucket: str,
        *,
        prefix: str = "",
        credentials_file: Path | str | None = None,
        credentials_json: str | None = None,
        endpoint: str | None = None,
        public: bool = False,
        signed_url_minutes: int = 60,
        deadline_seconds: float = 8.0,
    ) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]", bucket):
            raise StoreError("That is not the name of a bucket; write it as Google Cloud shows it, without gs:// and without a folder.")
        if not 1 <= signed_url_minutes <= MAX_LINK_MINUTES:
            raise StoreError(f"A signed link lives between 1 and {MAX_LINK_MINUTES} minutes (7 days); choose a number between them.")
        self._bucket_name = bucket
        self._prefix = _clean_prefix(prefix)
        self._key_file = Path(credentials_file) if credentials_file else None
        self._key = credentials_json
        self._endpoint = endpoint
        self._public = public
        self._minutes = signed_url_minutes
        self._seconds = deadline_seconds
        self._deadline = Deadline()
        self._connecting = threading.Lock()
        self._client: storage.Client | None = None
        self._health = (-_HEALTH_SECONDS, "")

    def keep(self, picture: bytes, *, recipe: Recipe, extension: str | None = None, name: str | None = None) -> Kept:
        """See Store.keep."""
        name = name_for(checked_kind(picture, extension), name)
        kept = record(name, picture, None, "cloud")

        def send(patience: Patience) -> None:
            sidecar = sealed(recipe)
            patience.insist(lambda: self._put(name + SIDECAR, sidecar, "application/json", {}, patience))
            patience.insist(lambda: self._put(name, picture, content_type_of(name), {"sha256": kept.sha256}, patience))

        self._ask(send, extra_seconds=len(picture) / _BYTES_PER_SECOND)
        try:
            url, notice = self.link(name), ""
        except StoreError as error:  # kept it is, so this must not look like a failure
            url, notice = None, f"The picture is kept, but there is no link to it yet. {error.message}"
        return Kept(name, url, "cloud", kept.bytes, kept.sha256, kept.created, notice)

    def open(self, name: str) -> bytes:
        """See Store.open."""
        return self._get(checked_name(name))

    def recipe(self, name: str) -> Recipe:
        """See Store.recipe."""
        return Recipe.parse(self._get(checked_name(name) + SIDECAR))

    def link(self, name: str) -> str:
        """See Store.link."""
        file = checked_name(name)
        return self._ask(lambda _: self._link(self._blob(file)))

    def recent(self, limit: int = 50) -> list[Kept]:
        """See Store.recent. Names begin with their day, so that only the last days are listed as long as they hold enough."""
        found: list[Kept] = []
        for days in _LOOK_BACK_DAYS:
            found = self._ask(lambda patience, days=days: patience.insist(lambda: self._list(days, limit, patience)))  # type: ignore[misc]
            if len(found) >= limit:
                break
        return found

    def ready(self) -> str:
        """See Store.ready. Asks the service at most every half minute."""
        checked, sentence = self._health
        if time.monotonic() - checked < _HEALTH_SECONDS:
            return sentence
        try:
            held = self._ask(lambda patience: self._bucket().test_iam_permissions(_RIGHTS, timeout=patience.timeout, retry=None))
            sentence = (
                "" if set(_RIGHTS) <= set(held) else "The studio's account may not create and view objects in the bucket; grant it that."
            )
        except StoreError as error:
            sentence = error.message
        self._health = (time.monotonic(), sentence)
        return sentence

    def _put(self, file: str, data: bytes, content_type: str, metadata: dict[str, str], patience: Patience) -> None:
        """Create the object, or find that this very object is there already."""
        checksum = base64.b64encode(google_crc32c.value(data).to_bytes(4, "big")).decode()
        blob = self._blob(file)
        blob.cache_control = f"{'public' if self._public else 'private'}, max-age={_YEAR}, immutable"
        blob.metadata = metadata
        blob.crc32c = checksum
        there_before = False
        try:
            blob.upload_from_string(
                data, content_type=content_type, if_generation_match=0, checksum="crc32c", retry=None, timeout=patience.timeout
            )
        except PreconditionFailed:
            there_before = True
            blob.reload(timeout=patience.timeout, retry=None)
        if (blob.crc32c, blob.size) != (checksum, len(data)):
            if there_before:
                raise StoreError("Another picture is kept under that name; keep this one under a new name.")
            raise WrongAnswerError

    def _get(self, file: str) -> bytes:
        def fetch(patience: Patience) -> bytes:
            blob = self._blob(file)
            try:
                return bytes(patience.insist(lambda: blob.download_as_bytes(checksum="crc32c", retry=None, timeout=patience.timeout)))
            except NotFound:
                raise PictureNotFoundError("That picture is not in the bucket; it may have been deleted there.") from None

        return self._ask(fetch, extra_seconds=20.0)

    def _list(self, days: int | None, limit: int, patience: Patience) -> list[Kept]:
        since = "" if days is None else f"{datetime.now(UTC) - timedelta(days=days):%Y%m%d}"
        blobs: Iterator[storage.Blob] = self._bucket().list_blobs(
            prefix=self._prefix or None,
            start_offset=self._prefix + since,
            fields="items(name,size,metadata),nextPageToken",
            timeout=patience.timeout,
            retry=None,
        )
        named = {blob.name.removeprefix(self._prefix): blob for blob in blobs}
        newest = sorted(filter(is_name, named), reverse=True)[: max(0, limit)]
        return [self._found(name, named[name]) for name in newest]

    def _found(self, name: str, blob: storage.Blob) -> Kept:
        sha256 = (blob.metadata or {}).get("sha256", "")
        return Kept(name, self._link(blob), "cloud", int(blob.size or 0), sha256, created_at(name))

    def _link(self, blob: storage.Blob) -> str:
        return link_to(blob, public=self._public, minutes=self._minutes)

    def _blob(self, file: str) -> storage.Blob:
        return self._bucket().blob(self._prefix + file)

    def _bucket(self) -> storage.Bucket:
        with self._connecting:
            if self._client is None:
                self._client = connect(self._key_file, self._key, self._endpoint)
            return self._client.bucket(self._bucket_name)

    def _ask(self, task: Callable[[Patience], T], *, extra_seconds: float = 0.0) -> T:
        """Do `task` within the deadline; every error of Google's libraries leaves here as a StoreError."""

        def work() -> T:
            try:
                return task(Patience(self._seconds))
            except CLOUD_ERRORS as error:
                raise translate(error) from None

        return self._deadline.within(self._seconds + 1.0 + extra_seconds, work)


def _clean_prefix(prefix: str) -> str:
    """ "/studio/a/" -> "studio/a/". Raises StoreError."""
    parts = [part for part in prefix.split("/") if part]
    if not all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}", part) for part in parts):
        raise StoreError("The prefix in the bucket may hold letters, digits, dots, dashes and slashes only; choose a plainer one.")
    return "".join(f"{part}/" for part in parts)
