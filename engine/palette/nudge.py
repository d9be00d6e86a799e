"""A whole palette moved a step: lighter or darker, calmer or livelier, warmer or cooler; and even steps between its ends.

In OKLCH (warmth in OKLab). Order and shares stay; what leaves sRGB gives up chroma; a step and the step back meet within a byte or two
wherever nothing had to be given up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence

from engine.contracts import MAX_COLOURS, MIN_COLOURS, Swatch
from engine.errors import InvalidPreferencesError, UnknownNameError
from engine.palette.harmony import GREY, Lch, hex_to_lch, to_hexes

LIGHT = 1.12
"""Exponent of a step of lightness: black and white stay where they are, and no two inks change places."""
LIVELY = 1.15
WARM = 0.014
WARM_HUE = 60.0


def _lit(ink: Lch, exponent: float) -> Lch:
    return ink[0] ** exponent, ink[1], ink[2]


def _strengthened(ink: Lch, factor: float) -> Lch:
    return ink[0], ink[1] * factor, ink[2]


def _warmed(ink: Lch, amount: float) -> Lch:
    """Towards orange or away from it; less at the ends of the ladder, where there is no room for colour."""
    lightness, chroma, hue = ink
    amount *= min(1.0, 4 * lightness * (1 - lightness) + 0.15)
    a = chroma * math.cos(math.radians(hue)) + amount * math.cos(math.radians(WARM_HUE))
    b = chroma * math.sin(math.radians(hue)) + amount * math.sin(math.radians(WARM_HUE))
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


NUDGES: Mapping[str, Callable[[Lch], Lch]] = {
    "lighter": lambda ink: _lit(ink, 1 / LIGHT),
    "darker": lambda ink: _lit(ink, LIGHT),
    "livelier": lambda ink: _strengthened(ink, LIVELY),
    "calmer": lambda ink: _strengthened(ink, 1 / LIVELY),
    "warmer": lambda ink: _warmed(ink, WARM),
    "cooler": lambda ink: _warmed(ink, -WARM),
}


def nudge(swatches: Sequence[Swatch], kind: str, locked: Collection[int] = ()) -> tuple[Swatch, ...]:
    """Every swatch but the locked places, one step of a kind from NUDGES. Raises UnknownNameError."""
    if kind not in NUDGES:
        raise UnknownNameError("nudge", kind, NUDGES)
    moved = to_hexes([NUDGES[kind](hex_to_lch(swatch.hex)) for swatch in swatches])
    return tuple(
        old if place in locked else Swatch(hex=new, weight=old.weight) for place, (old, new) in enumerate(zip(swatches, moved, strict=True))
    )


def ramp(first: str, last: str, count: int) -> tuple[Swatch, ...]:
    """`count` colours of equal share in even steps of OKLCH from the first to the last, which are among them; hue the shorter way round.

    Raises InvalidPreferencesError.
    """
    if not MIN_COLOURS <= count <= MAX_COLOURS:
        raise InvalidPreferencesError(f"A ramp has {MIN_COLOURS} to {MAX_COLOURS} colours, not {count}.")
    start, end = hex_to_lch(first), hex_to_lch(last)
    # A grey has no hue of its own: it takes the other's.
    hues = (end[2] if start[1] < GREY else start[2], start[2] if end[1] < GREY else end[2])
    turn = (hues[1] - hues[0] + 180) % 360 - 180
    steps = [step / (count - 1) for step in range(1, count - 1)]
    between = [(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t, hues[0] + turn * t) for t in steps]
    return tuple(Swatch(hex=colour, weight=1 / count) for colour in (first, *(to_hexes(between) if between else ()), last))
