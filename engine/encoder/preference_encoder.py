"""Preferences <-> Condition: what a person asks for, as the numbers that a picture is made of.

The vector, float32, each entry about [-1, 1], in this order (`layout` names every entry):
    theme.<id>      one a theme of the catalogue: its weight in the blend, [0, 1], sum 1 (one-hot for a single theme)
    style.<id>      likewise
    palette.<stat>  what the palette looks like, in OKLab weighted by shares (see `palette_statistics`)
    knob.<name>     2 * knob - 1
    option.<name>   likewise for every slider that some theme declares as its own; 0 where nothing is said
The inks themselves stand beside the vector (Condition.inks, .shares): twelve colours are data, not a feature. So does a photograph,
whose theme entries are 0. Every entry is a continuous function of the preferences, so a small move of a slider is a small move of
the vector.
"""

from __future__ import annotations

import functools
import math

import torch

from engine.catalogue import Catalogue
from engine.contracts import KNOBS, Condition, Insert, Knobs, Preferences, Swatch, Tensor
from engine.palette.oklab import hex_to_oklab, hexes_to_oklab, oklab_to_hex
from engine.photograph import Photograph

STATISTICS = ("lightness", "lightness_spread", "green_red", "blue_yellow", "chroma", "chroma_spread", "evenness")


class PreferenceEncoder:
    """Encodes resolved Preferences (explicit colours, known names) and decodes a Condition back."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.layout = (
            *(f"theme.{name}" for name in catalogue.themes),
            *(f"style.{name}" for name in catalogue.styles),
            *(f"palette.{name}" for name in STATISTICS),
            *(f"knob.{name}" for name in KNOBS),
            *(f"option.{name}" for name in catalogue.options),
        )

    def encode(self, preferences: Preferences, photograph: Photograph | None = None) -> Condition:
        """Resolved Preferences -> Condition. photograph: what `preferences.photo` names; it stands in no vector, as inks do not."""
        inks, shares, statistics = _colours(preferences.palette or ())
        vector = torch.tensor(
            [
                *_weights({} if preferences.photo else preferences.theme, tuple(self._catalogue.themes)),
                *_weights(preferences.style, tuple(self._catalogue.styles)),
                *statistics,
                *(2 * getattr(preferences.knobs, name) - 1 for name in KNOBS),
                *(2 * preferences.options.get(name, 0.5) - 1 for name in self._catalogue.options),
            ],
            dtype=torch.float32,
        )
        return Condition(
            vector=vector,
            layout=self.layout,
            inks=inks,
            shares=shares,
            background=None if preferences.background is None else hex_to_oklab(preferences.background),
            accent=None if preferences.accent is None else hex_to_oklab(preferences.accent),
            seed=preferences.seed,
            tile=preferences.tile,
            photo=preferences.photo,
            photograph=photograph if preferences.photo else None,
            phase=preferences.phase,
            frame=preferences.frame,
            inserts=tuple(Insert(edit, self.encode(preferences.within(edit), photograph)) for edit in preferences.edits if edit.on),
        )

    def decode(self, condition: Condition) -> Preferences:
        """Condition -> the Preferences that encode to it (names with no weight left out, colours dark to light)."""
        colours = zip(condition.inks, condition.shares.tolist(), strict=True)
        swatches = tuple(Swatch(hex=oklab_to_hex(ink), weight=share) for ink, share in colours)
        return Preferences(
            theme=_blend(condition.group("theme")) or None,
            style=_blend(condition.group("style")),
            palette=swatches if len(swatches) > 1 else swatches * 2,
            background=None if condition.background is None else oklab_to_hex(condition.background),
            accent=None if condition.accent is None else oklab_to_hex(condition.accent),
            knobs=Knobs(**{name: round(value, 7) for name, value in condition.knobs.model_dump().items()}),
            options={name: round(value, 7) for name, value in condition.options.items() if value != 0.5},
            seed=condition.seed,
            tile=condition.tile,  # type: ignore[arg-type]
            photo=condition.photo,
            phase=condition.phase,
            frame=condition.frame,
            edits=tuple(insert.edit for insert in condition.inserts),
        )


def _weights(asked: str | dict[str, float] | None, names: tuple[str, ...]) -> list[float]:
    blend = {asked: 1.0} if isinstance(asked, str) else {names[0]: 1.0} if asked is None else asked
    total = math.fsum(blend.values()) or 1.0
    return [blend.get(name, 0.0) / total for name in names]


@functools.lru_cache(256)
def _colours(palette: tuple[str | Swatch, ...]) -> tuple[Tensor, Tensor, tuple[float, ...]]:
    """Explicit colours -> (K, 3) OKLab dark to light, (K,) shares that sum to 1, and `palette_statistics`. Nobody may change them.

    Remembered, for a slider moves while colours stay. A colour named twice counts once, with both shares.
    """
    shares: dict[str, float] = {}
    for swatch in palette:
        if isinstance(swatch, Swatch):
            shares[swatch.hex] = shares.get(swatch.hex, 0.0) + swatch.weight
    total = math.fsum(shares.values())
    inks = hexes_to_oklab(shares)
    order = [index for _, _, index in sorted(zip(inks[:, 0].tolist(), shares, range(len(shares)), strict=True))]
    weights = torch.tensor([weight / total for weight in shares.values()])
    inks, weights = inks[order], weights[order]
    return inks, weights, tuple(palette_statistics(inks, weights).tolist())


def palette_statistics(inks: Tensor, shares: Tensor) -> Tensor:
    """(K, 3) OKLab, (K,) shares -> (7,): mean L, 2 sd L, 5 mean a, 5 mean b, 5 mean C, 5 sd C, entropy of the shares over log 12."""
    mean = (inks * shares[:, None]).sum(0)
    chroma = torch.linalg.vector_norm(inks[:, 1:], dim=1)
    mean_chroma = (chroma * shares).sum()
    spread = ((inks[:, 0] - mean[0]).square() * shares).sum().sqrt()
    chroma_spread = ((chroma - mean_chroma).square() * shares).sum().sqrt()
    entropy = -(shares * shares.clamp_min(1e-9).log()).sum() / math.log(12)
    return torch.stack((2 * mean[0] - 1, 2 * spread, 5 * mean[1], 5 * mean[2], 5 * mean_chroma, 5 * chroma_spread, entropy))


def _blend(weights: dict[str, float]) -> str | dict[str, float]:
    present = {name: weight for name, weight in weights.items() if weight > 0}
    return next(iter(present)) if len(present) == 1 else present
