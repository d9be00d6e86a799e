"""Files in parts, for players that ask for them so: one range of bytes (RFC 9110, 14)."""

from __future__ import annotations

import re

from starlette.responses import Response


def part_of(file: bytes, asked: str, headers: dict[str, str], content_type: str) -> Response:
    """200 with the file; 206 with the part that the Range header names; 416 for one beyond its end. Other forms of range are not read."""
    headers = {**headers, "Accept-Ranges": "bytes"}
    found = re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", asked.strip())
    if found is None or not (found[1] or found[2]):
        return Response(file, headers=headers, media_type=content_type)
    start = int(found[1]) if found[1] else max(0, len(file) - int(found[2]))
    end = min(len(file), int(found[2]) + 1 if found[1] and found[2] else len(file))
    if start >= end:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(file)}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(file)}"
    return Response(file[start:end], 206, headers, content_type)
