"""Every preset has code and every piece of code a preset."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import HueprintError
from engine.catalogue import PRESETS, Catalogue
from engine.registry import SCENES, STYLES

CORE_THEMES = {"dark", "light", "alpine", "ocean", "city", "cosmos"}
CORE_STYLES = {"minimalist", "watercolour", "ink", "oil", "halftone", "low-poly"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


def test_every_entry_has_code_and_every_code_an_entry(catalogue: Catalogue):
    assert {theme.scene for theme in catalogue.themes.values()} == set(SCENES)
    assert {style.paint for style in catalogue.styles.values()} == set(STYLES)


def test_the_core_is_there(catalogue: Catalogue):
    assert set(catalogue.themes) >= CORE_THEMES
    assert set(catalogue.styles) >= CORE_STYLES
    assert len(catalogue.palettes) >= 16


def test_every_entry_describes_itself(catalogue: Catalogue):
    for entry in (*catalogue.themes.values(), *catalogue.styles.values()):
        assert entry.about.endswith("."), entry.id
        assert entry.words, entry.id


def _copy_presets(folder: Path, **changed: str) -> Path:
    for path in PRESETS.glob("*.yaml"):
        (folder / path.name).write_text(changed.get(path.stem, path.read_text("utf-8")), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("themes", "says"),
    [
        ("- {id: moonbase, name: Moonbase, about: A base., scene: moonbase}", "moonbase"),
        ("- {id: Bad Id, name: X, about: A., scene: alpine}", "id"),
        ("- {id: alpine, name: A, about: A.}\n- {id: alpine, name: B, about: B.}", "share an id"),
        ("- {id: alpine, name: A, about: A., lean: {sparkle: 1}}", "sparkle"),
        ("nothing", "list"),
        ("- {id: [", "cannot be read"),
        ("!!python/object/apply:os.system ['true']", "cannot be read"),
    ],
)
def test_a_broken_preset_file_says_what_is_wrong(tmp_path: Path, themes: str, says: str):
    with pytest.raises(HueprintError, match=says):
        Catalogue(_copy_presets(tmp_path, themes=themes))


def test_a_theme_may_be_an_entry_alone_over_a_scene(tmp_path: Path):
    added = (PRESETS / "themes.yaml").read_text(
        "utf-8"
    ) + "\n- {id: storm, name: Storm, about: A wild range., scene: alpine, lean: {energy: 0.4}}\n"
    catalogue = Catalogue(_copy_presets(tmp_path, themes=added))
    assert catalogue.themes["storm"].scene == "alpine"
