"""The cloud, and a waiting room for when it does not answer: no picture is lost, and nobody is told "saved" when it is not.

A picture that the cloud does not take is kept in the waiting store under the name it would have had, and the person is told so
in one sentence. When the cloud takes a picture again, those that wait are sent after it.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace

from engine.contracts import Recipe
from engine.errors import HueprintError, PictureNotFoundError, StoreError, StoreUnavailableError
from engine.store.kinds import checked_kind
from engine.store.names import name_for
from engine.store.protocol import Kept, Store, WaitingStore

logger = logging.getLogger(__name__)

_NOTICE = "The cloud takes no pictures now, so this one is kept on the studio's own disk and sent on when it does."


class FallbackStore:
    """Keeps pictures in `cloud`, or in `waiting` as long as the cloud fails.

    pause_seconds: after a failure, how long pictures go straight to the waiting room, so that nobody waits for the same fault again.
    """

    def __init__(self, cloud: Store, waiting: WaitingStore, *, pause_seconds: float = 20.0) -> None:
        self._cloud = cloud
        self._waiting = waiting
        self._pause = pause_seconds
        self._retry_at = 0.0
        self._why = ""
        self._resending = threading.Lock()

    def keep(self, picture: bytes, *, recipe: Recipe, extension: str | None = None, name: str | None = None) -> Kept:
        """See Store.keep. Raises only if neither place takes the picture."""
        name = name_for(checked_kind(picture, extension), name)
        if time.monotonic() >= self._retry_at:
            try:
                kept = self._cloud.keep(picture, recipe=recipe, name=name)
            except StoreError as error:
                logger.warning("the cloud took no picture: %s", error.message)
                self._why, self._retry_at = error.message, time.monotonic() + self._pause
            else:
                self.resend_soon()
                return kept
        return self._keep_waiting(picture, recipe, name)

    def open(self, name: str) -> bytes:
        """See Store.open."""
        try:
            return self._waiting.open(name)
        except PictureNotFoundError:
            return self._cloud.open(name)

    def recipe(self, name: str) -> Recipe:
        """See Store.recipe."""
        try:
            return self._waiting.recipe(name)
        except PictureNotFoundError:
            return self._cloud.recipe(name)

    def link(self, name: str) -> str | None:
        """See Store.link."""
        try:
            self._waiting.recipe(name)
        except PictureNotFoundError:
            return self._cloud.link(name)
        return self._waiting.link(name)

    def recent(self, limit: int = 50) -> list[Kept]:
        """See Store.recent. While the cloud cannot be reached, only what waits for it."""
        waiting = {kept.name: kept for kept in self._waiting.recent(limit)}
        try:
            cloud = {kept.name: kept for kept in self._cloud.recent(limit)}
        except StoreError:
            cloud = {}
        return sorted((waiting | cloud).values(), key=lambda kept: kept.name, reverse=True)[: max(0, limit)]

    def ready(self) -> str:
        """See Store.ready. Tells of a failing cloud although pictures can still wait here, so that somebody mends it."""
        trouble = self._cloud.ready()
        return " ".join(filter(None, (trouble, self._waiting.ready()))) if trouble else ""

    def resend(self) -> int:
        """Send every waiting picture to the cloud, oldest first; how many went. What fails goes on waiting.

        Safe at any time and from several processes at once: names stay, so a picture sent twice is there once.
        """
        sent = 0
        for name in self._waiting.names():
            try:
                self._cloud.keep(self._waiting.open(name), recipe=self._waiting.recipe(name), name=name)
                self._waiting.remove(name)
            except PictureNotFoundError:  # another process has just sent it
                continue
            except StoreUnavailableError:
                break
            except HueprintError as error:  # this one cannot be sent, the next one may
                logger.warning("a picture goes on waiting for the cloud: %s", error.message)
                continue
            sent += 1
        return sent

    def resend_soon(self) -> None:
        """`resend`, in the background, unless that is under way."""
        if self._resending.acquire(blocking=False):
            threading.Thread(target=self._resend_and_release, name="store-resend", daemon=True).start()

    def _resend_and_release(self) -> None:
        try:
            self.resend()
        finally:
            self._resending.release()

    def _keep_waiting(self, picture: bytes, recipe: Recipe, name: str) -> Kept:
        try:
            kept = self._waiting.keep(picture, recipe=recipe, name=name)
        except StoreError as error:
            raise type(error)(f"{self._why} {error.message}") from None
        return replace(kept, notice=_NOTICE)
