"""What the headers of a request say about how it wants to be answered: Accept, Prefer, Idempotency-Key, Priority."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import Headers

from engine.store import ALL_KINDS, KINDS
from ui.api.answers import RequestError

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
STILLS = frozenset(kind.content_type for kind in KINDS)
FILES = frozenset(kind.content_type for kind in ALL_KINDS)
_JSON = {"application/json", "application/*", "*/*"}


@dataclass(frozen=True)
class Asking:
    """image: the content type of the file that is wanted, "" for JSON. wait: seconds, None unless said, 0 for a job at once."""

    image: str
    wait: float | None
    key: str
    priority: Literal["export", "batch"]

    @classmethod
    def of(cls, headers: Headers) -> Asking:
        """Raises RequestError `invalid_header`."""
        preferences = [part.strip().lower() for part in ",".join(headers.getlist("prefer")).split(",")]
        return cls(
            image=image_type(headers.get("accept", "")),
            wait=_wait(preferences),
            key=_key(headers),
            priority="batch" if "priority=batch" in preferences else "export",
        )


def image_type(accept: str, among: frozenset[str] = STILLS) -> str:
    """The type, among these, that an Accept header (RFC 9110, 12.5.1) likes best, or "" when it likes JSON as much or names neither."""
    best, chosen = 0.0, ""
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        quality = _quality(parameters)
        if kind in among | _JSON and quality > best:
            best, chosen = quality, "" if kind in _JSON else kind
    return chosen


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        found = re.fullmatch(r"q=(1(?:\.0{0,3})?|0(?:\.[0-9]{0,3})?)", parameter)
        if found:
            return float(found[1])
    return 1.0


def _wait(preferences: list[str]) -> float | None:
    """`respond-async` and `wait=<seconds>` of RFC 7240."""
    if "respond-async" in preferences:
        return 0.0
    found = [re.fullmatch(r"wait=([0-9]{1,4})", preference) for preference in preferences]
    return next((min(60.0, float(one[1])) for one in found if one), None)


def _key(headers: Headers) -> str:
    key = headers.get("idempotency-key")
    if key is None:
        return ""
    if not _KEY.fullmatch(key):
        raise RequestError("invalid_header", "Idempotency-Key is 1 to 200 visible ASCII characters; send a UUID, for example.")
    return key
