"""Planes drawn on other rows and columns."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from engine.photo.resample import Axis, brought, resampled

PLANES = torch.rand(3, 61, 83, generator=torch.Generator().manual_seed(1))


def sampled(x: torch.Tensor, y: torch.Tensor, mode: str) -> torch.Tensor:
    """The same by the general sampler. x, y: places in pixels."""
    height, width = PLANES.shape[1:]
    across, down = (x + 0.5) * 2 / width - 1, (y + 0.5) * 2 / height - 1
    places = torch.stack((across.expand(len(y), -1), down[:, None].expand(-1, len(x))), dim=-1)
    return functional.grid_sample(PLANES[None], places[None], mode=mode, padding_mode="reflection", align_corners=False)[0]


@pytest.mark.parametrize(("mode", "smooth"), [("bicubic", True), ("bilinear", False)])
def test_rows_and_columns_are_sampled_as_any_places_are_mirrored_past_the_border(mode: str, smooth: bool) -> None:
    x, y = torch.linspace(-30.2, 120.7, 200), torch.linspace(-9.1, 70.3, 130)
    drawn = resampled(PLANES, Axis.of(y, 61, smooth), Axis.of(x, 83, smooth))
    assert torch.allclose(drawn, sampled(x, y, mode), atol=1e-4)


def test_a_part_of_the_rows_is_the_part_of_the_whole() -> None:
    x, y = torch.linspace(0, 82, 150), torch.linspace(0, 60, 140)
    across = Axis.of(x, 83, True)
    whole, part = (resampled(PLANES, Axis.of(rows, 61, True), across) for rows in (y, y[70:]))
    assert torch.allclose(whole[:, 70:], part, atol=1e-6)


def test_fewer_pixels_are_the_means_of_what_they_cover() -> None:
    means = functional.avg_pool2d(torch.rand(2, 60, 90, generator=torch.Generator().manual_seed(2))[None], 3)[0]
    assert torch.allclose(brought(means.repeat_interleave(3, 1).repeat_interleave(3, 2), (20, 30)), means, atol=1e-6)
    assert torch.allclose(brought(PLANES, (17, 29)).mean((1, 2)), PLANES.mean((1, 2)), atol=1e-5)


def test_bytes_are_read_as_numbers_and_a_ramp_stays_one() -> None:
    ramp = torch.arange(40, dtype=torch.uint8).expand(1, 50, 40)
    wider = brought(ramp, (100, 160))
    assert wider.dtype == torch.float32
    assert torch.allclose(wider[0, 0, 8:-8], ((torch.arange(160) + 0.5) / 4 - 0.5)[8:-8], atol=0.05)  # cubic with a = -0.75 sways a little
