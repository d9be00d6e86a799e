"""Private pictures open through signed links that expire, and through nothing else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from engine import ImageGenerator, PictureNotFoundError
from engine.store import MemoryStore, picture_to_bytes
from ui.access.links import LinkExpiredError, LinkInvalidError, Links
from ui.access.secret import studio_secret


def query_of(address: str | None) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address or "").query).items()}


def test_a_link_opens_its_own_picture_until_its_time_is_over(generator: ImageGenerator) -> None:
    store, now = MemoryStore(base_url="/pictures/"), [1000.0]
    painting = generator.preview({}, (32, 32))
    one, two = (store.keep(picture_to_bytes(painting.image, painting.recipe), recipe=painting.recipe).name for _ in range(2))
    links = Links(store, b"secret", minutes=1, clock=lambda: now[0])
    query = query_of(links.to(one))
    links.check(one, query)
    for name, wrong in (
        (two, query),
        (one, {**query, "until": "99999"}),
        (one, {**query, "signature": "x"}),
        (one, {}),
        (one, {"until": "é"}),
    ):
        with pytest.raises(LinkInvalidError):
            links.check(name, wrong)
    with pytest.raises(LinkInvalidError):
        Links(store, b"another", minutes=1).check(one, query)
    now[0] += 61
    with pytest.raises(LinkExpiredError):
        links.check(one, query)


def test_over_http_a_changed_link_opens_nothing(client: httpx.Client) -> None:
    made = client.post("/generate_image", json={"size": [64, 64], "seed": 61}).json()
    assert client.get(made["image_url"]).status_code == 200
    bare = made["image_url"].partition("?")[0]
    for address in (bare, made["image_url"] + "0", made["image_url"].replace("until=1", "until=9")):
        refused = client.get(address)
        assert (refused.status_code, refused.json()["code"]) == (403, "link_invalid")


def test_who_has_the_recipe_gets_a_new_link(client: httpx.Client) -> None:
    made = client.post("/generate_image", json={"size": [64, 64], "seed": 62}).json()
    again = client.post(f"/pictures/{made['name']}", json={"recipe": made["recipe"]}).json()["image_url"]
    assert client.get(again).status_code == 200
    made["recipe"]["preferences"]["seed"] = 63
    assert client.post(f"/pictures/{made['name']}", json={"recipe": made["recipe"]}).status_code == 404
    assert client.post(f"/pictures/{made['name']}", json={}).status_code == 422
    assert client.post("/pictures/none.png", json={"recipe": made["recipe"]}).status_code in {404, 422}


def test_the_secret_is_made_once_and_is_the_users_alone(tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "kept"
    first = studio_secret("", folder)
    assert studio_secret("", folder) == first
    assert len(first) == 32
    assert (folder / ".secret").stat().st_mode & 0o077 == 0
    assert [file.name for file in folder.iterdir()] == [".secret"]
    assert studio_secret("given", folder) == b"given"
    assert studio_secret("", None) != studio_secret("", None)


def test_a_store_without_links_has_none(generator: ImageGenerator) -> None:
    painting = generator.preview({}, (32, 32))
    store = MemoryStore()
    kept = store.keep(picture_to_bytes(painting.image, painting.recipe), recipe=painting.recipe)
    assert Links(store, b"secret").to(kept.name) is None
    with pytest.raises(PictureNotFoundError):
        Links(store, b"secret").to("../../app.py")
