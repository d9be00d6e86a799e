"""Attacks that belong to no single route; and docs/security.md, which names the test of every other."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engine import ImageGenerator
from engine.store import open_store
from tests.ui.api.serving import QUICK

ROOT = Path(__file__).resolve().parent.parent
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8"))))

TRICKS = [
    "\u202egnp.exe",
    "al\u200bpine",
    "\u0430lpine",
    "alpine\x00",
    "\ufeffalpine",
    "e\u0301" * 30,
    "\ud800",
    "\U000e0041",
    "../../etc/passwd",
    "{{7*7}}${7*7}<script>alert(1)</script>",
    "'; DROP TABLE jobs; --",
    "%s%n%x",
    "\r\nSet-Cookie: a=b",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "ﬀﬃ™",
    "A" * 5000,
]

FIELDS = ["theme", "style", "palette", "background", "accent", "words", "tile", "format", "knob", "option", "swatch"]
REMOTE = ["/gradio_api/file=", "/gradio_api/proxy=", "/proxy=", "/gradio_api/stream/", "/pictures/"]


@pytest.fixture(scope="module")
def studio(generator: ImageGenerator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the whole server."""
    from ui.server import Server, ServerOptions

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(generator, open_store(folder=tmp_path_factory.mktemp("kept")), ServerOptions(port=port, quick=QUICK))
    server.start()
    with httpx.Client(base_url=server.address, timeout=120, trust_env=False) as client:
        yield client
    server.close()


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_every_test_that_the_document_names_exists(file: str, test: str) -> None:
    assert re.search(rf"^def {test}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)


def test_the_document_names_many() -> None:
    assert len(NAMED) > 30


@pytest.mark.parametrize("field", FIELDS)
def test_no_string_however_odd_does_anything(studio: httpx.Client, field: str) -> None:
    places = {"knob": lambda text: {"knobs": {text: 0.5}}, "option": lambda text: {"options": {text: 0.5}}}
    places["swatch"] = lambda text: {"palette": ["#fff", {"hex": text}]}
    for trick in TRICKS:
        asked = places.get(field, lambda text: {field: text})(trick)
        body = httpx.Request("POST", "http://x", json={**asked, "size": [32, 32]}).content if trick.isascii() else None
        content = body or _json({**asked, "size": [32, 32]})
        answer = studio.post("/generate_image", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422 or (field == "words" and answer.status_code == 200), (trick, answer.text)
        if answer.status_code == 422:
            assert answer.json()["detail"].isprintable()
            assert len(answer.json()["detail"]) < 1500
        assert "set-cookie" not in answer.headers


def _json(value: object) -> bytes:
    import json

    return json.dumps(value).encode()  # escapes everything, lone surrogates too


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Request-ID": "abcdefgh%0d%0aSet-Cookie:a=b"},
        {"Idempotency-Key": "a%0d%0aSet-Cookie:%20a=b"},
        {"Accept": "image/png\tSet-Cookie: a=b"},
        {"Prefer": "wait=5, Set-Cookie: a=b"},
        {"Host": "127.0.0.1\tevil.example"},
    ],
)
def test_nothing_sent_becomes_a_header(studio: httpx.Client, headers: dict[str, str]) -> None:
    answer = studio.post("/generate_image", json={"size": [32, 32]}, headers=headers)
    assert answer.status_code < 500
    assert "set-cookie" not in answer.headers
    assert not any("a=b" in value for value in answer.headers.values())


def test_the_studio_fetches_nothing_for_anybody(studio: httpx.Client) -> None:
    with socket.socket() as inside:
        inside.bind(("127.0.0.1", 0))
        inside.listen()
        inside.settimeout(1.0)
        target = f"http://127.0.0.1:{inside.getsockname()[1]}/secret"
        for path in (start + target for start in REMOTE):
            assert studio.get(path).status_code >= 400, path
        for body in ({"theme": target}, {"palette": target}, {"image": target}, {"recipe": target}):
            assert studio.post("/generate_image", json=body).status_code == 422
        file = {"path": target, "meta": {"_type": "gradio.FileData"}}
        studio.post("/gradio_api/call/generate_image", json={"data": [file, "", "", "", 0, 32, 32, None]})
        with pytest.raises(TimeoutError):
            inside.accept()
