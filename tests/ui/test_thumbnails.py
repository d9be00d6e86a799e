"""POST /thumbnails: sheets painted by the engine, remembered, bounded."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Request
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engine import ImageGenerator, Preferences
from engine.contracts import Swatch
from engine.image_generator import Painting
from engine.photo.upload import read_photograph
from tests.engine.photo.files import JPEG
from tests.ui.studio import Studio
from ui.api.answers import RequestError
from ui.photos import HeldPhotos
from ui.widgets.sheets import TILES, LeftError, Sheets
from ui.widgets.thumbnails import thumbnail_routes


@pytest.fixture
def client(generator: ImageGenerator) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=thumbnail_routes(Sheets(generator), HeldPhotos().get))) as client:
        yield client


def ask(client: TestClient, kind: object, **preferences: object) -> httpx.Response:
    return client.post("/thumbnails", json={"kind": kind, "preferences": preferences})


def test_a_sheet_holds_one_tile_a_name(client: TestClient, generator: ImageGenerator) -> None:
    answer = ask(client, "style", theme="alpine", palette="ember")
    sheet = Image.open(io.BytesIO(answer.content))
    assert answer.headers["content-type"] == "image/webp"
    assert sheet.size == (TILES[2][0] * len(generator.styles), TILES[2][1])
    width, height = TILES[2]
    tiles = {sheet.crop((width * place, 0, width * (place + 1), height)).tobytes() for place in range(len(generator.styles))}
    assert len(tiles) == len(generator.styles)


def test_a_few_names_come_in_the_order_asked(client: TestClient, generator: ImageGenerator) -> None:
    names = [generator.themes[2], generator.themes[0]]
    answer = client.post("/thumbnails", json={"kind": "theme", "names": names, "preferences": {"palette": "ember"}})
    sheet = Image.open(io.BytesIO(answer.content))
    assert sheet.size == (2 * TILES[2][0], TILES[2][1])
    answer = client.post("/thumbnails", json={"kind": "theme", "names": names, "preferences": {"palette": "ember"}, "density": 1})
    assert Image.open(io.BytesIO(answer.content)).size == (2 * TILES[1][0], TILES[1][1])


def test_looks_are_the_same_pictures_whatever_is_chosen(generator: ImageGenerator) -> None:
    sheets = Sheets(generator)
    names = tuple(generator.looks[:2])
    first = sheets.ask("look", Preferences(palette="ember"), names)
    assert sheets.ask("look", Preferences(theme="ocean", palette="glacier"), names) is first
    assert Image.open(io.BytesIO(first.result())).size == (2 * TILES[2][0], TILES[2][1])


@pytest.mark.parametrize("names", ["alpine", [3], ["alpine", "alpine"], ["nowhere"]])
def test_names_that_are_none_are_refused(client: TestClient, names: object) -> None:
    answer = client.post("/thumbnails", json={"kind": "theme", "names": names, "preferences": {}})
    assert answer.status_code == 422


@pytest.mark.parametrize("density", [0, 3, "2", [1]])
def test_a_screen_that_is_none_is_refused(client: TestClient, density: object) -> None:
    answer = client.post("/thumbnails", json={"kind": "theme", "preferences": {}, "density": density})
    assert answer.status_code == 422
    assert "density" in answer.text


def test_a_sheet_that_failed_is_painted_again(generator: ImageGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = Sheets(generator)
    with monkeypatch.context() as patch:
        patch.setattr(generator, "preview", lambda *_: 1 / 0)
        assert sheets.ask("style", Preferences()).exception()
    assert sheets.ask("style", Preferences()).result()


def test_a_theme_that_cannot_be_painted_leaves_the_others_theirs(generator: ImageGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    paint = generator.preview
    monkeypatch.setattr(generator, "preview", lambda asked, *size: 1 / 0 if asked.theme == "dark" else paint(asked, *size))
    sheet = Image.open(io.BytesIO(Sheets(generator).ask("theme", Preferences(), ("dark", "alpine")).result()))
    dark, alpine = (sheet.crop((TILES[2][0] * place, 0, TILES[2][0] * (place + 1), TILES[2][1])) for place in range(2))
    assert len(dark.crop((0, 0, 144, 120)).getcolors(2**15) or []) <= 4, "but for what the coding carries over from the next tile"
    assert len(alpine.getcolors(2**15) or []) > 8


def apart(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of bytes."""
    return float(np.abs(np.asarray(one.convert("RGB"), np.int16) - np.asarray(other, np.int16)).mean())


def test_pictures_of_a_photograph_are_painted_for_its_handle_alone_and_not_remembered(generator: ImageGenerator) -> None:
    held, sheets = HeldPhotos(), Sheets(generator)
    photograph = read_photograph(JPEG)
    handle = held.put(photograph, "somebody")
    each = [{"style": style, "palette": "ember", "photo": {"sha256": photograph.sha256}} for style in ("ink", "oil")]
    with TestClient(Starlette(routes=thumbnail_routes(sheets, held.get))) as client:
        answer = client.post("/thumbnails", json={"each": each, "tile": [120, 80], "photo": handle})
        assert Image.open(io.BytesIO(answer.content)).size == (240, 80)
        tile = Image.open(io.BytesIO(answer.content)).crop((0, 0, 120, 80))
        asked = {"style": "ink", "palette": "ember"}
        assert apart(tile, generator.restyle(photograph, asked, (120, 80)).image) < 8
        assert apart(tile, generator.preview(asked, (120, 80)).image) > 20
        assert not sheets._sheets
        assert client.post("/thumbnails", json={"each": each, "tile": [120, 80]}).status_code == 422
        assert client.post("/thumbnails", json={"each": each, "tile": [120, 80], "photo": 3}).status_code == 422
        held.forget(handle)
        assert client.post("/thumbnails", json={"each": each, "tile": [120, 80], "photo": handle}).status_code == 410


def test_closing_ends_the_painter_and_drops_what_waits() -> None:
    generator = PatientGenerator()
    sheets = Sheets(generator)
    first, *waiting = [sheets.ask("theme", asked, ("alpine",)) for asked in palettes(3)]
    generator.begun.wait()
    photograph = read_photograph(JPEG)
    of_one = {"photo": {"sha256": photograph.sha256}}
    waiting[1:] = [sheets.ask_each((Preferences.parse(of_one),), (80, 60), photograph) for _ in range(2)]
    waiting[-1].add_done_callback(lambda _: generator.go.set())  # called off, the last of all: then the tile in hand is finished
    sheets.close()
    assert first.done()
    assert [sheet.cancelled() for sheet in waiting] == [True, True, True]
    assert all(isinstance(key[0], str) for key in sheets._sheets), "nothing of a photograph is left"
    assert not any(thread.name.startswith("thumbnails") and thread.is_alive() for thread in sheets._painter._threads)


def test_the_same_wish_is_painted_once_and_other_colours_again(generator: ImageGenerator) -> None:
    sheets = Sheets(generator)
    first = sheets.ask("theme", Preferences(style="minimalist", palette="ember", seed=1))
    again = sheets.ask("theme", Preferences(style="minimalist", palette="ember", seed=1, theme=generator.themes[-1]))
    assert again is first
    for other in (Preferences(style="minimalist", palette="glacier", seed=1), Preferences(style="minimalist", palette="ember", seed=2)):
        assert sheets.ask("theme", other).result() != first.result()


def test_a_tile_is_composed_as_what_a_click_on_it_brings(generator: ImageGenerator) -> None:
    """City has layouts by seed, streets and skylines: a tile of another layout would promise another picture."""
    asked = [Preferences(theme="city", style="minimalist", palette="ember", seed=seed) for seed in (3, 8)]
    pictures = [np.asarray(generator.preview(one, TILES[2]).image, dtype=float) for one in asked]
    for number, one in enumerate(asked):
        tile = np.asarray(Image.open(io.BytesIO(Sheets(generator).ask("theme", one, ("city",)).result())).convert("RGB"), dtype=float)
        apart = [float(np.abs(tile - picture).mean()) for picture in pictures]
        assert apart[number] < 10 < 20 < apart[1 - number], apart


class PatientGenerator(ImageGenerator):
    """The real engine, held until `go` is set; `begun` tells that it has been asked."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def preview(self, *asked: Any, **how: Any) -> Painting:
        self.begun.set()
        self.go.wait()
        return super().preview(*asked, **how)


def palettes(count: int) -> list[Preferences]:
    return [Preferences(style="minimalist", palette=(Swatch(hex=f"#0000{blue:02x}"), Swatch(hex="#ffffff"))) for blue in range(count)]


def test_a_zoomed_tile_is_the_middle_of_the_picture_painted_at_that_size(client: TestClient, generator: ImageGenerator) -> None:
    asked = {"theme": "alpine", "palette": "ember", "seed": 3}
    wish = {"kind": "style", "names": ["engraving"], "preferences": asked}
    whole, near = (Image.open(io.BytesIO(client.post("/thumbnails", json={**wish, "zoom": zoom}).content)) for zoom in (1, 2))
    width, height = TILES[2]
    assert whole.size == near.size == (width, height)
    large = generator.preview({**asked, "style": "engraving"}, (2 * width, 2 * height)).image
    middle = large.crop((width // 2, height // 2, width // 2 + width, height // 2 + height))
    assert apart(near, middle) < 10 < 20 < apart(near, whole.convert("RGB"))


def test_photographs_are_shown_nearer_too(generator: ImageGenerator) -> None:
    photograph = read_photograph(JPEG)
    one = (Preferences.parse({"style": "ink", "photo": {"sha256": photograph.sha256}}),)
    sheets = Sheets(generator)
    near = Image.open(io.BytesIO(sheets.ask_each(one, (120, 80), photograph, 2).result()))
    large = generator.restyle(photograph, one[0], (240, 160)).image
    assert apart(near, large.crop((60, 40, 180, 120))) < 10


@pytest.mark.parametrize("zoom", [0, 3, "2", [1]])
def test_a_zoom_that_is_none_is_refused(client: TestClient, zoom: object) -> None:
    for asked in ({"kind": "style", "preferences": {}}, {"each": [{}], "tile": [160, 120]}):
        answer = client.post("/thumbnails", json={**asked, "zoom": zoom})
        assert answer.status_code == 422
        assert "zoom" in answer.text


def test_no_more_than_a_few_may_wait() -> None:
    generator = PatientGenerator()
    sheets = Sheets(generator, most_waiting=3)
    waiting = [sheets.ask("theme", asked) for asked in palettes(3)]
    with pytest.raises(RequestError, match="Many people are choosing"):
        sheets.ask("style", Preferences())
    assert sheets.ask("theme", palettes(1)[0]) is waiting[0]
    generator.go.set()
    for sheet in waiting:
        sheet.result()
    assert sheets.ask("style", Preferences()).result()


def test_the_oldest_sheets_are_forgotten(generator: ImageGenerator) -> None:
    sheets = Sheets(generator, most=2)
    first, *others = palettes(3)
    sheet = sheets.ask("style", first)
    for asked in others:
        sheets.ask("style", asked).result()
    assert sheets.ask("style", others[-1]).done()
    assert sheets.ask("style", first) is not sheet


@pytest.mark.parametrize("kind", ["palette", None, 3, ["theme"]])
def test_another_kind_is_refused(client: TestClient, kind: object) -> None:
    answer = ask(client, kind)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"] == "Send a kind, theme, style or look, and preferences."


def test_bad_preferences_are_refused_in_a_sentence(client: TestClient) -> None:
    answer = ask(client, "theme", palette="embr")
    assert answer.status_code == 422
    assert "ember" in answer.json()["error"]["message"]


def test_any_pictures_come_side_by_side_as_large_as_asked(client: TestClient) -> None:
    wishes = [{"theme": "alpine", "style": "minimalist", "seed": seed, "palette": ["#111", "#eee"]} for seed in (1, 2)]
    answer = client.post("/thumbnails", json={"each": wishes, "tile": [120, 90]})
    sheet = Image.open(io.BytesIO(answer.content))
    assert sheet.size == (240, 90)
    assert sheet.crop((0, 0, 120, 90)).tobytes() != sheet.crop((120, 0, 240, 90)).tobytes()


@pytest.mark.parametrize(
    "asked",
    [
        {"each": [], "tile": [160, 120]},
        {"each": [{}] * 13, "tile": [160, 120]},
        {"each": ["alpine"], "tile": [160, 120]},
        {"each": [{}], "tile": [481, 16]},
        {"each": [{}], "tile": [400, 400]},
        {"each": [{}], "tile": [160.0, 120]},
        {"each": [{"theme": "nowhere"}], "tile": [160, 120]},
    ],
)
def test_pictures_out_of_bounds_are_refused(client: TestClient, asked: dict[str, object]) -> None:
    answer = client.post("/thumbnails", json=asked)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"].endswith((".", "?"))


def test_nothing_is_painted_for_who_has_left() -> None:
    generator = PatientGenerator()
    sheets = Sheets(generator)
    in_hand, waiting, shared = [sheets.ask("theme", asked, ("alpine", "ocean")) for asked in palettes(3)]
    assert sheets.ask("theme", palettes(3)[2], ("alpine", "ocean")) is shared
    generator.begun.wait()
    for sheet in (in_hand, waiting, shared):
        sheets.leave(sheet)
    again = sheets.ask("theme", palettes(1)[0], ("alpine", "ocean"))
    generator.go.set()
    assert isinstance(in_hand.exception(), LeftError)
    assert waiting.cancelled()
    assert shared.result()
    assert again is not in_hand
    assert again.result()


@pytest.mark.browser
def test_the_page_shows_styles_nearer_and_themes_whole(visit: Callable[..., Studio]) -> None:
    page = visit().page

    def asks_for(kind: str) -> Callable[[Request], bool]:
        return lambda request: "/thumbnails" in request.url and request.post_data_json.get("kind") == kind

    for kind, zoom in (("style", 2), ("theme", 1)):
        with page.expect_request(asks_for(kind)) as asked:
            page.evaluate("hueprint.state.change({ seed: hueprint.state.now.seed + 1 })")
        assert asked.value.post_data_json["zoom"] == zoom
