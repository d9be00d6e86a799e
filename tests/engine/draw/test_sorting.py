"""Rows sorted by a network of comparisons."""

from __future__ import annotations

import pytest
import torch

from engine.draw.sorting import falling


@pytest.mark.parametrize("count", [1, 2, 7, 21, 32])
def test_each_column_is_told_from_the_greatest_to_the_least(count: int) -> None:
    values = torch.rand(count, 300, generator=torch.Generator().manual_seed(count))
    order = falling(values)
    assert torch.equal(order.long(), torch.sort(values, dim=0, descending=True, stable=True).indices)


def test_equal_values_stay_in_the_order_of_their_rows() -> None:
    assert torch.equal(falling(torch.full((21, 3), 0.5)).long(), torch.arange(21)[:, None].expand(-1, 3))
