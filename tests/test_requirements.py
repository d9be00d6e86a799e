"""What the requirement files ask for can be had together, also where the host adds its own."""

from __future__ import annotations

from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def pinned(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))


@pytest.mark.parametrize("extra", ["mcp", "oauth"])
def test_a_space_which_adds_these_extras_to_gradio_can_install_what_is_pinned(extra: str) -> None:
    """A Space installs requirements.txt and gradio[oauth,mcp] in one step: one pin apart and it does not start."""
    ours = pinned("requirements.txt")
    assert version("gradio") == ours["gradio"]
    needed = [Requirement(line) for line in requires("gradio") or []]
    for one in needed:
        if one.marker is None or one.marker.evaluate({"extra": extra}):
            held = ours.get(one.name)
            assert held is None or held in one.specifier, f"gradio[{extra}] needs {one}, requirements.txt pins {held}"
