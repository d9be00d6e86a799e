"""The API behind its guards on a real socket, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engine.store import Store
from engine.store.local import LocalStore
from tests.ui.api.serving import HeldGenerator, serving
from ui.api import PICTURES


@pytest.fixture(scope="session")
def generator() -> HeldGenerator:
    """The engine as shipped, for all that is not held."""
    return HeldGenerator()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A folder that this run alone writes to."""
    return LocalStore(Path(tmp_path_factory.mktemp("pictures")), base_url=PICTURES)


@pytest.fixture(scope="session")
def address(generator: HeldGenerator, store: Store) -> Iterator[str]:
    """Where the API answers."""
    with serving(generator, store) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A program that calls the API."""
    with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
        yield client
