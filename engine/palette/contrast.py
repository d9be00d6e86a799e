"""Contrast between inks, as the Web Content Accessibility Guidelines 2.2 (W3C) define it."""

from __future__ import annotations

from collections.abc import Sequence

_CHANNELS = (0.2126, 0.7152, 0.0722)
LEVELS = ((7.0, "AAA"), (4.5, "AA"), (3.0, "large"))
"""Least ratio for body text at AAA and AA, and for large letters and graphics (success criteria 1.4.3, 1.4.6, 1.4.11)."""


def relative_luminance(colour: str) -> float:
    """`#rrggbb` -> [0, 1], as WCAG 2.2 defines it (with the threshold of IEC 61966-2-1, which changes no 8-bit colour)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return sum(factor * value for factor, value in zip(_CHANNELS, linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def level(ratio: float) -> str:
    """ "AAA", "AA", "large" or ""."""
    return next((name for least, name in LEVELS if ratio >= least), "")


def contrasts(colours: Sequence[str]) -> list[list[float]]:
    """(n, n) ratios, rounded down to hundredths so that no rounding lifts a colour over a limit."""
    return [[int(contrast(one, other) * 100) / 100 for other in colours] for one in colours]
