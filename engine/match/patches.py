"""Patches without taking them out: what filters say of every patch, and what every patch says of the picture.

A patch is SIDE x SIDE x 3 numbers; looking at patches every `stride` pixels from an offset is a strided convolution, and laying changes
of them back over one another is its transpose, divided by how many patches cover a pixel.
"""

from __future__ import annotations

import functools

import torch
from torch.nn import functional

from engine.contracts import Tensor

SIDE = 7
LENGTH = 3 * SIDE * SIDE


def rotation(chance: torch.Generator, device: torch.device) -> Tensor:
    """(LENGTH, 3, SIDE, SIDE): orthonormal filters in random directions."""
    turned: Tensor = torch.linalg.qr(torch.randn(LENGTH, LENGTH, generator=chance))[0]
    return turned.T.contiguous().to(device).view(LENGTH, 3, SIDE, SIDE)


def offset(stride: int, chance: torch.Generator) -> tuple[int, int]:
    """Where a grid of patches begins: (y, x), each less than its stride."""
    y, x = torch.randint(stride, (2,), generator=chance).tolist()
    return y, x


def seen(picture: Tensor, filters: Tensor, stride: int, start: tuple[int, int]) -> Tensor:
    """(3, H, W), (k, 3, SIDE, SIDE) -> (k, h, w): each filter's product with the patches at every `stride`."""
    return functional.conv2d(picture[None, :, start[0] :, start[1] :], filters, stride=stride)[0]


def laid_back(changes: Tensor, filters: Tensor, shape: tuple[int, int], stride: int, start: tuple[int, int]) -> Tensor:
    """(k, h, w) changes of what `seen` saw -> (3, H, W): the mean of what all patches over a pixel ask for; 0 where there is none.

    A transposed convolution, done as an ordinary one for each place within a stride: in two thirds of the time.
    """
    taps = -(-SIDE // stride)
    more = taps * stride - SIDE
    placed = functional.pad(filters, (0, more, 0, more)).view(-1, 3, taps, stride, taps, stride).permute(1, 3, 5, 0, 2, 4).flip(4, 5)
    asked = functional.conv2d(changes[None], placed.reshape(3 * stride**2, -1, taps, taps), padding=taps - 1)[0]
    rows, columns = asked.shape[1:]
    asked = asked.view(3, stride, stride, rows, columns)
    asked *= _share(changes.shape[1], stride, changes.device).T[:, None, :, None]
    asked *= _share(changes.shape[2], stride, changes.device).T[:, None]
    (height, width), (top, left), (tall, wide) = shape, start, (rows * stride, columns * stride)
    whole = torch.zeros((3, max(height, top + tall), max(width, left + wide)), device=changes.device)
    inside = whole[:, top : top + tall, left : left + wide].view(3, rows, stride, columns, stride)
    inside.permute(0, 2, 4, 1, 3).copy_(asked)
    return whole[:, :height, :width]


@functools.lru_cache(64)
def _share(count: int, stride: int, device: torch.device) -> Tensor:
    """(n, stride): one over the number of patches that cover each row, or each column; 0 where none does. Nobody may change it."""
    ones = torch.ones((1, 1, count), device=device)
    cover = functional.conv_transpose1d(ones, torch.ones((1, 1, SIDE), device=device), stride=stride)[0, 0]
    share: Tensor = functional.pad(cover.reciprocal_().nan_to_num_(posinf=0.0), (0, -SIDE % stride))
    return share.view(-1, stride)
