"""/live over real sockets, without a browser: what is refused, who is kept out, who is not starved."""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from PIL import Image
from websockets.asyncio.client import ClientConnection as AsyncConnection
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from engine import Recipe
from tests.ui.live.live_server import LiveServer, RecordingGenerator, wait_for
from ui.live import Limits
from ui.live.messages import read_frame

Start = Callable[..., LiveServer]
SMALL = {"draft_pixels": 64, "final_pixels": 96, "draft_floor": 32}


def state(number: int, seed: int | None = None, **more: Any) -> str:
    preferences = {"theme": "alpine", "style": "minimalist", "seed": number if seed is None else seed}
    return json.dumps({"id": number, "preferences": preferences, **more})


def opened(server: LiveServer, **options: Any) -> ClientConnection:
    return connect(server.url.replace("http", "ws") + "live", open_timeout=60, **options)


def answered(connection: ClientConnection) -> str | bytes:
    """The next answer that is not a draft's figures."""
    while True:
        answer = connection.recv(timeout=60)
        if isinstance(answer, bytes) or "fidelity" not in json.loads(answer):
            return answer


def frame(connection: ClientConnection) -> tuple[dict[str, Any], bytes]:
    """The next answer, which must be a frame; it is acknowledged."""
    answer = answered(connection)
    assert isinstance(answer, bytes), answer
    header, jpeg = read_frame(answer)
    connection.send(json.dumps({"seen": header["frame"]}))
    return header, jpeg


def error(connection: ClientConnection) -> dict[str, Any]:
    answer = json.loads(answered(connection))
    assert set(answer) == {"id", "error"}
    assert set(answer["error"]) == {"code", "message"}
    return answer


def test_frame_carries_recipe_figures_and_picture(start: Start) -> None:
    with opened(start(Limits(**SMALL))) as connection:
        connection.send(state(1, aspect=2.0))
        draft, jpeg = frame(connection)
        final, _ = frame(connection)
    picture = Image.open(io.BytesIO(jpeg))
    assert picture.size == (draft["width"], draft["height"]) == (90, 45)
    assert picture.layer[0][1:3] == (1, 1), "chroma must not be subsampled: palettes have sharp borders"
    assert (draft["final"], final["final"]) == (False, True)
    assert draft["fidelity"] is None and final["fidelity"]["on_palette_share"] > 0.9
    recipe = Recipe.parse(final["recipe"])
    assert (recipe.preferences.seed, recipe.size.width, recipe.size.height) == (1, final["width"], final["height"])


def test_figures_follow_a_draft_as_often_as_they_can_be_read(start: Start, generator: RecordingGenerator) -> None:
    drafts: dict[int, dict[str, Any]] = {}
    told: dict[int, dict[str, Any]] = {}
    with opened(start(Limits(**SMALL))) as connection:

        def draft() -> int:
            """Whose draft has come with the next answer; 0 if it is none."""
            answer = connection.recv(timeout=60)
            if isinstance(answer, str):
                figures = json.loads(answer)
                told[figures["frame"]] = figures["fidelity"]
                return 0
            header, _ = read_frame(answer)
            connection.send(json.dumps({"seen": header["frame"]}))
            if header["final"]:
                return 0
            drafts[header["frame"]] = header
            return int(header["id"])

        began = time.monotonic()
        for number in range(1, 31):
            connection.send(state(number))
            while draft() != number:
                pass
            time.sleep(0.02)
        while len(told) < 2:  # they are measured beside the painting, and may be late
            draft()
        seconds = time.monotonic() - began
    assert 2 <= len(told) <= seconds / 0.15 + 1
    for number in sorted(told)[:3]:
        expected = generator.paint(Recipe.parse(drafts[number]["recipe"])).fidelity
        assert told[number]["on_palette_share"] == round(expected.on_palette_share, 4)
        assert told[number]["shares"] == list(expected.shares)


def test_recipe_keeps_the_palettes_name(start: Start, generator: RecordingGenerator) -> None:
    with opened(start(Limits(**SMALL))) as connection:
        connection.send(json.dumps({"id": 1, "preferences": {"palette": generator.palettes[3]}}))
        assert frame(connection)[0]["recipe"]["palette_name"] == generator.palettes[3]


BAD = [
    ("not json", "invalid_message", "JSON"),
    ("[1]", "invalid_message", "object"),
    (b"binary", "invalid_message", "JSON"),
    ("[" * 60_000, "invalid_message", "JSON"),
    ('{"id": 1}', "invalid_message", "preferences"),
    ('{"id": -1, "preferences": {}}', "invalid_message", "“id”"),
    ('{"id": 1, "preferences": {}, "aspect": NaN}', "invalid_message", "“aspect”"),
    ('{"id": 1, "preferences": {}, "colour": 1}', "invalid_message", "“colour”"),
    ('{"id": 1, "preferences": {"theme": "alpne"}}', "unknown_name", "alpine"),
    ('{"id": 1, "preferences": {"palette": ["#fff"]}}', "invalid_preferences", "2"),
    ('{"id": 1, "preferences": {"palette": ["#zzz", "#000"]}}', "invalid_preferences", "#zzz"),
    ('{"id": 1, "preferences": {"knobs": {"detail": NaN}}}', "invalid_preferences", "detail"),
    ('{"id": 1, "preferences": {"seed": -4}}', "invalid_preferences", "seed"),
    (json.dumps({"id": 1, "preferences": {"words": "x" * 2_000_000}}), "invalid_message", "KB"),
]


@pytest.mark.parametrize(("text", "code", "says"), BAD, ids=[str(text[:40]) for text, _, _ in BAD])
def test_bad_messages_are_explained_and_the_connection_stays(start: Start, text: str | bytes, code: str, says: str) -> None:
    with opened(start(Limits(**SMALL))) as connection:
        connection.send(text)
        answer = error(connection)["error"]
        assert answer["code"] == code
        assert says in answer["message"]
        assert "Traceback" not in answer["message"]
        connection.send(state(2))
        assert frame(connection)[0]["id"] == 2


def test_a_bad_state_does_not_push_out_a_good_one(start: Start, generator: RecordingGenerator) -> None:
    with opened(start(Limits(**SMALL))) as connection:
        with generator.held():
            connection.send(state(1))
            connection.send(state(2))
            connection.send('{"id": 3, "preferences": {"theme": "nowhere"}}')
            assert error(connection)["id"] == 3
        frames = [frame(connection)[0]["id"]]
        while frames[-1] != 2:
            frames.append(frame(connection)[0]["id"])


def test_what_nobody_foresaw_is_one_sentence(
    start: Start, generator: RecordingGenerator, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(start(Limits(**SMALL))) as connection:
        connection.send(state(1))
        frame(connection), frame(connection)
        monkeypatch.delattr(generator, "_canvas")
        connection.send(state(2, seed=77_777))
        answer = error(connection)
    assert answer["error"]["code"] == "painting_failed"
    assert "_canvas" not in answer["error"]["message"] + caplog.text
    assert "77777" not in caplog.text
    assert "AttributeError" in caplog.text


def test_other_pages_are_refused(start: Start) -> None:
    server = start(Limits(**SMALL, origins=frozenset({"https://friend.example"})))
    for origin in ("https://evil.example", "null"):
        with pytest.raises(InvalidStatus), opened(server, origin=origin):
            pass
        answer = httpx.post(
            server.url + "live", content=state(1), headers={"Origin": origin, "Content-Type": "application/json"}, timeout=60
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden_origin")
    for origin in (server.url.rstrip("/"), "https://friend.example", None):
        with opened(server, origin=origin) as connection:
            connection.send(state(1))
            frame(connection)


def test_an_address_has_so_many_seats_and_gets_them_back(start: Start) -> None:
    server = start(Limits(**SMALL, connections_per_address=2))
    with opened(server), opened(server):
        with opened(server) as third, pytest.raises(ConnectionClosed) as closed:
            third.recv(timeout=60)
        assert closed.value.rcvd.code == 1013
        assert "close some tabs" in closed.value.rcvd.reason
        with opened(server, source_address=("127.0.0.2", 0)) as other:
            other.send(state(1))
            frame(other)

    def again() -> bool:
        try:
            with opened(server) as connection:
                connection.send(state(1))
                return bool(frame(connection))
        except ConnectionClosed:
            return False

    assert wait_for(again)


def test_forwarded_addresses_count_only_where_a_proxy_is_trusted(start: Start) -> None:
    def visitor(server: LiveServer, forwarded: str) -> ClientConnection:
        return opened(server, source_address=("127.0.0.2", 0), additional_headers={"X-Forwarded-For": forwarded})

    trusting = start(Limits(**SMALL, connections_per_address=1, trust_forwarded=True))
    with visitor(trusting, "6.6.6.6, 192.0.2.1"), visitor(trusting, "6.6.6.6, 192.0.2.2") as second:
        second.send(state(1))
        frame(second)
    wary = start(Limits(**SMALL, connections_per_address=1))
    with visitor(wary, "192.0.2.1"), visitor(wary, "192.0.2.2") as second, pytest.raises(ConnectionClosed):
        second.recv(timeout=60)


async def _drag(server: LiveServer, address: str, tab: int, pause: float, frames: list[str], enough: int) -> None:
    """Drag like a page would, noting `address` for each frame that comes back, until all clients together have enough."""

    async def move(connection: AsyncConnection) -> None:
        for number in itertools.count(1):
            await connection.send(state(number, seed=tab * 1000 + number))
            await asyncio.sleep(pause)

    where = server.url.replace("http", "ws") + "live"
    async with connect_async(where, local_addr=(address, 0), open_timeout=60, ping_timeout=None) as connection:
        mover = asyncio.create_task(move(connection))
        while len(frames) < enough:
            with suppress(TimeoutError):
                answer = await asyncio.wait_for(connection.recv(), 0.2)
                if isinstance(answer, bytes):
                    frames.append(address)
                    await connection.send(json.dumps({"seen": read_frame(answer)[0]["frame"]}))
        mover.cancel()


def test_thirty_tabs_cannot_starve_another_address(start: Start, generator: RecordingGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture costs the same, and none is painted before the other address and most of the tabs wait for one again."""
    server, over, paint = start(Limits(**SMALL, connections_per_address=40)), threading.Event(), generator.paint
    frames: list[str] = []
    tabs = [("127.0.0.2", tab, 0.3) for tab in range(30)] + [("127.0.0.1", 30, 0.03)]

    def all_wait() -> bool:
        waiting = Counter(one.address for one in server.sessions if one.wish and not one.drafted and one.keeps_up(0.03))
        return over.is_set() or (waiting["127.0.0.1"] == 1 and waiting["127.0.0.2"] >= 20)

    ticks = itertools.count(step=0.01)
    monkeypatch.setattr("ui.live.painter.time", SimpleNamespace(perf_counter=lambda: next(ticks), monotonic=time.monotonic))
    monkeypatch.setattr(generator, "paint", lambda *asked: wait_for(all_wait) and paint(*asked))

    async def crowd() -> None:
        await asyncio.gather(*(_drag(server, address, tab, pause, frames, 40) for address, tab, pause in tabs))

    try:
        asyncio.run(asyncio.wait_for(crowd(), 120))
    finally:
        over.set()
    assert frames.count("127.0.0.1") >= 0.4 * len(frames), "turns by arrival or by tab would give one in twenty"


def test_nothing_is_painted_for_a_client_that_has_gone(start: Start, generator: RecordingGenerator) -> None:
    server = start(Limits(**SMALL))
    with opened(server) as busy:
        busy.send(state(1, seed=1))
        frame(busy), frame(busy)
        with generator.held():
            busy.send(state(2, seed=2))
            wait_for(lambda: 2 in generator.seeds())
            with opened(server) as gone:
                gone.send(state(1, seed=99))
                wait_for(lambda: len(server.sessions) == 2)
            wait_for(lambda: server.clients == 1)
        frame(busy), frame(busy)
        busy.send(state(3, seed=3))
        frame(busy)
    assert 99 not in generator.seeds()


def test_nothing_is_painted_for_a_post_that_was_given_up(start: Start, generator: RecordingGenerator) -> None:
    server = start(Limits(**SMALL))
    headers = {"Content-Type": "application/json"}
    with opened(server) as busy:
        busy.send(state(1, seed=1))
        frame(busy), frame(busy)
        with generator.held():
            busy.send(state(2, seed=2))
            wait_for(lambda: 2 in generator.seeds())
            gone = HTTPConnection("127.0.0.1", server.port, timeout=60)
            gone.request("POST", "/live", state(1, seed=99), headers)
            wait_for(lambda: len(server.sessions) == 2)
            gone.close()
            wait_for(lambda: server.clients == 1)
        frame(busy), frame(busy)
        busy.send(state(3, seed=3))
        frame(busy)
    assert 99 not in generator.seeds()


def test_newest_post_of_a_client_wins(start: Start, generator: RecordingGenerator) -> None:
    server = start(Limits(**SMALL))

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=server.url, headers={"Content-Type": "application/json"}, timeout=60) as client:

            def post(number: int, of: str) -> asyncio.Task[httpx.Response]:
                return asyncio.create_task(client.post("/live", content=state(number, client=of)))

            await post(0, "a-test-client")
            with generator.held():
                first = post(1, "a-test-client")
                await asyncio.to_thread(wait_for, lambda: 1 in generator.seeds())
                second = post(2, "a-test-client")
                await asyncio.to_thread(wait_for, lambda: any(one.wish and one.wish.id == 2 for one in server.sessions))
                third = post(3, "a-test-client")
                await second
            return [await first, await second, await third, await post(9, "another-client")]

    first, second, third, other = asyncio.run(ask())
    assert (second.status_code, second.json()["error"]["code"]) == (409, "superseded")
    for answer, number in ((first, 1), (third, 3), (other, 9)):
        assert answer.status_code == 200
        assert read_frame(answer.content)[0]["id"] == number


def test_post_refuses_what_a_foreign_form_could_send(start: Start) -> None:
    server = start(Limits(**SMALL))
    assert httpx.post(server.url + "live", content=state(1), headers={"Content-Type": "text/plain"}, timeout=60).status_code == 415
    answer = httpx.post(server.url + "live", content="x" * 200_000, headers={"Content-Type": "application/json"}, timeout=60)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_message")
