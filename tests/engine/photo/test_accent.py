"""The accent falls on one thing, not on scraps."""

from __future__ import annotations

import torch

from engine.photo.accent import accent

WHERE = torch.zeros(120, 160, dtype=torch.long)
"""Regions: 0 the ground, 1 to 4 scraps far apart, 5 a block."""
for number, (top, left) in enumerate(((20, 30), (22, 110), (95, 40), (90, 120)), start=1):
    WHERE[top : top + 7, left : left + 8] = number
WHERE[52:66, 72:86] = 5
GREY, RED, BLUE = (0.6, 0.0, 0.0), (0.5, 0.2, 0.1), (0.5, -0.04, -0.2)


def painted(scraps: tuple[float, float, float], block: tuple[float, float, float]) -> torch.Tensor:
    """(3, h, w) OKLab of regions in these colours."""
    return torch.tensor([GREY, *[scraps] * 4, block]).T[:, WHERE]


def test_a_block_is_taken_before_scraps_that_stand_out_as_much():
    assert torch.equal(accent(painted(RED, BLUE), WHERE), WHERE == 5)


def test_of_scraps_one_is_taken():
    chosen = accent(painted(RED, GREY), WHERE)
    assert [number for number in range(1, 5) if bool((chosen & (number == WHERE)).any())] in ([1], [2], [3], [4])
    assert not bool((chosen & (WHERE == 0)).any())
