"""How long something takes, and the one operation that other times are told in: these machines are noisy and unlike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch


def median_ms(work: Callable[[], object], runs: int, device: str) -> float:
    """Median milliseconds of `work`, after one run that does not count."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        work()
        if device == "cuda":
            torch.cuda.synchronize()
        times.append((time.perf_counter() - started) * 1e3)
    return statistics.median(times[1:])


def reference_ms(device: str, runs: int = 30) -> float:
    """One bilinear grid_sample of a 512 x 512 plane."""
    plane = torch.rand(1, 1, 512, 512, device=device)
    places = torch.rand(1, 512, 512, 2, device=device) * 2 - 1
    return median_ms(lambda: torch.nn.functional.grid_sample(plane, places, align_corners=False), runs, device)
