"""Addresses of kept pictures. Those that this server serves itself are signed and expire, unless the pictures are public.

`/pictures/<name>?until=<seconds since 1970>&signature=<HMAC-SHA256 of name and until>`: nobody can lengthen it, or turn it to
another picture.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping

from engine import HueprintError
from engine.store import Store

PICTURES = "/pictures/"


class LinkInvalidError(HueprintError):
    """An address that this studio did not give."""

    code = "link_invalid"

    def __init__(self) -> None:
        super().__init__("This link is not complete; copy the whole of it, or keep the picture again for a new one.")


class LinkExpiredError(HueprintError):
    """An address whose time is over."""

    code = "link_expired"

    def __init__(self) -> None:
        super().__init__("This link has expired; open the picture from the studio again, or keep it again for a new one.")


class Links:
    """Makes and checks them. secret None: links are plain and last. minutes: how long a signed one opens."""

    def __init__(self, store: Store, secret: bytes | None = None, *, minutes: float = 60, clock: Callable[[], float] = time.time) -> None:
        self._store, self._secret, self._seconds, self._clock = store, secret, 60 * minutes, clock

    def to(self, name: str) -> str | None:
        """A fresh address for a browser, None if the store has none to give. May wait for the cloud. Raises StoreError."""
        address = self._store.link(name)
        if address is None or self._secret is None or not address.startswith(PICTURES):
            return address
        until = str(int(self._clock() + self._seconds))
        return f"{address}?until={until}&signature={_signature(self._secret, name, until)}"

    def check(self, name: str, query: Mapping[str, str]) -> None:
        """Raises LinkInvalidError or LinkExpiredError for a picture of ours that this query may not open."""
        if self._secret is None:
            return
        until, signature = query.get("until", ""), query.get("signature", "")
        if not hmac.compare_digest(_signature(self._secret, name, until).encode(), signature.encode("utf-8", "replace")):
            raise LinkInvalidError
        if self._clock() > int(until):
            raise LinkExpiredError


def _signature(secret: bytes, name: str, until: str) -> str:
    digest = hmac.digest(secret, f"picture\n{name}\n{until}".encode("utf-8", "replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:24]).decode()
