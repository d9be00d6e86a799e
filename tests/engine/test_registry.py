"""One name, one piece of code."""

from __future__ import annotations

import pytest

from engine.errors import DuplicateNameError, UnknownNameError
from engine.registry import SCENES, STYLES, Registry


def test_a_duplicate_raises():
    registry: Registry[str] = Registry("thing", "engine.scenes")
    registry.register("one", lambda _: "first")(lambda: None)
    with pytest.raises(DuplicateNameError, match="one"):
        registry.register("one", lambda _: "second")


@pytest.mark.parametrize(
    ("registry", "wrong", "right"), [(SCENES, "alpin", "alpine"), (SCENES, "ocaen", "ocean"), (STYLES, "watercolor", "watercolour")]
)
def test_an_unknown_name_suggests_the_nearest(registry, wrong: str, right: str):
    with pytest.raises(UnknownNameError) as refused:
        registry[wrong]
    assert refused.value.suggestion == right
    assert right in refused.value.message
