"""From look to look and back to the first: a continuous path through the encoder's vectors.

What the vector holds (themes, styles, knobs, options) goes straight from one look to the next, eased at both ends; colours go straight
through OKLab, each ink to that of its own place from dark to light. Looks keep the seeds they were chosen with: between two that differ,
the scene and the style of either stand beside each other in patches (Strand), as blends do, so nothing jumps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch

from engine.contracts import Condition, Strand, Tensor
from engine.palette.inks import Inks


class Path:
    """conditions: the looks, in turn; one alone stays as it is. hold: of the time of each, the part for which it stays itself."""

    def __init__(self, conditions: Sequence[Condition], hold: float) -> None:
        self._hold = hold
        first = conditions[0]
        kept = {name: getattr(first, name) for name in ("phase", "tile", "photo", "photograph", "frame", "inserts")}
        alike = [replace(one, **kept) for one in conditions]
        self._looks = alike if len(alike) == 1 else _alike(alike)

    def __len__(self) -> int:
        return len(self._looks)

    def at(self, moment: float) -> Condition:
        """What is painted at a moment of the loop, in [0, 1). At 0 it is the first look."""
        place = moment % 1.0 * len(self._looks)
        number = int(place)
        share = _eased((place - number - self._hold / 2) / (1 - self._hold))
        return between(self._looks[number], self._looks[(number + 1) % len(self._looks)], share)


def between(one: Condition, other: Condition, share: float) -> Condition:
    """The condition that is `share` of the way, in [0, 1], from one to another with as many inks."""
    if share <= 0 or one is other:
        return one
    if share >= 1:
        return other
    mixed = replace(
        one,
        vector=torch.lerp(one.vector, other.vector, share),
        inks=torch.lerp(one.inks, other.inks, share),
        shares=torch.lerp(one.shares, other.shares, share),
        background=_mixed(one.background, other.background, share),
        accent=_mixed(one.accent, other.accent, share),
    )
    return mixed if one.seed == other.seed else replace(mixed, strands=(_strand(one, 1 - share), _strand(other, share)))


def _strand(look: Condition, share: float) -> Strand:
    return Strand(look.seed, _scaled(look.group("theme"), share), _scaled(look.group("style"), share))


def _scaled(weights: Mapping[str, float], by: float) -> dict[str, float]:
    return {name: weight * by for name, weight in weights.items() if weight > 0}


def _mixed(one: Tensor | None, other: Tensor | None, share: float) -> Tensor | None:
    return None if one is None or other is None else torch.lerp(one, other, share)


def _eased(place: float) -> float:
    """[0, 1] -> [0, 1], at rest at both ends (Perlin, "Improving noise", 2002)."""
    within = min(1.0, max(0.0, place))
    return within**3 * (within * (6 * within - 15) + 10)


def _alike(looks: Sequence[Condition]) -> list[Condition]:
    """The same looks with as many inks each, their paper and accent said, so that all of it has something to go to."""
    count = max(len(look.inks) for look in looks)
    made = []
    for look in looks:
        meant = Inks.of(look)
        colours, shares = _stretched(look.inks, look.shares, count)
        made.append(replace(look, inks=colours, shares=shares, background=meant.paper, accent=meant.accent))
    return made


def _stretched(inks: Tensor, shares: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Of (K, 3) inks as many as asked: the largest are split in two."""
    rows, parts = list(inks), shares.tolist()
    while len(rows) < count:
        largest = max(range(len(parts)), key=parts.__getitem__)
        parts[largest] /= 2
        parts.insert(largest, parts[largest])
        rows.insert(largest, rows[largest])
    return torch.stack(rows), torch.tensor(parts)
