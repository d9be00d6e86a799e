"""The nouns of a job: an Order goes in, Reports come back. All are data, JSON both ways, so that they travel and survive.

A Result carries a name in the store, never an address: addresses are made when they are asked for, and expire.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue

from engine.contracts import ENGINE_VERSION, Fidelity, Frozen, Match, Recipe
from engine.errors import PhotoForgottenError
from engine.photograph import Photograph

Priority = Literal["preview", "export", "batch"]
State = Literal["queued", "processing", "done", "failed", "cancelled"]
Format = Literal["png", "jpeg", "webp", "mp4", "webm", "gif"]

PRIORITIES: tuple[Priority, ...] = ("preview", "export", "batch")


class Matching(Frozen):
    """What is to be matched, and the preferences that name the colours it is then fitted to, None to keep the references'."""

    match: Match
    palette: dict[str, JsonValue] | None = None


class Order(Frozen):
    """What is asked for, and by whom. client: whom fairness counts it against; opaque, never shown.

    keep: put it into the store; else its file is only handed to whoever waits. A recipe with a motion asks for a clip. matching: the recipe
    says seed and size alone, and its result has another. photographs: all that it is made of, in any order; they are written nowhere, so
    whoever takes the order up from a record must get them otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    recipe: Recipe
    format: Format = "png"
    keep: bool = True
    priority: Priority = "export"
    client: Annotated[str, Field(max_length=64)] = ""
    matching: Annotated[Matching | None, Field(exclude_if=lambda matching: matching is None)] = None
    photographs: Annotated[tuple[Photograph, ...], Field(exclude=True, repr=False)] = ()

    @property
    def frames(self) -> int:
        """How many pictures it takes."""
        return self.recipe.motion.frames if self.recipe.motion else 1

    @property
    def is_long(self) -> bool:
        """Whether it takes so long that it tells how far it is."""
        return self.frames > 1 or self.matching is not None

    @property
    def needs(self) -> frozenset[str]:
        """The sha256 of every photograph that it is carried out with."""
        photo, matching = self.recipe.preferences.photo, self.matching
        if matching is not None:
            return frozenset(filter(None, (*matching.match.references, matching.match.photo)))
        return frozenset({photo.sha256} if photo else ())

    @property
    def lacks(self) -> bool:
        """Whether it cannot be carried out as it stands: its photographs did not come along."""
        return not self.needs <= {one.sha256 for one in self.photographs}

    def photograph(self, sha256: str | None) -> Photograph | None:
        """The one of that name that came along."""
        return next((one for one in self.photographs if one.sha256 == sha256), None)

    @cached_property
    def key(self) -> str:
        """What tells this picture's file from every other: recipe, format and engine version, as a sha256 in hex."""
        matching = f"\n{self.matching.model_dump_json()}" if self.matching else ""
        text = f"{ENGINE_VERSION}\n{self.format}\n{self.recipe.model_dump_json()}{matching}"
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


LEAST_LEFT = 0.01
"""Seconds still told of a job under way that has taken longer than expected: 0 would say that it is over."""


class Report(Frozen):
    """How a job stands. progress: 0 to 1: of what takes long, what is done; else estimated from the time such pictures take.

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

    @property
    def wants_photograph(self) -> bool:
        """Whether it failed for want of a photograph, and of nothing else."""
        return self.error is not None and self.error.code == PhotoForgottenError.code


@dataclass(frozen=True)
class Sight:
    """What there is to see of a picture while it grows. count: how many sights there have been. picture: the last, a JPEG file."""

    count: int = 0
    picture: bytes = b""


@dataclass(frozen=True)
class Ticket:
    """What a client gets for an order. seconds: until it is probably done. joined: the same picture was already under way."""

    id: str
    seconds: float
    joined: bool = False
