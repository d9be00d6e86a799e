"""POST /palette/... on a real socket, behind the guards a visitor meets."""

from __future__ import annotations

import io
import json
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware

from engine import ImageGenerator
from ui.api.palette import palette_routes
from ui.guards import BodyLimit

MEGABYTE = 2**20


@pytest.fixture(scope="module")
def palette(generator: ImageGenerator) -> Iterator[httpx.Client]:
    """A client of the palette routes."""
    guard = Middleware(BodyLimit, most_json=MEGABYTE, most_upload=20 * MEGABYTE)
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=palette_routes(generator), middleware=[guard]), port=0, log_level="error", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/palette/", timeout=120) as client:
        yield client
    server.should_exit = True
    thread.join(10)


def colours(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    swatches = answer.json()["colours"]
    assert sum(swatch["weight"] for swatch in swatches) == pytest.approx(1, abs=0.001)
    return [swatch["hex"] for swatch in swatches]


def refused(answer: httpx.Response, status: int, code: str) -> str:
    """The sentence of a refusal, which is all there is in it."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["code"] == code
    assert error["message"].endswith((".", "?"))
    assert "Traceback" not in answer.text
    assert ".py" not in answer.text
    return str(error["message"])


def picture(kind: str = "PNG") -> bytes:
    image = Image.new("RGB", (200, 100), "#e8663f")
    image.paste("#1b1026", (0, 0, 50, 100))
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def test_a_harmony_holds_its_colour(palette: httpx.Client) -> None:
    found = colours(palette.post("harmony", json={"colour": "rgb(232 102 63)", "kind": "triadic"}))
    assert "#e8663f" in found
    assert len(found) == 5


def test_a_reroll_keeps_the_locked_and_follows_the_seed(palette: httpx.Client) -> None:
    asked = {"colours": ["#1b1026", {"hex": "#e8663f", "weight": 0.5}, "#ffd9a0"], "locked": [1], "seed": 4}
    found = colours(palette.post("reroll", json=asked))
    assert found[1] == "#e8663f"
    assert found[0] != "#1b1026"
    assert colours(palette.post("reroll", json=asked)) == found
    assert colours(palette.post("reroll", json={**asked, "seed": 5})) != found


def test_a_preset_can_be_rerolled_by_its_name(palette: httpx.Client) -> None:
    assert colours(palette.post("reroll", json={"colours": "ember", "locked": [0, 1, 2, 3, 4]}))[0] == "#1b1026"


def test_text_is_read(palette: httpx.Client) -> None:
    answer = palette.post("parse", json={"text": "https://coolors.co/264653-2a9d8f #fff"})
    assert colours(answer) == ["#264653", "#2a9d8f", "#ffffff"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("type_", ["image/png", "application/octet-stream"])
def test_a_picture_gives_its_colours_whatever_it_says_it_is(palette: httpx.Client, kind: str, type_: str) -> None:
    answer = palette.post("extract?count=3", content=picture(kind), headers={"Content-Type": type_})
    shares = sorted(swatch["weight"] for swatch in answer.json()["colours"])
    assert 2 <= len(colours(answer)) <= 3
    assert shares[-1] == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("harmony", {"colour": "#zzz", "kind": "triadic"}, "invalid_preferences"),
        ("harmony", {"colour": "#fff", "kind": "nope"}, "unknown_name"),
        ("harmony", {"colour": ["#fff"], "kind": "triadic"}, "invalid_preferences"),
        ("harmony", {}, "invalid_preferences"),
        ("reroll", {"seed": 1}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff"]}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff"] * 40}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff", "#zzz"]}, "invalid_preferences"),
        ("reroll", {"colours": "embers"}, "unknown_name"),
        ("reroll", {"colours": {"colours": 3}}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff", "#000"], "locked": [2]}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff", "#000"], "locked": [True]}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff", "#000"], "locked": 1}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff", "#000"], "seed": -1}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff", "#000"], "seed": 2**31}, "invalid_preferences"),
        ("reroll", {"colours": ["#fff", "#000"], "seed": 1.5}, "invalid_preferences"),
        ("parse", {"text": "#zzz"}, "invalid_preferences"),
        ("parse", {"text": "#fff"}, "invalid_preferences"),
        ("parse", {"text": 7}, "invalid_preferences"),
        ("parse", {"text": "a" * 20_000}, "invalid_preferences"),
        ("parse", {"text": "\ud800 \u202e #fff"}, "invalid_preferences"),
    ],
)
def test_bad_requests_are_refused_in_one_sentence(palette: httpx.Client, path: str, body: dict[str, Any], code: str) -> None:
    refused(palette.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"}), 422, code)


@pytest.mark.parametrize(
    ("content", "type_", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b"[]", "application/json", 400, "malformed_json"),
        (b'{"seed": NaN}', "application/json", 400, "malformed_json"),
        (b"[" * 50_000, "application/json", 400, "malformed_json"),
        (b'{"text": "#fff #000"}', "text/plain", 415, "unsupported_media_type"),
        (b'{"text": "' + b"a" * 100_000 + b'"}', "application/json", 413, "body_too_large"),
        (b'{"text": "' + b"a" * 2_000_000 + b'"}', "application/json", 413, "body_too_large"),
    ],
)
def test_what_is_not_a_small_json_object_is_refused(palette: httpx.Client, content: bytes, type_: str, status: int, code: str) -> None:
    refused(palette.post("parse", content=content, headers={"Content-Type": type_}), status, code)


def bomb(side: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(2_000_000), 9)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "unreadable_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "unreadable_picture"),
        (picture()[:80], 422, "unreadable_picture"),
        (bomb(30_000), 422, "picture_too_large"),
        (bomb(11_000), 422, "picture_too_large"),
        (bytes(20 * MEGABYTE + 1), 413, "body_too_large"),
    ],
)
def test_what_is_no_picture_is_refused_in_one_sentence(palette: httpx.Client, content: bytes, status: int, code: str) -> None:
    refused(palette.post("extract", content=content, headers={"Content-Type": "image/png"}), status, code)


@pytest.mark.parametrize("count", ["2", "13", "-1", "x", "9" * 5000, "٣", ""])
def test_a_silly_count_is_refused(palette: httpx.Client, count: str) -> None:
    answer = palette.post("extract", params={"count": count}, content=picture(), headers={"Content-Type": "image/png"})
    assert "3 to 12" in refused(answer, 422, "invalid_preferences")


def test_other_methods_are_named(palette: httpx.Client) -> None:
    answer = palette.get("parse")
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_a_crowd_is_answered_or_told_to_come_back(palette: httpx.Client) -> None:
    with ThreadPoolExecutor(24) as crowd:
        post = lambda _: palette.post("extract", content=picture(), headers={"Content-Type": "image/png"})  # noqa: E731
        answers = list(crowd.map(post, range(48)))
    statuses = {answer.status_code for answer in answers}
    assert 200 in statuses
    assert statuses <= {200, 503}
    assert all("retry-after" in answer.headers for answer in answers if answer.status_code == 503)


def test_a_file_of_another_program_comes_in_and_goes_out(palette: httpx.Client) -> None:
    ours = {"colours": [{"hex": "#e8663f", "weight": 3}, {"hex": "#1b1026", "weight": 1}], "name": "Böse\n”; x"}
    for kind in ("ase", "aco", "gpl", "css", "txt", "png"):
        saved = palette.post("save", json={**ours, "format": kind})
        assert saved.headers["content-disposition"] == f'attachment; filename="palette.{kind}"'
        again = palette.post("open", content=saved.content, headers={"content-type": "application/octet-stream"})
        assert set(colours(again)) == {"#e8663f", "#1b1026"}
    assert "did you mean" in refused(palette.post("save", json={**ours, "format": "asc"}), 422, "unknown_name")
    assert "GPL" in refused(palette.post("open", content=b"\x00\xff"), 422, "invalid_preferences")


def test_a_palette_is_nudged_ramped_and_judged(palette: httpx.Client) -> None:
    moved = colours(palette.post("nudge", json={"colours": ["#804020", "#c0a080"], "kind": "lighter", "locked": [0]}))
    assert moved[0] == "#804020"
    assert moved[1] > "#c0a080"
    wells = {"background": "#102030", "accent": "rgb(200, 60, 40)"}
    along = palette.post("nudge", json={"colours": "ember", "kind": "lighter", "wells": wells}).json()["wells"]
    assert along["background"] > "#102030"
    assert along["accent"] > "#c83c28"
    refused(palette.post("nudge", json={"colours": "ember", "kind": "lighter", "wells": {"paper": "#fff"}}), 422, "invalid_preferences")
    assert len(colours(palette.post("ramp", json={"colours": ["#000", "#fff"], "count": 7}))) == 7
    judged = palette.post("check", json={"colours": ["#000000", "#ffffff", "#777777"]}).json()
    assert (judged["contrast"][0], judged["levels"][1]) == ([1.0, 21.0, 4.68], ["AAA", "", "large"])
    assert set(judged["sights"]) == {"protan", "deutan", "tritan", "grey"}
    refused(palette.post("nudge", json={"colours": "ember", "kind": "greener"}), 422, "unknown_name")
    refused(palette.post("ramp", json={"colours": "ember", "count": 40}), 422, "invalid_preferences")
    refused(palette.post("check", json={}), 422, "invalid_preferences")
