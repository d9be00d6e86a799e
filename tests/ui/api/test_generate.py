"""POST /generate_image: what it makes, and how it refuses."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from PIL import Image

from engine import ImageGenerator, Recipe
from engine.store.picture_file import bytes_to_recipe
from engine.store.protocol import Store
from tests.ui.api.serving import HeldGenerator
from tests.ui.live.live_server import wait_for

SMALL = [96, 64]


def test_the_seed_document_works_word_for_word(client: httpx.Client, store: Store) -> None:
    answer = client.post("/generate_image", json={"theme": "dark", "style": "minimalist"})
    assert answer.status_code == 200
    made = answer.json()
    assert made["size"] == [1024, 1024]
    assert made["fidelity"]["on_palette_share"] >= 0.99
    picture = client.get(made["image_url"])
    assert picture.content == store.open(made["name"])
    assert Image.open(io.BytesIO(picture.content)).size == (1024, 1024)


def test_the_recipe_makes_the_same_picture_again_and_another_size(client: httpx.Client) -> None:
    asked = {"theme": "alpine", "palette": "ember", "seed": 7, "knobs": {"detail": 0.8}, "size": {"width": 96, "height": 64}}
    first = client.post("/generate_image", json=asked).json()
    again = client.post("/generate_image", json={"recipe": first["recipe"]}).json()
    assert (again["sha256"], again["recipe"]) == (first["sha256"], first["recipe"])
    assert again["name"] == first["name"], "one picture, kept once"
    larger = client.post("/generate_image", json={"recipe": first["recipe"], "size": [192, 128]}).json()
    assert larger["size"] == [192, 128]
    assert larger["recipe"]["preferences"] == first["recipe"]["preferences"]


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_bytes_carry_their_recipe_when_an_image_is_asked_for(client: httpx.Client, generator: ImageGenerator, kind: str) -> None:
    asked = {"theme": "dark", "style": "minimalist", "seed": 3}
    answer = client.post("/generate_image", json={**asked, "size": SMALL}, headers={"Accept": f"image/{kind}, */*;q=0.1"})
    assert answer.headers["content-type"] == f"image/{kind}"
    assert bytes_to_recipe(answer.content) == generator.recipe(asked, (96, 64))
    assert float(answer.headers["hueprint-on-palette"]) >= 0.99


@pytest.mark.parametrize(("kind", "content_type"), [("png", "image/png"), ("jpeg", "image/jpeg"), ("webp", "image/webp")])
def test_kept_in_the_format_asked_for_and_served_as_such(client: httpx.Client, kind: str, content_type: str) -> None:
    made = client.post("/generate_image", json={"size": SMALL, "format": kind}).json()
    picture = client.get(made["image_url"])
    assert picture.headers["content-type"] == content_type
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in picture.headers["cache-control"]
    assert Recipe.parse(made["recipe"]) == bytes_to_recipe(picture.content)


def refused(answer: httpx.Response, status: int, code: str) -> str:
    """The message of a refusal, after checking its form."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem, error = answer.json(), answer.json()["error"]
    assert (set(problem), set(error)) == ({"type", "title", "status", "detail", "code", "error"}, {"code", "message"})
    assert (problem["status"], problem["code"], problem["detail"]) == (status, code, error["message"])
    assert error["code"] == code, error
    assert error["message"].isprintable()
    assert not any(word in error["message"] for word in ("Traceback", "/work", ".py", "pydantic", "\n"))
    return str(error["message"])


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"theme": "alpyne"}, "unknown_name", "alpine"),
        ({"style": "minimalst"}, "unknown_name", "minimalist"),
        ({"palette": "embr"}, "unknown_name", "ember"),
        ({"palette": ["#ffffff"]}, "invalid_preferences", "2"),
        ({"palette": ["#ffffff"] * 40}, "invalid_preferences", "12"),
        ({"palette": ["#zzz", "#fff"]}, "invalid_preferences", "#zzz"),
        ({"knobs": {"detail": 1.5}}, "invalid_preferences", "detail"),
        ({"knobs": {"sparkle": 0.5}}, "invalid_preferences", "sparkle"),
        ({"seed": -1}, "invalid_preferences", "seed"),
        ({"seed": 2**31}, "invalid_preferences", "seed"),
        ({"seed": 1.5}, "invalid_preferences", "seed"),
        ({"seed": True}, "invalid_preferences", "seed"),
        ({"theme": 7}, "invalid_preferences", "theme"),
        ({"theme": {}}, "invalid_preferences", "theme"),
        ({"theme": {"dark": -1}}, "invalid_preferences", "theme"),
        ({"words": "x" * 501}, "invalid_preferences", "500"),
        ({"colour": "red"}, "invalid_preferences", "colour"),
        ({"size": [100_000, 100_000]}, "invalid_preferences", "16384"),
        ({"size": [16384, 16384]}, "picture_too_large", "million pixels"),
        ({"size": [0, 10]}, "invalid_preferences", "16"),
        ({"size": "big"}, "invalid_preferences", "Size"),
        ({"size": [64, 64, 64]}, "invalid_preferences", "Size"),
        ({"size": [16, 4096]}, "invalid_preferences", "longer side"),
        ({"format": "gif"}, "invalid_preferences", "format"),
        ({"format": ["png"]}, "invalid_preferences", "format"),
        ({"recipe": {"version": 9}}, "invalid_recipe", "version"),
        ({"recipe": 7}, "invalid_recipe", "recipe"),
        ({"recipe": {}, "theme": "dark"}, "invalid_preferences", "either"),
        ({"theme": "\u202eenipla\x00"}, "unknown_name", "theme"),
    ],
)
def test_bad_preferences_are_refused_with_a_sentence(client: httpx.Client, asked: dict[str, Any], code: str, said: str) -> None:
    assert said in refused(client.post("/generate_image", json=asked), 422, code)


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe{}",
        b'{"knobs": {"detail": NaN}}',
        b'{"knobs": {"detail": Infinity}}',
        b'{"seed": ' + b"9" * 5000 + b"}",
        b"[" * 30_000,
        b'{"theme": ' * 5_000 + b"1" + b"}" * 5_000,
    ],
)
def test_what_is_not_a_json_object_is_refused(client: httpx.Client, body: bytes) -> None:
    refused(client.post("/generate_image", content=body, headers=JSON), 400, "malformed_json")


@pytest.mark.parametrize("body", [b'{"theme": "\\ud800"}', b'{"knobs": {"detail": 1e999}}', b'{"seed": 1e300}'])
def test_json_that_says_odd_things_is_refused(client: httpx.Client, body: bytes) -> None:
    assert client.post("/generate_image", content=body, headers=JSON).status_code == 422


def test_a_two_megabyte_request_is_refused(client: httpx.Client) -> None:
    refused(client.post("/generate_image", json={"words": "x" * 2_000_000}), 413, "body_too_large")


def test_a_body_that_does_not_say_how_long_it_is_is_refused_too(client: httpx.Client) -> None:
    chunks = (b" " * 4096 for _ in range(40))
    refused(client.post("/generate_image", content=chunks, headers=JSON), 413, "body_too_large")


def test_the_upload_limit_does_not_open_the_json_route(client: httpx.Client) -> None:
    answer = client.post("/generate_image", content=b"x" * 100_000, headers={"Content-Type": "image/png"})
    refused(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_read(client: httpx.Client, kind: str) -> None:
    refused(client.post("/generate_image", content=b"{}", headers={"Content-Type": kind}), 415, "unsupported_media_type")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/generate_image")
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_a_full_line_is_told_to_come_back_and_the_rest_is_painted(address: str, generator: HeldGenerator) -> None:
    def ask(seed: int) -> httpx.Response:
        return httpx.post(f"{address}/generate_image", json={"seed": seed, "size": [400, 400]}, timeout=120, trust_env=False)

    with ThreadPoolExecutor(12) as people:
        with generator.held():
            asked = [people.submit(ask, seed) for seed in range(12)]
            wait_for(lambda: sum(one.done() for one in asked) >= 9)  # one is painted, two are in line
        answers = [one.result() for one in asked]
    assert {answer.status_code for answer in answers} == {200, 503}
    for answer in answers:
        if answer.status_code == 503:
            refused(answer, 503, "busy")
            assert int(answer.headers["retry-after"]) >= 1


def test_every_answer_is_plain_json(client: httpx.Client) -> None:
    answer = client.post("/generate_image", json={"size": SMALL, "seed": 5})
    assert json.loads(answer.content)["recipe"]["preferences"]["seed"] == 5
    assert answer.headers["cache-control"] == "no-store"
