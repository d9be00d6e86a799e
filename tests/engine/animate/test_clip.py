"""Loops and passages as files, read back: how many frames, how long, how large, whether they close, what their recipe is."""

from __future__ import annotations

import itertools
import sys
import threading
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pytest
import torch
from PIL import Image

from engine import EncoderMissingError, ImageGenerator, InvalidPreferencesError, PictureTooLargeError, Recipe
from engine.animate import CLIP_KINDS, ClipCancelledError, clip_kind
from engine.animate.reading import all_frames, contents
from engine.palette.fidelity import distance_to_inks
from engine.palette.oklab import hexes_to_oklab, srgb_to_oklab
from engine.photograph import Photograph
from engine.store import bytes_to_recipe

ASKED = {"theme": "ocean", "style": "minimalist", "palette": "ember", "seed": 7}
OTHER = {"theme": "alpine", "style": "gouache", "palette": "indigo-print", "seed": 3}
SHORT = {"seconds": 2, "fps": 12}
KINDS = [kind.id for kind in CLIP_KINDS]


def pixels(file: bytes) -> list[npt.NDArray[np.int16]]:
    return [np.asarray(frame).astype(np.int16) for frame in all_frames(file)]


def steps(frames: list[npt.NDArray[np.int16]]) -> list[float]:
    """How much each frame differs from the next; last, how much the last differs from the first."""
    return [float(np.abs(one - other).mean()) for one, other in pairwise([*frames, frames[0]])]


@pytest.mark.parametrize("kind", KINDS)
def test_a_loop_is_in_the_file_and_closes(generator: ImageGenerator, kind: str) -> None:
    clip = generator.animate(ASKED, kind, (97, 64), seconds=2.5, fps=13)
    read = contents(clip.file)
    assert read.frames == clip.frames == 32
    assert read.seconds == pytest.approx(32 / 13 if kind in {"mp4", "webm"} else 2.46, abs=0.015)
    assert read.size == ((96, 64) if kind in {"mp4", "webm"} else (97, 64))
    assert bytes_to_recipe(clip.file) == clip.recipe
    changes = steps(pixels(clip.file))
    assert 0.01 < changes[-1] < 3 * max(0.3, float(np.median(changes)))
    still = np.asarray(generator.paint(clip.recipe).image).astype(np.int16)
    assert float(np.abs(pixels(clip.file)[0] - still).mean()) < (1 if kind == "gif" else 6), "halved colour at so small a size"
    assert clip.fidelity.on_palette_share > (0.9 if kind != "gif" else 0.99)


def test_a_passage_shows_every_look_as_it_is_and_never_jumps(generator: ImageGenerator) -> None:
    recipe = generator.moving(ASKED, "gif", (96, 64), looks=[OTHER], **SHORT)
    clip = generator.animate(recipe, "gif", hold=0.2, seconds=3, fps=14)
    frames = pixels(clip.file)
    there = np.asarray(generator.preview(OTHER, (96, 64)).image).astype(np.int16)
    apart = [float(np.abs(frame - there).mean()) for frame in frames]
    assert int(np.argmin(apart)) == pytest.approx(21, abs=6)
    assert min(apart) < 6 < 40 < apart[0]
    changes = steps(frames)
    assert max(changes) < 0.4 * apart[0]
    assert changes[-1] < 2


def test_looks_of_one_seed_meet_in_the_vector_and_others_in_strands(generator: ImageGenerator) -> None:
    from engine.animate.path import Path

    one, same, other = (generator.condition(asked) for asked in (ASKED, {**OTHER, "seed": 7}, OTHER))
    half = Path([one, same], 0.0).at(0.25)
    assert half.strands == ()
    assert half.group("theme")["ocean"] == pytest.approx(0.5)
    assert len(half.inks) == max(len(one.inks), len(same.inks))
    woven = Path([one, other], 0.0).at(0.25)
    assert [(strand.seed, sum(strand.themes.values())) for strand in woven.strands] == [(7, 0.5), (3, 0.5)]


def test_a_gif_has_the_inks_themselves_and_mixtures_of_them(generator: ImageGenerator) -> None:
    clip = generator.animate({**ASKED, "style": "watercolour"}, "gif", (128, 96), **SHORT)
    table = np.frombuffer(clip.file[13 : 13 + 768], np.uint8).reshape(-1, 3)[:255]
    swatches = [swatch.hex for swatch in clip.recipe.preferences.palette or () if not isinstance(swatch, str)]
    assert {bytes.fromhex(ink[1:]) for ink in swatches} <= {bytes(row) for row in table}
    inks = hexes_to_oklab([*swatches, clip.recipe.preferences.background or "", clip.recipe.preferences.accent or ""])
    colours = srgb_to_oklab(torch.from_numpy(table.astype(np.float32).T / 255))
    used = colours[:, (table.sum(1) > 0)]
    assert float((distance_to_inks(used, inks) <= 0.02).float().mean()) > 0.97


@pytest.mark.parametrize("recolour", [False, True])
def test_a_photograph_moves_and_closes(generator: ImageGenerator, recolour: bool) -> None:
    chance = np.random.default_rng(1)
    photo = np.asarray(Image.fromarray(chance.integers(0, 255, (12, 18, 3), np.uint8)).resize((180, 120), Image.Resampling.BICUBIC))
    photograph = Photograph(photo, "0" * 64)
    recipe = generator.restyled(photograph, {"style": "gouache", "palette": "ember"}, (96, 64), recolour=recolour)
    clip = generator.animate(recipe, "webp", photograph=photograph, looks=[OTHER] if recolour else [], **SHORT)
    changes = steps(pixels(clip.file))
    assert min(changes) > 0.05
    assert changes[-1] < 2 * np.median(changes)


def test_progress_is_told_and_a_clip_is_called_off(generator: ImageGenerator) -> None:
    told: list[float] = []

    def tell(part: float) -> bool:
        told.append(part)
        return part < 0.25

    with pytest.raises(ClipCancelledError):
        generator.animate(ASKED, "mp4", (64, 48), tell=tell, **SHORT)
    assert told == sorted(told)
    assert told[-1] == 0.25
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("frame")], "nothing is painted on"


def test_an_estimate_counts_the_frames(generator: ImageGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that finds every frame as dear."""
    ticks = itertools.count(step=0.5)
    monkeypatch.setattr("engine.animate.making.time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    recipes = [generator.moving(ASKED, "mp4", (64, 48), seconds=seconds, fps=12) for seconds in (2, 12)]
    short, long = (generator.estimate(recipe, "mp4") for recipe in recipes)
    assert (short.frames, long.frames) == (24, 144)
    assert 0 < 5 * short.seconds < long.seconds < 6 * short.seconds + 1


def test_the_phase_of_a_still_is_where_its_loop_begins(generator: ImageGenerator) -> None:
    late = generator.recipe({**ASKED, "phase": 0.4}, (64, 48))
    assert Recipe.parse(late.model_dump_json()).preferences.phase == 0.4
    assert "phase" not in generator.recipe({**ASKED, "phase": 0}, (64, 48)).model_dump_json()
    still = np.asarray(generator.paint(late).image).astype(np.int16)
    assert float(np.abs(still - np.asarray(generator.preview(ASKED, (64, 48)).image)).mean()) > 1
    assert float(np.abs(still - pixels(generator.animate(late, "gif", **SHORT).file)[0]).mean()) < 1


@pytest.mark.parametrize(
    ("kind", "size", "motion", "said"),
    [
        ("mp4", (64, 64), {"seconds": 60}, "seconds"),
        ("mp4", (64, 64), {"fps": 5}, "fps"),
        ("gif", (64, 64), {"fps": 60}, "50 frames"),
        ("mp4", (4000, 4000), {}, "million pixels"),
        ("mp4", (64, 64), {"looks": [{"theme": "oceon"}]}, "ocean"),
        ("mp4", (64, 64), {"looks": [{}] * 13}, "looks"),
        ("png", (64, 64), {}, "mp4, webm, webp, gif"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_painted(
    generator: ImageGenerator, kind: str, size: tuple[int, int], motion: dict[str, object], said: str
) -> None:
    with pytest.raises((InvalidPreferencesError, PictureTooLargeError), match=said):
        generator.moving(ASKED, kind, size, **motion)


def test_without_pyav_one_sentence_says_so(generator: ImageGenerator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(EncoderMissingError, match="pip install av"):
        generator.animate(ASKED, "mp4", (64, 48), **SHORT)
    assert clip_kind(".webp").id == "webp"


def test_an_edited_picture_moves_with_its_edits(generator: ImageGenerator) -> None:
    edit = {"mask": [{"kind": "ellipse", "left": -0.3, "top": -0.3, "right": 0.3, "bottom": 0.3}], "inside": {"palette": "glacier"}}
    recipe = generator.recipe({**ASKED, "edits": [edit]}, (64, 48))
    clip = generator.animate(recipe, "gif", **SHORT)
    still = np.asarray(generator.paint(recipe).image).astype(np.int16)
    assert float(np.abs(pixels(clip.file)[0] - still).mean()) < 1
    assert clip.recipe.preferences.edits == recipe.preferences.edits
    passage = generator.moving(recipe, "gif", looks=[recipe], **SHORT)
    assert passage.preferences.edits == recipe.preferences.edits
    assert passage.motion is not None and passage.motion.looks[0].edits == ()
