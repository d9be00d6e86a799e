"""Ten thousand requests, then the memory of server and painters beside what it was at the start."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.serve.figures import Figures
from benchmarks.serve.processes import studio

REQUESTS, AT_ONCE, FIRST = 10_000, 8, 300


def memory(folder: Path, figures: Figures) -> None:
    """Start: after a first few hundred pictures, when every buffer has been made."""
    with studio(folder) as server, server.client() as client:

        def ask(number: int) -> int:
            asked = {"theme": "dark", "style": "minimalist", "seed": number, "size": [64, 48]}
            return client.post("/generate_image", json=asked, headers={"Accept": "image/jpeg"}).status_code

        with ThreadPoolExecutor(AT_ONCE) as people:
            first = list(people.map(ask, range(FIRST)))
            before, began = server.megabytes(), time.monotonic()
            statuses = first + list(people.map(ask, range(FIRST, REQUESTS)))
        grown = server.megabytes() - before
    figures.note("memory: requests a second", f"{(REQUESTS - FIRST) / (time.monotonic() - began):.0f}")
    figures.note("memory: growth over 10,000 requests", f"{grown:.0f} MB from {before:.0f} MB", "at most 150 MB", kept=grown <= 150)
    wrong = sum(status != 200 for status in statuses)
    figures.note("memory: answers other than 200", wrong, "0", kept=wrong == 0)
