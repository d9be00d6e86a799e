"""GET /presets, /healthz and /pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engine import ImageGenerator, Recipe, StoreUnavailableError
from engine.jobs import LocalDesk
from engine.store.protocol import Kept
from tests.ui.api.serving import QUICK
from ui.access.links import Links
from ui.api import Service, Workroom, api_routes


def test_presets_name_everything_that_can_be_asked_for(client: httpx.Client, generator: ImageGenerator) -> None:
    offer = client.get("/presets").json()
    assert [theme["id"] for theme in offer["themes"]] == generator.themes
    assert [style["id"] for style in offer["styles"]] == generator.styles
    assert [palette["id"] for palette in offer["palettes"]] == generator.palettes
    assert [look["id"] for look in offer["looks"]] == generator.looks
    assert [knob["id"] for knob in offer["knobs"]] == ["detail", "contrast", "energy", "depth", "texture", "scale"]
    assert offer["palettes"][0]["colours"][0]["hex"].startswith("#")


def test_a_preset_palette_can_be_sent_back_as_colours(client: httpx.Client) -> None:
    palette = client.get("/presets").json()["palettes"][3]
    asked = {"palette": palette["colours"], "background": palette["background"], "accent": palette["accent"], "size": [64, 64]}
    named = client.post("/generate_image", json={"palette": palette["id"], "size": [64, 64]}, headers={"Accept": "image/png"})
    spelt = client.post("/generate_image", json=asked, headers={"Accept": "image/jpeg"})
    assert named.headers["hueprint-share-error"] == spelt.headers["hueprint-share-error"]


def test_a_look_can_be_sent_back_as_it_is_listed(client: httpx.Client, generator: ImageGenerator) -> None:
    look = client.get("/presets").json()["looks"][-1]
    recipe = client.post("/generate_image", json={**look["preferences"], "size": [64, 64]}).json()["recipe"]
    assert Recipe.parse(recipe) == generator.recipe(generator.catalogue.looks[look["id"]].preferences, (64, 64))


def test_health_is_quick_and_well(client: httpx.Client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok", "engine": "1", "store": {"ok": True}}
    assert client.head("/healthz").content == b""
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


@contextmanager
def studio(generator: ImageGenerator, store: object) -> Iterator[TestClient]:
    """A client of the API over a store that fails."""
    workroom, desk = Workroom(), LocalDesk(generator, store)  # type: ignore[arg-type]
    desk.start()
    service = Service(generator, store, workroom, desk, Links(store), b"secret", quick=QUICK)  # type: ignore[arg-type]
    with TestClient(Starlette(routes=api_routes(service))) as client:
        yield client
    desk.close()
    workroom.close()


class OfflineStore:
    """A store whose network is gone. Only what the routes call."""

    def keep(self, picture: bytes, *, recipe: Recipe, extension: str | None = None, name: str | None = None) -> Kept:
        raise StoreUnavailableError("The bucket cannot be reached; try again in a minute.")

    def ready(self) -> str:
        return "The bucket cannot be reached; try again in a minute."


def test_a_store_that_is_away_is_said_in_one_sentence(generator: ImageGenerator) -> None:
    with studio(generator, OfflineStore()) as client:
        health = client.get("/healthz").json()
        assert (health["status"], health["store"]["ok"]) == ("degraded", False)
        answer = client.post("/generate_image", json={"size": [64, 64]})
        assert answer.status_code == 503
        assert answer.json()["error"] == {"code": "store_unavailable", "message": "The bucket cannot be reached; try again in a minute."}
        unready = client.get("/readyz")
        assert (unready.status_code, unready.json()["store"]["ok"], unready.json()["generator"]["ok"]) == (503, False, True)


class BrokenStore:
    """A store with a programmer's mistake in it, whose text quotes what nobody may read."""

    def ready(self) -> str:
        return ""

    def keep(self, *args: object, **kwargs: object) -> Kept:
        raise ValueError("s3cret words of a visitor in /home/someone")


def test_a_mistake_of_ours_shows_no_trace(generator: ImageGenerator, caplog: pytest.LogCaptureFixture) -> None:
    with studio(generator, BrokenStore()) as client:
        answer = client.post("/generate_image", json={"size": [64, 64]})
        shown = client.get("/presets", headers={"Accept": "*/*"})
    assert answer.status_code == 500
    assert set(answer.json()["error"]) == {"code", "message"}
    assert "s3cret" not in answer.text + caplog.text
    assert "ValueError" in caplog.text
    assert shown.status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "nothing.png",
        "20261122T221355123456-aaaaaaaaaaaaaaaaaaaaaaaaaa.png",
        "20261122T221355123456-aaaaaaaaaaaaaaaaaaaaaaaaaa.png.json",
        "..%2f..%2fapp.py",
        "%2e%2e",
        "x%00.png",
        "🖼.png",
    ],
)
def test_there_is_no_picture_but_the_kept_ones(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/pictures/{name}")
    assert answer.status_code == (403 if name.endswith("a.png") else 404), "a name alone opens nothing, and tells nothing"
    assert "app.py" not in answer.text
