"""/live as a WebSocket: states come in as fast as the hand moves, frames go out as fast as they are painted."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from starlette.websockets import WebSocket

from engine import ImageGenerator
from ui.live.limits import Limits
from ui.live.messages import MessageError, error_text, read_message
from ui.live.origin import client_address, is_same_origin
from ui.live.painter import Painter, PaintingFailedError
from ui.live.seats import FullHouseError, Seats
from ui.live.turns import Answer, Session, Turns, Wish
from ui.live.wishes import Photos, wish_from

TRY_LATER = 1013

_log = logging.getLogger("hueprint.live")


@dataclass(frozen=True)
class Room:
    """What every connection shares."""

    generator: ImageGenerator
    turns: Turns
    painter: Painter
    seats: Seats
    limits: Limits
    photos: Photos


class LiveSocket:
    """One connected page, from the handshake until it goes."""

    def __init__(self, room: Room, socket: WebSocket) -> None:
        self._room, self._socket = room, socket
        self._loop = asyncio.get_running_loop()
        self._answers: asyncio.Queue[bytes | str] = asyncio.Queue()
        self._session = Session(client_address(socket, room.limits), self._deliver, room.limits, self._say)
        self._allowance = _Allowance(room.limits.messages_per_second)

    async def serve(self) -> None:
        """Handle the connection to its end."""
        if not is_same_origin(self._socket, self._room.limits):
            await self._socket.close(code=1008)
            return
        await self._socket.accept()
        self._room.painter.start()
        try:
            with self._room.seats.seat(self._session.address):
                await self._talk()
        except FullHouseError as error:
            await self._socket.close(code=TRY_LATER, reason=error.message)

    async def _talk(self) -> None:
        sender = asyncio.create_task(self._send())
        try:
            while True:
                await self._allowance.spend()
                message = await self._socket.receive()
                if message["type"] == "websocket.disconnect":
                    break
                self._receive(message.get("text") or "")
        finally:
            self._room.turns.leave(self._session)
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    def _receive(self, text: str) -> None:
        room = self._room
        try:
            message = read_message(text, room.limits.message_bytes)
            if message.seen is not None:
                room.turns.seen(self._session, message.seen)
            if message.id is not None or message.seen is None:
                room.turns.submit(self._session, wish_from(message, room.generator, room.limits, room.photos))
        except MessageError as error:
            self._answers.put_nowait(error_text(error, error.state))
        except Exception as error:  # noqa: BLE001 - one bad state must not end the connection
            _log.error("A state could not be read (%s).", type(error).__name__)
            self._answers.put_nowait(error_text(PaintingFailedError(), None))

    async def _send(self) -> None:
        while True:
            answer = await self._answers.get()
            if isinstance(answer, bytes):
                await self._socket.send_bytes(answer)
            else:
                await self._socket.send_text(answer)

    def _deliver(self, wish: Wish, answer: Answer) -> None:
        self._say(answer if isinstance(answer, bytes) else error_text(answer, wish.id))

    def _say(self, message: bytes | str) -> None:
        with suppress(RuntimeError):  # the server is closing: its loop takes nothing more
            self._loop.call_soon_threadsafe(self._answers.put_nowait, message)


class _Allowance:
    """Slows the reading of a client that floods; the network then holds its messages back."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._left = per_second
        self._at = asyncio.get_running_loop().time()

    async def spend(self) -> None:
        """Wait until one more message may be read."""
        now = asyncio.get_running_loop().time()
        self._left = min(self._per_second, self._left + (now - self._at) * self._per_second) - 1
        self._at = now
        if self._left < 0:
            await asyncio.sleep(-self._left / self._per_second)
