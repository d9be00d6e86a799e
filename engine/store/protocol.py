"""What every store can do. One main verb, `keep`; the rest is what a studio needs to show and check what it kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from engine.contracts import Recipe
from engine.store.names import created_at

Where = Literal["local", "cloud"]


@dataclass(frozen=True)
class Kept:
    """A picture that really is kept.

    name: its name in the store (see names.py). url: what a browser can open, or None. where: on this machine or in the cloud.
    bytes: its size. sha256: of the file, in hex (empty if the store did not record it). created: UTC.
    notice: one sentence for the person; empty when all is well.
    """

    name: str
    url: str | None
    where: Where
    bytes: int
    sha256: str
    created: datetime
    notice: str = ""


def record(name: str, picture: bytes, url: str | None, where: Where) -> Kept:
    """What is known of `picture`, just kept or just read."""
    return Kept(name, url, where, len(picture), hashlib.sha256(picture).hexdigest(), created_at(name))


class Store(Protocol):
    """Where kept pictures go. Every method may be called from many threads at once and raises only HueprintErrors."""

    def keep(self, picture: bytes, *, recipe: Recipe, extension: str | None = None, name: str | None = None) -> Kept:
        """Keep a picture's file, still or moving, and, beside it, its recipe. When this returns, the picture is safe.

        extension: if given, what the caller takes the file for; refused when the bytes say otherwise.
        name: a name from `new_name`, to keep the same picture again without making two; fresh unless given.
        Raises StoreError; StoreUnavailableError if trying later may help; StoreFullError if there is no room. Never half kept.
        """

    def open(self, name: str) -> bytes:
        """The picture's file. Raises PictureNotFoundError for any name not kept here, however odd."""

    def recipe(self, name: str) -> Recipe:
        """The recipe kept beside the picture. Raises PictureNotFoundError or RecipeError."""

    def link(self, name: str) -> str | None:
        """A fresh address that a browser can open, or None if this store has none to give."""

    def recent(self, limit: int = 50) -> list[Kept]:
        """The newest pictures, newest first. Everybody's: for whoever runs the studio, never for a visitor."""

    def ready(self) -> str:
        """Empty if all is well, else what is not and what to do about it. For health checks; may be shown to anyone."""


class WaitingStore(Store, Protocol):
    """A store that can also let go of a picture: where pictures wait for the cloud to come back."""

    def names(self) -> list[str]:
        """Every name kept here, oldest first."""

    def remove(self, name: str) -> None:
        """Forget the picture and its recipe; quietly nothing if it is not here."""
