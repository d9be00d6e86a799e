"""A picture by Python, nothing installed: asked for once however often the network fails, waited for if the studio is busy.

STUDIO=http://127.0.0.1:7860 KEY=... python examples/generate.py picture.png
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from typing import Any
from urllib.request import Request, urlopen

STUDIO = os.environ.get("STUDIO", "http://127.0.0.1:7860")
KEY = {"Authorization": f"Bearer {os.environ['KEY']}"} if "KEY" in os.environ else {}


def call(path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    """The answer: its status, its headers and its bytes."""
    data = None if body is None else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urlopen(Request(f"{STUDIO}{path}", data, {"Content-Type": "application/json", **KEY, **named}), timeout=60)


def generate(preferences: dict[str, Any]) -> bytes:
    """A PNG. The key makes a repeated request the same request."""
    answer = call("/generate_image", preferences, Idempotency_Key=str(uuid.uuid4()), Prefer="wait=5", Accept="image/png")
    if answer.status == 200:
        return bytes(answer.read())
    job = json.load(answer)["job"]
    while True:
        told = call(job)
        report = json.load(told)
        if report["status"] == "done":
            return bytes(call(job, Accept="image/png").read())
        if report["status"] in {"failed", "cancelled"}:
            raise SystemExit(report.get("error", {}).get("message", "called off"))
        time.sleep(float(told.headers["Retry-After"]))


if __name__ == "__main__":
    path = sys.argv[1] if len(sys.argv) > 1 else "picture.png"
    with open(path, "wb") as file:
        file.write(generate({"theme": "ocean", "style": "ink", "palette": "glacier", "seed": 3, "size": [320, 240]}))
    print(f"{path} is painted")
