"""A photograph as the engine holds it: pixels alone. Everything else that a file says about itself was left behind when it was read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Photograph:
    """An upright picture. pixels: (H, W, 3) uint8 sRGB, never changed. sha256: of the file it was read from, 64 hexadecimal digits."""

    pixels: npt.NDArray[np.uint8]
    sha256: str

    @property
    def aspect(self) -> float:
        """Width over height."""
        height, width = self.pixels.shape[:2]
        return float(width / height)
