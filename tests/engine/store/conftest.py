"""Real things for the store's tests: a painted recipe, files of each kind, and a bucket behind a proxy that can fail."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image

from engine.contracts import Knobs, Preferences, Recipe
from engine.store.cloud import CloudStore
from engine.store.picture_file import picture_to_bytes
from tests.engine.store.bucket_proxy import BucketProxy

BUCKET = "hueprint-test"


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    preferences = Preferences(
        theme={"ocean": 0.7, "city": 0.3},
        style="ink",
        palette=["#123456", {"hex": "#fedcba", "weight": 0.1}],
        knobs=Knobs(detail=1 / 3, depth=0.1 + 0.2),
        words='naïve “☃” \U0001f308 </script>\n"',
        seed=2**31 - 1,
    )
    return Recipe(preferences=preferences, size=(48, 32), palette_name="ember")


@pytest.fixture(scope="session")
def image() -> Image.Image:
    """Noise, with things in its info that must never reach a file."""
    picture = Image.fromarray(np.random.default_rng(5).integers(0, 255, (32, 48, 3), dtype=np.uint8))
    picture.info.update(comment=b"private-comment", icc_profile=b"private-profile", Author="private-author", exif=b"private-exif")
    return picture


@pytest.fixture(scope="session")
def png(image: Image.Image, recipe: Recipe) -> bytes:
    return picture_to_bytes(image, recipe, "png")


@pytest.fixture(scope="session")
def emulator_port() -> Iterator[int]:
    """The port of a storage emulator in memory, with an empty bucket."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gcp_storage_emulator", "start", "--in-memory", "--host=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen([*command, f"--default-bucket={BUCKET}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(2400):
        assert process.poll() is None, "the storage emulator did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the storage emulator does not listen")


@pytest.fixture
def proxy(emulator_port: int) -> Iterator[BucketProxy]:
    """A proxy before an emptied bucket."""
    _ask(emulator_port, "GET", "/wipe")
    _ask(emulator_port, "POST", "/storage/v1/b", {"name": BUCKET})
    yield BucketProxy(emulator_port)


def _ask(port: int, method: str, path: str, body: object = None) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, json.dumps(body) if body else None, {"Content-Type": "application/json"})
    connection.getresponse().read()
    connection.close()


@pytest.fixture
def endpoint(proxy: BucketProxy) -> Iterator[str]:
    with proxy.serving() as address:
        yield address


@pytest.fixture
def cloud(endpoint: str) -> Callable[..., CloudStore]:
    """CloudStore(...) over the proxy, with all the time that a busy machine needs; what is to fail takes a short deadline."""
    return lambda **options: CloudStore(BUCKET, endpoint=endpoint, **{"prefix": "studio", "deadline_seconds": 60.0, **options})
