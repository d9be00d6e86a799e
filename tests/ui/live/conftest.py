"""The fixtures of the live tests: a recording engine, and servers to start."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch

from tests.ui.live.live_server import LiveServer, RecordingGenerator
from ui.live import Limits


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """Nothing here measures speed, and one thread suffers least from whatever else the machine does."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def _recording() -> RecordingGenerator:
    return RecordingGenerator()


@pytest.fixture
def generator(_recording: RecordingGenerator) -> RecordingGenerator:
    """As new: the presets are read once."""
    _recording.painted = []
    _recording.pause = 0.0
    return _recording


@pytest.fixture
def start(generator: RecordingGenerator) -> Iterator[Callable[..., LiveServer]]:
    """start(limits=..., port=..., sockets=...) -> a running server, stopped at the end of the test."""
    servers: list[LiveServer] = []

    def run(limits: Limits | None = None, port: int = 0, *, sockets: bool = True) -> LiveServer:
        servers.append(LiveServer(generator, limits or Limits(draft_pixels=128, final_pixels=192), port, sockets=sockets))
        return servers[-1]

    yield run
    for server in servers:
        server.stop()
