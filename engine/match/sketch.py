"""What a picture of a coarse scale will come to, seen ahead: a few pixels wide it says where things are, nothing of the references' hand.

The same steps as the picture's own, but few of them, at once on a size where patches show. Nothing of it goes into the picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from engine.contracts import Tensor
from engine.match.nearest import Shelf
from engine.match.scales import enlarged, resized, scaled
from engine.match.sliced import Rates, looked_at, stride_for, transported
from engine.match.target import Target
from engine.match.vote import EFFORT, voted
from engine.match.work import Work

SIDE = 160
"""Pixels of its longer side."""
LEAPS, STEPS = 2, 8
"""How often it is enlarged on the way, by equal factors; and steps after each."""


class Sketch:
    """guide: (3, H, W), the photograph in the references' colours, or None; references: likewise; size: (H, W) of the picture."""

    def __init__(
        self, guide: Tensor | None, references: Sequence[Tensor], size: tuple[int, int], content: float, rates: Rates, seed: int
    ) -> None:
        self._guide, self._references, self._size = guide, references, size
        self._content, self._rates, self._seed = content, rates, seed

    def helps(self, shape: tuple[int, int]) -> bool:
        """Whether a picture of that shape shows less than its sketch would."""
        return max(shape) < SIDE < max(self._size)

    def effort(self, shape: tuple[int, int]) -> float:
        """What the sketch of a picture of that shape costs, in patches looked at."""
        return sum(looked_at(each, stride_for(each)) * (STEPS + EFFORT) for each, _ in self._leaps(shape))

    def of(self, picture: Tensor, work: Work) -> Tensor:
        """(3, h, w) -> (3, H, W), SIDE pixels long."""
        chance = torch.Generator().manual_seed(self._seed)
        for shape, by in self._leaps((picture.shape[1], picture.shape[2])):
            references, stride = [scaled(one, by) for one in self._references], stride_for(shape)
            shown = None if self._guide is None else resized(self._guide, shape)
            picture = enlarged(picture, shown, shape, self._content)
            picture = transported(picture, Target(references), self._rates, [stride] * STEPS, chance, work)
            picture = voted(picture, Shelf.of(references), stride, chance, work)
            work.done(looked_at(shape, stride) * EFFORT)
        return picture

    def _leaps(self, shape: tuple[int, int]) -> list[tuple[tuple[int, int], float]]:
        """(H, W) of each size on the way, and what part of the full size it is."""
        factor = (SIDE / max(shape)) ** (1 / LEAPS)
        parts = [max(shape) * factor**leap / max(self._size) for leap in range(1, LEAPS + 1)]
        return [((max(1, round(self._size[0] * by)), max(1, round(self._size[1] * by))), by) for by in parts]
