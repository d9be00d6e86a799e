"""The OpenAPI document is true: what schemathesis makes of it gets documented answers, and no 500. The full count: benchmarks/serve.py."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from engine import ImageGenerator
from engine.store import MemoryStore
from tests.ui.api.schema_cases import CODES, ROUTES, run_cases
from tests.ui.api.serving import serving


@pytest.fixture(scope="module")
def small() -> Iterator[str]:
    """A studio that paints nothing large, so that a case takes milliseconds."""
    with serving(ImageGenerator(max_pixels=65_536), MemoryStore(base_url="/pictures/"), most=50) as address:
        yield address


def test_every_route_for_programs_is_described(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for path, methods in ROUTES.items():
        assert methods <= set(document["paths"][path]), path
    theme = document["components"]["schemas"]["Asked"]["anyOf"][0]["properties"]["theme"]
    assert "alpine" in theme["anyOf"][0]["enum"]


@pytest.mark.parametrize("path", sorted(set(ROUTES) - {"/animate"}))  # minutes of painting that nobody would look at: test_animate.py
def test_what_the_document_says_is_so(small: str, path: str) -> None:
    """A few cases a route; a different few are drawn whenever the document changes."""
    told = run_cases(small, {path}, cases=12)
    assert told.failures == []
    assert told.cases >= 1
    assert not (set(told.statuses) - CODES)
