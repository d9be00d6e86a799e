"""A desk over the real engine and a real folder, and a watch that counts what it hears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine import ImageGenerator
from engine.jobs import Journal, LocalDesk, Order, Watch
from engine.photograph import Photograph
from engine.store import LocalStore


class Heard(Watch):
    """Counts."""

    def __init__(self) -> None:
        self.stages: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()

    def stage(self, stage: str, seconds: float) -> None:
        assert seconds >= 0
        self.stages[stage] += 1

    def cache(self, answer: str) -> None:
        self.answers[answer] += 1

    def ended(self, status: str, code: str = "") -> None:
        self.ends[code or status] += 1


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


@pytest.fixture
def order(generator: ImageGenerator) -> Callable[..., Order]:
    """order(seed=3, side=48, client="a", ...)."""

    def make(seed: int = 0, side: int = 48, **rest: object) -> Order:
        return Order(recipe=generator.recipe({"theme": "dark", "style": "minimalist", "seed": seed}, (side, side)), **rest)  # type: ignore[arg-type]

    return make


@pytest.fixture
def restyled(generator: ImageGenerator) -> Callable[..., Order]:
    """restyled(seed=3, ...): of a photograph of noise, which is the same for the same `of`."""

    def make(seed: int = 0, of: int = 1, **rest: object) -> Order:
        pixels = np.random.default_rng(of).integers(0, 255, (60, 90, 3), np.uint8)
        photograph = Photograph(pixels, f"{of:064x}")
        recipe = generator.restyled(photograph, {"style": "minimalist", "seed": seed}, (48, 32))
        return Order(recipe=recipe, photographs=(photograph,), **rest)  # type: ignore[arg-type]

    return make


@pytest.fixture
def desk(generator: ImageGenerator, folder: Path, heard: Heard) -> Iterator[Callable[..., LocalDesk]]:
    """desk(workers=1, ...): not started, so that a test can fill its line first. Closed at the end."""
    made: list[LocalDesk] = []

    def open_desk(**options: object) -> LocalDesk:
        journal = Journal(folder / ".jobs")
        made.append(LocalDesk(generator, LocalStore(folder), journal=journal, watch=heard, **{"workers": 1, **options}))  # type: ignore[arg-type]
        return made[-1]

    yield open_desk
    for one in made:
        one.close()
