"""Names of kept pictures: sorted by time, unguessable, and free of anything the person asked for.

`20261122T221355123456-k3v…q7.png`: the moment in UTC to the microsecond, then 128 random bits in base 32 (lower case, so
that folders which ignore case keep two names apart). The name is what gives access to a picture: whoever has it may see it.
"""

from __future__ import annotations

import base64
import re
import secrets
from datetime import UTC, datetime

from engine.errors import PictureNotFoundError, StoreError
from engine.store.kinds import ALL_KINDS, PictureKind, kind_named

RANDOM_BYTES = 16
SIDECAR = ".json"
_MOMENT = "%Y%m%dT%H%M%S%f"
_PATTERN = re.compile(r"[0-9]{8}T[0-9]{12}-[a-z2-7]{26}\.(" + "|".join(kind.extension for kind in ALL_KINDS) + ")")


def new_name(kind: PictureKind, now: datetime | None = None) -> str:
    """A fresh name for a picture of this kind. `now` (any time zone) is the present moment unless given."""
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    chance = base64.b32encode(secrets.token_bytes(RANDOM_BYTES)).decode().rstrip("=").lower()
    return f"{moment.strftime(_MOMENT)}-{chance}.{kind.extension}"


def is_name(text: str) -> bool:
    """Whether `text` is, to the letter, a name that `new_name` could have given; so never a path."""
    try:
        return _PATTERN.fullmatch(text) is not None and _moment(text[:21]) is not None
    except ValueError:  # digits where a date should be
        return False


def checked_name(text: str) -> str:
    """A name from outside, unchanged. Raises PictureNotFoundError for anything that is not one (paths, dots, other files)."""
    if not is_name(text):
        raise PictureNotFoundError("There is no kept picture of that name; check the link, or keep the picture again.")
    return text


def name_for(kind: PictureKind, name: str | None) -> str:
    """`name`, once checked to be one for this kind of picture; a fresh one if None. Raises StoreError."""
    if name is None:
        return new_name(kind)
    if content_type_of(name) != kind.content_type:
        raise StoreError(f"This picture is {kind.id.upper()}, but its name says otherwise; keep it under a new name.")
    return name


def created_at(name: str) -> datetime:
    """When the picture of this name was kept, in UTC."""
    return _moment(checked_name(name)[:21])


def content_type_of(name: str) -> str:
    """The content type to serve the picture of this name with, such as image/png."""
    return kind_named(checked_name(name).rpartition(".")[2], ALL_KINDS).content_type


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
