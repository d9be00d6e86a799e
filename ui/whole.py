"""An application's whole answer, for whoever changes it before it is sent."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope


async def whole_answer(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """What begins the answer, and its body in one piece."""
    start: Message = {}
    body: list[bytes] = []

    async def gather(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, gather)
    return start, b"".join(body)
