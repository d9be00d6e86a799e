"""Palette files of other programs, read by what they are and written by what they are called: .ase .aco .gpl .css .txt .png.

Files come from anyone: bounded in bytes, only read, and refused in one sentence.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence

from engine.contracts import MIN_COLOURS, Swatch
from engine.errors import InvalidPreferencesError, UnknownNameError
from engine.palette import aco, ase, card, css_sheet, gpl
from engine.palette.css_colour import css_colour_to_hex
from engine.palette.entries import DamagedFileError, Entry, Found, found_in, named
from engine.palette.extract import extract_palette
from engine.palette.listing import NotColoursError, parse_colours

MAX_BYTES = 2**20
_HEX = re.compile(r"(?<![\w&#])#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM")

Writer = Callable[[str, Sequence[Swatch]], bytes]


def _hex_list(name: str, swatches: Sequence[Swatch]) -> bytes:
    return "".join(f"{label}\n" for _, label in named(swatches)).encode()


WRITERS: dict[str, tuple[Writer, str]] = {
    "ase": (ase.write, "application/octet-stream"),
    "aco": (aco.write, "application/octet-stream"),
    "gpl": (gpl.write, "text/plain"),
    "css": (css_sheet.write, "text/css"),
    "txt": (_hex_list, "text/plain"),
    "png": (card.write, "image/png"),
}
"""Extension -> what writes it, and its content type."""


def read_palette(data: bytes, count: int = 5) -> Found:
    """The palette in a file. count: how many to take from a picture, 3 to 12.

    Raises InvalidPreferencesError, UnreadablePictureError, PictureTooLargeError.
    """
    if data.startswith(_PICTURES) or data[4:12] == b"ftypavif":
        return Found(extract_palette(data, count))
    if len(data) > MAX_BYTES:
        raise InvalidPreferencesError("This file is larger than 1 MB, which no palette is; choose another.")
    try:
        if data.startswith(ase.MAGIC):
            return found_in(ase.read(data))
        if data.startswith(gpl.MAGIC):
            return found_in(gpl.read(data))
        if aco.looks_so(data):
            return found_in(aco.read(data))
    except DamagedFileError:
        raise InvalidPreferencesError("This palette file is damaged or of a kind that is not known here; save it again.") from None
    return _from_text(data)


def _from_text(data: bytes) -> Found:
    with contextlib.suppress(UnicodeDecodeError, NotColoursError):
        text = data.decode("utf-8-sig")
        if text and "\0" not in text:
            return read_text(text)
    raise InvalidPreferencesError("There are no colours in this file; choose a picture, or a palette as ASE, ACO, GPL, CSS or a list.")


def read_text(text: str) -> Found:
    """A style sheet, or colours in any mix of forms; of a web page's text, which says more than colours, its hex codes.

    Raises InvalidPreferencesError.
    """
    if css_sheet.looks_so(text) and not text.lstrip().startswith(("[", "{")):
        return found_in(css_sheet.read(text))
    try:
        return Found(parse_colours(text))
    except InvalidPreferencesError:
        codes = list(dict.fromkeys(code.lower() for code in _HEX.findall(text[:MAX_BYTES])))
        says_more = re.search(r"[A-Za-z]{3}", _HEX.sub(" ", text))
        if len(codes) < MIN_COLOURS or not says_more:
            raise
        swatches = found_in(Entry(css_colour_to_hex(code)) for code in codes).swatches
        return Found(swatches, f"Only {len(swatches)} hex codes of this text were taken; the rest of it is no colours.")


def write_palette(kind: str, name: str, swatches: Sequence[Swatch]) -> tuple[bytes, str]:
    """-> (the file, its content type). Names lose what is not printable. Raises UnknownNameError."""
    if kind not in WRITERS:
        raise UnknownNameError("palette format", kind, WRITERS)
    write, content_type = WRITERS[kind]
    return write("".join(char for char in name if char.isprintable())[:64] or "Palette", swatches), content_type
