"""app.py as people and Spaces start it: a process of its own, from its first line to its last."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600.0


@contextmanager
def app(pictures: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`python app.py` with these variables, ended when the test ends."""
    variables = {**os.environ, "HUEPRINT_STORE__FOLDER": str(pictures), **environment}
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def served(address: str) -> bytes:
    """The page, as soon as it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return bytes(answer.read())
        except OSError:  # URLError is one, and so is a connection that a starting server drops
            time.sleep(0.1)
    raise AssertionError(f"nothing was served within {PATIENCE:.0f} seconds")


def test_a_space_serves_the_page_says_where_and_stops_when_told(tmp_path: Path, free_port: int) -> None:
    """A Space sets these; GRADIO_SSR_MODE would put a Node server in front, which knows none of our routes."""
    space = {"SYSTEM": "spaces", "GRADIO_SSR_MODE": "True", "GRADIO_SERVER_PORT": str(free_port)}
    with app(tmp_path, **space) as process:
        assert b"Hueprint" in served(f"http://127.0.0.1:{free_port}/")
        assert b'"status":"ok"' in served(f"http://127.0.0.1:{free_port}/healthz")
        assert process.stdout is not None
        assert f":{free_port}" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert {json.loads(line)["message"] for line in told.splitlines()} <= {"request"}, "nothing to complain of"


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with app(tmp_path, HUEPRINT_SERVER__PORT=str(other.getsockname()[1])) as process:
            _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert told.startswith("Hueprint cannot start: Port")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [("HUEPRINT_SERVER__PRT", "1", "did you mean HUEPRINT_SERVER__PORT?"), ("HUEPRINT_STORE__KIND", "cloud", "bucket")],
)
def test_a_wrong_setting_is_said_in_one_sentence(tmp_path: Path, variable: str, value: str, said: str) -> None:
    with app(tmp_path, **{variable: value}) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert told.startswith("Hueprint cannot start: ")
    assert said in told
    assert told.count("\n") == 1
