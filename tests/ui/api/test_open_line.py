"""One way through for whatever is painted: 202 with a job, one job for one key, found again, called off, refused when the line is full."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from engine.store import Store
from tests.engine.photo.files import JPEG
from tests.ui.api.serving import HeldGenerator
from tests.ui.api.test_jobs import LATER, over
from tests.ui.live.live_server import wait_for

SMALL = [64, 48]
MASK = [{"kind": "ellipse", "left": -0.2, "top": -0.2, "right": 0.3, "bottom": 0.2}]
Ask = Callable[..., httpx.Response]


def held(client: httpx.Client) -> str:
    return str(client.post("/photos", content=JPEG, headers={"Content-Type": "image/jpeg"}).json()["photo"])


def restyle(client: httpx.Client, seed: int, headers: dict[str, str], size: list[int] = SMALL) -> httpx.Response:
    return client.post("/restyle", json={"photo": held(client), "style": "gouache", "seed": seed, "size": size}, headers=headers)


def restyle_file(client: httpx.Client, seed: int, headers: dict[str, str], size: list[int] = SMALL) -> httpx.Response:
    asked = json.dumps({"style": "minimalist", "seed": seed, "size": size})
    return client.post("/restyle", files={"photo": ("a.jpg", JPEG, "image/jpeg")}, data={"preferences": asked}, headers=headers)


def edit(client: httpx.Client, seed: int, headers: dict[str, str], size: list[int] = SMALL) -> httpx.Response:
    picture = {"theme": "dark", "style": "minimalist", "seed": seed}
    return client.post("/edit", json={"preferences": picture, "mask": MASK, "inside": {"seed": 9}, "size": size}, headers=headers)


def edit_file(client: httpx.Client, seed: int, headers: dict[str, str], size: list[int] = SMALL) -> httpx.Response:
    asked = json.dumps({"mask": MASK, "inside": {"style": "gouache", "palette": "ember", "seed": seed}, "size": size})
    return client.post("/edit", files={"photo": ("a.jpg", JPEG, "image/jpeg")}, data={"preferences": asked}, headers=headers)


WAYS: dict[str, Ask] = {one.__name__: one for one in (restyle, restyle_file, edit, edit_file)}
ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@ways
def test_a_job_is_promised_told_of_found_again_and_is_its_key(
    client: httpx.Client, generator: HeldGenerator, store: Store, way: Ask
) -> None:
    headers = {**LATER, "Idempotency-Key": str(uuid.uuid4())}
    with generator.held():  # or it might be done before it is promised
        answer = way(client, 1, headers)
    told = answer.json()
    assert (answer.status_code, told["status"], answer.headers["location"]) == (202, "processing", told["job"]), told
    assert int(answer.headers["retry-after"]) >= 1 and told["seconds_left"] > 0
    done = over(client, told["job"])
    assert (done["status"], done["size"]) == ("done", SMALL), done
    again = way(client, 1, headers)
    assert (again.status_code, again.json()["name"]) == (200, done["name"]), "the same key is the same job"
    assert way(client, 2, headers).json()["code"] == "idempotency_mismatch"
    found = way(client, 1, {})
    assert (found.headers["x-cache"], found.json()["name"]) == ("hit", done["name"])
    assert store.recipe(done["name"]).model_dump(mode="json") == done["recipe"]
    picture = client.get(told["job"], headers={"Accept": "image/png"})
    assert picture.content == way(client, 1, {"Accept": "image/png"}).content


def test_a_busy_studio_promises_then_refuses(client: httpx.Client, generator: HeldGenerator) -> None:
    """One painter and a line of two: the third that waits is told when to come back, whoever asks for what."""
    painted = {"theme": "dark", "style": "oil", "seed": 31, "size": SMALL}
    with generator.held():
        jobs = [client.post("/generate_image", json=painted, headers=LATER).json()["job"]]
        wait_for(lambda: client.get(jobs[0]).json()["status"] == "processing")  # another test's picture may still be on the easel
        jobs += [way(client, 40, LATER).json()["job"] for way in (restyle, edit)]
        assert client.get(jobs[2]).json()["ahead"] == 2
        for way in WAYS.values():
            refused = way(client, 41, {})
            assert (refused.status_code, refused.json()["code"]) == (503, "busy")
            assert int(refused.headers["retry-after"]) >= 1
        assert [client.delete(job).json()["status"] for job in jobs[1:]] == ["cancelled"] * 2
        client.delete(jobs[0])
        key = {"Idempotency-Key": str(uuid.uuid4())}
        client.delete(edit(client, 43, {**LATER, **key}).json()["job"])
        called_off = edit(client, 43, key)
        assert (called_off.status_code, called_off.json()["code"]) == (410, "cancelled")
        last = restyle(client, 42, LATER).json()["job"]
    assert over(client, last)["status"] == "done"


def test_a_recipe_of_a_photograph_opens_nothing_without_it(client: httpx.Client) -> None:
    recipe = restyle(client, 51, {}).json()["recipe"]
    for path in ("/generate_image", "/edit", "/animate"):
        asked: dict[str, Any] = {"recipe": recipe, **({"format": "gif"} if path == "/animate" else {})}
        refused = client.post(path, json=asked, headers={"Accept": "image/png"})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_preferences"), path
