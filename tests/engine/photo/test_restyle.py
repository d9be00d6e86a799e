"""A photograph painted as asked: its Fields, its palette promise in every style, its recipe, its size."""

from __future__ import annotations

import dataclasses
import io
import time

import numpy as np
import pytest
import torch
from PIL import Image

from engine import ImageGenerator, InvalidPreferencesError, Recipe
from engine.backends.task import Shown, SmallPass, Task, pack
from engine.contracts import EDGE_REACH
from engine.draw.grid import Grid
from engine.palette.inks import Inks
from engine.photo.beside import Beside
from engine.photo.framing import Framing
from engine.photo.scene import Tones, photo_fields
from engine.photo.study import Study
from engine.photo.upload import read_photograph
from engine.photograph import Photograph
from engine.registry import STYLES
from tests.engine.photo.files import JPEG, landscape

SMALL = (192, 128)


@pytest.fixture(scope="module")
def photograph() -> Photograph:
    """The landscape with grain and a ground of many tufts."""
    image = np.asarray(landscape(480, 320)).astype(np.float32)
    noise = np.random.default_rng(1).normal(0, 9, image.shape[:2]).astype(np.float32)
    tufts = np.random.default_rng(2).normal(0, 25, (40, 60)).repeat(8, 0).repeat(8, 1).astype(np.float32)
    image += noise[..., None]
    image[200:] += tufts[200:, :, None]
    return read_photograph(Image.fromarray(image.clip(0, 255).astype(np.uint8)))


@pytest.fixture(scope="module")
def study(photograph: Photograph) -> Study:
    return Study.of(photograph)


@pytest.fixture(scope="module")
def inks(generator: ImageGenerator) -> Inks:
    return Inks.of(generator.condition({"palette": "bauhaus"}))


def test_two_threads_learn_the_same_to_the_bit(photograph: Photograph, study: Study):
    other = Study.of(photograph, beside=Beside(2))
    pairs = [(getattr(study, one.name), getattr(other, one.name)) for one in dataclasses.fields(Study)]
    assert all(torch.equal(a, b) if isinstance(a, torch.Tensor) else a == b for a, b in pairs)


def fields_at(study: Study, inks: Inks, height: int, colour: float = 0.0):
    grid = Grid.window((round(height * 1.5), height))
    return grid, photo_fields(study, Tones.of(study, inks, 0.5, 0.5, colour), grid)


@pytest.mark.parametrize("colour", [0.0, 1.0])
def test_fields_keep_their_contract(study: Study, inks: Inks, colour: float):
    grid, drawn = fields_at(study, inks, 160, colour)
    for plane in (drawn.lightness, drawn.regions, drawn.depth, drawn.accent):
        assert plane.shape == grid.shape and float(plane.min()) >= 0 and float(plane.max()) <= 1
    assert torch.allclose(drawn.flow.square().sum(0), torch.ones(grid.shape), atol=1e-4)
    assert 0 <= float(drawn.edges.min()) < 0.004 and float(drawn.edges.max()) <= EDGE_REACH + 1e-6
    assert 0.0014 <= float(drawn.accent.mean()) <= 0.027


def test_the_sky_is_calm_and_far_and_the_house_has_an_outline(study: Study, inks: Inks):
    grid, drawn = fields_at(study, inks, 160)
    sky = (grid.y < -0.35).expand(grid.shape) & (grid.x > -0.3)
    assert float(drawn.lightness[sky].std()) < 0.01 and float(drawn.edges[sky].min()) > 0.03
    assert float(drawn.depth[sky].mean()) > 0.8 > 0.3 > float(drawn.depth[150:].mean())
    wall = int(240 * 0.4)
    assert float(drawn.edges[90, wall - 3 : wall + 3].min()) < 0.006


def test_an_export_shows_what_its_preview_showed(study: Study, inks: Inks):
    (_, small), (_, large) = fields_at(study, inks, 128), fields_at(study, inks, 512)
    for part in ("lightness", "regions", "depth", "accent"):
        shrunk = torch.nn.functional.avg_pool2d(getattr(large, part)[None], 4)[0]
        assert float((shrunk - getattr(small, part)).abs().mean()) < 0.012, part


def test_borders_stay_sharp_however_large_they_are_drawn(study: Study, inks: Inks):
    """Of a photograph of 320 rows, on 2000: from roof to sky in no more than three pixels."""
    grid = Grid.window((3000, 2000), (500, 480, 1100, 520))
    regions = photo_fields(study, Tones.of(study, inks, 0.0, 0.0, 0.0), grid).regions
    low, high = regions.amin(1, keepdim=True), regions.amax(1, keepdim=True)
    between = (regions > low + 0.1 * (high - low)) & (regions < high - 0.1 * (high - low))
    assert float((high - low).min()) > 0.2
    assert float(between.sum(1).float().median()) <= 8  # two slopes of a roof: four pixels each


@pytest.mark.parametrize("aspect", [0.5, 1.0, 1.5, 3.0])
def test_the_photograph_covers_every_shape_and_keeps_its_focus_in_sight(aspect: float):
    framing = Framing.of((400, 600), (0.95, 0.5), aspect)
    assert framing.width >= aspect - 1e-6 and framing.height >= 1 - 1e-6
    assert abs(framing.x) <= (framing.width - aspect) / 2 + 1e-6 and abs(framing.y) <= (framing.height - 1) / 2 + 1e-6
    assert abs(framing.x + 0.45 * framing.width) <= aspect / 2


def test_every_style_keeps_the_palette_and_its_shares(generator: ImageGenerator, photograph: Photograph):
    kept = []
    for index, style in enumerate(generator.styles):
        palette = ("ember", "glacier", "bauhaus")[index % 3]
        painting = generator.restyle(photograph, {"style": style, "palette": palette, "seed": 7}, SMALL, colour=(0.0, 0.5, 1.0)[index % 3])
        limit = 0.05 if STYLES[generator.catalogue.styles[style].paint].flat else 0.12
        assert painting.fidelity.on_palette_share >= 0.96, style  # small, and busier than any scene
        assert painting.fidelity.share_error <= limit, style
        kept.append(painting.fidelity.on_palette_share)
    assert np.median(kept) >= 0.995


def test_own_colour_decides_where_inks_go(generator: ImageGenerator, photograph: Photograph):
    """By lightness alone no part of the light sky is painted dark blue; by its own colour much of it is."""

    def blue(colour: float) -> float:
        image = generator.restyle(photograph, {"style": "minimalist", "palette": "bauhaus"}, SMALL, colour=colour).image
        sky = np.asarray(image)[:70].reshape(-1, 3).astype(int)
        return float(((sky[:, 2] > 120) & (sky[:, 0] < 80)).mean())

    assert blue(1.0) > 0.2 > 0.1 > blue(0.0)


@pytest.mark.parametrize("palette", ["ember", "bauhaus", "glacier"])
def test_recolouring_keeps_texture_and_stays_on_the_palette(generator: ImageGenerator, photograph: Photograph, palette: str):
    painting = generator.restyle(photograph, {"palette": palette}, (480, 320), recolour=True, colour=0.0, light=1.0)
    assert painting.fidelity.on_palette_share >= 0.95
    before, after = (np.asarray(Image.fromarray(one).convert("L")).astype(float) for one in (photograph.pixels, np.asarray(painting.image)))
    assert np.corrcoef(before.flatten(), after.flatten())[0, 1] > 0.7
    ground = (slice(210, 310), slice(10, 470))
    assert np.corrcoef(before[ground].flatten(), after[ground].flatten())[0, 1] > 0.7


def test_a_recipe_names_the_photograph_and_makes_the_same_bytes_again(generator: ImageGenerator, photograph: Photograph):
    painting = generator.restyle(photograph, {"style": "oil", "theme": "ocean", "palette": "moss"}, SMALL, light=0.8)
    recipe = Recipe.parse(painting.recipe.model_dump_json())
    assert recipe.preferences.photo is not None and recipe.preferences.photo.sha256 == photograph.sha256
    assert (recipe.preferences.theme, recipe.palette_name, recipe.preferences.photo.light) == (None, "moss", 0.8)
    assert len(recipe.model_dump_json()) < 1200
    again = ImageGenerator(threads=1).paint(recipe, photograph=photograph)
    assert again.image.tobytes() == painting.image.tobytes()


def test_a_recipe_without_its_photograph_says_what_is_missing(generator: ImageGenerator, photograph: Photograph):
    recipe = generator.restyled(photograph, {"style": "ink"}, (64, 64))
    other = read_photograph(JPEG)
    for given in (None, other):
        with pytest.raises(InvalidPreferencesError, match="choose the photograph again"):
            generator.paint(recipe, photograph=given)


def test_it_has_the_photographs_shape_unless_another_is_asked(generator: ImageGenerator, photograph: Photograph):
    assert generator.restyled(photograph, {}).size.aspect == pytest.approx(1.5, abs=0.01)
    assert max(generator.restyled(photograph, {}).size.model_dump().values()) == 1024
    assert generator.restyle(photograph, {"style": "minimalist"}, (80, 160)).image.size == (80, 160)


def test_a_photograph_does_not_repeat(generator: ImageGenerator, photograph: Photograph):
    with pytest.raises(InvalidPreferencesError, match="seamlessly"):
        generator.restyle(photograph, {"tile": "x"}, SMALL)


def test_a_condition_of_a_photograph_is_decoded_again(generator: ImageGenerator, photograph: Photograph):
    recipe = generator.restyled(photograph, {"style": "ink", "palette": "moss"}, SMALL)
    decoded = generator.preferences(generator.condition(recipe))
    assert (decoded.photo, decoded.theme, decoded.style) == (recipe.preferences.photo, None, "ink")


def test_a_plain_picture_shows_something_and_breaks_nothing(generator: ImageGenerator):
    """One flat colour, and noise alone: nothing to find in either."""
    noise = np.random.default_rng(3).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    for image in (Image.new("RGB", (120, 90), "#446688"), Image.fromarray(noise)):
        painting = generator.restyle(read_photograph(image), {"style": "woodblock", "palette": "ember"}, (96, 72))
        assert painting.fidelity.on_palette_share >= 0.95


def test_bytes_and_images_are_taken_as_they_come(generator: ImageGenerator):
    for photo in (JPEG, Image.open(io.BytesIO(JPEG))):
        assert generator.restyle(photo, {"style": "minimalist"}, (48, 32)).image.size == (48, 32)


def test_painting_processes_paint_the_same_bytes_and_are_sent_a_photograph_once(generator: ImageGenerator, photograph: Photograph):
    recipe = generator.restyled(photograph, {"style": "gouache", "palette": "bauhaus"}, (360, 240))
    helped = ImageGenerator(processes=2)
    helped.start()
    try:
        until = time.monotonic() + 600
        while not helped.processes and time.monotonic() < until:
            time.sleep(0.05)
        first, again = (helped.paint(recipe, photograph=photograph) for _ in range(2))
        assert first.image.tobytes() == again.image.tobytes() == generator.paint(recipe, photograph=photograph).image.tobytes()
    finally:
        helped.close()


def test_of_a_photograph_that_is_held_only_the_name_is_sent(generator: ImageGenerator, photograph: Photograph):
    asking, painter = Shown(), Shown()
    recipe = generator.restyled(photograph, {"style": "gouache"}, (36, 24))
    condition = pack(generator._encoder.encode(recipe.preferences, photograph))
    task = Task(1, condition, recipe.size, 0.0, (0, 0, 36, 24), SmallPass.MAKE)
    first, second = asking.lighter(task), asking.lighter(task)
    assert (first.condition["photograph"], second.condition["photograph"]) == (photograph, photograph.sha256)
    assert all(painter.whole(sent).condition["photograph"] is photograph for sent in (first, second))
    forgetful = Shown(lifetime=-1.0)
    assert all(forgetful.lighter(task).condition["photograph"] is photograph for _ in range(2))


def test_what_was_learnt_about_a_photograph_is_forgotten(generator: ImageGenerator, photograph: Photograph):
    own = ImageGenerator(threads=1)
    own.restyle(photograph, {"style": "minimalist"}, (36, 24))
    album = own._canvas._album
    assert album._studies._kept
    own._canvas.sweep(1000.0)
    assert album._studies._kept
    own._canvas.sweep(-1.0)
    assert not (album._studies._kept or album._tones._kept or own._canvas._drawn._kept)


def test_a_ground_of_tufts_is_no_confetti(generator: ImageGenerator, photograph: Photograph):
    """Flat inks at the defaults: how often they change from one pixel to the next over the tufted ground."""
    image = np.asarray(generator.restyle(photograph, {"style": "minimalist", "palette": "glacier"}, (480, 320)).image).astype(int)
    ground = image[230:310]
    changes = (np.abs(np.diff(ground, axis=1)).sum(2) > 60).mean()
    assert changes < 0.03
