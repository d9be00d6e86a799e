"""What the engine offers, and what importing it costs."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import engine

ROOT = Path(__file__).resolve().parent.parent
FRONT_DOORS = ["engine", *(f"engine.{module.name}" for module in pkgutil.iter_modules(engine.__path__) if module.ispkg)]


def exported(module: ModuleType) -> list[str]:
    """A front door's `__all__`; packages that nobody enters by their door have none."""
    return list(getattr(module, "__all__", []))


@pytest.mark.parametrize("door", FRONT_DOORS)
def test_public_names_are_sorted_exist_and_are_all_there_is(door: str) -> None:
    module = importlib.import_module(door)
    names = exported(module)
    assert names == sorted(names, key=str) or names == sorted(names, key=_ruffs_order)
    assert all(hasattr(module, name) for name in names)
    if names:
        leaked = {
            name
            for name, value in vars(module).items()
            if not name.startswith("_") and not isinstance(value, ModuleType) and name not in names and name != "annotations"
        }
        assert not leaked


def _ruffs_order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as the style check sorts them."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2, name)


def test_the_engine_exports_what_callers_rely_on() -> None:
    assert {"ImageGenerator", "Painting", "Preferences", "Recipe", "Size", "HueprintError"} <= set(exported(engine))


@pytest.mark.parametrize("heavy", ["torchvision", "gradio", "google.cloud", "celery", "redis", "starlette", "scipy", "pandas"])
def test_importing_the_engine_stays_cheap(heavy: str) -> None:
    loaded = _loaded_by_the_engine()
    assert "torch" in loaded
    assert heavy not in loaded


_LOADED: list[set[str]] = []


def _loaded_by_the_engine() -> set[str]:
    if not _LOADED:
        script = "import sys, engine, engine.store, engine.jobs; print('\\n'.join(sys.modules))"
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=600, check=True)
        _LOADED.append(set(done.stdout.split()))
    return _LOADED[0]
