"""What every test may ask for. Only the real thing: one engine for the whole run, and addresses that are free."""

from __future__ import annotations

import os
import socket

import pytest
from hypothesis import HealthCheck, settings

from engine import ImageGenerator

# A busy machine is no fault of what is tested, and what passes once passes again: no limits of wall time, the same examples every time.
settings.register_profile("hueprint", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hueprint")


def pytest_configure() -> None:
    """Beside other workers each takes one processor; alone, two, as on the machine the figures are promised for."""
    import torch  # after the engine, which settles how threads wait

    torch.set_num_threads(1 if "PYTEST_XDIST_WORKER" in os.environ else 2)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is a browser test, marked or not: `make test` runs those one at a time."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


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
