"""Two thousand requests that schemathesis makes of the OpenAPI document, half of them wrong on purpose."""

from __future__ import annotations

from pathlib import Path

from benchmarks.serve.figures import Figures
from benchmarks.serve.processes import studio
from tests.ui.api.schema_cases import CODES, ROUTES, run_cases

CASES = 2000


def schema(folder: Path, figures: Figures) -> None:
    """A small studio, so that most of the time goes into requests."""
    operations = sum(len(methods) for methods in ROUTES.values())
    with studio(folder, ENGINE__MAX_PIXELS="65536", ENGINE__PROCESSES="0") as server:
        told = run_cases(server.address, set(ROUTES), cases=2 * CASES // operations)
    for failure in sorted(set(told.failures))[:10]:
        print(f"  {failure[:300]}")
    odd = sorted(set(told.statuses) - CODES)
    figures.note("schema: cases", f"{told.cases}, answers {dict(sorted(told.statuses.items()))}", "2,000", kept=told.cases >= CASES)
    figures.note("schema: 500, undocumented statuses, traces", len(told.failures) + len(odd), "0", kept=not told.failures and not odd)
