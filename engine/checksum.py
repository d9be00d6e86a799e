"""A checksum that travels with a recipe, so that a damaged or edited one is told instead of painted as another picture.

CRC-32 (ISO 3309, as in PNG) over canonical JSON: keys sorted, no spaces, ASCII. It guards against accidents and careless edits; it is no
signature, since whoever edits a recipe may also compute a new checksum.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

KEY = "check"


def checksum(data: Mapping[str, Any]) -> str:
    """JSON-like data, without regard to `check` itself -> 8 hexadecimal digits."""
    rest = {key: value for key, value in data.items() if key != KEY}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=repr)
    return f"{zlib.crc32(canonical.encode('ascii')):08x}"


def without_checksum(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without its checksum. Raises ValueError when it has one that does not fit; data without one is taken as it is."""
    told = data.get(KEY)
    if told is not None and told != checksum(data):
        raise ValueError("it was damaged or changed since the picture was painted")
    return {key: value for key, value in data.items() if key != KEY}
