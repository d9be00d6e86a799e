"""POST /thumbnails: sheets painted by the engine, remembered, bounded."""

from __future__ import annotations

import io
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engine import ImageGenerator, Preferences
from ui.api.answers import RequestError
from ui.widgets.thumbnails import MAX_SHEETS, MAX_WAITING, TILE, Sheets, thumbnail_routes


@pytest.fixture
def client(generator: ImageGenerator) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=thumbnail_routes(generator))) as client:
        yield client


def ask(client: TestClient, kind: object, **preferences: object) -> httpx.Response:
    return client.post("/thumbnails", json={"kind": kind, "preferences": preferences})


def test_a_sheet_holds_one_tile_a_name(client: TestClient, generator: ImageGenerator) -> None:
    answer = ask(client, "style", theme="alpine", palette="ember")
    sheet = Image.open(io.BytesIO(answer.content))
    assert answer.headers["content-type"] == "image/jpeg"
    assert sheet.size == (TILE[0] * len(generator.styles), TILE[1])
    tiles = {sheet.crop((TILE[0] * place, 0, TILE[0] * (place + 1), TILE[1])).tobytes() for place in range(len(generator.styles))}
    assert len(tiles) == len(generator.styles)


def test_the_same_wish_is_painted_once_and_other_colours_again(generator: ImageGenerator) -> None:
    sheets = Sheets(generator)
    first = sheets.ask("theme", Preferences(style="minimalist", palette="ember", seed=1))
    again = sheets.ask("theme", Preferences(style="minimalist", palette="ember", seed=2, theme=generator.themes[-1]))
    other = sheets.ask("theme", Preferences(style="minimalist", palette="glacier"))
    assert again is first
    assert other.result() != first.result()


def test_what_is_remembered_and_what_may_wait_is_bounded(generator: ImageGenerator) -> None:
    sheets = Sheets(generator)
    sheets._painter.shutdown()
    queued: list[object] = []
    sheets._painter = type("Never", (), {"submit": lambda *_: queued.append(1) or __import__("concurrent.futures").futures.Future()})()  # type: ignore[assignment]
    with pytest.raises(RequestError, match="Many people are choosing"):
        for seed in range(MAX_SHEETS):
            sheets.ask("theme", Preferences(style="minimalist", palette=(f"#0000{seed:02x}", "#ffffff")))
    assert len(queued) == MAX_WAITING


@pytest.mark.parametrize("kind", ["palette", None, 3, ["theme"]])
def test_another_kind_is_refused(client: TestClient, kind: object) -> None:
    answer = ask(client, kind)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"] == "Send a kind, theme or style, and preferences."


def test_bad_preferences_are_refused_in_a_sentence(client: TestClient) -> None:
    answer = ask(client, "theme", palette="embr")
    assert answer.status_code == 422
    assert "ember" in answer.json()["error"]["message"]
