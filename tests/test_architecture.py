"""The shape of the house: what stands at the root, which way imports go, and how large a file may grow."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each row may import the rows above it, never one beside or below it, and itself freely when it is a package.
ROWS = (
    {"engine.checksum", "engine.errors", "engine.mask", "engine.photograph", "engine.runtime", "engine.values"},
    {"engine.edits"},
    {"engine.contracts"},
    {"engine.registry", "engine.draw", "engine.palette", "engine.store"},
    {"engine.scenes", "engine.styles", "engine.photo"},
    {"engine.catalogue", "engine.backends"},
    {"engine.editing", "engine.encoder", "engine.taste"},
    {"engine.animate", "engine.match", "engine.resolver"},
    {"engine.image_generator"},
    {"engine"},
    {"engine.contact_sheet", "engine.jobs"},
    {"engine.commands"},
    {"engine.__main__"},
    {"ui"},
    {"app"},
    {"worker"},
)
# Inside a row only these: brushes carry inks, the registry's decorators name what they hand a painter, backends look up presets.
BESIDE = {("engine.draw", "engine.palette"), ("engine.registry", "engine.draw"), ("engine.backends", "engine.catalogue")}

TOP = {
    "app.py", "worker.py", "requirements-celery.txt", "requirements-mcp.txt", "examples",
    "ui", "engine", "presets", "config", "tests", "requirements.txt", "requirements-dev.txt", "README.md", "CONTRIBUTING.md",
    "CHANGELOG.md", "LICENSE", "pyproject.toml", "Makefile", "Dockerfile", "docs", "benchmarks", ".ci", ".gitignore",
}  # fmt: skip
# Tells the thread pool and the allocator how to share the machine: only where whoever started the process has not.
ENVIRONMENT_READERS = {"engine.runtime"}
CONFIG_READERS = {"app", "worker", "config"}
MOST_LINES = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def tracked() -> list[Path]:
    """Every file of the project, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sorted(ROOT / name for name in set(listed.stdout.split("\n")) if name and (ROOT / name).is_file())


FILES = tracked()
SOURCES = [
    file for file in FILES if file.suffix == ".py" and file.relative_to(ROOT).parts[0] in {"engine", "ui", "config", "app.py", "worker.py"}
]


def module_of(file: Path) -> str:
    """`engine/store/local.py` -> `engine.store.local`; a package is called by its folder."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def nodes(source: str) -> list[ast.AST]:
    """All of a file's, the module first: most files are looked at by several tests."""
    return list(ast.walk(ast.parse(source)))


def imports_of(source: str, module: str, is_package: bool) -> set[str]:
    """The modules that a file's import statements name, relative ones made absolute; those inside functions included."""
    found: set[str] = set()
    for node in nodes(source):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: len(module.split(".")) - node.level + is_package] if node.level else []
            name = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            # `from engine import store` names a module, `from engine import Recipe` a thing in one: both belong to `engine`.
            found |= {f"{name}.{alias.name}" if _is_module(f"{name}.{alias.name}") else name for alias in node.names}
    return found


@functools.cache
def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def row_of(module: str) -> tuple[int, str] | None:
    """(row, part) of a module: the longest listed name it stands under. None for other people's modules."""
    names = [(number, part) for number, row in enumerate(ROWS) for part in row if module == part or module.startswith(f"{part}.")]
    return max(names, key=lambda pair: len(pair[1]), default=None)


def wrong_ways(module: str, imported: set[str]) -> list[str]:
    """The imports that go up or sideways."""
    own = row_of(module)
    assert own is not None, f"{module} has no row in tests/test_architecture.py"
    wrong = []
    for name in sorted(imported):
        there = row_of(name)
        if there is None or there[1] == own[1] or (own[1], there[1]) in BESIDE:
            continue
        if there[0] >= own[0]:
            wrong.append(f"{module} imports {name}")
    return wrong


@pytest.mark.parametrize("file", [file for file in SOURCES if not module_of(file).startswith("config")], ids=module_of)
def test_imports_go_one_way(file: Path) -> None:
    imported = imports_of(file.read_text(encoding="utf-8"), module_of(file), file.name == "__init__.py")
    assert not wrong_ways(module_of(file), imported)


def test_the_rule_can_fail() -> None:
    upwards = imports_of("from engine.styles import ink\nfrom ..image_generator import ImageGenerator", "engine.draw.noise", False)
    assert wrong_ways("engine.draw.noise", upwards) == [
        "engine.draw.noise imports engine.image_generator",
        "engine.draw.noise imports engine.styles.ink",
    ]
    assert wrong_ways("engine.palette.fit", {"engine.store"}) == ["engine.palette.fit imports engine.store"]
    assert wrong_ways("engine.palette.fit", {"engine.palette.oklab", "engine.contracts", "torch"}) == []
    assert wrong_ways("engine.encoder", {"engine.image_generator"}) == ["engine.encoder imports engine.image_generator"]
    assert wrong_ways("engine.store.local", {"engine"}) == ["engine.store.local imports engine"]


def test_every_part_of_the_engine_has_its_own_row() -> None:
    listed = set().union(*ROWS)
    parts = {".".join(module_of(file).split(".")[:2]) for file in SOURCES if file.is_relative_to(ROOT / "engine")}
    assert parts <= listed, "a new part of the engine: give it a row in tests/test_architecture.py"


@pytest.mark.parametrize("file", SOURCES, ids=module_of)
def test_only_entry_points_read_the_settings(file: Path) -> None:
    if module_of(file).split(".")[0] in CONFIG_READERS:
        return
    names = imports_of(file.read_text(encoding="utf-8"), module_of(file), file.name == "__init__.py")
    assert not {name for name in names if name.split(".")[0] == "config"}


@pytest.mark.parametrize("file", [file for file in SOURCES if file.is_relative_to(ROOT / "engine")], ids=module_of)
def test_the_engine_reads_no_environment_and_knows_no_web(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    names = {name.split(".")[0] for name in imports_of(source, module_of(file), file.name == "__init__.py")}
    assert not names & {"gradio", "starlette", "fastapi", "uvicorn", "ui", "app"}
    read = [node for node in nodes(source) if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}]
    assert not read or module_of(file) in ENVIRONMENT_READERS


def test_the_root_holds_only_what_people_and_tools_expect() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in FILES} <= TOP


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.suffix in {".py", ".js", ".css"}], ids=lambda file: str(file.relative_to(ROOT))
)
def test_files_stay_small_and_say_what_they_are(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert not set(file.relative_to(ROOT).with_suffix("").parts) & VAGUE


@pytest.mark.parametrize("file", SOURCES, ids=module_of)
def test_every_module_says_what_it_is_for(file: Path) -> None:
    module = nodes(file.read_text(encoding="utf-8"))[0]
    assert isinstance(module, ast.Module) and ast.get_docstring(module)
