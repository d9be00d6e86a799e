"""Photographs are held in bounded memory, for a bounded time, and only for whoever has the handle."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import PhotoForgottenError
from engine.photograph import Photograph
from ui.photos.held import MOST_EACH, HeldPhotos


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def photograph(name: int, side: int = 10) -> Photograph:
    return Photograph(np.full((side, side, 3), name, np.uint8), f"{name:064x}")


def test_a_handle_opens_its_photograph_and_the_sha256_opens_none():
    held, mine = HeldPhotos(), photograph(1)
    handle = held.put(mine, "a")
    assert held.get(handle) is mine and len(handle) >= 32
    for wrong in (mine.sha256, "", handle[:-1]):
        with pytest.raises(PhotoForgottenError):
            held.get(wrong)


def test_what_nobody_paints_is_dropped_and_what_is_painted_stays():
    clock = Clock()
    held = HeldPhotos(lifetime=100, clock=clock)
    idle, used = held.put(photograph(1), "a"), held.put(photograph(2), "a")
    clock.now = 90
    held.get(used)
    clock.now = 150
    held.sweep()
    assert len(held) == 1 and held.get(used)
    with pytest.raises(PhotoForgottenError, match="choose it again"):
        held.get(idle)


def test_bytes_and_photographs_of_one_caller_are_bounded():
    held = HeldPhotos(most_bytes=10 * 300)
    others = held.put(photograph(0), "b")
    own = [held.put(photograph(name), "a") for name in range(1, MOST_EACH + 4)]
    assert len(held) == MOST_EACH + 1 and held.get(others)
    with pytest.raises(PhotoForgottenError):
        held.get(own[0])
    for name in range(20):
        held.put(photograph(name), f"c{name}")
    assert held.bytes <= 10 * 300


def test_what_is_forgotten_is_gone():
    held = HeldPhotos()
    handle = held.put(photograph(1), "a")
    held.forget(handle)
    held.forget(handle)
    assert len(held) == 0 == held.bytes
