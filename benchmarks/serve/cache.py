"""A repeated recipe beside a new one; and fifty people who ask for the same picture at the same moment."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.serve.figures import Figures
from benchmarks.serve.processes import studio

ROUNDS = 7


def cache(folder: Path, figures: Figures) -> None:
    """Medians of JSON answers at 1024 x 1024, kept."""
    with studio(folder) as server, server.client() as client:

        def ask(seed: int) -> tuple[float, str]:
            began = time.perf_counter()
            answer = client.post("/generate_image", json={"theme": "alpine", "style": "oil", "seed": seed, "size": [1024, 1024]})
            return time.perf_counter() - began, answer.headers.get("x-cache", f"{answer.status_code} {answer.json().get('code', '')}")

        for seed in (9001, 9002, 9003):
            ask(seed)
        time.sleep(4)
        fresh = [ask(seed) for seed in range(ROUNDS)]
        again = [ask(seed) for seed in range(ROUNDS) for _ in range(3)]
        assert {word for _, word in fresh} == {"miss"}, fresh
        assert {word for _, word in again} == {"hit"}
        new, known = (statistics.median(seconds for seconds, _ in times) for times in (fresh, again))
        times = new / known
        figures.note("cache: painting / repeating", f"{1000 * new:.0f} / {1000 * known:.1f} ms = {times:.0f} x", "20 x", kept=times >= 20)
        before = _painted(client.get("/metrics").text)
        with ThreadPoolExecutor(50) as people:
            words = Counter(word for _, word in people.map(ask, [777] * 50))
        painted = _painted(client.get("/metrics").text) - before
        figures.note("cache: 50 at once", f"painted {painted:.0f} x; {dict(words)}", "painted once", kept=painted == 1)


def _painted(metrics: str) -> float:
    found = re.search(r'hueprint_stage_seconds_count\{stage="paint"\} ([0-9.]+)', metrics)
    return float(found[1]) if found else 0.0
