"""Products with matrices whose weights lie along their diagonal, as resampling along an axis makes them."""

from __future__ import annotations

import torch

from engine.contracts import Tensor

BLOCKS, ROWS = 6, 24
"""How many blocks of rows, and the fewest rows of one: small enough to skip most zeros, large enough to keep the product fast."""


def banded(weights: Tensor, plane: Tensor, reach: float) -> Tensor:
    """(n, k) @ (..., k, W) -> (..., n, W), where all weights of row i lie within `reach` columns of column i * k / n."""
    rows, columns = weights.shape
    step = max(ROWS, -(-rows // BLOCKS))
    if columns < 3 * reach or rows < 2 * step:
        return weights @ plane
    product = torch.empty((*plane.shape[:-2], rows, plane.shape[-1]), device=plane.device)
    for first in range(0, rows, step):
        end = min(first + step, rows)
        low, high = max(0, int(first * columns / rows - reach)), min(columns, int(end * columns / rows + reach) + 1)
        torch.matmul(weights[first:end, low:high], plane[..., low:high, :], out=product[..., first:end, :])
    return product
