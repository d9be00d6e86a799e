"""A process that keeps pictures and is killed for it, or runs out of room. Run as a script; imports the engine once, forks for each try.

Reads one JSON object a line, {"folder", "picture", "recipe"} and how: "kill_after" seconds, "file_limit" bytes, or
"user" id, and answers with one JSON list: the names that the child said were kept, or the sentence it failed with.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from engine.contracts import Recipe
from engine.errors import StoreError
from engine.store.local import LocalStore


def keep_for_ever(task: dict[str, Any], out: int) -> None:
    store, picture, recipe = LocalStore(task["folder"]), Path(task["picture"]).read_bytes(), Recipe.parse(task["recipe"])
    os.write(out, b"ready\n")
    while True:
        os.write(out, store.keep(picture, recipe=recipe).name.encode() + b"\n")


def keep_one(task: dict[str, Any], out: int) -> None:
    picture = Path(task["picture"]).read_bytes()
    limit = task.get("file_limit", resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if "user" in task:
        os.setuid(task["user"])
    try:
        LocalStore(task["folder"]).keep(picture, recipe=Recipe.parse(task["recipe"]))
    except StoreError as error:
        os.write(out, f"{error.code}: {error.message}\n".encode())


def carry_out(task: dict[str, Any]) -> list[str]:
    """What the child said before it ended or was killed."""
    heard, out = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(heard)
            (keep_for_ever if "kill_after" in task else keep_one)(task, out)
        finally:
            os._exit(0)
    os.close(out)
    with os.fdopen(heard) as lines:
        if "kill_after" in task:
            lines.readline()
            time.sleep(task["kill_after"])
            os.kill(child, signal.SIGKILL)
        said = lines.read().split("\n")[:-1]
    os.waitpid(child, 0)
    return said


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(carry_out(json.loads(line))) + "\n")
        sys.stdout.flush()
