"""The folder: nothing half-written, whatever kills the process or fills the disk."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.contracts import Recipe
from engine.errors import StoreError, StoreFullError
from engine.store.kinds import PNG
from engine.store.local import LocalStore
from engine.store.names import is_name, new_name

ROOT = Path(__file__).parents[3]


def visible(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if file.name != ".writing"}


@pytest.fixture
def large(tmp_path: Path, png: bytes) -> Path:
    """A picture large enough for a kill to meet it half-written."""
    file = tmp_path / "large.png"
    file.write_bytes(png + random.Random(1).randbytes(3 * 2**20))
    return file


Say = Callable[..., list[str]]


@pytest.fixture(scope="module")
def keeper() -> Iterator[Callable[[dict[str, object]], list[str]]]:
    """Carries out one task in a process of its own: see keeper.py."""
    command = [sys.executable, "-m", "tests.engine.store.keeper"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, answers = process.stdin, process.stdout
        assert asked is not None
        assert answers is not None

        def carry_out(task: dict[str, object]) -> list[str]:
            asked.write(json.dumps(task) + "\n")
            asked.flush()
            return list(json.loads(answers.readline()))

        yield carry_out
        asked.close()


@pytest.fixture
def say(keeper: Callable[[dict[str, object]], list[str]], tmp_path: Path, large: Path, recipe: Recipe) -> Say:
    """What a process that keeps `large` in tmp_path/pictures says until it ends."""
    task = {"folder": str(tmp_path / "pictures"), "picture": str(large), "recipe": recipe.model_dump_json()}
    return lambda **how: keeper({**task, **how})


def test_a_killed_process_leaves_nothing_half_kept(tmp_path: Path, large: Path, recipe: Recipe, say: Say) -> None:
    folder, whole, chance = tmp_path / "pictures", large.read_bytes(), random.Random(7)
    promised: set[str] = set()
    hidden_seen, longest = 0, 0.1
    for kills in range(150):
        if kills >= 25 and promised and hidden_seen >= 3:
            break
        if kills % 25 == 24 and not promised:
            longest *= 2  # nothing is kept that soon on a slow disk
        promised |= set(say(kill_after=chance.uniform(0.0, longest)))
        left = visible(folder)
        hidden_seen += any(name.endswith(".part") for name in left)
        pictures = {name for name in left if is_name(name)}
        for name in pictures:
            assert (folder / name).read_bytes() == whole
            assert Recipe.parse((folder / f"{name}.json").read_bytes()) == recipe
        assert promised <= pictures  # what was said to be kept is kept
        store = LocalStore(folder)  # opening sweeps up
        assert visible(folder) == pictures | {f"{name}.json" for name in pictures}
        assert store.names() == sorted(pictures)
    assert promised
    assert hidden_seen >= 3, "hardly a kill met a file half-written, so this has shown little; make the picture larger"


def test_the_sweep_leaves_a_living_writer_alone(tmp_path: Path, png: bytes, recipe: Recipe) -> None:
    folder = tmp_path / "pictures"
    store = LocalStore(folder)
    kept = store.keep(png, recipe=recipe)
    orphan, part = folder / f"{new_name(PNG)}.json", folder / ".abc.part"
    orphan.write_text("{}")
    part.write_bytes(png[:10])
    foreign = folder / "notes.json"
    foreign.write_text("somebody's own file")
    with store._lock(1):  # LOCK_SH, as while a picture is being written
        LocalStore(folder)
        assert orphan.exists()
        assert part.exists()
    LocalStore(folder)
    assert visible(folder) == {kept.name, f"{kept.name}.json", "notes.json"}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> object:
    """A real file system of 256 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root; test_a_file_size_limit_is_a_full_disk shows the same without")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_leaves_no_residue(tiny_disk: Path, png: bytes, recipe: Recipe) -> None:
    store = LocalStore(tiny_disk / "pictures")
    picture = png + bytes(50_000)
    kept: list[str] = []
    with pytest.raises(StoreFullError, match="no room left") as raised:
        kept.extend(store.keep(picture, recipe=recipe).name for _ in range(50))
    assert str(tiny_disk) not in raised.value.message
    assert 1 <= len(kept) <= 5
    assert visible(tiny_disk / "pictures") == {*kept, *(f"{name}.json" for name in kept)}
    assert all(store.open(name) == picture for name in kept)
    store.remove(kept[0])
    assert store.keep(picture, recipe=recipe).name  # room was made, so it goes on


def test_a_file_size_limit_is_a_full_disk(tmp_path: Path, say: Say) -> None:
    (said,) = say(file_limit=100_000)
    assert said.startswith("store_full: ")
    assert visible(tmp_path / "pictures") == set()


def test_the_last_of_the_disk_is_left_alone(tmp_path: Path, png: bytes, recipe: Recipe) -> None:
    store = LocalStore(tmp_path, keep_free=2**60)
    with pytest.raises(StoreFullError):
        store.keep(png, recipe=recipe)
    assert "room" in store.ready()
    assert visible(tmp_path) == set()


def test_a_folder_that_cannot_be_is_told_without_its_path(tmp_path: Path, png: bytes, recipe: Recipe) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError) as raised:
        LocalStore(tmp_path / "file" / "pictures")
    assert str(tmp_path) not in raised.value.message


def test_a_folder_without_rights_says_so(tmp_path: Path, say: Say) -> None:
    (tmp_path / "pictures").mkdir(mode=0o500)
    (said,) = say(user=65534) if os.geteuid() == 0 else say(file_limit=2**30)  # root must become nobody to be refused
    assert said.startswith("store_failed: ")
    assert "right" in said
    assert str(tmp_path) not in said


def test_a_folder_deleted_while_running_is_made_again(tmp_path: Path, png: bytes, recipe: Recipe) -> None:
    store = LocalStore(tmp_path / "pictures")
    (tmp_path / "pictures" / ".writing").unlink()
    (tmp_path / "pictures").rmdir()
    assert store.open(store.keep(png, recipe=recipe).name) == png


def test_files_are_for_this_user_only(tmp_path: Path, png: bytes, recipe: Recipe) -> None:
    store = LocalStore(tmp_path / "pictures")
    kept = store.keep(png, recipe=recipe)
    assert (tmp_path / "pictures").stat().st_mode & 0o777 == 0o700
    for file in (kept.name, f"{kept.name}.json"):
        assert (tmp_path / "pictures" / file).stat().st_mode & 0o777 == 0o600


def test_links_out_of_the_folder_cannot_be_asked_for(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "pictures")
    (tmp_path / "pictures" / "secret.png").symlink_to("/etc/passwd")
    with pytest.raises(StoreError):
        store.open("secret.png")
    assert store.recent() == []
