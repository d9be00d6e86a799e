"""docs/extending.md builds what it says: a theme from its text alone, in a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")


def block(language: str) -> str:
    return re.findall(rf"```{language}\n(.+?)```", PAGE, re.DOTALL)[0]


def test_the_theme_of_the_page_is_one_file_and_one_entry(tmp_path: Path):
    for folder in ("engine", "presets"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (entry,) = yaml.safe_load(block("yaml"))
    (tmp_path / "engine" / "scenes" / f"{entry['id']}.py").write_text(block("python"), "utf-8")
    with (tmp_path / "presets" / "themes.yaml").open("a", encoding="utf-8") as themes:
        themes.write("\n" + block("yaml"))
    asked = [
        "render",
        "--theme",
        entry["id"],
        "--style",
        "halftone",
        "--seed",
        "3",
        "--option",
        "crowd=0.9",
        "--size",
        "320x200",
        "out.png",
    ]
    subprocess.run([sys.executable, "-m", "engine", *asked], cwd=tmp_path, check=True, env={"PYTHONPATH": str(tmp_path)})
    picture = Image.open(tmp_path / "out.png")
    assert picture.size == (320, 200)
    darkest, lightest = picture.convert("L").getextrema()
    assert lightest - darkest > 60
