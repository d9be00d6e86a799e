"""A style sheet (.css) -> its colours, and a palette -> custom properties. The sheet is only read: no url() is opened, nothing resolved.

Where a sheet keeps its colours in custom properties these are its palette; else all its colours are, those used most often first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from engine.contracts import MAX_COLOURS, MIN_COLOURS, Swatch
from engine.palette.css_colour import css_colour_to_hex
from engine.palette.entries import Entry

_SILENT = re.compile(r"/\*.*?\*/|url\([^)]*\)|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
_DECLARATION = re.compile(r"(?<![\w$@-])([\w$@-]{1,100})\s*:\s*([^;{}]{1,1000})")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|(?:ok)?lab|(?:ok)?lch|color)\([^()]{1,120}\)|\b[a-zA-Z]{3,24}\b(?!\()")
_MOST_DECLARATIONS = 5000
_SHARE = "-share"


def looks_so(text: str) -> bool:
    """Whether a text is a style sheet rather than a list of colours."""
    return bool(re.search(r"[{;]\s*[\w$@-]+\s*:", text) or re.match(r"\s*(:root|--[\w-]+\s*:|[.#@]?[\w-]+\s*\{)", text))


def read(text: str) -> Iterator[Entry]:
    """The sheet's colours, each once."""
    declared = [match.group(1, 2) for match in islice(_DECLARATION.finditer(_SILENT.sub(" ", text)), _MOST_DECLARATIONS)]
    properties = {name: colours[0] for name, value in declared if name[:1] in "-$@" and (colours := _colours(value))}
    if len(set(properties.values())) >= MIN_COLOURS:
        shares = {name.removesuffix(_SHARE): _share(value) for name, value in declared if name.endswith(_SHARE)}
        yield from (Entry(colour, shares.get(name)) for name, colour in properties.items())
        return
    used = Counter(colour for _, value in declared for colour in _colours(value))
    kept = {colour for colour, _ in used.most_common(MAX_COLOURS)}
    yield from (Entry(colour) for colour in used if colour in kept)


def _colours(value: str) -> list[str]:
    found = []
    for match in _COLOUR.finditer(value):
        try:
            found.append(css_colour_to_hex(match[0]))
        except ValueError:
            continue  # a word that is no colour's name, a length of hexadecimal digits that no colour has
    return found


def _share(value: str) -> float | None:
    number = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)%\s*", value)
    return float(number[1]) / 100 if number and 0 < float(number[1]) <= 100 else None


def write(name: str, swatches: Sequence[Swatch]) -> bytes:
    """`:root` with a custom property for each colour, and one for its share."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "colour"
    total = sum(swatch.weight for swatch in swatches)
    lines = [
        f"  --{slug}-{number}: {swatch.hex};\n  --{slug}-{number}{_SHARE}: {round(100 * swatch.weight / total, 2):g}%;"
        for number, swatch in enumerate(swatches, 1)
    ]
    return (":root {\n" + "\n".join(lines) + "\n}\n").encode()
