"""How much of a picture its edits cover, for the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from engine.contracts import Tensor
from engine.palette.inks import neighbourhood

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Laid:
    """areas: of the picture itself and of each edit, as far as it is seen; sum 1. cover: (h, w) of the small pass, of all edits."""

    areas: list[float]
    cover: Tensor

    @classmethod
    def of(cls, covers: Sequence[Tensor]) -> Laid:
        """Edits from the lowest to the topmost, (h, w) each."""
        left, areas = torch.ones_like(covers[0]), list[float]()
        for cover in reversed(covers):
            areas.append(float((left * cover).mean()))
            left = left * (1 - cover)
        return cls([float(left.mean()), *reversed(areas)], 1 - left)

    def painted(self, pixels: Bytes) -> Bytes:
        """(H, W, C) -> (1, n, C): those that edits cover wholly."""
        least, _ = neighbourhood(self.cover)
        whole = (least > 1 - 1e-4).cpu().numpy()
        rows, columns = (np.arange(count) * few // count for count, few in zip(pixels.shape[:2], whole.shape, strict=True))
        found: Bytes = pixels[whole[rows[:, None], columns]][None]
        return found
