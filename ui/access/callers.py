"""Who is calling, as far as fairness and limits go: the holder of a key, else an address. Never shown, never logged."""

from __future__ import annotations

import hashlib

from starlette.requests import HTTPConnection

CALLER = "hueprint.caller"
"""Where in the ASGI scope the guard puts the caller."""


def caller(connection: HTTPConnection) -> str:
    """The caller that the guard has found; without a guard, the connection's own address."""
    named = connection.scope.get(CALLER)
    if isinstance(named, str):
        return named
    return anonymous(connection.client.host if connection.client else "")


def anonymous(text: str) -> str:
    """An address or a key's name as an opaque word: the same for the same, and no way back by reading."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
