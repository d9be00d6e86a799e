"""What the server promises, measured on the real thing: app.py, worker.py, Redis and the storage emulator as processes of their own.

python -m benchmarks.serve                  everything, about ten minutes on two cores
python -m benchmarks.serve drag cache       some of it
drag: 20 hands on sliders for 30 s. memory: 10,000 requests. cache: a repeated recipe, and 50 at once. schema: 2,000 made-up requests.
faults: what the bucket does wrong. kill: SIGKILL of worker, Redis, emulator and server under 200 jobs each (--jobs), on both kinds of desk.
Prints one line a figure, with what was promised; leaves 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.serve.cache import cache
from benchmarks.serve.drag import drag
from benchmarks.serve.faults import faults
from benchmarks.serve.figures import Figures
from benchmarks.serve.kill import kill
from benchmarks.serve.memory import memory
from benchmarks.serve.schema import schema

PARTS: dict[str, Callable[[Path, Figures], None]] = {
    "drag": drag,
    "memory": memory,
    "cache": cache,
    "schema": schema,
    "faults": faults,
    "kill": kill,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all unless named")
    parser.add_argument("--jobs", type=int, default=200, help="of each round of kill")
    given, figures = parser.parse_args(), Figures()
    doing = {**PARTS, "kill": partial(kill, jobs=given.jobs)}
    for part in given.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix=f"hueprint-{part}-") as folder:
            doing[part](Path(folder), figures)
    return figures.tell()


if __name__ == "__main__":
    sys.exit(main())
