"""Finds the comments in MP4, WebM and GIF files by walking their boxes, elements and blocks, without decoding a frame.

Sources: ISO/IEC 14496-12, 4.2 (boxes) and Apple's metadata item list, which FFmpeg writes; RFC 8794 (EBML) and RFC 9559, 5.1.8 (Matroska
tags); W3C, "Graphics Interchange Format, version 89a". Files come from anyone. The comments come before the frames, so a file's beginning
may be all that there is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_MOST_PARTS = 20_000
_UNKNOWN = -1

# MP4: the way to the comment.
_MP4_WAY = (b"moov", b"udta", b"meta", b"ilst", b"\xa9cmt", b"data")
# WebM: the elements that lead to a tag's name and text.
_SEGMENT, _TAGS, _TAG, _SIMPLE, _NAME, _STRING = 0x18538067, 0x1254C367, 0x7373, 0x67C8, 0x45A3, 0x4487


def mp4_comments(data: bytes) -> Iterator[bytes]:
    """The text of every comment."""
    yield from _boxes(memoryview(data), _MP4_WAY)


def _boxes(data: memoryview, way: tuple[bytes, ...]) -> Iterator[bytes]:
    at = 0
    for _ in range(_MOST_PARTS):
        if at + 8 > len(data):
            return
        length, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1:
            length, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        length = length or len(data) - at
        if length < head or at + length > len(data):
            raise IndexError("a box reaches beyond the file")
        if name == way[0]:
            body = data[at + head : at + length]
            if name == b"meta":
                body = body[4:]  # version and flags
            if len(way) == 1:
                yield bytes(body[8:])  # kind of data, and language
            else:
                yield from _boxes(body, way[1:])
        at += length


def webm_comments(data: bytes) -> Iterator[bytes]:
    """The text of every tag that is a comment."""
    for segment in _elements(memoryview(data), _SEGMENT):
        for tags in _elements(segment, _TAGS):
            for tag in _elements(tags, _TAG):
                for simple in _elements(tag, _SIMPLE):
                    if [bytes(name).upper() for name in _elements(simple, _NAME)] == [b"COMMENT"]:
                        yield from (bytes(text) for text in _elements(simple, _STRING))


def _elements(data: memoryview, wanted: int) -> Iterator[memoryview]:
    at = 0
    for _ in range(_MOST_PARTS):
        if at >= len(data):
            return
        name, at = _number(data, at, marked=True)
        length, at = _number(data, at, marked=False)
        if length == _UNKNOWN or at + length > len(data):  # the beginning of a file is enough
            length = len(data) - at
        if name == wanted:
            yield data[at : at + length]
        at += length


def _number(data: memoryview, at: int, *, marked: bool) -> tuple[int, int]:
    """A number of EBML, which says in its first byte how long it is, and where the next begins. marked: with that mark left in."""
    first = data[at]
    size = 9 - first.bit_length()
    if size > 8 or at + size > len(data):
        raise IndexError("a number reaches beyond the file")
    value = int.from_bytes(data[at : at + size])
    mark = 1 << 7 * size
    if not marked and value == 2 * mark - 1:
        return _UNKNOWN, at + size
    return value if marked else value & (mark - 1), at + size


def gif_comments(data: bytes) -> Iterator[bytes]:
    """The text of every comment."""
    at = 13 + _table(data[10])
    for _ in range(_MOST_PARTS):
        mark = data[at]
        if mark == 0x3B:
            return
        if mark == 0x21:
            kind, (text, at) = data[at + 1], _blocks(data, at + 2)
            if kind == 0xFE:
                yield text
        elif mark == 0x2C:
            _, at = _blocks(data, at + 11 + _table(data[at + 9]))
        else:
            raise IndexError("no block begins here")


def _table(flags: int) -> int:
    """Bytes of a colour table, by what its header says."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes of a row of blocks, and where the next thing begins."""
    parts = []
    while data[at]:
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(parts), at + 1
