"""Adobe Swatch Exchange (.ase), big-endian blocks. Adobe publishes no text on it; the layout is the one its programs write and read.

"ASEF", version 1.0, a count, then blocks: kind, length, body. A colour's body is a name (UTF-16, zero at the end), a model in four
letters, float32 values and a type (0 global, 1 spot, 2 process).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from engine.contracts import Swatch
from engine.palette.css_colour import lab_to_linear, linear_to_hex
from engine.palette.entries import DamagedFileError, Entry, cmyk_to_hex, entry, named, to_hex

MAGIC = b"ASEF"
_COLOUR, _GROUP, _GROUP_END = 0x0001, 0xC001, 0xC002
_MOST_BLOCKS = 4096


def read(data: bytes) -> Iterator[Entry]:
    """The file's colours, groups flattened. Raises DamagedFileError."""
    try:
        count = struct.unpack_from(">I", data, 8)[0]
        at = 12
        for _ in range(min(count, _MOST_BLOCKS)):
            kind, length = struct.unpack_from(">HI", data, at)
            body = data[at + 6 : at + 6 + length]
            if len(body) < length:
                raise DamagedFileError
            if kind == _COLOUR:
                yield _colour(body)
            at += 6 + length
    except (struct.error, UnicodeDecodeError, OverflowError):
        raise DamagedFileError from None


def _colour(body: bytes) -> Entry:
    letters = struct.unpack_from(">H", body)[0]
    name = body[2 : 2 + 2 * letters].decode("utf-16-be").rstrip("\0")
    at = 2 + 2 * letters
    model = body[at : at + 4]
    values = struct.unpack_from(f">{_VALUES.get(model, 0)}f", body, at + 4)
    if not values or not all(-1000 <= value <= 1000 for value in values):  # NaN fails too
        raise DamagedFileError
    return entry(_to_hex(model, values), name)


_VALUES = {b"RGB ": 3, b"LAB ": 3, b"CMYK": 4, b"Gray": 1}


def _to_hex(model: bytes, values: Sequence[float]) -> str:
    if model == b"CMYK":
        return cmyk_to_hex(*values)
    if model == b"LAB ":
        return linear_to_hex(lab_to_linear(100 * values[0], values[1], values[2]))
    return to_hex(*(values if model == b"RGB " else 3 * tuple(values)))


def write(name: str, swatches: Sequence[Swatch]) -> bytes:
    """One group called `name`, its colours in RGB."""
    blocks = [_block(_GROUP, _text(name)), *(_block(_COLOUR, _body(*pair)) for pair in named(swatches)), _block(_GROUP_END, b"")]
    return MAGIC + struct.pack(">HHI", 1, 0, len(blocks)) + b"".join(blocks)


def _block(kind: int, body: bytes) -> bytes:
    return struct.pack(">HI", kind, len(body)) + body


def _text(text: str) -> bytes:
    letters = (text + "\0").encode("utf-16-be")
    return struct.pack(">H", len(letters) // 2) + letters


def _body(swatch: Swatch, name: str) -> bytes:
    values = (int(swatch.hex[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _text(name) + struct.pack(">4s3fH", b"RGB ", *values, 0)
