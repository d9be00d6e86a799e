"""The looks: what they name exists, a broken file says so in one sentence, and each paints within its palette."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import HueprintError, ImageGenerator
from engine.catalogue import PRESETS, Catalogue

LOOKS = tuple(Catalogue().looks.values())


def test_there_is_a_choice_of_looks_as_varied_as_can_be():
    assert len(LOOKS) >= 24
    assert len({(look.themes, look.styles) for look in LOOKS}) == len(LOOKS)
    assert len({theme for look in LOOKS for theme in look.themes}) >= 12
    assert len({style for look in LOOKS for style in look.styles}) >= 8
    assert len({look.preferences.palette for look in LOOKS}) >= 18
    assert all(look.about.endswith(".") for look in LOOKS)
    assert len({look.name for look in LOOKS}) == len(LOOKS)


def test_the_generator_lists_them_in_the_order_of_the_file(generator: ImageGenerator):
    assert generator.looks == [look.id for look in LOOKS]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.id)
def test_a_look_paints_within_its_palette(generator: ImageGenerator, look):
    assert generator.preview(look.preferences, (288, 192)).fidelity.on_palette_share >= 0.99


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("theme: moonbase, style: ink, palette: ember", "spoilt: There is no theme called “moonbase”"),
        ("theme: {alpine: 0.5, ocaen: 0.5}, style: ink, palette: ember", "spoilt: .*did you mean “ocean”"),
        ("theme: alpine, style: inc, palette: ember", "spoilt: .*did you mean “ink”"),
        ("theme: alpine, style: ink, palette: embers", "spoilt: .*did you mean “ember”"),
        ("theme: alpine, style: ink, palette: ember, options: {fog: 1}", "spoilt: There is no option called “fog”"),
        ("theme: alpine, style: ink, palette: ember, knobs: {detail: 3}", "spoilt: knobs: detail: "),
        ("theme: alpine, style: ink, palette: ember, sede: 3", "spoilt: sede: "),
        ("theme: alpine, style: ink", "spoilt: a look names its theme, its style and a preset palette"),
        ("style: ink, palette: ember", "spoilt: a look names its theme, its style and a preset palette"),
        ("theme: alpine, style: ink, palette: ['#000000', '#ffffff']", "spoilt: a look names its theme, its style and a preset palette"),
    ],
)
def test_a_broken_look_says_what_is_wrong(tmp_path: Path, written: str, says: str):
    for path in PRESETS.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / "looks.yaml").write_text(f"- {{id: spoilt, name: Spoilt, about: A., {written}}}", "utf-8")
    with pytest.raises(HueprintError, match=f"presets/looks.yaml: .*{says}"):
        Catalogue(tmp_path)
