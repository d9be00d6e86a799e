"""The two figures of the promise, on pictures whose figures are known."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from engine.palette.fidelity import distance_to_inks, measure, on_palette
from engine.palette.oklab import hex_to_oklab, oklab_to_bytes

INKS = ("#102040", "#d04020", "#f0e0c0")


def stripes(*parts: tuple[str, int]) -> Image.Image:
    rows = [np.full((count, 100, 3), [int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.uint8) for colour, count in parts]
    return Image.fromarray(np.concatenate(rows))


def test_pure_inks_in_known_shares():
    found = measure(stripes((INKS[0], 60), (INKS[1], 30), (INKS[2], 10)), INKS, (60, 30, 10))
    assert found.on_palette_share == 1.0
    assert found.share_error == pytest.approx(0, abs=0.01)


def test_a_wrong_share_is_found():
    assert measure(stripes((INKS[0], 50), (INKS[1], 50)), INKS, (1, 1, 1)).share_error == pytest.approx(1 / 3, abs=0.01)


def test_a_mixture_of_two_inks_is_on_palette_and_a_foreign_colour_is_not():
    mixed = torch.lerp(hex_to_oklab(INKS[0]), hex_to_oklab(INKS[2]), 0.4)
    picture = Image.fromarray(oklab_to_bytes(mixed[:, None, None].expand(3, 50, 50)).numpy())
    assert measure(picture, INKS, (1, 1, 1)).on_palette_share == 1.0
    assert measure(stripes((INKS[0], 75), ("#00ff00", 25)), INKS, (1, 1, 1)).on_palette_share == pytest.approx(0.75, abs=0.01)


def test_background_and_accent_count_as_inks():
    picture = stripes((INKS[0], 90), ("#00ff00", 10))
    assert measure(picture, INKS, (1, 1, 1), extra=("#00ff00",)).on_palette_share == 1.0


def test_lightness_counts_half():
    inks = torch.tensor([[0.5, 0.1, 0.0], [0.5, -0.1, 0.0]])
    away = distance_to_inks(torch.tensor([[0.54], [0.0], [0.0]]), inks)
    assert float(away[0]) == pytest.approx(0.02, abs=1e-6)


def test_the_quick_count_is_that_of_every_distance():
    random = torch.Generator().manual_seed(4)
    inks = torch.rand((7, 3), generator=random) * torch.tensor([1.0, 0.4, 0.4]) - torch.tensor([0.0, 0.2, 0.2])
    ends = torch.randint(0, 7, (2, 20_000), generator=random)
    mixed = torch.lerp(inks[ends[0]], inks[ends[1]], torch.rand((20_000, 1), generator=random)).T
    pixels = mixed + 0.02 * torch.randn(mixed.shape, generator=random)
    share = float((distance_to_inks(pixels, inks) <= 0.02).float().mean())
    assert 0.2 < share < 0.95
    assert on_palette(pixels, inks) == pytest.approx(share, abs=1e-4)
