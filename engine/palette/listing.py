"""Colours pasted as text, in whatever form they were copied -> swatches. Text is only read: an address in it is never opened.

#e8663f e8663f rgb(232 102 63) oklch(68% 0.17 40) tomato          any CSS colour, any mix, any separators
#1b1026 22%, #e8663f: 0.18                                       shares after (or before) each colour
--brand: #e8663f;  $ink: #1b1026;  const inks = ["#fff"]         style sheets and code
Sky blue #8ecae6                                                 a name right before a hex code is a label
["#1b1026", {"hex": "#e8663f", "weight": 0.3}]                   JSON
https://coolors.co/264653-2a9d8f-e9c46a                          palette links
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.contracts import MAX_COLOURS, MIN_COLOURS, Swatch
from engine.errors import InvalidPreferencesError
from engine.palette.css_colour import css_colour_to_hex
from engine.values import colour_to_hex

MAX_TEXT = 10_000
MAX_TOKENS = 400
MAX_DEPTH = 4

Pair = tuple[str, float | None]

_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|//[^\n]*", re.DOTALL)
_LINK = re.compile(r"(?:https?://|\b(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}/)\S+")
_TOKEN = re.compile(
    r"""(?P<call>(?:rgba?|hsla?|hwb|(?:ok)?lab|(?:ok)?lch|color)\([^()\n]{0,80}\))
      | (?P<percent>\d+(?:[.,]\d+)?)\s?%
      | (?P<label>(?:--|\$|@)[\w-]+\s?:? | [A-Za-z_][\w .-]{0,60}?\s?[:=] | ["'][\w .-]{1,60}["']\s?: | [A-Za-z]{2}[A-Za-z ]{0,60}(?=\ \#))
      | (?P<brace>:root|[^\s,;{}()"']{0,60}\s?\{)
      | (?P<number>0?\.\d+|[01](?:\.\d*)?(?![\w.])|\d{1,2}(?:\.\d+)?(?![\w.]))
      | (?P<word>[^\s,;:|/{}\[\]()"'<>=]+)""",
    re.VERBOSE,
)


class NotColoursError(InvalidPreferencesError):
    """A text that says something else."""


def parse_colours(text: str) -> tuple[Swatch, ...]:
    """At most 10,000 characters -> 2 to 12 different swatches, shares summing to 1, in the order written.

    A colour without a share gets an equal part of what the others leave. Raises InvalidPreferencesError naming what is wrong.
    """
    if len(text) > MAX_TEXT:
        raise NotColoursError(f"This text is too long; paste at most {MAX_TEXT:,} characters.")
    merged: dict[str, float | None] = {}
    for colour, weight in _pairs(text):
        known = merged.get(colour)
        merged[colour] = weight if known is None else known + (weight or 0)
    if not merged:
        raise NotColoursError("There is no colour in this text; write colours like #e8663f, one after another.")
    if not MIN_COLOURS <= len(merged) <= MAX_COLOURS:
        some = "1 colour" if len(merged) == 1 else f"{len(merged)} colours"
        raise InvalidPreferencesError(f"This text holds {some}; a palette has {MIN_COLOURS} to {MAX_COLOURS}.")
    return shared_out(merged)


def _pairs(text: str) -> list[Pair]:
    """The colours of a text with the shares written beside them, on any scale."""
    if text.lstrip()[:1] in {"[", "{"}:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            pass  # a style sheet's block, or a list without quotes: read it as words
        else:
            return list(_from_json(data))
    bare = _COMMENT.sub(" ", _LINK.sub(_colours_of_link, text))
    return _from_words(re.sub(r"[^\S\n]+", " ", bare))


def _colours_of_link(link: re.Match[str]) -> str:
    """A palette link keeps its colours in the last part of its path: 264653-2a9d8f-..., or all in one run (222831393e46...)."""
    last = re.split(r"[?#]", link[0])[0].rstrip("/").rsplit("/", 1)[-1]
    if re.fullmatch(r"([0-9a-fA-F]{6}){2,12}", last):
        last = re.sub(r"(.{6})(?=.)", r"\1-", last)
    if not re.fullmatch(r"[0-9a-fA-F]{6}(-[0-9a-fA-F]{6})*", last):
        raise InvalidPreferencesError("This link does not spell out its colours; paste the colours themselves.")
    return last.replace("-", " ")


def _from_words(text: str) -> list[Pair]:
    pairs: list[Pair] = []
    waiting: float | None = None
    shares_first: bool | None = None
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count >= MAX_TOKENS:
            raise NotColoursError(f"This text has too many words; paste at most {MAX_COLOURS} colours.")
        kind, word = token.lastgroup, token[0]
        if kind in {"label", "brace"}:
            continue
        if kind in {"percent", "number"}:
            weight = _weight(token[kind].replace(",", "."))
            shares_first = not pairs if shares_first is None else shares_first
            if shares_first:
                waiting = weight
            elif pairs and pairs[-1][1] is None:
                pairs[-1] = (pairs[-1][0], weight)
            continue
        pairs.extend((colour, waiting) for colour in _colours_of_word(word))
        waiting = None
    return pairs


def _colours_of_word(word: str) -> list[str]:
    """One word -> its colour, or all of a dashed run (264653-2a9d8f)."""
    if re.fullmatch(r"[0-9a-fA-F]{6}(-[0-9a-fA-F]{6})+", word):
        return [f"#{part.lower()}" for part in word.split("-")]
    return [_colour(word)]


def _colour(word: object) -> str:
    """Any written form; hex with opacity (#rgba, #rrggbbaa) loses it. Raises InvalidPreferencesError naming the word."""
    if isinstance(word, str):
        plain = word.strip().rstrip(".!").lower()
        bare = f"#{plain}" if re.fullmatch(r"[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8}", plain) else plain
        with contextlib.suppress(ValueError):
            return css_colour_to_hex(bare)
    try:
        return colour_to_hex(word)
    except ValueError as error:
        message = str(error)
        raise NotColoursError(f"{message[:1].upper()}{message[1:]}.") from None


def _weight(value: Any) -> float:
    try:
        weight = float(value)
    except (TypeError, ValueError):
        weight = -1.0
    if not 0 < weight <= 1e6:
        raise InvalidPreferencesError("A share must be a number above 0, such as 30%.")
    return weight


def _from_json(data: Any, depth: int = 0) -> Iterator[Pair]:
    """Lists of colours, objects with hex (or color, value) and weight (or share), {colour: share}, nested a little."""
    if depth > MAX_DEPTH:
        raise InvalidPreferencesError("This list is nested too deeply; paste a plain list of colours.")
    if isinstance(data, list):
        for item in data[: MAX_TOKENS + 1]:
            yield from _from_json(item, depth + 1)
    elif isinstance(data, dict):
        yield from _from_object(data, depth)
    else:
        yield _colour(data), None


def _from_object(data: dict[str, Any], depth: int) -> Iterator[Pair]:
    named = next((data[key] for key in ("hex", "color", "colour", "value") if key in data), None)
    if named is not None and not isinstance(named, dict | list):
        weight = next((data[key] for key in ("weight", "share") if key in data), None)
        yield _colour(named), None if weight is None else _weight(weight)
    elif inner := next((data[key] for key in ("colours", "colors", "palette", "swatches") if key in data), None):
        yield from _from_json(inner, depth + 1)
    else:
        for key, value in data.items():
            by_share = isinstance(value, int | float) and not isinstance(value, bool)
            yield from [(_colour(key), _weight(value))] if by_share else _from_json(value, depth + 1)


def shared_out(merged: Mapping[str, float | None]) -> tuple[Swatch, ...]:
    """Shares to a sum of 1. Written shares read as parts of 1 when they fit in it, else of 100, else of their own sum."""
    given = [weight for weight in merged.values() if weight is not None]
    missing = len(merged) - len(given)
    total = sum(given)
    whole = 1.0 if total <= 1 else 100.0
    spare = (whole - total) / missing if missing and total < whole else total / len(given) if given else 1.0
    weights = [spare if weight is None else weight for weight in merged.values()]
    return tuple(Swatch(hex=colour, weight=weight / sum(weights)) for colour, weight in zip(merged, weights, strict=True))
