"""Names of jobs: 128 bits that cannot be guessed, as whoever has the name may read and cancel the job."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

_BYTES = 16
_PATTERN = re.compile(r"[a-z2-7]{26}")


def new_job_id() -> str:
    """A fresh name."""
    return _text(secrets.token_bytes(_BYTES))


def job_id_for(secret: bytes, client: str, key: str) -> str:
    """The name that this client's Idempotency-Key always gets, and that nobody without the secret can compute."""
    return _text(hmac.digest(secret, f"{len(client)}:{client}:{key}".encode(), hashlib.sha256)[:_BYTES])


def is_job_id(text: str) -> bool:
    """Whether `text` is, to the letter, a name that could have been given."""
    return _PATTERN.fullmatch(text) is not None


def _text(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
