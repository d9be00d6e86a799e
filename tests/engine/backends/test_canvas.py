"""The promises of every theme x style, over the registries: a new one is tested by existing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from engine import ImageGenerator, Size
from engine.backends.canvas import Canvas
from engine.backends.memory import ENTRIES
from engine.backends.tiling import one_or_tiles, tiles
from engine.contracts import KNOBS
from engine.registry import STYLES
from tests.engine.backends.combinations import ALL, GENERATOR, PALETTES, every_combination, some_combinations


def pixels(image) -> np.ndarray:
    return np.asarray(image, dtype=np.float32) / 255


@every_combination
def test_the_colour_promise(generator: ImageGenerator, theme: str, style: str):
    """One palette and seed each, in turn, so that every theme and every style meets them all."""
    turn = ALL.index((theme, style))
    palette, seed = list(PALETTES)[(turn + turn // len(generator.styles)) % len(PALETTES)], turn % 7
    painting = generator.preview({"theme": theme, "style": style, "palette": PALETTES[palette], "seed": seed}, (288, 288))
    assert painting.fidelity.on_palette_share >= 0.99, (palette, seed)
    assert painting.fidelity.share_error <= share_bound(generator, style), (palette, seed, painting.fidelity)


def test_panes_keep_the_shares_of_a_picture_of_few_tones(generator: ImageGenerator):
    """A repeat of four tones: what smooths ranks within each draws them together, which has to be undone."""
    painting = generator.preview({"theme": "pattern", "style": "stained-glass", "palette": PALETTES["mid"], "seed": 0}, (384, 384))
    assert painting.fidelity.share_error <= share_bound(generator, "stained-glass"), painting.fidelity


def test_the_borders_of_squares_are_no_ink_of_their_own(generator: ImageGenerator):
    """Squares of four and a half pixels, dark beside light: mixed along their borders they would be a rare ink between."""
    painting = generator.preview({"theme": "pattern", "style": "pixel", "palette": PALETTES["rare"], "seed": 2}, (384, 384))
    assert painting.fidelity.share_error <= share_bound(generator, "pixel"), painting.fidelity


@some_combinations
@pytest.mark.parametrize("end", [0.0, 1.0])
def test_the_colour_promise_at_the_ends_of_every_slider(generator: ImageGenerator, theme: str, style: str, end: float):
    asked = {"theme": theme, "style": style, "palette": "bauhaus", "seed": 2, "knobs": dict.fromkeys(KNOBS, end)}
    assert generator.preview(asked, (256, 256)).fidelity.on_palette_share >= 0.99


@pytest.mark.parametrize("style", GENERATOR.styles)
@pytest.mark.parametrize("palette", [["#ffffff", "#fefefe"], ["#123456", "#123456"]], ids=["whites", "one"])
def test_palettes_of_hardly_a_colour_stay_on_palette(generator: ImageGenerator, style: str, palette):
    painting = generator.preview({"theme": "alpine", "style": style, "palette": palette, "seed": 4}, (192, 192))
    assert painting.fidelity.on_palette_share >= 0.99


def share_bound(generator: ImageGenerator, style: str) -> float:
    return 0.05 if STYLES[generator.catalogue.styles[style].paint].flat else 0.12


@some_combinations
def test_the_export_is_the_preview_sharper(generator: ImageGenerator, theme: str, style: str):
    asked = {"theme": theme, "style": style, "palette": "glacier", "seed": 6}
    small = pixels(generator.generate_image(asked, size=(256, 256)))
    large = pixels(generator.generate_image(asked, size=(768, 768))).reshape(256, 3, 256, 3, 3).mean((1, 3))
    assert np.abs(small - large).mean() <= 0.03


@some_combinations
def test_tiles_join_without_a_seam(generator: ImageGenerator, theme: str, style: str):
    """The same picture in many tiles and in one: what a tile paints does not depend on where it is cut."""
    condition = generator.condition({"theme": theme, "style": style, "palette": "ember", "seed": 8})
    size = Size(width=240, height=200)
    whole = Canvas(generator.catalogue, cut=one_or_tiles).paint(condition, size).to(torch.int16)
    cut = Canvas(generator.catalogue, cut=lambda size: list(tiles(size, 64 * 64))).paint(condition, size).to(torch.int16)
    different = ((whole - cut).abs().amax(-1) > 2).float().mean()
    assert float(different) <= 0.002


@some_combinations
@pytest.mark.parametrize("size", [(144, 256), (420, 180)], ids=["9:16", "21:9"])
def test_every_aspect_paints(generator: ImageGenerator, theme: str, style: str, size):
    painting = generator.preview({"theme": theme, "style": style, "seed": 5}, size)
    assert painting.image.size == size
    assert painting.fidelity.on_palette_share >= 0.985


@pytest.mark.parametrize("theme", GENERATOR.themes)
def test_seeds_give_different_pictures(generator: ImageGenerator, theme: str):
    shown = [pixels(generator.preview({"theme": theme, "style": "minimalist", "seed": seed}, (96, 96)).image) for seed in range(6)]
    apart = [np.abs(a - b).mean() for a, b in itertools.combinations(shown, 2)]
    assert np.median(apart) > 0.04


@pytest.mark.parametrize(
    ("kind", "first", "second"), [("theme", "alpine", "ocean"), ("theme", "cosmos", "forest"), ("style", "watercolour", "halftone")]
)
def test_blends_move_steadily_between_their_ends(generator: ImageGenerator, kind: str, first: str, second: str):
    shares = [k / 20 for k in range(21)]
    blends = [{first: 1 - share, second: share} if 0 < share < 1 else (second if share else first) for share in shares]
    shown = [pixels(generator.preview({"theme": "alpine", "style": "oil", kind: blend, "seed": 3}, (128, 128)).image) for blend in blends]
    steps = np.array([np.abs(a - b).mean() for a, b in itertools.pairwise(shown)])
    assert steps.max() <= 0.15 * steps.sum()
    assert all(generator.preview({kind: blend, "seed": 3}, (128, 128)).fidelity.on_palette_share >= 0.985 for blend in blends[::5])


def test_tiles_cover_the_picture_once():
    for width, height in [(16, 16), (3840, 2160), (1080, 1920), (7680, 1000), (641, 640)]:
        covered = np.zeros((height, width), dtype=np.uint8)
        for left, top, right, bottom in tiles(Size(width=width, height=height), 640 * 640):
            covered[top:bottom, left:right] += 1
            assert (right - left) * (bottom - top) <= 1.3 * 640 * 640
        assert covered.min() == covered.max() == 1


@some_combinations
def test_remembered_fields_paint_the_same_bytes(theme: str, style: str):
    """A style that wrote on the fields or the ranks it was given would spoil the next picture of the same scene."""
    canvas = Canvas(GENERATOR.catalogue)
    asked = {"theme": theme, "style": style, "palette": "glacier", "seed": 9, "knobs": {"texture": 0.9, "detail": 0.7}}
    condition, size = GENERATOR.condition(asked), Size(width=120, height=90)
    assert torch.equal(canvas.paint(condition, size), canvas.paint(condition, size))
    for change in ({"palette": "ember"}, {"palette": "ember", "style": "halftone"}):
        other = GENERATOR.condition(asked | change)
        assert torch.equal(canvas.paint(other, size), Canvas(GENERATOR.catalogue).paint(other, size))


CHANGES = [*({"knobs": {name: 0.8}} for name in KNOBS), {"seed": 10}, {"tile": "x"}, {"style": {"ink": 2, "oil": 1}}, {"phase": 0.3}]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_what_is_remembered_is_never_that_of_another_picture(change: dict):
    canvas, size = Canvas(GENERATOR.catalogue), Size(width=120, height=90)
    asked = {"theme": "pattern", "style": {"ink": 1, "oil": 1}, "seed": 9}
    canvas.paint(GENERATOR.condition(asked), size)
    other = GENERATOR.condition(asked | change)
    assert torch.equal(canvas.paint(other, size), Canvas(GENERATOR.catalogue).paint(other, size))


def test_only_a_few_drawn_fields_are_remembered():
    canvas = Canvas(GENERATOR.catalogue)
    for seed in range(12):
        canvas.paint(GENERATOR.condition({"seed": seed}), Size(width=32, height=32))
    assert len(canvas._drawn._kept) <= ENTRIES
