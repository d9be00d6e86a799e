"""Adobe Photoshop colour swatches (.aco). After Adobe Photoshop File Formats Specification, "Color Swatches".

Version 1: a count, then colours of five 16-bit numbers (space and four values). Version 2 follows with the same colours and their names.
"""

from __future__ import annotations

import colorsys
import struct
from collections.abc import Iterator, Sequence

from engine.contracts import Swatch
from engine.palette.css_colour import lab_to_linear, linear_to_hex
from engine.palette.entries import DamagedFileError, Entry, cmyk_to_hex, entry, named, to_hex

_RGB, _HSB, _CMYK, _LAB, _GREY, _WIDE_CMYK = 0, 1, 2, 7, 8, 9
_FULL = 65535
_MOST = 4096


def looks_so(data: bytes) -> bool:
    """Whether the first bytes may be an .aco's: it has no magic, only a version and a count that the length must bear out."""
    if len(data) < 14 or data[:2] not in {b"\0\1", b"\0\2"}:
        return False
    count = int.from_bytes(data[2:4], "big")
    return count > 0 and len(data) >= 4 + 10 * count


def read(data: bytes) -> Iterator[Entry]:
    """The colours of version 2 where it is there, since names may hold shares, else of version 1. Raises DamagedFileError."""
    try:
        version, count = struct.unpack_from(">HH", data)
        second = 4 + 10 * count
        if version == 1 and len(data) > second + 4 and data[second : second + 2] == b"\0\2":
            yield from _named(data, second)
        elif version == 2:
            yield from _named(data, 0)
        else:
            for number in range(min(count, _MOST)):
                yield entry(_to_hex(*struct.unpack_from(">5H", data, 4 + 10 * number)))
    except (struct.error, UnicodeDecodeError):
        raise DamagedFileError from None


def _named(data: bytes, start: int) -> Iterator[Entry]:
    count = struct.unpack_from(">H", data, start + 2)[0]
    at = start + 4
    for _ in range(min(count, _MOST)):
        values = struct.unpack_from(">5H", data, at)
        letters = struct.unpack_from(">I", data, at + 10)[0]
        name = data[at + 14 : at + 14 + 2 * letters]
        if len(name) < 2 * letters:
            raise DamagedFileError
        yield entry(_to_hex(*values), name.decode("utf-16-be").rstrip("\0"))
        at += 14 + 2 * letters


def _to_hex(space: int, one: int, two: int, three: int, four: int) -> str:
    if space == _RGB:
        return to_hex(one / _FULL, two / _FULL, three / _FULL)
    if space == _HSB:
        return to_hex(*colorsys.hsv_to_rgb(one / (_FULL + 1), two / _FULL, three / _FULL))
    if space == _CMYK:  # 0 is full ink
        return cmyk_to_hex(*(1 - value / _FULL for value in (one, two, three, four)))
    if space == _WIDE_CMYK:
        return cmyk_to_hex(*(value / 10_000 for value in (one, two, three, four)))
    if space == _LAB:
        return linear_to_hex(lab_to_linear(one / 100, _signed(two) / 100, _signed(three) / 100))
    if space == _GREY:
        return to_hex(*3 * (1 - one / 10_000,))
    raise DamagedFileError


def _signed(value: int) -> int:
    return value - (_FULL + 1) if value > _FULL // 2 else value


def write(name: str, swatches: Sequence[Swatch]) -> bytes:
    """Versions 1 and 2 in one file, as Photoshop writes it. The format has no place for the palette's name."""
    plain = [struct.pack(">5H", _RGB, *(257 * int(swatch.hex[at : at + 2], 16) for at in (1, 3, 5)), 0) for swatch in swatches]
    called = [colour + _text(label) for colour, (_, label) in zip(plain, named(swatches), strict=True)]
    count = len(swatches)
    return struct.pack(">HH", 1, count) + b"".join(plain) + struct.pack(">HH", 2, count) + b"".join(called)


def _text(text: str) -> bytes:
    letters = (text + "\0").encode("utf-16-be")
    return struct.pack(">I", len(letters) // 2) + letters
