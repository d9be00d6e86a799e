"""What every store promises, asked of every store."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from engine import ImageGenerator
from engine.animate import Clip
from engine.contracts import Recipe
from engine.errors import PictureNotFoundError, StoreError, UnknownNameError
from engine.store import FallbackStore, LocalStore, MemoryStore, Store, open_store
from engine.store.cloud import CloudStore
from engine.store.kinds import PNG
from engine.store.names import new_name
from engine.store.picture_file import bytes_to_recipe, picture_to_bytes
from tests.engine.store.conftest import BUCKET


def patient_cloud(endpoint: str) -> CloudStore:
    return CloudStore(BUCKET, endpoint=endpoint, deadline_seconds=60.0)


MAKERS: dict[str, Callable[[Path, str], Store]] = {
    "memory": lambda folder, endpoint: MemoryStore(),
    "local": lambda folder, endpoint: LocalStore(folder),
    "cloud": lambda folder, endpoint: patient_cloud(endpoint),
    "fallback": lambda folder, endpoint: FallbackStore(patient_cloud(endpoint), LocalStore(folder)),
}


@pytest.fixture(params=MAKERS)
def store(request: pytest.FixtureRequest, tmp_path: Path, endpoint: str) -> Store:
    return MAKERS[request.param](tmp_path / "pictures", endpoint)


@pytest.fixture(scope="module")
def clips(generator: ImageGenerator) -> dict[str, Clip]:
    return {kind: generator.animate({"theme": "dark"}, kind, (32, 32), seconds=2, fps=12) for kind in ("mp4", "webm", "gif")}


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "mp4", "webm", "gif"])
def test_what_is_kept_comes_back(store: Store, image: Image.Image, recipe: Recipe, clips: dict[str, Clip], kind: str) -> None:
    moving = clips.get(kind)
    recipe = moving.recipe if moving else recipe
    picture = moving.file if moving else picture_to_bytes(image, recipe, kind)
    kept = store.keep(picture, recipe=recipe, extension=kind)
    assert store.open(kept.name) == picture
    assert store.recipe(kept.name) == recipe == bytes_to_recipe(store.open(kept.name))
    assert (kept.bytes, kept.sha256) == (len(picture), hashlib.sha256(picture).hexdigest())
    assert abs(datetime.now(UTC) - kept.created) < timedelta(minutes=1)
    assert kept.notice == ""
    assert store.ready() == ""


def test_keeping_again_under_the_name_makes_no_second_and_no_change(store: Store, png: bytes, recipe: Recipe) -> None:
    name = new_name(PNG)
    assert {store.keep(png, recipe=recipe, name=name).name for _ in range(2)} == {name}
    assert [kept.name for kept in store.recent()] == [name]
    with pytest.raises(PictureNotFoundError):
        store.keep(png, recipe=recipe, name="../../../tmp/x.png")


@pytest.mark.parametrize("store", ["memory", "local", "cloud"], indirect=True)
def test_a_taken_name_is_refused(store: Store, png: bytes, recipe: Recipe) -> None:
    name = store.keep(png, recipe=recipe).name
    with pytest.raises(StoreError, match="new name"):
        store.keep(png + b"\0", recipe=recipe, name=name)
    assert store.open(name) == png


def test_recent_is_newest_first_and_bounded(store: Store, png: bytes, recipe: Recipe) -> None:
    names = [store.keep(png, recipe=recipe).name for _ in range(4)]
    assert [kept.name for kept in store.recent(3)] == names[:0:-1]
    assert [kept.name for kept in store.recent()] == names[::-1]
    assert store.recent(0) == []


def test_only_pictures_are_kept_and_only_as_what_they_are(store: Store, png: bytes, recipe: Recipe) -> None:
    for odd in (b"", b"<html><script>", b"BM", b"{}"):
        with pytest.raises(StoreError, match="PNG, JPEG, WebP and GIF"):
            store.keep(odd, recipe=recipe)
    with pytest.raises(StoreError, match="PNG"):
        store.keep(png, recipe=recipe, extension="jpg")
    with pytest.raises(UnknownNameError):
        store.keep(png, recipe=recipe, extension="exe")
    with pytest.raises(StoreError):
        store.keep(png, recipe=recipe, name=new_name(PNG).replace(".png", ".jpg"))
    assert store.recent() == []


@pytest.mark.parametrize("odd", ["", ".", "..", "../x.png", "/etc/passwd", "a" * 5000, "x\0y", "%2e%2e/x", ".writing", "CON"])
def test_no_odd_name_reaches_anything(store: Store, odd: str) -> None:
    for verb in (store.open, store.recipe, store.link):
        with pytest.raises(PictureNotFoundError) as raised:
            verb(odd)
        assert len(raised.value.message) < 200


def test_a_name_that_is_gone_is_not_found(store: Store) -> None:
    for verb in (store.open, store.recipe):
        with pytest.raises(PictureNotFoundError):
            verb(new_name(PNG))


def test_many_threads_at_once(store: Store, png: bytes, recipe: Recipe) -> None:
    names: list[str] = []

    def keep_some() -> None:
        names.extend(store.keep(png, recipe=recipe).name for _ in range(3))

    threads = [threading.Thread(target=keep_some) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names)) == 15
    assert {kept.name for kept in store.recent()} == set(names)


def test_no_name_or_address_tells_what_was_asked_for(store: Store, png: bytes, recipe: Recipe) -> None:
    kept = store.keep(png, recipe=recipe)
    for preference in ("ink", "ocean", "city", "ember", "123456", "☃"):
        assert preference not in kept.name[22:]
        assert preference not in (kept.url or "").rpartition("/")[2][22:]


def test_open_store_opens_each_kind(tmp_path: Path, endpoint: str, png: bytes, recipe: Recipe) -> None:
    memory = open_store(kind="memory")
    local = open_store(kind="local", folder=tmp_path / "p", keep_free_bytes=0)
    place = {"bucket": BUCKET, "prefix": "a/b", "endpoint": endpoint, "deadline_seconds": 60}
    cloud = open_store(kind="cloud", folder=tmp_path / "p", keep_free_bytes=0, **place)  # type: ignore[arg-type]
    for store, where in ((memory, "local"), (local, "local"), (cloud, "cloud")):
        kept = store.keep(png, recipe=recipe)
        assert kept.where == where
        assert store.open(kept.name) == png
        assert kept.url == (f"/pictures/{kept.name}" if where == "local" else f"{endpoint}/{BUCKET}/a/b/{kept.name}")
    with pytest.raises(StoreError, match="bucket"):
        open_store(kind="cloud", folder=tmp_path / "q")
