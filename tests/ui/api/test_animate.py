"""POST /animate: a clip as a job, told of frame by frame, called off, kept, found again; estimates; photographs; parts of a file."""

from __future__ import annotations

import io
import time
from typing import Any

import httpx
import pytest
from PIL import Image

from engine.animate.reading import contents
from engine.store import Store, bytes_to_recipe
from tests.engine.photo.files import JPEG
from tests.ui.api.serving import HeldGenerator
from tests.ui.api.test_jobs import over

SHORT = {"theme": "dark", "style": "minimalist", "seconds": 2, "fps": 12, "size": [64, 48]}


def clip(client: httpx.Client, generator: HeldGenerator, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    with generator.held():  # or it might be done before it is promised
        answer = client.post("/animate", json=asked)
    assert answer.status_code == 202, answer.text
    told = over(client, answer.json()["job"])
    assert told["status"] == "done", told
    return told, client.get(told["image_url"]).content


@pytest.mark.parametrize(
    ("kind", "content_type"), [("mp4", "video/mp4"), ("webm", "video/webm"), ("webp", "image/webp"), ("gif", "image/gif")]
)
def test_a_clip_is_made_and_kept_with_its_recipe(
    client: httpx.Client, generator: HeldGenerator, store: Store, kind: str, content_type: str
) -> None:
    told, file = clip(client, generator, {**SHORT, "format": kind, "seed": 1})
    read = contents(file)
    assert (read.frames, read.size, told["size"], told["format"]) == (24, (64, 48), [64, 48], kind)
    assert read.seconds == pytest.approx(2, abs=0.01)
    assert bytes_to_recipe(file) == store.recipe(told["name"])
    assert client.get(told["image_url"]).headers["content-type"] == content_type
    by_job = client.get(told["job"], headers={"Accept": content_type})
    assert (by_job.content, by_job.headers["content-type"]) == (file, content_type)
    again = client.post("/animate", json={**SHORT, "format": kind, "seed": 1})
    assert (again.status_code, again.headers["x-cache"], again.json()["name"]) == (200, "hit", told["name"])


def test_progress_is_the_frames_that_are_done_and_a_clip_is_called_off(client: httpx.Client, generator: HeldGenerator) -> None:
    asked = {**SHORT, "style": "oil", "size": [640, 480], "seconds": 12, "fps": 60, "seed": 2}
    job = client.post("/animate", json=asked).json()["job"]
    seen: list[float] = []
    while len(seen) < 3:
        told = client.get(job).json()
        assert told["status"] in {"queued", "processing"}
        if told["progress"] > (seen[-1] if seen else 0):
            assert told["progress"] * 720 == pytest.approx(round(told["progress"] * 720), abs=0.51)
            seen.append(told["progress"])
        time.sleep(0.05)
    assert seen[-1] < 0.5
    before = len(generator.called_off)
    assert client.delete(job).json()["status"] == "cancelled"
    clip(client, generator, {**SHORT, "seed": 3, "format": "gif"})
    assert generator.called_off[before:] == ["clip"], "the one thread was let go"


def test_looks_may_be_preferences_or_recipes_and_the_key_is_the_job(client: httpx.Client, generator: HeldGenerator) -> None:
    still = client.post("/generate_image", json={"theme": "light", "seed": 4, "size": [64, 48]}).json()["recipe"]
    asked = {"recipe": still, "looks": [{"theme": "dark", "palette": "moss"}, still], "seconds": 2, "fps": 12, "hold": 0.5}
    with generator.held():
        first = client.post("/animate", json=asked, headers={"Idempotency-Key": "clip"}).json()
    told = over(client, first["job"])
    motion = told["recipe"]["motion"]
    assert [look["theme"] for look in motion["looks"]] == ["dark", "light"]
    assert motion["hold"] == 0.5
    again = client.post("/animate", json=asked, headers={"Idempotency-Key": "clip"})
    assert (again.status_code, again.json()["name"]) == (200, told["name"])


def test_an_estimate_tells_frames_and_seconds(client: httpx.Client) -> None:
    told = client.post("/animate/estimate", json={**SHORT, "size": [65, 49]}).json()
    assert (told["frames"], told["size"]) == (24, [64, 48])
    assert 0 < told["seconds"] < 60
    assert told["wait"] >= 0


def test_a_passage_is_looked_at_before_it_is_made(client: httpx.Client) -> None:
    asked = {"theme": "light", "palette": "moss", "looks": [{"theme": "dark", "palette": "ember"}], "size": [1024, 512]}

    def seen(at: str) -> bytes:
        answer = client.post("/animate/moment", params={"at": at}, json=asked)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert Image.open(io.BytesIO(answer.content)).size == (512, 256)
        assert float(answer.headers["server-timing"].removeprefix("paint;dur=")) > 0
        return answer.content

    assert seen("0") == seen("1") != seen("0.5")
    for wrong in ("2", "nan", "soon"):
        assert "from 0 to 1" in client.post("/animate/moment", params={"at": wrong}, json=asked).json()["error"]["message"]


def test_a_photograph_moves_and_is_written_nowhere(client: httpx.Client, generator: HeldGenerator) -> None:
    photo = client.post("/photos", content=JPEG, headers={"Content-Type": "image/jpeg"}).json()
    asked = {"photo": photo["photo"], "style": "gouache", "palette": "ember", "seconds": 2, "fps": 12, "format": "webp", "size": [96, 64]}
    told, file = clip(client, generator, asked)
    assert told["recipe"]["preferences"]["photo"]["sha256"] == photo["sha256"]
    assert contents(file).frames == 24
    again = {"recipe": told["recipe"], "seconds": 2, "fps": 12}
    assert client.post("/animate", json=again).json()["code"] == "invalid_preferences"
    assert client.post("/animate/estimate", json={**again, "photo": photo["photo"]}).json()["frames"] == 24


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"seconds": 60}, 422, "seconds"),
        ({"fps": 1}, 422, "fps"),
        ({"format": "png"}, 422, "mp4, webm, webp, gif"),
        ({"format": "gif", "fps": 60}, 422, "50 frames"),
        ({"size": [4000, 4000]}, 422, "million pixels"),
        ({"looks": {}}, 422, "looks"),
        ({"looks": [{"theme": "drak"}]}, 422, "dark"),
        ({"photo": "nobody's"}, 410, "photograph"),
        ({"recipe": {}, "theme": "dark"}, 422, "not both"),
        ({"sparkle": 1}, 422, "sparkle"),
    ],
)
def test_what_cannot_be_is_refused_at_once(client: httpx.Client, asked: dict[str, Any], status: int, said: str) -> None:
    for path in ("/animate", "/animate/estimate", "/animate/moment"):
        answer = client.post(path, json=asked)
        assert answer.status_code == status
        assert said in answer.json()["error"]["message"]


def test_a_player_gets_the_part_that_it_asks_for(client: httpx.Client, generator: HeldGenerator) -> None:
    told, file = clip(client, generator, {**SHORT, "seed": 5})

    def part(asked: str) -> httpx.Response:
        return client.get(told["image_url"], headers={"Range": asked})

    first = part("bytes=0-99")
    assert (first.status_code, first.content, first.headers["content-range"]) == (206, file[:100], f"bytes 0-99/{len(file)}")
    assert part("bytes=100-").content == file[100:]
    assert part("bytes=-7").content == file[-7:]
    assert part(f"bytes={len(file)}-").status_code == 416
    assert (part("lines=1-2").status_code, part("bytes=5-2").status_code) == (200, 416)
