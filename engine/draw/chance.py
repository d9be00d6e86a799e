"""Randomness by name: the same seed and name give the same numbers on every machine, in every order of asking."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass

import torch

from engine.contracts import Tensor


@functools.lru_cache(4096)
def _hashed(seed: int, path: str, name: str) -> int:
    """64 bits of BLAKE2b. Every window of a picture asks for the same."""
    return int.from_bytes(hashlib.blake2b(f"{seed}{path}/{name}".encode(), digest_size=8).digest())


@dataclass(frozen=True)
class Chance:
    """A stream of named random numbers. Drawn on the CPU from the seed, whatever device renders."""

    seed: int
    path: str = ""

    def of(self, name: str) -> Chance:
        """An independent stream."""
        return Chance(self.seed, f"{self.path}/{name}")

    def _bits(self, name: str) -> int:
        return _hashed(self.seed, self.path, name)

    def uniform(self, name: str, low: float = 0.0, high: float = 1.0) -> float:
        """One number in [low, high)."""
        return low + (high - low) * (self._bits(name) / 2**64)

    def integer(self, name: str, count: int) -> int:
        """One of 0 .. count - 1."""
        return self._bits(name) % count

    def sign(self, name: str) -> float:
        """-1.0 or 1.0."""
        return 1.0 if self._bits(name) & 1 else -1.0

    def uniforms(self, name: str, *shape: int) -> Tensor:
        """float32 in [0, 1) of the shape, on the CPU."""
        generator = torch.Generator().manual_seed(self._bits(name) >> 2)
        return torch.rand(shape, generator=generator)
