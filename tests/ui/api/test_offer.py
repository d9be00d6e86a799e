"""GET /presets, /healthz and /pictures."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engine import ImageGenerator, Recipe, StoreUnavailableError
from engine.store.protocol import Kept
from ui.api import Workroom, api_routes


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


class OfflineStore:
    """A store whose network is gone. Only what the routes call."""

    def keep(self, picture: bytes, *, recipe: Recipe, extension: str | None = None, name: str | None = None) -> Kept:
        raise StoreUnavailableError("The bucket cannot be reached; try again in a minute.")

    def ready(self) -> str:
        return "The bucket cannot be reached; try again in a minute."


def test_a_store_that_is_away_is_said_in_one_sentence(generator: ImageGenerator) -> None:
    workroom = Workroom()
    with TestClient(Starlette(routes=api_routes(generator, OfflineStore(), workroom))) as client:  # type: ignore[arg-type]
        health = client.get("/healthz").json()
        assert (health["status"], health["store"]["ok"]) == ("degraded", False)
        answer = client.post("/generate_image", json={"size": [64, 64]})
        assert answer.status_code == 503
        assert answer.json()["error"] == {"code": "store_unavailable", "message": "The bucket cannot be reached; try again in a minute."}
    workroom.close()


class BrokenStore:
    """A store with a programmer's mistake in it, whose text quotes what nobody may read."""

    def keep(self, *args: object, **kwargs: object) -> Kept:
        raise ValueError("s3cret words of a visitor in /home/someone")


def test_a_mistake_of_ours_shows_no_trace(generator: ImageGenerator, caplog: pytest.LogCaptureFixture) -> None:
    workroom = Workroom()
    with TestClient(Starlette(routes=api_routes(generator, BrokenStore(), workroom))) as client:  # type: ignore[arg-type]
        answer = client.post("/generate_image", json={"size": [64, 64]})
    workroom.close()
    assert answer.status_code == 500
    assert set(answer.json()["error"]) == {"code", "message"}
    assert "s3cret" not in answer.text + caplog.text
    assert "unexpected ValueError in test_offer.py" in caplog.text


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
    assert answer.status_code == 404
    assert "app.py" not in answer.text
