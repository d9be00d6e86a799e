"""The page's document travels compressed, and is the same once unpacked."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import brotli
import pytest
from websockets.sync.client import connect

ASSETS = Path(__file__).resolve().parents[2] / "ui" / "assets"

pytestmark = pytest.mark.browser  # for the server that the page's tests share


def document(address: str, encoding: str) -> tuple[bytes, str | None]:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        assert int(answer.headers["content-length"]) > 0
        return answer.read(), answer.headers["content-encoding"]


def test_the_document_is_a_fifth_and_the_same(studio_address: str) -> None:
    plain, none = document(studio_address, "identity")
    packed, encoding = document(studio_address, "gzip, br;q=0.9")
    assert (none, encoding) == (None, "br")
    assert brotli.decompress(packed) == plain
    assert 5 * len(packed) < len(plain)


def test_gradios_assets_are_the_same_too(studio_address: str) -> None:
    page, _ = document(studio_address, "identity")
    path = re.search(rb'assets/index-[^"]+[.]js', page)
    assert path
    plain, _ = document(f"{studio_address.rstrip('/')}/{path[0].decode()}", "identity")
    packed, encoding = document(f"{studio_address.rstrip('/')}/{path[0].decode()}", "br")
    assert encoding == "br"
    assert brotli.decompress(packed) == plain


def test_no_line_that_is_only_a_comment_is_sent(studio_address: str) -> None:
    plain, _ = document(studio_address, "identity")
    first, *code = (ASSETS / "studio.js").read_text("utf-8").splitlines()
    assert first.startswith("// ")
    assert first.encode() not in plain
    assert code[-1].encode() in plain


def test_frames_are_not_deflated_once_more(studio_address: str) -> None:
    with connect(f"{studio_address.replace('http', 'ws').rstrip('/')}/live", compression="deflate") as socket:
        assert socket.response is not None
        assert "Sec-WebSocket-Extensions" not in socket.response.headers
