"""Pictures that repeat have no seam; loops close and never jump."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from benchmarks.motion import leap
from benchmarks.seams import seam, seams
from engine import ImageGenerator, InvalidPreferencesError, Size
from engine.backends.canvas import Canvas
from tests.engine.backends.combinations import GENERATOR

TILING = [theme for theme in GENERATOR.themes if GENERATOR.catalogue.tiles(theme)]
FRAMES = 48


@pytest.mark.parametrize("style", GENERATOR.styles)
def test_a_repeating_picture_has_no_seam(generator: ImageGenerator, style: str):
    assert TILING, "no theme repeats"
    found: dict[tuple[str, str, str], float] = {}
    for theme, tile in zip(itertools.cycle(TILING), ("x", "y", "both", "both"), strict=False):
        asked = {"theme": theme, "style": style, "palette": "ember", "seed": 5, "tile": tile}
        found |= {(theme, tile, axis): one for axis, one in seams(generator, asked, (256, 192)).items()}
    assert np.mean(list(found.values())) <= 0.95, found
    assert max(found.values()) <= 1.3, found


@pytest.mark.parametrize("style", ["oil", "watercolour"])
def test_the_border_runs_where_ribbons_lie_along_the_rows(generator: ImageGenerator, style: str):
    """Where no column is free of outlines, the quietest is told by all that styles draw, not by the one thing that parts most."""
    asked = {"theme": "flow", "style": style, "palette": "ember", "seed": 0, "tile": "both"}
    assert max(seams(generator, asked, (256, 192)).values()) <= 1.3


def test_what_does_not_repeat_has_a_seam(generator: ImageGenerator):
    asked = {"theme": "pattern", "style": "minimalist", "palette": "ember", "seed": 5, "tile": "none"}
    assert seam(np.asarray(generator.generate_image(asked, (256, 192)), dtype=np.float32)) > 2


@pytest.mark.parametrize("theme", TILING)
def test_the_border_stays_where_it_is_while_a_repeating_picture_moves(theme: str):
    """It is chosen for the scene at rest: chosen anew for every frame, or by a knob, the whole picture would leap."""
    asked = {"theme": theme, "style": "minimalist", "palette": "ember", "seed": 2}
    for knobs, phase in (({}, 0.02), ({"energy": 0.52}, 0.0)):
        assert change(asked | {"tile": "both"}, knobs, phase) < 2 * change(asked, knobs, phase) + 3


def change(asked: dict[str, object], knobs: dict[str, float], phase: float) -> float:
    """Mean change of a picture of bytes when knobs are moved and time goes on."""
    canvas, size = Canvas(GENERATOR.catalogue, remembered=0), Size(width=112, height=80)
    before, after = (
        canvas.paint(GENERATOR.condition(one), size, when).to(torch.float32)
        for one, when in ((asked, 0.0), (asked | {"knobs": knobs}, phase))
    )
    return float((before - after).abs().mean())


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


@pytest.mark.parametrize("theme", GENERATOR.themes)
def test_every_layout_is_seen_to_move(theme: str):
    """A loop of a still is no loop: of pixels, at least 3 in 1,000 change by a twelfth of the scale, whatever the seed's layout."""
    canvas, size = Canvas(GENERATOR.catalogue, remembered=0), Size(width=128, height=128)
    for seed in range(6):
        condition = GENERATOR.condition({"theme": theme, "style": "minimalist", "palette": "ember", "seed": seed})
        frames = torch.stack([canvas.paint(condition, size, phase)[..., :3] for phase in (0.0, 0.25, 0.5, 0.75)]).to(torch.int16)
        moved = (frames.amax(0) - frames.amin(0)).amax(2) > 255 // 12
        assert float(moved.float().mean()) > 0.003, seed


@pytest.mark.parametrize("theme", ["canyon", "desert"])
def test_no_facet_flips_where_little_moves(generator: ImageGenerator, theme: str):
    for seed in (2, 4, 5):
        assert leap(generator, {"theme": theme, "style": "low-poly", "palette": "ember", "seed": seed}, 96) < 3, seed


@pytest.mark.parametrize(
    ("theme", "style", "seed"),
    [
        pytest.param("botanical", "stained-glass", 7, id="three blossoms that would sway as one"),
        pytest.param("canyon", "minimalist", 11, id="a river where little but a cloud that comes and goes would move"),
        pytest.param("canyon", "low-poly", 15, id="facets in a slot where little but birds moves"),
        pytest.param("dark", "minimalist", 7, id="where the light on an upright door ends"),
        pytest.param("orchard", "watercolour", 11, id="clouds that would come in a rush and stay"),
        pytest.param("desert", "stained-glass", 23, id="a pane of sky that a bird flies over"),
        pytest.param("rain", "art-deco", 7, id="rays about a lamp that a drop runs across"),
        pytest.param("forest", "watercolour", 29, id="a path where little but mist moves"),
        pytest.param("meadow", "pixel", 4, id="poppies where little but grass would move"),
        pytest.param("city", "ink", 6, id="a seal that would go to the other corner"),
    ],
)
def test_every_layout_moves_steadily(generator: ImageGenerator, theme: str, style: str, seed: int):
    assert leap(generator, {"theme": theme, "style": style, "palette": "ember", "seed": seed}, 96) < 3


@pytest.mark.parametrize("style", GENERATOR.styles)
def test_no_style_boils(generator: ImageGenerator, style: str):
    """`benchmarks.motion loops` measures whole loops of every theme and style."""
    theme = GENERATOR.themes[7 * GENERATOR.styles.index(style) % len(GENERATOR.themes)]
    assert leap(generator, {"theme": theme, "style": style, "palette": "ember", "seed": 2}, 64, FRAMES // 2) < 3, theme


@pytest.mark.parametrize("theme", ["canyon", "orchard", "desert"])
def test_no_pane_of_glass_flips_at_once(generator: ImageGenerator, theme: str):
    """Where a scene moves little, a single pane that changes ink from one frame to the next is a leap."""
    assert leap(generator, {"theme": theme, "style": "stained-glass", "palette": "ember", "seed": 2}, 96) < 3


def test_leads_keep_their_ink_while_outlines_move(generator: ImageGenerator):
    """A forest whose trunks, as they sway, come to need more lead than the darkest ink is asked for."""
    assert leap(generator, {"theme": "forest", "style": "stained-glass", "palette": "ember", "seed": 4}, 64) < 3
