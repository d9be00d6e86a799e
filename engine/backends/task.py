"""What a painting process is told: which piece of which picture, and what becomes of the small pass."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any

import torch

from engine.backends.tiling import Box
from engine.contracts import Condition, Insert, Size
from engine.photograph import Photograph

PHOTOGRAPHS = 3
"""A painter holds on to so many,"""
LIFETIME = 900.0
"""for so many seconds after it last painted them."""


class SmallPass(Enum):
    """Whether the painter makes the small pass for itself, makes it for its mate too, or takes its mate's."""

    MAKE = "make"
    GIVE = "give"
    TAKE = "take"


@dataclass(frozen=True)
class Task:
    """picture: pieces of one picture have one number, and share one small pass. condition: as `pack` makes it."""

    picture: int
    condition: dict[str, Any]
    size: Size
    phase: float
    box: Box
    small_pass: SmallPass


class Shown:
    """Photographs that a painter has been sent, the last few by their sha256: it and the process that asks it count them alike.

    A photograph takes longer to send than a preview of it to paint. lifetime: the asking process forgets sooner, so that it never
    names what the painter has dropped.
    """

    def __init__(self, lifetime: float = LIFETIME) -> None:
        self._lifetime, self._held = lifetime, OrderedDict[str, tuple[Photograph, float]]()

    def lighter(self, task: Task) -> Task:
        """The task as it is sent: of a photograph that the painter holds, the name alone."""
        photograph = task.condition.get("photograph")
        if photograph is None:
            return task
        self.sweep()
        known = photograph.sha256 in self._held
        self._note(photograph)
        return replace(task, condition={**task.condition, "photograph": photograph.sha256}) if known else task

    def whole(self, task: Task) -> Task:
        """The inverse, at the painter's."""
        sent = task.condition.get("photograph")
        if sent is None:
            return task
        photograph = self._held[sent][0] if isinstance(sent, str) else sent
        self._note(photograph)
        return replace(task, condition={**task.condition, "photograph": photograph})

    def sweep(self) -> None:
        """Drop what was not painted for the lifetime."""
        oldest = time.monotonic() - self._lifetime
        for sha256 in [sha256 for sha256, (_, used) in self._held.items() if used < oldest]:
            del self._held[sha256]

    def _note(self, photograph: Photograph) -> None:
        self._held[photograph.sha256] = photograph, time.monotonic()
        self._held.move_to_end(photograph.sha256)
        if len(self._held) > PHOTOGRAPHS:
            self._held.popitem(last=False)


def pack(condition: Condition) -> dict[str, Any]:
    """A condition with numpy arrays for its tensors: a tenth of the time to send. Edits leave the photograph out: it is the same."""
    packed = {one.name: getattr(condition, one.name) for one in fields(Condition)}
    if condition.inserts:
        packed["inserts"] = tuple((one.edit, pack(replace(one.condition, photograph=None))) for one in condition.inserts)
    return {name: value.numpy() if isinstance(value, torch.Tensor) else value for name, value in packed.items()}


def unpack(packed: dict[str, Any]) -> Condition:
    """The condition again."""
    parts: dict[str, Any] = {name: torch.from_numpy(part) if hasattr(part, "__array__") else part for name, part in packed.items()}
    photograph = parts["photograph"]
    inserts = (Insert(edit, unpack({**inside, "photograph": photograph if inside["photo"] else None})) for edit, inside in parts["inserts"])
    return Condition(**{**parts, "inserts": tuple(inserts)})
