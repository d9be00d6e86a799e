"""/live as POST, for pages whose WebSocket cannot open: one state in, one frame out, newest wins for each client token."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from engine import HueprintError
from ui.live.messages import Message, MessageError, error_text, read_message
from ui.live.origin import client_address, is_same_origin
from ui.live.painter import PaintingFailedError
from ui.live.seats import FullHouseError
from ui.live.socket import Room
from ui.live.turns import Answer, Session, Wish
from ui.live.wishes import wish_from

FRAME_TYPE = "application/x-hueprint-frame"


class ForbiddenError(HueprintError):
    """A call from somebody else's page."""

    code = "forbidden_origin"


class SupersededError(HueprintError):
    """The same client has sent a newer state, so this one is not painted."""

    code = "superseded"


class _Visitor:
    """The waiting requests of one client token, and their one slot."""

    def __init__(self, room: Room, address: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._room = room
        self._answers: dict[Wish, asyncio.Future[bytes]] = {}
        self.session = Session(address, self._deliver, room.limits)

    async def ask(self, wish: Wish) -> bytes:
        """The frame for this state. Raises HueprintError; SupersededError when a newer state came before its turn."""
        future = self._answers[wish] = self._loop.create_future()
        replaced = self._room.turns.submit(self.session, wish)
        if replaced is not None:
            self._resolve(replaced, SupersededError("A newer state of this page took its place."))
        try:
            frame: bytes = await future
            return frame
        finally:
            self._answers.pop(wish, None)
            if not self._answers:
                self._room.turns.leave(self.session)

    @property
    def is_idle(self) -> bool:
        return not self._answers

    def _deliver(self, wish: Wish, answer: Answer) -> None:
        with suppress(RuntimeError):  # the server is closing: its loop takes nothing more
            self._loop.call_soon_threadsafe(self._resolve, wish, answer)

    def _resolve(self, wish: Wish, answer: Answer) -> None:
        future = self._answers.get(wish)
        if future and not future.done():
            if isinstance(answer, bytes):
                future.set_result(answer)
            else:
                future.set_exception(answer)


class Fallback:
    """The POST endpoint and the clients that wait on it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._visitors: dict[tuple[str, str], _Visitor] = {}

    async def post(self, request: Request) -> Response:
        """One request: 200 with a frame; 400, 403, 409, 415, 429 or 500 with an error text."""
        limits = self._room.limits
        if not is_same_origin(request, limits):
            return _refusal(403, ForbiddenError("This preview answers its own page only; open the studio itself."))
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return _refusal(415, MessageError("Send the state as application/json."))
        address = client_address(request, limits)
        try:
            with self._room.seats.seat(address):
                message = read_message(await _body(request, limits.message_bytes), limits.message_bytes)
                return await self._answer(request, address, message)
        except FullHouseError as error:
            return _refusal(429, error, headers={"Retry-After": "2"})
        except MessageError as error:
            return _refusal(400, error, error.state)
        except ClientDisconnect:
            return Response(status_code=499)

    async def _answer(self, request: Request, address: str, message: Message) -> Response:
        wish = wish_from(message, self._room.generator, self._room.limits, self._room.photos)
        self._room.painter.start()
        key = (address, message.client or f"request {id(request)}")
        visitor = self._visitors.setdefault(key, _Visitor(self._room, address))
        asked = asyncio.create_task(visitor.ask(wish))
        gone = asyncio.create_task(_until_gone(request))
        try:
            await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
            return _frame(asked, wish) if asked.done() else Response(status_code=499)
        finally:
            for task in (asked, gone):
                task.cancel()
            await asyncio.gather(asked, gone, return_exceptions=True)
            if visitor.is_idle:
                self._visitors.pop(key, None)


_STATUS = {SupersededError.code: 409, PaintingFailedError.code: 500}


async def _body(request: Request, most_bytes: int) -> bytes:
    """The body, read no further than one byte past the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            break
    return bytes(body[: most_bytes + 1])


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _frame(asked: asyncio.Task[bytes], wish: Wish) -> Response:
    try:
        return Response(asked.result(), media_type=FRAME_TYPE, headers={"Cache-Control": "no-store"})
    except HueprintError as error:
        return _refusal(_STATUS.get(error.code, 400), error, wish.id)


def _refusal(status: int, error: HueprintError, state: int | None = None, headers: dict[str, str] | None = None) -> Response:
    return Response(error_text(error, state), status, {"Cache-Control": "no-store", **(headers or {})}, "application/json")
