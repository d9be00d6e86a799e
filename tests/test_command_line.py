"""`python -m engine`: one real process for the whole way, the rest through its main function."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from engine import Recipe
from engine.__main__ import main
from engine.catalogue import Catalogue
from engine.store import bytes_to_recipe
from tests.engine.match.pictures import stripes
from tests.engine.photo.files import landscape

ROOT = Path(__file__).resolve().parent.parent


def size_of(file: Path) -> tuple[int, int]:
    with Image.open(file) as picture:
        return picture.size


def test_the_readmes_command_paints_a_picture_with_its_recipe(tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    command = [sys.executable, "-W", "error", "-m", "engine", "render", "--theme", "alpine", "--style", "minimalist"]
    command += ["--palette", "ember", "--seed", "7", "--size", "192x108", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "192 x 108, on palette" in done.stdout
    assert size_of(out) == (192, 108)
    recipe = bytes_to_recipe(out.read_bytes())
    assert (recipe.preferences.theme, recipe.preferences.seed, recipe.palette_name) == ("alpine", 7, "ember")


def render(folder: Path, *arguments: str, name: str = "out.png") -> Recipe:
    """The recipe of what these arguments paint."""
    assert main(["render", *arguments, str(folder / name)]) == 0
    return bytes_to_recipe((folder / name).read_bytes())


def test_a_picture_is_edited_undone_and_extended(tmp_path: Path) -> None:
    render(tmp_path, "--theme", "dark", "--seed", "5", "--size", "96x64", name="first.png")

    def edit(source: str, *arguments: str) -> bytes:
        assert main(["edit", str(tmp_path / source), *arguments, str(tmp_path / "edited.png")]) == 0
        return (tmp_path / "edited.png").read_bytes()

    assert bytes_to_recipe(edit("first.png", "--brush=-0.3,0;0.3,0.2@0.1", "--ellipse=-0.2,-0.2,0.2,0.2", "--seed", "9")).preferences.edits
    assert edit("edited.png", "--undo", "1") == (tmp_path / "first.png").read_bytes()
    assert size_of(tmp_path / "edited.png") == (96, 64)
    edit("first.png", "--extend", "left=0.5", "--extend", "bottom=0.25")
    assert size_of(tmp_path / "edited.png") == (128, 80)


@pytest.mark.parametrize("wrong", [["--seed", "9"], ["--extend", "up=1"], ["--extend", "left=-1"]])
def test_an_edit_that_says_no_place_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    render(tmp_path, "--theme", "dark", "--size", "96x64")
    assert main(["edit", str(tmp_path / "out.png"), *wrong, str(tmp_path / "edited.png")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_a_picture_or_its_recipe_makes_the_same_picture_again(tmp_path: Path, suffix: str) -> None:
    first = render(tmp_path, "--theme", "dark", "--seed", "5", "--size", "96x64", name=f"first.{suffix}")
    (tmp_path / "recipe.json").write_text(first.model_dump_json(), encoding="utf-8")
    for source in (f"first.{suffix}", "recipe.json"):
        render(tmp_path, "--recipe", str(tmp_path / source), name=f"again.{suffix}")
        assert (tmp_path / f"again.{suffix}").read_bytes() == (tmp_path / f"first.{suffix}").read_bytes()


def test_what_is_named_beside_a_recipe_changes_it(tmp_path: Path) -> None:
    first = render(tmp_path, "--theme", "dark", "--palette", "ember", "--knob", "depth=0.2", "--seed", "5", "--size", "96x64")
    changed = render(
        tmp_path, "--recipe", str(tmp_path / "out.png"), "--knob", "detail=0.9", "--palette", "moss", "--size", "64x96", name="b.png"
    )
    assert (changed.preferences.theme, changed.preferences.seed) == (first.preferences.theme, 5)
    assert (changed.preferences.knobs.depth, changed.preferences.knobs.detail) == (0.2, 0.9)
    assert changed.palette_name == "moss"
    assert changed.preferences.accent != first.preferences.accent
    assert (changed.size.width, changed.size.height) == (64, 96)


def test_colours_shares_blends_and_words(tmp_path: Path) -> None:
    palette = "#1b1026:0.5, rgb(232, 102, 63):0.3,ffd9a0"
    made = render(tmp_path, "--palette", palette, "--theme", "dark:0.7,light:0.3", "--accent", "#fff", "--size", "64x64").preferences
    assert [swatch.model_dump() for swatch in made.palette or () if not isinstance(swatch, str)] == [
        {"hex": "#1b1026", "weight": 0.5},
        {"hex": "#e8663f", "weight": 0.3},
        {"hex": "#ffd9a0", "weight": 1.0},
    ]
    assert made.theme == {"dark": 0.7, "light": 0.3}
    assert made.accent == "#ffffff"


def test_a_sheet_has_a_cell_for_each_theme_and_style(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new folder" / "sheet.jpg"
    assert main(["sheet", "--themes", "dark,light", "--styles", "minimalist", "--palettes", "ember", "--cell", "96x64", str(out)]) == 0
    assert "2 pictures" in capsys.readouterr().out
    tall = size_of(out)
    again = ["sheet", "--themes", "dark,light", "--styles", "minimalist", "--palettes", "ember,moss", "--seeds", "1,2"]
    assert main([*again, "--cell", "96x64", "--every", "--columns", "4", str(out)]) == 0
    assert "8 pictures" in capsys.readouterr().out
    wide = size_of(out)
    assert tall[0] < 2 * 96 < 4 * 96 < wide[0]
    assert tall[1] == wide[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["render", "--theme", "alpne", "a.png"], "alpine"),
        (["render", "--palette", "#zzz,#fff", "a.png"], "#zzz"),
        (["render", "--palette", "#fff", "a.png"], "2"),
        (["render", "--seed", "-1", "a.png"], "seed"),
        (["render", "--seed", "x", "a.png"], "seed"),
        (["render", "--knob", "detail=nan", "a.png"], "detail"),
        (["render", "--knob", "detail", "a.png"], "detail=0.8"),
        (["render", "--knob", "sparkle=1", "a.png"], "sparkle"),
        (["render", "--size", "huge", "a.png"], "1920x1080"),
        (["render", "--size", "100000x100000", "a.png"], "16384"),
        (["render", "--size", "16384x16384", "a.png"], "million pixels"),
        (["render", "a.gif"], "png, jpeg, webp"),
        (["render", "no/such/folder/a.png", "--size", "32x32"], "cannot be written"),
        (["render", "--recipe", "none.json", "a.png"], "none.json"),
        (["render", "--recipe", "README.md", "a.png"], "not a PNG"),
        (["render"], "out"),
        (["sheet", "--themes", "nowhere", "a.png"], "nowhere"),
        (["sheet", "--cell", "4000x4000", "a.png"], "too large a sheet"),
        (["sheet", "--columns", "-1", "a.png"], "--columns"),
        (["sheet", "--seeds", "one", "a.png"], "1,2,3"),
        (["animate", "a.png"], "mp4, webm, webp, gif"),
        (["animate", "--fps", "60", "a.gif"], "50 frames"),
        (["animate", "--seconds", "1", "a.mp4"], "seconds"),
        (["animate", "--through", "none.png", "a.mp4"], "none.png"),
        (["animate", "--through", "grate-wave", "a.mp4"], "great-wave"),
        ([], "render"),
    ],
)
def test_a_mistake_is_one_line_on_stderr(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "README.md").write_text("# no picture", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    shown = capsys.readouterr()
    assert (status, shown.out) == (2, "")
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert not (tmp_path / "a.png").exists()


def test_a_recipe_is_what_the_json_file_says(tmp_path: Path) -> None:
    recipe = {"version": 1, "preferences": {"theme": "light", "seed": 9}, "size": {"width": 64, "height": 48}}
    (tmp_path / "r.json").write_text(json.dumps(recipe), encoding="utf-8")
    made = render(tmp_path, "--recipe", str(tmp_path / "r.json"))
    assert (made.preferences.theme, made.preferences.seed, made.size.height) == ("light", 9, 48)


def test_a_look_is_painted_by_its_name_and_changed_by_what_is_named_beside_it(tmp_path: Path) -> None:
    look = Catalogue().looks["great-wave"].preferences
    plain = render(tmp_path, "--look", "great-wave", "--size", "96x64")
    assert (plain.preferences.theme, plain.preferences.style, plain.palette_name) == (look.theme, look.style, look.palette)
    assert plain.preferences.seed == look.seed
    changed = render(tmp_path, "--look", "great-wave", "--seed", "3", "--palette", "ember", "--size", "96x64")
    assert (changed.preferences.theme, changed.preferences.seed, changed.palette_name) == (look.theme, 3, "ember")


def test_an_unknown_look_and_a_look_beside_a_recipe_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--look", "grate-wave", str(tmp_path / "a.png")]) == 2
    assert "did you mean “great-wave”?" in capsys.readouterr().err
    assert main(["render", "--look", "great-wave", "--recipe", "x.json", str(tmp_path / "a.png")]) == 2
    assert "either a recipe or a look" in capsys.readouterr().err


def test_the_looks_come_as_one_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", "--looks", "--cell", "48x32", str(tmp_path / "looks.png")]) == 0
    assert f"{len(Catalogue().looks)} pictures" in capsys.readouterr().out
    width, height = size_of(tmp_path / "looks.png")
    assert width > 6 * 48
    assert height > len(Catalogue().looks) / 6 * 32


@pytest.mark.parametrize("suffix", ["mp4", "gif"])
def test_a_loop_is_written_with_its_recipe_and_told_of_as_it_grows(tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    look, out = tmp_path / "look.png", tmp_path / f"loop.{suffix}"
    render(tmp_path, "--theme", "light", "--seed", "4", "--size", "64x48", name="look.png")
    capsys.readouterr()
    asked = ["--theme", "dark", "--palette", "ember", "--seconds", "2", "--fps", "12", "--size", "64x48", "--through", str(look)]
    assert main(["animate", *asked, "--through", "great-wave", str(out)]) == 0
    shown = capsys.readouterr()
    assert "64 x 48, 24 frames in 2 s" in shown.out
    assert [f"{part}%" in shown.err for part in (0, 25, 50, 75)] == [True] * 4
    recipe = bytes_to_recipe(out.read_bytes())
    assert recipe.motion is not None
    assert [one.theme for one in recipe.motion.looks] == ["light", "ocean"]
    assert [file.name for file in tmp_path.iterdir() if "part" in file.name] == []
    again = tmp_path / f"again.{suffix}"
    assert main(["animate", "--recipe", str(out), str(again)]) == 0
    assert bytes_to_recipe(again.read_bytes()) == recipe
    assert main(["animate", "--estimate", *asked, str(tmp_path / "none.mp4")]) == 0
    assert "24 frames, about" in capsys.readouterr().out
    assert not (tmp_path / "none.mp4").exists()


def test_a_photograph_is_matched_and_more_is_made_like_a_reference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo, reference, out = tmp_path / "photo.png", tmp_path / "stripes.png", tmp_path / "out.png"
    landscape().save(photo)
    stripes().save(reference)
    asked = ["--reference", str(reference), "--size", "32x24"]
    assert main(["match", str(photo), *asked, "--content", "0.7", "--palette", "ember", str(out)]) == 0
    shown = capsys.readouterr()
    assert "32 x 24, on palette" in shown.out and "50%" in shown.err
    made = bytes_to_recipe(out.read_bytes()).preferences.photo
    assert made is not None and made.match is not None
    assert (made.match.content, made.recolour) == (0.7, True)
    assert main(["match", *asked, str(tmp_path / "more.webp")]) == 0
    assert size_of(tmp_path / "more.webp") == (32, 24)
    assert main(["match", *asked, "a.png", "b.png", "c.png"]) == 2
    assert "Name one photograph" in capsys.readouterr().err
