"""Which 255 colours a GIF gets, and which of them each pixel takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from engine.animate.reel import Pixels
from engine.contracts import Tensor
from engine.palette.oklab import hexes_to_oklab, srgb_to_oklab

COLOURS = 255
ROUNDS = 6
SAMPLE = 24_000
"""Of the painted colours that differ, so many decide."""
_BITS = 6
_LEVELS = 2**_BITS


@dataclass(frozen=True)
class ColourTable:
    """bytes: 256 times red, green, blue; the last is none. nearest: (2**18,) uint8, the place for each colour of 6 bits a channel."""

    bytes: bytes
    nearest: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, samples: Sequence[Pixels], inks: Sequence[str]) -> ColourTable:
        """The inks, as `#rrggbb`, and the painted colours that stand for the others best (k-means in OKLab, Lloyd 1982).

        Each is a colour that was painted, never an average: so it is a mixture of the palette's inks.
        """
        own = [tuple(bytes.fromhex(ink[1:])) for ink in dict.fromkeys(inks)][:COLOURS]
        chosen = _chosen(np.concatenate([one[..., :3].reshape(-1, 3) for one in samples]), inks[:COLOURS], COLOURS - len(own))
        table = np.zeros((COLOURS + 1, 3), np.uint8)
        colours = np.array([*own, *map(tuple, chosen)], np.uint8)
        table[: len(colours)] = colours
        nearest = _nearest(_oklab(_cells()), _oklab(colours))
        places = nearest.numpy().astype(np.uint8)
        for place in range(len(colours) - 1, -1, -1):  # a colour of the table is taken for itself; an ink above all
            places[_cell(colours[place : place + 1])] = place
        return cls(table.tobytes(), places)

    def places(self, pixels: Pixels) -> npt.NDArray[np.uint8]:
        """(H, W, 4) -> (H, W) places in the table."""
        found: npt.NDArray[np.uint8] = self.nearest[_cell(pixels)]
        return found


def _chosen(painted: npt.NDArray[np.uint8], inks: Sequence[str], count: int) -> npt.NDArray[np.uint8]:
    """(N, 3) painted colours -> at most `count` of them."""
    colours, counts = np.unique(painted, axis=0, return_counts=True)
    most = np.argsort(counts)[::-1][:SAMPLE]
    colours, weights = colours[most], torch.from_numpy(counts[most].astype(np.float32)).sqrt()
    if len(colours) <= count:
        return colours
    points, held = _oklab(colours), hexes_to_oklab(inks).T
    palette = Image.fromarray(colours[None]).quantize(count, Image.Quantize.MEDIANCUT).getpalette() or []
    middles = torch.cat((held, _oklab(np.array(palette, np.uint8).reshape(-1, 3))), dim=1)
    for _ in range(ROUNDS):
        taken = _nearest(points, middles)
        sums = torch.zeros_like(middles).index_add_(1, taken, points * weights)
        totals = torch.zeros(middles.shape[1]).index_add_(0, taken, weights)
        middles = torch.where(totals > 0, sums / totals.clamp_min(1e-9), middles)
        middles[:, : held.shape[1]] = held
    best = _nearest(middles[:, held.shape[1] :], points)
    picked: npt.NDArray[np.uint8] = colours[np.unique(best.numpy())]
    return picked


def _nearest(points: Tensor, middles: Tensor) -> Tensor:
    """(3, N), (3, K) -> (N,) which of the K is nearest."""
    parts = torch.split(points, 32_768, dim=1)
    lengths = middles.square().sum(0)
    return torch.cat([torch.addmm(lengths, part.T, middles, alpha=-2).argmin(1) for part in parts])


def _oklab(colours: npt.NDArray[np.uint8]) -> Tensor:
    return srgb_to_oklab(torch.from_numpy(colours.astype(np.float32).T / 255))


def _cells() -> npt.NDArray[np.uint8]:
    """(2**18, 3): the middle of every cell."""
    level = (np.arange(_LEVELS) * 256 // _LEVELS + 128 // _LEVELS).astype(np.uint8)
    return np.stack(np.meshgrid(level, level, level, indexing="ij"), axis=-1).reshape(-1, 3)


def _cell(colours: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """(..., 3 or more) -> (...): the cell that a colour lies in."""
    red, green, blue = ((colours[..., channel] >> (8 - _BITS)).astype(np.int32) for channel in range(3))
    cell: npt.NDArray[np.int32] = (red << 2 * _BITS) | (green << _BITS) | blue
    return cell
