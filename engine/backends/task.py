"""What a painting process is told: which piece of which picture, and what becomes of the small pass."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

import torch

from engine.backends.tiling import Box
from engine.contracts import Condition, Size


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


def pack(condition: Condition) -> dict[str, Any]:
    """A condition with numpy arrays for its tensors: a tenth of the time to send."""
    packed = {one.name: getattr(condition, one.name) for one in fields(Condition)}
    return {name: value.numpy() if isinstance(value, torch.Tensor) else value for name, value in packed.items()}


def unpack(packed: dict[str, Any]) -> Condition:
    """The condition again."""
    parts: dict[str, Any] = {name: torch.from_numpy(part) if hasattr(part, "__array__") else part for name, part in packed.items()}
    return Condition(**parts)
