"""The kinds of picture file Hueprint writes and reads: one table of names, content types, extensions and limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.errors import StoreError, UnknownNameError, UnreadablePictureError


@dataclass(frozen=True)
class PictureKind:
    """A file format. `max_side` is the format's own limit in pixels."""

    id: Literal["png", "jpeg", "webp"]
    content_type: str
    extension: str
    max_side: int


PNG = PictureKind("png", "image/png", "png", 2**31 - 1)
JPEG = PictureKind("jpeg", "image/jpeg", "jpg", 65_535)
WEBP = PictureKind("webp", "image/webp", "webp", 16_383)
KINDS = (PNG, JPEG, WEBP)


def kind_named(name: str) -> PictureKind:
    """An id, extension or content type ("jpeg", ".jpg", "image/jpeg") -> its kind. Raises UnknownNameError."""
    plain = name.strip().lower().removeprefix(".")
    for kind in KINDS:
        if plain in {kind.id, kind.extension, kind.content_type}:
            return kind
    raise UnknownNameError("picture format", name, [kind.id for kind in KINDS])


def kind_of(data: bytes) -> PictureKind:
    """The kind of a file, by its first bytes, whatever anyone calls it. Raises UnreadablePictureError."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    raise UnreadablePictureError("This file is not a PNG, JPEG or WebP picture; choose one of those.")


def checked_kind(data: bytes, extension: str | None) -> PictureKind:
    """The kind of a picture about to be kept. Raises StoreError if it is no picture, or not the kind the caller takes it for."""
    try:
        kind = kind_of(data)
    except UnreadablePictureError:
        raise StoreError("Only PNG, JPEG and WebP pictures can be kept; make the picture again.") from None
    if extension is not None and kind_named(extension) is not kind:
        raise StoreError(f"This picture is {kind.id.upper()}, not {kind_named(extension).id.upper()}; name it by what it is.")
    return kind
