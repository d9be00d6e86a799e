"""What a palette file holds: colours in order, each with the share it states, if any. The formats know no shares, so names carry them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.contracts import MAX_COLOURS, MIN_COLOURS, Swatch
from engine.errors import InvalidPreferencesError
from engine.palette.listing import shared_out

_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?%\s*$")


@dataclass(frozen=True)
class Entry:
    """One colour of a file. share: [0, 1], or None where the file says nothing."""

    hex: str
    share: float | None = None


def entry(hex_colour: str, name: str = "") -> Entry:
    """A colour and its name in the file ("#e8663f 30%") -> an entry."""
    share = _SHARE.search(name[-32:])
    value = float(share[1]) / 100 if share else 0.0
    return Entry(hex_colour, value if 0 < value <= 1 else None)


def entry_name(swatch: Swatch, total: float) -> str:
    """What a colour is called in a file, so that its share comes back from there."""
    return f"{swatch.hex} {round(100 * swatch.weight / total, 2):g}%"


def named(swatches: Sequence[Swatch]) -> list[tuple[Swatch, str]]:
    """Each swatch with its name in a file."""
    total = sum(swatch.weight for swatch in swatches)
    return [(swatch, entry_name(swatch, total)) for swatch in swatches]


@dataclass(frozen=True)
class Found:
    """What was taken from a file or a text: 2 to 12 swatches, shares summing to 1. notice: one sentence on what was left out, or ""."""

    swatches: tuple[Swatch, ...]
    notice: str = ""


def found_in(entries: Iterable[Entry]) -> Found:
    """Different colours in order, the first 12 of them. Raises InvalidPreferencesError for fewer than two."""
    every: dict[str, float | None] = {}
    for one in entries:
        every.setdefault(one.hex, one.share)
    merged = dict(list(every.items())[:MAX_COLOURS])
    if len(merged) < MIN_COLOURS:
        raise InvalidPreferencesError("This file holds fewer than two different colours; choose one with at least two.")
    more = len(every) > len(merged)
    return Found(shared_out(merged), f"There are {len(every)} colours in it; these are the first {len(merged)}." if more else "")


def to_hex(red: float, green: float, blue: float) -> str:
    """sRGB in [0, 1], clipped -> `#rrggbb`."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, value))):02x}" for value in (red, green, blue))


def cmyk_to_hex(cyan: float, magenta: float, yellow: float, black: float) -> str:
    """Ink coverages in [0, 1] -> `#rrggbb`, without a profile: the plain complement, as CSS's device-cmyk() falls back to."""
    return to_hex(*((1 - min(1.0, ink)) * (1 - min(1.0, black)) for ink in (cyan, magenta, yellow)))


class DamagedFileError(ValueError):
    """A palette file that breaks its own format; palette_file.py turns it into a sentence."""
