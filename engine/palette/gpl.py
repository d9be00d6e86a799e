"""GIMP palettes (.gpl), which Inkscape and Krita read too: text, one colour a line as three numbers and a name.

After GIMP's own writer (app/core/gimppalette-save.c).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.contracts import Swatch
from engine.palette.entries import DamagedFileError, Entry, entry, named, to_hex

MAGIC = b"GIMP Palette"
_LINE = re.compile(r"\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})(?:\s+(.*))?")
_NOTE = re.compile(r"\s*(#.*|(Name|Columns|Channels):.*)?")


def read(data: bytes) -> Iterator[Entry]:
    """The file's colours. Raises DamagedFileError for a line that is neither a colour nor a note."""
    for line in data.decode("utf-8", "replace").splitlines()[1:]:
        colour = _LINE.fullmatch(line)
        if colour and all(int(value) <= 255 for value in colour.group(1, 2, 3)):
            red, green, blue = (int(value) / 255 for value in colour.group(1, 2, 3))
            yield entry(to_hex(red, green, blue), colour[4] or "")
        elif not _NOTE.fullmatch(line):
            raise DamagedFileError


def write(name: str, swatches: Sequence[Swatch]) -> bytes:
    """A palette called `name`."""
    lines = [f"GIMP Palette\nName: {name}\nColumns: {len(swatches)}\n#"]
    for swatch, label in named(swatches):
        red, green, blue = (int(swatch.hex[at : at + 2], 16) for at in (1, 3, 5))
        lines.append(f"{red:3d} {green:3d} {blue:3d}\t{label}")
    return ("\n".join(lines) + "\n").encode()
