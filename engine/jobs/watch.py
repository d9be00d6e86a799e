"""Whoever wants to count: what desks and workers tell about their work. Nothing in it says what was asked for."""

from __future__ import annotations

from typing import Literal

Stage = Literal["queue", "paint", "encode", "clip", "match", "keep", "draft", "final"]
CacheAnswer = Literal["hit", "miss", "joined"]


class Watch:
    """Hears everything and does nothing; whoever counts overrides what it counts."""

    def stage(self, stage: Stage, seconds: float) -> None:
        """A job has spent so long in one stage."""

    def cache(self, answer: CacheAnswer) -> None:
        """An order found its picture (hit), had to have it painted (miss), or joined one under way."""

    def ended(self, status: str, code: str = "") -> None:
        """A job is done, failed (with an error's code) or cancelled."""

    def kept(self, answer: str) -> None:
        """The store took a picture ("cloud", "local") or refused it (an error's code)."""
