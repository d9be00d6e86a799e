"""Finds the recipe's text in a picture file by walking its chunks, without decoding a pixel.

Files come from anyone, so every length is checked against what is there, and nothing is unpacked beyond `limit` bytes.
Sources: PNG third edition (W3C), section 11.3.3; JPEG (ITU T.81), annex B; Exif 2.32; RIFF container of WebP (RFC 9649).
A damaged file raises one of DAMAGE; the caller turns that into one sentence.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from engine.store.embedded_motion import gif_comments, mp4_comments, webm_comments
from engine.store.kinds import GIF, JPEG, MP4, PNG, WEBM, PictureKind

T = TypeVar("T")

RECIPE_KEYWORD = "recipe"
EXIF_IFD = 0x8769
USER_COMMENT = 0x9286
USER_COMMENT_ASCII = b"ASCII\0\0\0"
DAMAGE = (struct.error, zlib.error, ValueError, IndexError)
_EXIF_HEADER = b"Exif\0\0"
_MAX_IFD_ENTRIES = 1024
_MAX_CHUNKS = 100_000


def find_recipe_text(data: bytes, kind: PictureKind, limit: int) -> bytes | None:
    """The recipe's JSON text in a file of this kind, at most `limit` bytes of it; None if there is none."""
    if kind is PNG:
        return _first(_png_chunks(data), lambda chunk: _png_recipe(*chunk, limit))
    comments = {MP4: mp4_comments, WEBM: webm_comments, GIF: gif_comments}.get(kind)
    if comments is not None:
        return _first(comments(data), lambda text: text[:limit] if text.startswith(b"{") else None)
    exifs = _jpeg_exifs(data) if kind is JPEG else _webp_exifs(data)
    return _first(exifs, lambda exif: _exif_recipe(exif, limit))


def _first(items: Iterator[T], look: Callable[[T], bytes | None]) -> bytes | None:
    return next((found for item in items if (found := look(item)) is not None), None)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    at = 8
    for _ in range(_MAX_CHUNKS):
        if at >= len(data):
            return
        length, tag = struct.unpack_from(">I4s", data, at)
        yield tag, _part(data, at + 8, length)
        at += 12 + length
        if tag == b"IEND":
            return


def _png_recipe(tag: bytes, body: memoryview, limit: int) -> bytes | None:
    """Our own iTXt, and the tEXt or zTXt that other software turns it into."""
    keyword = RECIPE_KEYWORD.encode() + b"\0"
    if tag not in {b"iTXt", b"tEXt", b"zTXt"} or bytes(body[: len(keyword)]) != keyword:
        return None
    rest = bytes(body[len(keyword) :])
    if tag == b"tEXt":
        return rest[:limit]
    if tag == b"zTXt":
        return _inflate(rest[1:], limit)
    packed, (_language, _translation, text) = rest[0], rest[2:].split(b"\0", 2)
    return _inflate(text, limit) if packed else text[:limit]


def _inflate(data: bytes, limit: int) -> bytes:
    return zlib.decompressobj().decompress(data, limit)


def _jpeg_exifs(data: bytes) -> Iterator[memoryview]:
    at = 2
    for _ in range(_MAX_CHUNKS):
        marker, code, length = struct.unpack_from(">BBH", data, at)
        if marker != 0xFF or code in {0xDA, 0xD9}:  # the scan or the end: no more notes follow
            return
        body = _part(data, at + 4, length - 2)
        if code == 0xE1 and bytes(body[:6]) == _EXIF_HEADER:
            yield body[6:]
        at += 2 + length


def _webp_exifs(data: bytes) -> Iterator[memoryview]:
    at = 12
    for _ in range(_MAX_CHUNKS):
        if at >= len(data):
            return
        tag, length = struct.unpack_from("<4sI", data, at)
        body = _part(data, at + 8, length)
        if tag == b"EXIF":
            yield body[6:] if bytes(body[:6]) == _EXIF_HEADER else body
        at += 8 + length + length % 2


def _exif_recipe(exif: memoryview, limit: int) -> bytes | None:
    """The ASCII UserComment of an EXIF block (a TIFF header, the first directory, and the Exif directory it points to)."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(bytes(exif[:4]))
    if order is None:
        return None
    first = struct.unpack_from(f"{order}I", exif, 4)[0]
    pointer = _tiff_entry(exif, order, first, EXIF_IFD)
    comment = _tiff_entry(exif, order, pointer[1], USER_COMMENT) if pointer else None
    if comment is None:
        return None
    value = bytes(_part(exif, comment[1], comment[0]))
    return value[8 : 8 + limit] if value.startswith(USER_COMMENT_ASCII) else None


def _tiff_entry(exif: memoryview, order: str, directory: int, wanted: int) -> tuple[int, int] | None:
    """(count, offset or value) of one tag of a directory."""
    entries = struct.unpack_from(f"{order}H", exif, directory)[0]
    for number in range(min(entries, _MAX_IFD_ENTRIES)):
        tag, _kind, count, value = struct.unpack_from(f"{order}HHII", exif, directory + 2 + 12 * number)
        if tag == wanted:
            return count, value
    return None


def _part(data: bytes | memoryview, start: int, length: int) -> memoryview:
    """`length` bytes from `start`, all of them really there."""
    if length < 0 or start + length > len(data):
        raise IndexError("a chunk reaches beyond the file")
    return memoryview(data)[start : start + length]
