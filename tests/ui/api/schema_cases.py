"""schemathesis against a server: its own checks, and ours that no trace, path or name of a class is ever shown."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

ROUTES = {
    "/generate_image": {"post"},
    "/jobs/{id}": {"get", "delete"},
    "/animate": {"post"},
    "/animate/estimate": {"post"},
    "/animate/moment": {"post"},
    "/restyle": {"post"},
    "/edit": {"post"},
    "/match": {"post"},
    "/match/{id}": {"get", "post", "delete"},
    "/match/{id}/preview": {"get"},
    "/photos": {"post"},
    "/photos/{handle}": {"delete"},
    "/pictures/{name}": {"get", "post"},
    "/recipe": {"post"},
    "/palette/harmony": {"post"},
    "/palette/reroll": {"post"},
    "/palette/parse": {"post"},
    "/palette/extract": {"post"},
    "/presets": {"get"},
    "/healthz": {"get"},
    "/readyz": {"get"},
}
CODES = {200, 202, 204, 400, 403, 404, 405, 408, 410, 413, 415, 422, 429, 503, 507}
CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]
SHOWN_NEVER = ("Traceback", "site-packages", 'File "', "pydantic", str(Path(__file__).parents[3]), "starlette")


@dataclass
class Told:
    """What came of it. failures: one line each."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def run_cases(address: str, only: set[str], cases: int) -> Told:
    """`cases` requests to each operation of the paths in `only`, half of them not as the document wants them."""
    told = Told()
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path not in only:
            continue
        for mode in schemathesis.GenerationMode:
            _run(operation, mode, cases // 2, address, told)
    return told


def _run(operation: object, mode: object, cases: int, address: str, told: Told) -> None:
    strategy = operation.as_strategy(generation_mode=mode)  # type: ignore[attr-defined]

    @settings(
        max_examples=cases, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None, derandomize=True
    )
    @given(case=strategy)
    def ask(case: object) -> None:
        answer = case.call(base_url=address, timeout=150)  # type: ignore[attr-defined]
        told.cases += 1
        told.statuses[answer.status_code] += 1
        text = answer.content.decode("utf-8", "replace")
        shown = [word for word in SHOWN_NEVER if word in text and answer.status_code >= 400]
        if answer.status_code >= 500 and answer.status_code not in {503, 507}:
            told.failures.append(f"{operation.label}: {answer.status_code}")  # type: ignore[attr-defined]
        if shown:
            told.failures.append(f"{operation.label}: shows {shown}")  # type: ignore[attr-defined]
        try:
            case.validate_response(answer, checks=CHECKS, excluded_checks=[not_a_server_error])  # type: ignore[attr-defined]
        except Exception as error:
            told.failures.append(f"{operation.label}: {str(error)[:400]}")  # type: ignore[attr-defined]

    with suppress(Unsatisfiable):  # nothing can be wrong about a request that says nothing
        ask()
