"""The kinds of file Hueprint writes and reads, still and moving: one table of names, content types, extensions and limits.

WebP is both: it may hold one picture or many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.errors import StoreError, UnknownNameError, UnreadablePictureError


@dataclass(frozen=True)
class PictureKind:
    """A file format. `max_side` is the format's own limit in pixels."""

    id: Literal["png", "jpeg", "webp", "mp4", "webm", "gif"]
    content_type: str
    extension: str
    max_side: int


PNG = PictureKind("png", "image/png", "png", 2**31 - 1)
JPEG = PictureKind("jpeg", "image/jpeg", "jpg", 65_535)
WEBP = PictureKind("webp", "image/webp", "webp", 16_383)
MP4 = PictureKind("mp4", "video/mp4", "mp4", 16_384)
WEBM = PictureKind("webm", "video/webm", "webm", 16_384)
GIF = PictureKind("gif", "image/gif", "gif", 65_535)
KINDS = (PNG, JPEG, WEBP)
ALL_KINDS = (*KINDS, MP4, WEBM, GIF)


def kind_named(name: str, among: tuple[PictureKind, ...] = KINDS) -> PictureKind:
    """An id, extension or content type ("jpeg", ".jpg", "image/jpeg") -> its kind, by default a still one. Raises UnknownNameError."""
    plain = name.strip().lower().removeprefix(".")
    for kind in among:
        if plain in {kind.id, kind.extension, kind.content_type}:
            return kind
    raise UnknownNameError("picture format", name, [kind.id for kind in among])


def kind_of(data: bytes) -> PictureKind:
    """The kind of a file, by its first bytes, whatever anyone calls it. Raises UnreadablePictureError."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return MP4
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    raise UnreadablePictureError("This file is not a PNG, JPEG, WebP or GIF picture, nor MP4 or WebM; choose one of those.")


def checked_kind(data: bytes, extension: str | None) -> PictureKind:
    """The kind of a picture about to be kept. Raises StoreError if it is no picture, or not the kind the caller takes it for."""
    try:
        kind = kind_of(data)
    except UnreadablePictureError:
        raise StoreError("Only PNG, JPEG, WebP and GIF pictures, MP4 and WebM can be kept; make it again.") from None
    if extension is not None and (named := kind_named(extension, ALL_KINDS)) is not kind:
        raise StoreError(f"This picture is {kind.id.upper()}, not {named.id.upper()}; name it by what it is.")
    return kind
