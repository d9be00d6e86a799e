"""Simple features of a picture, for a linear probe: lightness downsampled, and histograms of gradient orientation.

All are of lightness ranked within the picture, so that no palette's own steps show. Composition: where tones and edges lie (Dalal and
Triggs, "Histograms of oriented gradients", 2005). Texture: which orientations stand beside which, over the whole picture (Watanabe, Ito
and Yokoi, "Co-occurrence histograms of oriented gradients", 2009), which tells dots from hatching wherever they are.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from engine.contracts import Tensor

Rows = npt.NDArray[np.float32]
ORIENTATIONS = 8
"""In a whole turn: an edge that grows light upwards is not one that grows light downwards."""
FLAT = 0.02
"""Steps in rank from one pixel to the next that hardly count as edges."""
STEEP = (0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.1, 0.18, 0.3)
WAYS = ((0, 1), (1, 0), (1, 1), (1, -1))
"""Right, down, and both diagonals: (rows, columns)."""


def composition(lightness: npt.NDArray[np.uint8]) -> Rows:
    """(N, H, W) uint8 -> (N, n): what lies where, and coarse textures. Tells themes."""
    shown = ranked(lightness)
    small = _shrunk(shown, 32)
    parts = [_shrunk(shown, 16).flatten(1), small.mean(2), small.std(2)]
    for side in (32, 64, 128):
        edges, size = directed(_shrunk(shown, side))
        parts += [_shares(edges, (16, 1)), _shares(edges, (4, 1)), _mirrored(edges, 4), _steepness(size)]
        parts += [_lively(edges), beside(edges, size, (1, 2, 4, 7))]
    return torch.cat(parts, 1).numpy()


def texture(lightness: npt.NDArray[np.uint8]) -> Rows:
    """(N, H, W) uint8 -> (N, n): what small marks there are, wherever they are. Tells styles."""
    shown, parts = ranked(lightness), []
    for side in (shown.shape[-1], shown.shape[-1] // 2):
        edges, size = directed(_shrunk(shown, side))
        parts += [_shares(edges, (1, 1)), (edges.mean((1, 2, 3))[:, None] + 1e-3).log(), _steepness(size)]
        parts.append(beside(edges, size, (1, 2, 3, 5)))
    return torch.cat(parts, 1).numpy()


def ranked(lightness: npt.NDArray[np.uint8]) -> Tensor:
    """(N, H, W) uint8 -> float32 in [0, 1]: how much of its picture is darker than a pixel."""
    shown = torch.empty(lightness.shape)
    for rank, plane in zip(shown, lightness, strict=True):
        counts = np.bincount(plane.ravel(), minlength=256)
        darker = ((counts.cumsum() - counts / 2) / plane.size).astype(np.float32)
        rank.copy_(torch.from_numpy(darker[plane]))
    return shown


def directed(shown: Tensor) -> tuple[Tensor, Tensor]:
    """(N, H, W) -> (N, ORIENTATIONS, H, W) gradients shared out to the orientations near theirs, and their size (N, H, W)."""
    right, down = torch.zeros_like(shown), torch.zeros_like(shown)
    torch.sub(shown[..., :, 2:], shown[..., :, :-2], out=right[..., :, 1:-1])
    torch.sub(shown[..., 2:, :], shown[..., :-2, :], out=down[..., 1:-1, :])
    size = torch.hypot(right, down).mul_(0.5)
    turns = torch.arange(ORIENTATIONS)[:, None, None] * (2 * math.pi / ORIENTATIONS)
    along = (right[:, None] * turns.cos()).add_(down[:, None] * turns.sin()).mul_(0.5).clamp_(min=0)
    return along.square_().div_(size[:, None] + 1e-4), size


def beside(edges: Tensor, size: Tensor, distances: tuple[int, ...]) -> Tensor:
    """(N, n) how often an edge of one orientation has one of another so many pixels right, below and aslant of it."""
    wide, even = edges.shape[-1], edges.div(size[:, None] + FLAT).flatten(2)
    found = []
    for distance in distances:
        for rows, columns in WAYS:
            step = (rows * wide + columns) * distance
            found.append((even[..., :-step] @ even[..., step:].transpose(1, 2)).div_(even.shape[-1]).flatten(1))
    return torch.cat(found, 1).clamp_(min=0).sqrt_()


def _shrunk(shown: Tensor, side: int) -> Tensor:
    return shown if side == shown.shape[-1] else functional.adaptive_avg_pool2d(shown[:, None], side)[:, 0]


def _shares(edges: Tensor, cells: tuple[int, int]) -> Tensor:
    """Of each cell's edges the part that has each orientation."""
    found = functional.adaptive_avg_pool2d(edges, cells)
    return (found / (found.sum(1, keepdim=True) + 0.003)).sqrt_().flatten(1)


def _mirrored(edges: Tensor, cells: int) -> Tensor:
    """The same as `_shares`, of a picture and its mirror image together."""
    found = _shares(edges, (cells, cells)).view(len(edges), ORIENTATIONS, cells, cells)
    turned = found.flip(-1)[:, [(ORIENTATIONS // 2 - number) % ORIENTATIONS for number in range(ORIENTATIONS)]]
    return (found + turned)[..., : cells // 2].flatten(1)


def _lively(edges: Tensor) -> Tensor:
    """Of eight rows of cells how unlike their edges are along the row, and the most of each orientation."""
    found = functional.adaptive_avg_pool2d(edges, 8)
    around = functional.avg_pool2d(found.sum(1, keepdim=True), 3, 1, 1, count_include_pad=False)
    found = (found / (around + 0.003)).clamp_(max=2).sqrt_()
    return torch.cat((found.std(3).flatten(1), found.amax(3).flatten(1)), 1)


def _steepness(size: Tensor) -> Tensor:
    return torch.stack([(size > least).float().mean((1, 2)) for least in STEEP], 1).sqrt_()
