"""The colours that a picture was asked for, with their shares; and those of several palettes that share one picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.contracts import Preferences, Swatch


class Colours(NamedTuple):
    """hexes and weights of the palette, on any positive scale; extra: background and accent, which have no share."""

    hexes: tuple[str, ...]
    weights: tuple[float, ...]
    extra: tuple[str, ...]

    @classmethod
    def of(cls, preferences: Preferences) -> Colours:
        """Of resolved preferences."""
        swatches = [swatch for swatch in preferences.palette or () if isinstance(swatch, Swatch)]
        extra = tuple(colour for colour in (preferences.background, preferences.accent) if colour is not None)
        return cls(tuple(swatch.hex for swatch in swatches), tuple(swatch.weight for swatch in swatches), extra)


def united(layers: Sequence[Colours], areas: Sequence[float]) -> Colours:
    """Palettes that cover so much of a picture each -> all their colours, each once, those of the first before all others."""
    weights: dict[str, float] = {}
    for layer, area in zip(layers, areas, strict=True):
        for colour, weight in zip(layer.hexes, layer.weights, strict=True):
            weights[colour] = weights.get(colour, 0.0) + area * weight / sum(layer.weights)
    extra = tuple(dict.fromkeys(colour for layer in layers for colour in layer.extra))
    return Colours(tuple(weights), tuple(weights.values()), extra)
