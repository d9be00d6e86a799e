"""The nouns of a job: an Order goes in, Reports come back. All are data, JSON both ways, so that they travel and survive.

A Result carries a name in the store, never an address: addresses are made when they are asked for, and expire.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from engine.contracts import ENGINE_VERSION, Fidelity, Frozen, Recipe
from engine.photograph import Photograph

Priority = Literal["preview", "export", "batch"]
State = Literal["queued", "processing", "done", "failed", "cancelled"]
Format = Literal["png", "jpeg", "webp", "mp4", "webm", "gif"]

PRIORITIES: tuple[Priority, ...] = ("preview", "export", "batch")


class Order(Frozen):
    """What is asked for, and by whom. client: whom fairness counts it against; opaque, never shown.

    keep: put it into the store; else its file is only handed to whoever waits. A recipe with a motion asks for a clip. photograph: what the
    recipe's photo names; it is written nowhere, so whoever takes the order up from a record must get it otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    recipe: Recipe
    format: Format = "png"
    keep: bool = True
    priority: Priority = "export"
    client: Annotated[str, Field(max_length=64)] = ""
    photograph: Annotated[Photograph | None, Field(exclude=True, repr=False)] = None

    @property
    def frames(self) -> int:
        """How many pictures it takes."""
        return self.recipe.motion.frames if self.recipe.motion else 1

    @property
    def needs(self) -> str:
        """The sha256 of the photograph that it is carried out with, empty where there is none."""
        photo = self.recipe.preferences.photo
        return photo.sha256 if photo else ""

    @property
    def lacks(self) -> bool:
        """Whether it cannot be carried out as it stands: its photograph did not come along."""
        return bool(self.needs) and self.photograph is None

    @cached_property
    def key(self) -> str:
        """What tells this picture's file from every other: recipe, format and engine version, as a sha256 in hex."""
        text = f"{ENGINE_VERSION}\n{self.format}\n{self.recipe.model_dump_json()}"
        return hashlib.sha256(text.encode()).hexdigest()


class Figures(Frozen):
    """How well a picture keeps to its palette; see engine.Fidelity."""

    on_palette_share: float
    share_error: float
    shares: tuple[float, ...]
    palettes: int = 1

    @classmethod
    def of(cls, fidelity: Fidelity) -> Figures:
        return cls(**vars(fidelity))


class Result(Frozen):
    """A finished picture. name, where: as the store keeps it, empty if it was not to be kept. seconds: to paint and measure it."""

    name: str = ""
    where: Literal["local", "cloud", ""] = ""
    notice: str = ""
    format: Format
    bytes: int
    sha256: str
    fidelity: Figures
    seconds: float
    recipe: Recipe


class Failure(Frozen):
    """Why there is no picture: a stable code, and a sentence that may be shown."""

    code: str
    message: str


class Report(Frozen):
    """How a job stands. progress: 0 to 1: of a clip, the frames that are done; else estimated from the time such pictures take.

    ahead: pictures that come before it. result when done, error when failed.
    """

    id: str
    status: State
    progress: Annotated[float, Field(ge=0, le=1)] = 0.0
    ahead: int = 0
    seconds_left: float = 0.0
    result: Result | None = None
    error: Failure | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing about it will change any more."""
        return self.status in {"done", "failed", "cancelled"}


@dataclass(frozen=True)
class Ticket:
    """What a client gets for an order. seconds: until it is probably done. joined: the same picture was already under way."""

    id: str
    seconds: float
    joined: bool = False
