"""POST /match and its job: told of as it grows, called off, kept; and how it refuses."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image

from engine import Recipe
from engine.store import MemoryStore
from tests.engine.match.pictures import bricks, stripes
from tests.engine.photo.files import landscape, saved
from tests.ui.api.serving import HeldGenerator, serving
from tests.ui.live.live_server import wait_for

SMALL = [32, 24]
LARGE = [640, 480]


@pytest.fixture(scope="module")
def generator() -> HeldGenerator:
    return HeldGenerator()


@pytest.fixture(scope="module")
def client(generator: HeldGenerator) -> Iterator[httpx.Client]:
    """The API behind its guards, and a client for it."""
    with serving(generator, MemoryStore(base_url="/pictures/")) as address, httpx.Client(base_url=address, timeout=120) as found:
        yield found


def held(client: httpx.Client, image: Image.Image) -> str:
    return str(client.post("/photos", content=saved(image, "PNG"), headers={"Content-Type": "image/png"}).json()["photo"])


def ended(client: httpx.Client, job: str) -> dict[str, object]:
    """Its last report."""
    for _ in range(4000):
        told = client.get(job).json()
        if told["status"] not in {"queued", "processing"}:
            return dict(told)
        time.sleep(0.05)
    raise AssertionError(told)


def test_held_pictures_are_matched_and_kept(client: httpx.Client) -> None:
    asked = {"references": [held(client, bricks()), held(client, stripes())], "photo": held(client, landscape()), "size": SMALL}
    key = {"Idempotency-Key": "a-match"}
    answer = client.post("/match", json={**asked, "palette": "ember", "content": 0.7}, headers=key)
    assert answer.status_code == 202 and answer.headers["location"] == answer.json()["job"]
    told = ended(client, answer.json()["job"])
    assert (told["status"], told["progress"], told["size"]) == ("done", 1.0, SMALL)
    recipe = Recipe.parse(told["recipe"])
    match = recipe.preferences.photo.match
    assert (match.content, len(match.references), recipe.palette_name) == (0.7, 2, "ember")
    file = client.get(str(told["image_url"]))
    assert Image.open(io.BytesIO(file.content)).size == tuple(SMALL)
    again = client.post("/match", json={**asked, "palette": "ember", "content": 0.7}, headers=key)
    assert (again.status_code, again.json()["name"]) == (200, told["name"]), "the same key is the same job"
    found = client.post("/match", json={**asked, "palette": "ember", "content": 0.7})
    assert (found.headers["x-cache"], found.json()["name"]) == ("hit", told["name"])
    other = client.post("/match", json={**asked, "palette": "moss", "content": 0.7}, headers=key)
    assert other.json()["code"] == "idempotency_mismatch"


def test_files_sent_along_make_more_like_them_and_are_kept_when_asked(client: httpx.Client) -> None:
    files = [("reference", ("a.png", saved(stripes(), "PNG"), "image/png"))]
    answer = client.post("/match", files=files, data={"preferences": json.dumps({"size": SMALL, "keep": False, "format": "webp"})})
    told = ended(client, answer.json()["job"])
    assert told["image_url"] == told["job"] and told["name"] == ""
    file = client.get(told["job"], headers={"Accept": "image/webp"})
    assert Image.open(io.BytesIO(file.content)).size == tuple(SMALL)
    first, again = client.post(told["job"]).json(), client.post(told["job"]).json()
    assert first["name"] == again["name"] and client.get(first["image_url"]).content == file.content


def test_a_picture_is_seen_while_it_grows(client: httpx.Client) -> None:
    """A large one: a small one may be done before it is looked at."""
    job = client.post("/match", json={"references": [held(client, bricks())], "size": LARGE}).json()["job"]
    while not (now := client.get(job).json())["previews"]:
        assert now["status"] in {"queued", "processing"}
        time.sleep(0.05)
    preview = client.get(f"{now['job']}/preview")
    assert (preview.status_code, Image.open(io.BytesIO(preview.content)).format) == (200, "JPEG")
    client.delete(job)


def test_it_is_called_off_at_once_and_told_of_wherever_jobs_are(client: httpx.Client, generator: HeldGenerator) -> None:
    asked = {"references": [held(client, bricks())], "size": LARGE}
    jobs = [client.post("/match", json={**asked, "seed": seed}).json()["job"] for seed in range(2)]
    assert client.get(jobs[1].replace("/match/", "/jobs/")).json()["ahead"] == 1
    wait_for(lambda: client.get(jobs[0]).json()["status"] == "processing")
    before = len(generator.called_off)
    for job in reversed(jobs):
        client.delete(job)
    assert [ended(client, job)["status"] for job in jobs] == ["cancelled"] * 2
    assert client.post("/generate_image", json={"size": SMALL, "seed": 7}).status_code == 200
    assert generator.called_off[before:] == ["match"], "the first was left off, and the second never begun"
    assert client.post(jobs[0]).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({}, 422, "invalid_preferences"),
        ({"references": ["gone"]}, 410, "photo_forgotten"),
        ({"references": ["a"] * 7}, 422, "invalid_preferences"),
        ({"references": [], "content": 2}, 422, "invalid_preferences"),
        ({"references": [], "stye": "ink"}, 422, "invalid_preferences"),
        ({"size": [4000, 3000]}, 422, "picture_too_large"),
        ({"palette": "embr"}, 422, "unknown_name"),
    ],
)
def test_what_cannot_be_matched_is_refused(client: httpx.Client, asked: dict[str, object], status: int, code: str) -> None:
    if code in {"picture_too_large", "unknown_name"}:
        asked = {"references": [held(client, stripes())], **asked}
    answer = client.post("/match", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def test_forms_and_names_that_are_none(client: httpx.Client) -> None:
    two = [("photo", ("a.png", saved(stripes(), "PNG"), "image/png"))] * 2
    assert client.post("/match", files=two).json()["code"] == "malformed_form"
    assert client.post("/match", files=[("reference", ("a.txt", b"no", "text/plain"))]).json()["code"] == "unreadable_picture"
    for method, path in (("GET", "/match/none"), ("DELETE", "/match/" + "a" * 26), ("GET", f"/match/{'b' * 26}/preview")):
        assert client.request(method, path).json()["code"] == "job_not_found"
