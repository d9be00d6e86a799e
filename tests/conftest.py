"""What every test may ask for. Only the real thing: one engine for the whole run, and addresses that are free."""

from __future__ import annotations

import socket

import pytest
import torch

from engine import ImageGenerator

torch.set_num_threads(2)


@pytest.fixture(scope="session")
def generator() -> ImageGenerator:
    """The engine as shipped. Safe to share: it holds no state of any caller."""
    return ImageGenerator()


@pytest.fixture
def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
