"""Pictures that repeat have no seam; loops close and never jump."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from engine import ImageGenerator, InvalidPreferencesError, Size
from engine.backends.canvas import Canvas
from tests.engine.backends.combinations import GENERATOR

TILING = [theme for theme in GENERATOR.themes if GENERATOR.catalogue.tiles(theme)]
FRAMES = 48


def seam(picture: np.ndarray) -> float:
    """The mean step across the seam of two copies side by side, beside the mean step between neighbours within."""
    across = np.abs(picture[:, 0] - picture[:, -1]).mean()
    return float(across / np.abs(np.diff(picture, axis=1)).mean())


@pytest.mark.parametrize("style", GENERATOR.styles)
def test_a_repeating_picture_has_no_seam(generator: ImageGenerator, style: str):
    assert TILING, "no theme repeats"
    for theme, tile in zip(itertools.cycle(TILING), ("x", "y", "both"), strict=False):
        asked = {"theme": theme, "style": style, "palette": "ember", "seed": 5, "tile": tile}
        picture = np.asarray(generator.generate_image(asked, size=(256, 192)), dtype=np.float32)
        if tile != "y":
            assert seam(picture) <= 1.1, (theme, tile)
        if tile != "x":
            assert seam(picture.transpose(1, 0, 2)) <= 1.1, (theme, tile)


@pytest.mark.parametrize("theme", [theme for theme in GENERATOR.themes if theme not in TILING][:2])
def test_a_theme_that_cannot_repeat_says_so(generator: ImageGenerator, theme: str):
    with pytest.raises(InvalidPreferencesError, match="does not repeat"):
        generator.recipe({"theme": theme, "tile": "x"})


@pytest.mark.parametrize("theme", GENERATOR.themes)
def test_a_loop_closes_and_never_jumps(theme: str):
    canvas, size = Canvas(GENERATOR.catalogue, remembered=0), Size(width=112, height=80)
    condition = GENERATOR.condition({"theme": theme, "style": "halftone", "palette": "ember", "seed": 2, "knobs": {"detail": 0.4}})
    shown = [canvas.paint(condition, size, phase=frame / FRAMES).to(torch.float32) for frame in range(FRAMES)]
    steps = [float((a - b).abs().mean()) for a, b in itertools.pairwise([*shown, shown[0]])]
    assert torch.equal(canvas.paint(condition, size, phase=1.0).to(torch.float32), shown[0])
    assert np.median(steps) > 0, "nothing moves"
    assert max(steps) < 3 * np.median(steps), steps
