"""Reading a request's JSON: bounded in bytes and in time, strict, and refused with one sentence."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.requests import Request

from engine import InvalidPreferencesError
from ui.api.answers import RequestError

PATIENCE = 30.0


async def read_json(request: Request, most_bytes: int) -> dict[str, Any]:
    """The body as a JSON object. Raises RequestError: 415, 413, 408 or 400."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RequestError("unsupported_media_type", "Send the request as JSON, with Content-Type: application/json.")
    return parse_object(await read_body(request, most_bytes))


async def read_body(request: Request, most_bytes: int) -> bytes:
    """The body as it came. Raises RequestError: 413 or 408."""
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most_bytes:
                    raise RequestError("body_too_large", f"This request is too large; send at most {most_bytes // 1024} KB.")
    except TimeoutError:
        raise RequestError("slow_request", f"The request did not arrive within {PATIENCE:.0f} seconds; send it again.") from None
    return bytes(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """UTF-8 JSON text -> dict. NaN and Infinity, which JSON does not have, are refused; so is nesting too deep to read."""
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        raise RequestError("malformed_json", "The request is not valid JSON; check quotes, brackets and numbers.") from None
    if rb"\u" in body and not _is_text(data):
        raise InvalidPreferencesError("A text in the request holds half of a character (a lone surrogate); send whole characters.")
    if not isinstance(data, dict):
        raise RequestError("malformed_json", 'The request must be a JSON object, such as {"theme": "alpine"}.')
    return data


def _is_text(data: object) -> bool:
    """Whether every text in it can be written as UTF-8: JSON may escape halves of characters, which nothing can show or store."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_constant(name: str) -> float:
    raise ValueError(name)
