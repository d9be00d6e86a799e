"""A picture that takes its time: 202, GET and DELETE /jobs/<id>, Idempotency-Key, Prefer, and the cache's header."""

from __future__ import annotations

import json
import time
import uuid
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest

from engine.store import Store, bytes_to_recipe
from tests.ui.api.serving import HeldGenerator
from tests.ui.live.live_server import wait_for

LATER = {"Prefer": "respond-async"}


def asked(seed: int, side: int = 64) -> dict[str, Any]:
    return {"theme": "dark", "style": "minimalist", "seed": seed, "size": [side, side]}


def over(client: httpx.Client, job: str) -> dict[str, Any]:
    """The job's last report."""
    for _ in range(2400):
        told = client.get(job).json()
        if told["status"] in {"done", "failed", "cancelled"}:
            return dict(told)
        assert told["status"] in {"queued", "processing"}
        assert 0 <= told["progress"] < 1
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def test_a_job_is_told_of_until_its_picture_is_there(client: httpx.Client, generator: HeldGenerator) -> None:
    with generator.held():  # or it might be done before it is promised
        answer = client.post("/generate_image", json=asked(71, 512), headers=LATER)
    told = answer.json()
    assert (answer.status_code, told["status"]) == (202, "processing")
    assert answer.headers["location"] == told["job"]
    assert int(answer.headers["retry-after"]) >= 1
    assert told["seconds_left"] > 0
    done = over(client, told["job"])
    assert (done["status"], done["progress"], done["recipe"]["preferences"]["seed"]) == ("done", 1.0, 71)
    file = client.get(done["image_url"]).content
    assert client.get(told["job"], headers={"Accept": "image/png"}).content == file
    assert client.delete(told["job"]).json()["status"] == "done"


def test_a_job_can_be_called_off(client: httpx.Client, generator: HeldGenerator) -> None:
    with generator.held():
        first, second = (client.post("/generate_image", json=asked(seed), headers=LATER).json()["job"] for seed in (72, 73))
        assert client.delete(second).json()["status"] == "cancelled"
        assert client.get(second).json()["status"] == "cancelled"
        client.delete(first)


@pytest.mark.parametrize("name", ["x", "a" * 26 + "/..", "0" * 26, "a" * 26, "%00"])
def test_there_is_no_job_but_those_given(client: httpx.Client, name: str) -> None:
    assert client.get(f"/jobs/{name}").status_code == 404
    assert client.delete(f"/jobs/{name}").status_code == 404


def test_the_same_key_is_the_same_picture_and_another_request_is_refused(client: httpx.Client) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, again = (client.post("/generate_image", json=asked(74), headers=key).json() for _ in range(2))
    links = [answer.pop("image_url").partition("?")[0] for answer in (first, again)]  # each is signed to the second
    assert (first, links[0]) == (again, links[1])
    other = client.post("/generate_image", json=asked(75), headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert client.post("/generate_image", json=asked(74), headers={"Idempotency-Key": "a b"}).json()["code"] == "invalid_header"


def test_a_key_and_an_image_go_together(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "picture", "Accept": "image/webp"}
    answers = [client.post("/generate_image", json=asked(76), headers=headers) for _ in range(2)]
    assert [answer.headers["content-type"] for answer in answers] == ["image/webp"] * 2
    assert answers[0].content == answers[1].content


def test_the_cache_says_what_it_did(client: httpx.Client, store: Store) -> None:
    before = len(store.recent(10_000))
    answers = [client.post("/generate_image", json=asked(77)) for _ in range(3)]
    assert [answer.headers["x-cache"] for answer in answers] == ["miss", "hit", "hit"]
    assert len({answer.json()["name"] for answer in answers}) == 1
    assert len(store.recent(10_000)) == before + 1
    image = client.post("/generate_image", json=asked(77), headers={"Accept": "image/png"})
    assert image.headers["x-cache"] == "hit"
    assert bytes_to_recipe(image.content).preferences.seed == 77


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/png", "image/png"),
        ("text/html, image/webp;q=0.9, image/jpeg", "image/jpeg"),
        ("image/png;q=0.2, application/json", "application/json"),
        ("image/png;q=0", "application/json"),
        ("*/*", "application/json"),
        ("IMAGE/JPEG;q=0.001", "image/jpeg"),
        ("nonsense;;;q=2,,", "application/json"),
    ],
)
def test_accept_is_weighed(client: httpx.Client, accept: str, kind: str) -> None:
    assert client.post("/generate_image", json=asked(78), headers={"Accept": accept}).headers["content-type"] == kind


def test_nothing_is_painted_for_who_hangs_up(client: httpx.Client, address: str, generator: HeldGenerator) -> None:
    """The first request keeps the desk's one thread; those behind it hang up before their turn."""

    def ahead() -> int:
        """Of who comes now."""
        told = client.post("/generate_image", json=asked(83), headers=LATER).json()
        client.delete(told["job"])
        return int(told["ahead"])

    with generator.held():
        filler = client.post("/generate_image", json=asked(80), headers=LATER).json()["job"]
        wait_for(lambda: client.get(filler).json()["status"] == "processing")
        for seed in (81, 82):
            line = HTTPConnection(address.removeprefix("http://"), timeout=60)
            line.request("POST", "/generate_image", json.dumps(asked(seed)), {"Content-Type": "application/json", "Prefer": "wait=60"})
            wait_for(lambda: ahead() == 2)
            line.close()
            wait_for(lambda: ahead() == 1)  # who went is not in line any more
    assert over(client, filler)["status"] == "done"
    assert not {81, 82} & set(generator.seeds())
