"""The live preview: the picture changes while the hand moves.

    page --state--> LiveSocket or Fallback --wish--> Turns (one slot a client, fair) --turn--> Painter --frame--> page

Neither Gradio's queue nor its thread pool is on this path. `messages.py` documents what travels; ui/assets/live.js is the other end.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from engine import ImageGenerator
from engine.jobs import Watch
from engine.photograph import Photograph
from ui.api.answers import route
from ui.live.fallback import Fallback
from ui.live.limits import Limits
from ui.live.messages import MessageError
from ui.live.painter import Painter
from ui.live.seats import Seats
from ui.live.socket import LiveSocket, Room
from ui.live.turns import Turns
from ui.live.wishes import Photos

__all__ = ["Limits", "Live"]


class Live:
    """Everything behind /live. Add `routes` to the server, and call `close` when it stops."""

    def __init__(
        self, generator: ImageGenerator, limits: Limits | None = None, watch: Watch | None = None, photos: Photos | None = None
    ) -> None:
        """photos: where the photographs are that states name."""
        limits = limits or Limits()
        turns = Turns(limits)
        self._room = Room(generator, turns, Painter(generator, turns, limits, watch), Seats(limits), limits, photos or _no_photo)
        self.routes: list[BaseRoute] = [
            WebSocketRoute("/live", self._socket),
            route("/live", post=Fallback(self._room).post),
        ]

    def start(self) -> None:
        """Start the painter and warm it up. Without this call, the first client starts it."""
        self._room.painter.start()

    def close(self) -> None:
        """Stop painting; whoever still waits gets nothing more."""
        self._room.painter.close()

    async def _socket(self, socket: WebSocket) -> None:
        await LiveSocket(self._room, socket).serve()


def _no_photo(handle: str) -> Photograph:
    raise MessageError("This preview has no photographs; choose a theme.")
