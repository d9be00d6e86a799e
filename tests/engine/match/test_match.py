"""The verb: a photograph matched to references, more like a reference, its recipe, its bounds, called off."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from engine import HueprintError, ImageGenerator, InvalidPreferencesError, PictureTooLargeError, Recipe
from engine.contracts import Tensor
from engine.match.asked import covering, to_planes
from engine.match.distance import patch_distance
from engine.match.scales import fitted
from engine.match.weight import weighed
from engine.match.work import MatchCancelledError
from engine.photo.upload import read_photograph
from tests.engine.match.pictures import bricks, stripes
from tests.engine.photo.files import landscape

CPU = torch.device("cpu")
SIZE = (96, 64)


def planes(image: Image.Image) -> Tensor:
    return to_planes(read_photograph(image), CPU)


def likeness(image: Image.Image, photo: Image.Image) -> float:
    """Correlation of two lightnesses, 24 pixels wide."""
    one, other = (np.asarray(each.convert("L").resize((24, 16))).ravel().astype(float) for each in (image, photo))
    return float(np.corrcoef(one, other)[0, 1])


def test_it_has_the_references_patches_and_the_photographs_content(generator: ImageGenerator) -> None:
    photo, reference = landscape(*SIZE), bricks()
    made, near = (generator.match([reference], photo, size=SIZE, content=content) for content in (1.0, 0.3))
    assert made.image.size == SIZE
    before, after, nearer = (patch_distance(planes(image), [planes(reference)], 256) for image in (photo, made.image, near.image))
    assert after < before / 2 and nearer < before / 8
    assert likeness(made.image, photo) > 0.3
    free = generator.match([reference], photo, size=SIZE, content=0.0)
    assert likeness(free.image, photo) < likeness(made.image, photo) - 0.2


def test_a_wish_counts_more_only_where_references_have_no_shapes() -> None:
    plain, shaped = planes(stripes()), planes(landscape(*SIZE))
    assert [weighed(content, [shaped]) for content in (0.0, 0.3, 1.0)] == [0.0, pytest.approx(0.3), 1.0]
    assert weighed(0.3, [plain]) > 0.36
    assert weighed(0.3, [plain, shaped]) == pytest.approx(0.3)
    assert [weighed(content, [torch.zeros(3, 40, 10)]) for content in (0.0, 1.0)] == [0.0, 1.0]
    assert weighed(0.4, [plain]) < weighed(0.5, [plain]) < weighed(0.6, [plain])


def test_more_like_the_reference_at_another_shape_by_seed(generator: ImageGenerator) -> None:
    made = [generator.match([stripes()], size=(120, 40), seed=seed) for seed in (1, 1, 2)]
    assert made[0].image.size == (120, 40)
    assert made[0].image.tobytes() == made[1].image.tobytes() != made[2].image.tobytes()
    assert patch_distance(planes(made[0].image), [planes(stripes())], 256) < 0.03
    match = made[0].recipe.preferences.photo.match
    assert (match.photo, match.references) == (None, (read_photograph(stripes()).sha256,))
    again = generator.paint(made[0].recipe, photograph=read_photograph(made[0].image))
    assert again.image.tobytes() == made[0].image.tobytes()


def test_a_mood_board_pools_patches_and_a_palette_is_kept_exactly(generator: ImageGenerator) -> None:
    made = generator.match([bricks(), stripes()], landscape(*SIZE), size=SIZE, palette={"palette": "ember"})
    assert made.fidelity.on_palette_share > 0.95
    photo = made.recipe.preferences.photo
    assert photo.recolour and not photo.plain and len(photo.match.references) == 2
    assert made.recipe.palette_name == "ember"
    assert Recipe.model_validate_json(made.image.info["recipe"]) == made.recipe
    plain = generator.match([bricks(), stripes()], landscape(*SIZE), size=SIZE)
    blue = np.asarray(plain.image).astype(int)
    assert 0.1 < ((blue[..., 2] - blue[..., 0]) > 40).mean() < 0.5  # the stripes' blue, beside the bricks


def test_it_tells_how_far_it_is_and_can_be_called_off(generator: ImageGenerator) -> None:
    parts: list[float] = []
    shown: list[tuple[int, ...]] = []

    def tell(part: float, picture: Tensor | None) -> bool:
        parts.append(part)
        if picture is not None:
            shown.append(tuple(picture.shape))
        return True

    generator.match([stripes()], size=SIZE, tell=tell)
    assert parts == sorted(parts) and parts[0] == 0 and 0.9 < parts[-1] <= 1
    assert shown == sorted(shown) and shown[-1] == (3, 64, 96) and shown[0][2] < 40
    asked: list[float] = []
    with pytest.raises(MatchCancelledError, match="called off"):
        generator.match([stripes()], size=SIZE, tell=lambda part, _: asked.append(part) or part < 0.2)
    assert asked[-1] < 0.3


def test_the_first_it_shows_already_has_the_references_hand(generator: ImageGenerator) -> None:
    shown: list[tuple[float, Tensor]] = []

    def until_seen(part: float, picture: Tensor | None) -> bool:
        if picture is not None:
            shown.append((part, picture))
        return not shown

    photo, reference, size = landscape(240, 160), bricks(), (240, 160)
    with pytest.raises(MatchCancelledError):
        generator.match([reference], photo, size=size, content=0.3, tell=until_seen)
    [(part, sketch)] = shown
    assert part < 0.2 and tuple(sketch.shape) == (3, 107, 160)
    plain = covering(planes(photo), (107, 160))
    before, after = (patch_distance(each, fitted([planes(reference)], 160), 256) for each in (plain, sketch))
    assert after < before / 2


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"references": []}, InvalidPreferencesError, "1 to 6"),
        ({"references": [stripes()] * 7}, InvalidPreferencesError, "not 7"),
        ({"content": 1.5}, InvalidPreferencesError, "content"),
        ({"content": float("nan")}, InvalidPreferencesError, "content"),
        ({"seed": -1}, InvalidPreferencesError, "seed"),
        ({"size": (2000, 1000)}, PictureTooLargeError, "million"),
        ({"size": (3, 3)}, InvalidPreferencesError, "16"),
        ({"palette": {"palette": "embr"}}, InvalidPreferencesError, "ember"),
        ({"references": [b"no picture"]}, HueprintError, "not a picture"),
    ],
)
def test_what_cannot_be_matched_is_refused_in_one_sentence(generator: ImageGenerator, asked, error, said) -> None:
    with pytest.raises(error) as refused:
        generator.match(**{"references": [stripes()], **asked})
    assert said in refused.value.message and "\n" not in refused.value.message


@pytest.mark.parametrize("size", [(16, 16), (128, 16), (16, 128)])
def test_the_smallest_and_the_longest_pictures(generator: ImageGenerator, size: tuple[int, int]) -> None:
    flat = Image.new("RGB", (20, 17), (90, 90, 90))
    made = generator.match([flat], landscape(64, 16), size=size)
    assert made.image.size == size
    assert np.abs(np.asarray(made.image).astype(int) - 90).max() <= 3


def test_a_photograph_is_cut_to_the_shape_and_not_squashed() -> None:
    picture = torch.zeros(3, 20, 60)
    picture[:, :, 20:40] = 1
    assert float(covering(picture, (20, 20)).mean()) > 0.95
