"""What the README and the documents say is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from engine.__main__ import parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def front_matter() -> dict[str, object]:
    """The block that a Hugging Face Space is configured by."""
    _, block, _ = README.split("---\n", 2)
    return dict(yaml.safe_load(block))


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.lower().split("==") for line in lines if line and not line.startswith("#"))


def test_the_space_runs_what_is_tested() -> None:
    matter = front_matter()
    assert matter["sdk"] == "gradio"
    assert matter["sdk_version"] == pins()["gradio"]
    assert matter["python_version"] == "3.11"
    assert (ROOT / str(matter["app_file"])).is_file()
    assert matter["license"] == "apache-2.0"
    assert {"title", "emoji", "pinned"} <= set(matter)
    assert {matter["colorFrom"], matter["colorTo"]} <= {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
    assert len(str(matter["short_description"])) <= 60


def test_every_requirement_is_pinned_and_is_what_runs() -> None:
    from importlib.metadata import version

    assert {name: version(name) for name in pins()} == pins()


def test_the_two_commands_are_the_makefiles() -> None:
    targets = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"run", "test"} <= targets
    for document in DOCUMENTS:
        assert set(re.findall(r"\bmake (run|test\w*)\b", document.read_text(encoding="utf-8"))) <= targets
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", re.findall(r"python -m engine (.+)$", README, re.MULTILINE))
def test_every_command_is_understood(line: str) -> None:
    asked = parser().parse_args(shlex.split(line))
    assert asked.name in {"render", "restyle", "match", "edit", "animate", "sheet"}


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    examples = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    assert examples
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})
    assert "(640, 360)" in capsys.readouterr().out


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (document.parent / target).exists(), target
