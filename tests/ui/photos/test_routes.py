"""POST /photos, POST /restyle and photographs on /live: what they make, and how they refuse."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from websockets.sync.client import connect

from engine import ImageGenerator, Recipe
from engine.jobs import LocalDesk
from engine.photo.upload import read_photograph
from engine.store.local import LocalStore
from engine.store.picture_file import bytes_to_recipe
from tests.engine.photo.files import JPEG, PLACE, SVG, turned
from tests.ui.api.serving import QUICK, SECRET
from ui.access.links import Links
from ui.api import PICTURES, Service, Workroom, api_routes
from ui.live import Live
from ui.live.messages import read_frame
from ui.photos import HeldPhotos, photo_routes

SMALL = [96, 64]
KEPT: dict[str, Path] = {}


@pytest.fixture(scope="module")
def client(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The API and the live preview on a real socket, and a client for them."""
    KEPT["folder"] = tmp_path_factory.mktemp("kept")
    store = LocalStore(KEPT["folder"], base_url=PICTURES)
    workroom, desk, photos = Workroom(workers=1), LocalDesk(generator, store, workers=1), HeldPhotos()
    desk.start()
    service = Service(generator, store, workroom, desk, Links(store, SECRET), SECRET, quick=QUICK)
    live = Live(generator, photos=photos.get)
    app = Starlette(routes=[*live.routes, *api_routes(service), *photo_routes(service, photos)])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    with httpx.Client(base_url=f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", timeout=120) as found:
        yield found
    server.should_exit = True
    thread.join(timeout=10)
    for part in (live, desk, workroom):
        part.close()


def held(client: httpx.Client, data: bytes = JPEG) -> dict[str, object]:
    answer = client.post("/photos", content=data, headers={"Content-Type": "image/jpeg"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_photograph_sent_along_is_painted_and_kept_without_being_stored(client: httpx.Client, generator: ImageGenerator):
    data = turned(6)
    asked = {"style": "ink", "palette": "moss", "light": 0.7, "size": SMALL}
    answer = client.post("/restyle", files={"photo": ("a.jpg", data, "image/jpeg")}, data={"preferences": json.dumps(asked)})
    assert answer.status_code == 200, answer.text
    made = answer.json()
    recipe = Recipe.parse(made["recipe"])
    assert recipe.preferences.photo is not None and recipe.preferences.photo.light == 0.7
    assert (made["size"], recipe.palette_name, recipe.preferences.photo.sha256) == (SMALL, "moss", read_photograph(data).sha256)
    assert client.get(made["image_url"]).status_code == 200
    stored = [file.read_bytes() for file in KEPT["folder"].rglob("*") if file.is_file()]
    assert stored and not any(PLACE in file or data[200:400] in file for file in stored)


def test_a_held_photograph_is_painted_by_its_handle_and_as_a_file(client: httpx.Client):
    photo = held(client)
    wish = {"photo": photo["photo"], "style": "minimalist", "size": SMALL, "colour": 1.0}
    answer = client.post("/restyle", json=wish, headers={"Accept": "image/png"})
    assert answer.status_code == 200 and Image.open(io.BytesIO(answer.content)).size == (96, 64)
    recipe = bytes_to_recipe(answer.content)
    again = client.post(
        "/restyle", json={"photo": photo["photo"], "recipe": recipe.model_dump(mode="json")}, headers={"Accept": "image/png"}
    )
    assert again.content == answer.content
    assert str(photo["photo"]).encode() not in answer.content


def test_a_forgotten_photograph_says_so(client: httpx.Client):
    handle = held(client)["photo"]
    assert client.delete(f"/photos/{handle}").status_code == 204
    for photo in (handle, "never", None):
        answer = client.post("/restyle", json={"photo": photo, "style": "ink"})
        assert answer.status_code == 410 and answer.json()["code"] == "photo_forgotten"


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [(b"", 422, "unreadable_picture"), (SVG, 422, "unreadable_picture"), (JPEG[:300], 422, "unreadable_picture")],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(client: httpx.Client, data: bytes, status: int, code: str):
    answers = (
        client.post("/photos", content=data, headers={"Content-Type": "image/jpeg"}),
        client.post("/restyle", files={"photo": ("a.jpg", data, "image/jpeg")}),
    )
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["detail"].count(".") == 1


def test_forms_and_types_that_are_wrong_say_what_to_send(client: httpx.Client):
    refused = [
        (client.post("/photos", json={}), 415),
        (client.post("/restyle", content=b"--x", headers={"Content-Type": "multipart/form-data; boundary=y"}), 400),
        (client.post("/restyle", files={"picture": ("a.jpg", JPEG)}), 400),
        (client.post("/restyle", files={"photo": ("a.jpg", JPEG)}, data={"preferences": "{"}), 400),
        (client.post("/restyle", files={"photo": ("a.jpg", JPEG)}, data={"preferences": '{"style": "inc"}'}), 422),
        (client.post("/restyle", files={"photo": ("a.jpg", JPEG)}, data={"preferences": '{"light": 3}'}), 422),
        (client.post("/generate_image", json={"photo": {"sha256": "0" * 64}}), 422),
    ]
    for answer, status in refused:
        assert answer.status_code == status, answer.text
        assert answer.json()["detail"].endswith((".", "?"))


def test_the_live_preview_paints_a_held_photograph(client: httpx.Client):
    photo = held(client)
    state = {"style": "paper-cut", "palette": "ember", "photo": {"sha256": photo["sha256"], "light": 0.5}}
    with connect(str(client.base_url).replace("http", "ws") + "/live", open_timeout=60) as socket:
        socket.send(json.dumps({"id": 1, "preferences": state, "photo": photo["photo"], "aspect": 1.5, "pixels": 96, "final": True}))
        header, jpeg = read_frame(socket.recv(timeout=120))
        assert header["recipe"]["preferences"]["photo"]["sha256"] == photo["sha256"] and len(jpeg) > 500
        socket.send(json.dumps({"id": 2, "preferences": state, "photo": "guessed", "aspect": 1.5}))
        assert json.loads(socket.recv(timeout=120))["error"]["code"] == "photo_forgotten"
