"""Many one-dimensional noises in one look-up: skylines, shores, swells, one a row."""

from __future__ import annotations

import torch

from engine.contracts import Tensor
from engine.draw.chance import Chance
from engine.draw.noise import Noise, look


def lines(x: Tensor, asked: list[tuple[Chance, str, float]]) -> Tensor:
    """(n, 1, W) of each noise (its stream, its name, features a height) along x (1, W): as Noise(stream, name).at(x, 0, frequency)."""
    rows = [(frequency, *Noise(stream, name).offset) for stream, name, frequency in asked]
    f, across, down = torch.tensor(rows, device=x.device).T[..., None]
    return look(x * f + across, down.expand(-1, x.shape[1]))[:, None]
