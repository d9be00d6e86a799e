"""GIF89a with one table for all frames: the palette's own inks and the mixtures that are painted most. Nothing is dithered, so nothing
flickers; of each frame only what has changed is written.

Source: W3C, "Graphics Interchange Format, version 89a" (1990). Pillow packs the pixels.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin, Image

from engine.animate.colour_table import COLOURS, ColourTable
from engine.animate.reel import Pixels, Reel

FASTEST = 50
"""Frames a second: browsers slow down what is shown for less than two hundredths."""
SAME = COLOURS
"""The last place of the table: the pixel stays what it was."""
Places = npt.NDArray[np.uint8]


def write(frames: Iterable[Pixels], reel: Reel, file: BinaryIO) -> None:
    """All frames into the file, played for ever."""
    table = ColourTable.of(reel.samples(), reel.inks)
    file.write(b"GIF89a" + struct.pack("<HHBBB", reel.size.width, reel.size.height, 0xF7, 0, 0) + table.bytes)
    file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")
    file.write(b"\x21\xfe" + b"".join(_blocks(reel.note)))
    before: Places | None = None
    for pixels, ticks in zip(frames, reel.ticks(100), strict=True):
        places = table.places(pixels)
        file.writelines(_frame(places, before, ticks))
        before = places
    file.write(b"\x3b")


def _frame(places: Places, before: Places | None, ticks: int) -> list[bytes]:
    """One frame: the least rectangle that holds every change."""
    left, top, part = 0, 0, places
    if before is not None:
        changed = places != before
        rows, columns = np.flatnonzero(changed.any(1)), np.flatnonzero(changed.any(0))
        top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 1)
        left, right = (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, 1)
        window = (slice(top, bottom), slice(left, right))
        part = np.where(changed[window], places[window], np.uint8(SAME))
    image = Image.frombytes("P", (part.shape[1], part.shape[0]), np.ascontiguousarray(part).tobytes())
    return GifImagePlugin.getdata(image, (left, top), duration=10 * ticks, disposal=1, transparency=SAME)


def _blocks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 255):
        block = data[start : start + 255]
        yield bytes([len(block)]) + block
    yield b"\0"
