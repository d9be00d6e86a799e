"""The waiting room: when the cloud fails nothing is lost, nothing is claimed, and nothing is sent twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.contracts import Recipe
from engine.errors import StoreFullError
from engine.store import FallbackStore, LocalStore, open_store
from engine.store.cloud import CloudStore
from tests.engine.store.bucket_proxy import BucketProxy
from tests.engine.store.conftest import BUCKET

Cloud = Callable[..., CloudStore]


@pytest.fixture
def waiting(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "waiting", base_url="/pictures/")


@pytest.fixture
def store(cloud: Cloud, waiting: LocalStore) -> Iterator[FallbackStore]:
    store = FallbackStore(cloud(deadline_seconds=0.6), waiting, pause_seconds=0.0)
    yield store
    wait_until(lambda: not store._resending.locked())  # or it would send on into the next test's bucket


def mended(store: FallbackStore, proxy: BucketProxy) -> None:
    """The cloud is back, and may take as long as it does on a busy machine."""
    proxy.refuse_all = None
    store._cloud._seconds = 60.0  # type: ignore[attr-defined]


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("fault", [503, 403, 404, "reset", "hang", "garbled"])
def test_when_the_cloud_fails_the_picture_waits_here_and_the_person_is_told(
    store: FallbackStore, waiting: LocalStore, proxy: BucketProxy, png: bytes, recipe: Recipe, fault: int | str
) -> None:
    proxy.refuse_all = fault
    kept = store.keep(png, recipe=recipe, extension="png")
    assert kept.where == "local"
    assert kept.url == f"/pictures/{kept.name}"
    assert re.fullmatch(r"[^.]*own disk[^.]*\.", kept.notice)  # one sentence
    assert store.open(kept.name) == waiting.open(kept.name) == png
    assert store.recipe(kept.name) == recipe
    assert store.link(kept.name) == kept.url
    assert [found.name for found in store.recent()] == [kept.name]
    assert store.ready() != ""


def test_an_unreachable_address_is_a_failing_cloud(waiting: LocalStore, free_port: int, png: bytes, recipe: Recipe) -> None:
    cloud = CloudStore(BUCKET, endpoint=f"http://127.0.0.1:{free_port}", deadline_seconds=0.6)
    start = time.monotonic()
    kept = FallbackStore(cloud, waiting).keep(png, recipe=recipe)
    assert time.monotonic() - start < 30, "and is not tried for ever"
    assert (kept.where, waiting.open(kept.name)) == ("local", png)


def test_what_waited_is_sent_when_the_cloud_is_back(
    store: FallbackStore, cloud: Cloud, waiting: LocalStore, proxy: BucketProxy, png: bytes, recipe: Recipe
) -> None:
    proxy.refuse_all = 503
    names = [store.keep(png, recipe=recipe).name for _ in range(3)]
    assert store.resend() == 0
    assert waiting.names() == names
    mended(store, proxy)
    assert store.resend() == 3
    assert waiting.names() == []
    assert [kept.name for kept in cloud().recent()] == names[::-1]
    assert all(store.open(name) == png and store.recipe(name) == recipe for name in names)
    assert "/studio/" in (store.link(names[0]) or "")
    assert store.resend() == 0


def test_the_next_success_sends_what_waited(
    store: FallbackStore, waiting: LocalStore, proxy: BucketProxy, png: bytes, recipe: Recipe
) -> None:
    proxy.refuse_all = 503
    waited = store.keep(png, recipe=recipe)
    mended(store, proxy)
    assert store.keep(png, recipe=recipe).where == "cloud"
    wait_until(lambda: waiting.names() == [])
    assert store.open(waited.name) == png
    assert len(store.recent()) == 2


def test_opening_the_studio_again_sends_what_waited(tmp_path: Path, endpoint: str, png: bytes, recipe: Recipe) -> None:
    waiting = LocalStore(tmp_path / "waiting")
    name = waiting.keep(png, recipe=recipe).name
    store = open_store(kind="cloud", folder=tmp_path, bucket=BUCKET, endpoint=endpoint, keep_free_bytes=0, deadline_seconds=60)
    wait_until(lambda: waiting.names() == [])
    assert store.open(name) == png


def test_a_picture_that_arrived_after_all_is_not_there_twice(
    store: FallbackStore, cloud: Cloud, waiting: LocalStore, proxy: BucketProxy, png: bytes, recipe: Recipe
) -> None:
    proxy.refuse_all = "lost"  # every upload arrives, and every answer is lost
    kept = store.keep(png, recipe=recipe)
    assert kept.where == "local"  # nobody could know, so nothing is claimed
    mended(store, proxy)
    assert store.resend() == 1
    assert [found.name for found in cloud().recent()] == [kept.name]
    assert waiting.names() == []


def test_one_picture_the_cloud_cannot_take_does_not_hold_up_the_others(
    store: FallbackStore, cloud: Cloud, waiting: LocalStore, proxy: BucketProxy, png: bytes, recipe: Recipe
) -> None:
    mended(store, proxy)
    first = cloud().keep(png, recipe=recipe).name
    waiting.keep(png + b"another", recipe=recipe, name=first)
    second = waiting.keep(png, recipe=recipe).name
    assert store.resend() == 1
    assert waiting.names() == [first]
    assert cloud().open(first) == png
    assert cloud().open(second) == png


def test_after_a_failure_the_next_pictures_do_not_wait_for_it_again(
    cloud: Cloud, waiting: LocalStore, proxy: BucketProxy, png: bytes, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FallbackStore(cloud(deadline_seconds=0.6), waiting, pause_seconds=3600)
    proxy.refuse_all = 503
    store.keep(png, recipe=recipe)
    proxy.seen.clear()
    assert store.keep(png, recipe=recipe).notice
    assert proxy.seen == []
    mended(store, proxy)
    monkeypatch.setattr("engine.store.fallback.time", SimpleNamespace(monotonic=lambda: time.monotonic() + 3600))
    assert store.keep(png, recipe=recipe).where == "cloud"
    wait_until(lambda: not store._resending.locked())


def test_when_neither_takes_it_that_is_said_and_nothing_is_claimed(
    cloud: Cloud, tmp_path: Path, proxy: BucketProxy, png: bytes, recipe: Recipe
) -> None:
    full = LocalStore(tmp_path / "full", keep_free=2**60)
    proxy.refuse_all = 503
    with pytest.raises(StoreFullError, match=r"(cannot be reached|does not answer).*room"):
        FallbackStore(cloud(deadline_seconds=0.6), full).keep(png, recipe=recipe)
    assert full.names() == []
