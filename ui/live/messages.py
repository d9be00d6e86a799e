"""What travels on /live: states in (JSON text), frames out (one binary message each), errors out (JSON text).

In:  {"id": 7, "preferences": {...}, "aspect": 1.5, "pixels": 900, "draft": 512, "final": false, "seen": 6}
     Only `id` and `preferences` make a state; {"seen": 6} alone says that frame 6 was drawn, {"id": 7, "final": true} with the same
     preferences asks for the full size at once. Preferences with a photo go with "photo", which POST /photos gave out.
Out: 4 bytes little-endian length n, n bytes of JSON (the header), then the JPEG.
     {"id", "final", "width", "height", "aspect", "render_ms", "people", "recipe",
      "fidelity": {"on_palette_share", "share_error", "shares", "palettes"}}; people: how many share the machine just now
     Drafts by WebSocket are not kept waiting for their fidelity: it is null, and now and then
Out: {"frame": 6, "fidelity": {...}} follows one.
Out: {"id": 7, "error": {"code", "message"}}
"""

from __future__ import annotations

import json
import struct
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine import HueprintError, Preferences

Id = Annotated[int, Field(ge=0, le=2**53)]
Side = Annotated[float, Field(ge=16, le=16_384, allow_inf_nan=False)]

_HINTS = {
    "id": "“id” is a whole number, larger with every state",
    "seen": "“seen” is the id of the newest frame drawn",
    "preferences": '“preferences” is an object such as {"theme": "alpine"}',
    "aspect": "“aspect” is width over height, from 0.125 to 8",
    "pixels": "“pixels” is a side in pixels, from 16 to 16384",
    "draft": "“draft” is a side in pixels, from 16 to 16384",
    "final": "“final” is true or false",
    "photo": "“photo” is what POST /photos answered",
    "client": "“client” is a text of 8 to 64 characters",
}


class MessageError(HueprintError):
    """A message that is not what /live expects; the connection stays open."""

    code = "invalid_message"

    def __init__(self, message: str, state: int | None = None) -> None:
        super().__init__(message)
        self.state = state


class Message(BaseModel):
    """One message of a client. `preferences` is still raw here; `wish_preferences` checks it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id | None = None
    preferences: dict[str, Any] | None = None
    aspect: Annotated[float, Field(ge=0.125, le=8.0, allow_inf_nan=False)] = 1.0
    pixels: Side | None = None
    draft: Side | None = None
    final: bool = False
    seen: Id | None = None
    photo: Annotated[str, Field(max_length=64)] | None = None
    client: Annotated[str, Field(min_length=8, max_length=64)] | None = None


def read_message(text: str | bytes, most_bytes: int) -> Message:
    """JSON text -> Message. Raises MessageError with one sentence, and with the state's id when it could be read."""
    if len(text) > most_bytes:
        raise MessageError(f"This state is too large to paint; keep it under {most_bytes // 1024} KB.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise MessageError("This message is not JSON; send an object with “id” and “preferences”.") from None
    if not isinstance(data, dict):
        raise MessageError("This message is not an object; send one with “id” and “preferences”.")
    try:
        return Message.model_validate(data)
    except ValidationError as error:
        raise MessageError(_sentence(error), _state_id(data)) from None


def state_preferences(message: Message) -> Preferences:
    """The checked preferences of a state. Raises HueprintError."""
    if message.id is None or message.preferences is None:
        raise MessageError("A state needs both “id” and “preferences”.", message.id)
    return Preferences.parse(message.preferences)


def frame_bytes(header: dict[str, Any], jpeg: bytes) -> bytes:
    """One frame as one binary message."""
    head = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    return b"".join((struct.pack("<I", len(head)), head, jpeg))


def figures_text(frame: int, fidelity: dict[str, Any]) -> str:
    """What was measured of a draft, as the text message that follows it."""
    return json.dumps({"frame": frame, "fidelity": fidelity}, separators=(",", ":"), allow_nan=False)


def read_frame(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The inverse of `frame_bytes`: (header, JPEG)."""
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[4 + length :]


def error_text(error: HueprintError, state: int | None) -> str:
    """An error as the text message (and HTTP body) that the page understands."""
    return json.dumps({"id": state, "error": {"code": error.code, "message": error.message}}, ensure_ascii=False)


def _sentence(error: ValidationError) -> str:
    place = str(error.errors()[0]["loc"][0])
    hint = _HINTS.get(place, f"“{place[:32]}” is not part of a message; leave it out")
    return f"This message cannot be read: {hint}."


def _state_id(data: dict[str, Any]) -> int | None:
    value = data.get("id")
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2**53 else None
