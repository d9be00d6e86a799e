"""OKLab against the reference values of its author (Ottosson 2020, table of XYZ pairs) and of CSS Color 4."""

from __future__ import annotations

import pytest
import torch

from engine.palette.oklab import hex_to_oklab, oklab_to_bytes, oklab_to_hex, oklab_to_srgb, srgb_to_oklab


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ("#ffffff", (1.0, 0.0, 0.0)),
        ("#000000", (0.0, 0.0, 0.0)),
        ("#ff0000", (0.62796, 0.22486, 0.12585)),  # CSS Color 4: red in oklab()
        ("#008000", (0.51975, -0.14030, 0.10768)),  # CSS Color 4: green in oklab()
        ("#0000ff", (0.45201, -0.03246, -0.31153)),
    ],
)
def test_reference_values(colour: str, expected):
    assert hex_to_oklab(colour).tolist() == pytest.approx(expected, abs=3e-4)


def test_all_channels_survive_the_round_trip():
    steps = torch.arange(0, 256, 15, dtype=torch.float32)
    cube = torch.stack(torch.meshgrid(steps, steps, steps, indexing="ij")).reshape(3, -1) / 255
    again = oklab_to_srgb(srgb_to_oklab(cube))
    assert float((again - cube).abs().max()) < 1e-3


def test_bytes_are_exact_for_every_grey_and_hex():
    grey = torch.arange(256, dtype=torch.float32).expand(3, 256)[:, None] / 255
    assert torch.equal(oklab_to_bytes(srgb_to_oklab(grey))[0, :, 0], torch.arange(256, dtype=torch.uint8))
    for colour in ("#1b1026", "#4a1942", "#9c2c4e", "#e8663f", "#ffd9a0", "#00ff7f", "#0000ff"):
        assert oklab_to_hex(hex_to_oklab(colour)) == colour
