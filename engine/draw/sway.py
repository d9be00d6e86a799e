"""To and fro once a loop, from rest: what sways by this is at t = 0 where its still has it, and closes its loop."""

from __future__ import annotations

import math


def sway(t: float, late: float = 0.0) -> float:
    """A swing of amplitude 1 at loop phase t, `late` loops ahead of its neighbours, counted from where it is at t = 0."""
    return math.sin(2 * math.pi * (t + late)) - math.sin(2 * math.pi * late)
