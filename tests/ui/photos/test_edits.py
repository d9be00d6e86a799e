"""POST /edit: a picture painted here or a photograph, with a part of it painted otherwise."""

from __future__ import annotations

import io
import json

import httpx
import numpy as np
import pytest
from PIL import Image

from engine import ImageGenerator, Recipe
from engine.photo.upload import read_photograph
from engine.store.picture_file import bytes_to_recipe, picture_to_bytes
from tests.engine.photo.files import JPEG
from tests.ui.photos.test_routes import client, held

__all__ = ["client"]

MASK = [{"kind": "ellipse", "left": -0.2, "top": -0.2, "right": 0.3, "bottom": 0.2}]
PNG = {"Accept": "image/png"}


def test_a_recipe_is_edited_undone_and_extended(client: httpx.Client, generator: ImageGenerator):
    recipe = generator.recipe({"theme": "dark", "palette": "ember"}, (96, 64))
    before = generator.generate_image(recipe)
    asked = {"recipe": recipe.model_dump(mode="json"), "mask": MASK, "inside": {"theme": "ocean"}}
    made = client.post("/edit", json=asked).json()
    edited = Recipe.parse(made["recipe"])
    assert len(edited.preferences.edits) == 1 and made["fidelity"]["palettes"] == 1
    changed = (np.asarray(before) != np.asarray(generator.generate_image(edited))).any(-1)
    assert changed.any() and not changed[:, :20].any()
    again = client.post("/edit", json={"recipe": made["recipe"], "undo": 1, "extend": {"left": 0.5}}, headers=PNG)
    assert Image.open(io.BytesIO(again.content)).size == (128, 64)
    assert not bytes_to_recipe(again.content).preferences.edits
    painted = client.post("/generate_image", json={"recipe": made["recipe"]}, headers=PNG)
    assert (np.asarray(Image.open(io.BytesIO(painted.content))) == np.asarray(generator.generate_image(edited))).all()


def test_a_file_is_a_picture_of_ours_or_a_photograph(client: httpx.Client, generator: ImageGenerator):
    painting = generator.paint(generator.recipe({"theme": "light"}, (96, 64)))
    ours = picture_to_bytes(painting.image, painting.recipe)
    asked = {"mask": MASK, "inside": {"style": "woodblock", "palette": "lagoon"}}
    for data, is_photo in ((ours, False), (JPEG, True)):
        answer = client.post("/edit", files={"photo": ("a", data)}, data={"preferences": json.dumps(asked)}, headers=PNG)
        assert answer.status_code == 200, answer.text
        recipe = bytes_to_recipe(answer.content)
        assert (recipe.preferences.photo is not None) == is_photo and len(recipe.preferences.edits) == 1
        if is_photo:
            pixels = np.asarray(Image.open(io.BytesIO(answer.content)))
            assert (pixels[:, :10] == read_photograph(JPEG).pixels[:, :10]).all()


def test_a_held_photograph_is_edited_again(client: httpx.Client):
    photo = held(client)["photo"]
    first = client.post("/edit", json={"photo": photo, "mask": MASK, "inside": {"style": "oil"}, "size": [96, 64]})
    assert first.status_code == 200, first.text
    second = client.post("/edit", json={"photo": photo, "recipe": first.json()["recipe"], "mask": MASK, "inside": {"seed": 4}})
    assert len(second.json()["recipe"]["preferences"]["edits"]) == 2
    assert client.post("/edit", json={"recipe": first.json()["recipe"]}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"preferences": {}, "mask": []},
        {"preferences": {}, "mask": [{"kind": "star"}]},
        {"preferences": {"theme": "atlantis"}, "mask": MASK},
        {"preferences": {}, "mask": MASK, "inside": {"theme": "atlantis"}},
        {"preferences": {}, "extend": {"up": 1}},
        {"preferences": {}, "extend": {"left": 8, "right": 8}},
        {"preferences": {}, "undo": -1},
    ],
)
def test_what_cannot_be_painted_is_refused_in_one_sentence(client: httpx.Client, wrong: dict):
    answer = client.post("/edit", json=wrong)
    assert answer.status_code == 422 and answer.json()["detail"].endswith((".", "?")), answer.text
