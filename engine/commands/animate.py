"""`python -m engine animate ... out.mp4`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.animate import clip_kind
from engine.commands.files import read, read_recipe, replace_whole
from engine.commands.progress_line import ProgressLine
from engine.commands.subject import add_subject, asked_recipe
from engine.contracts import Preferences, Recipe
from engine.image_generator import CLIP_SIZE, ImageGenerator, size_of
from engine.photo.upload import MAX_BYTES, read_photograph


def add_to(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=animate, name="animate")
    command.add_argument("out", type=Path, help="where to write it: .mp4, .webm, .webp or .gif; the recipe goes in")
    command.add_argument("--seconds", type=float, help="how long the loop is, from 2 to 12; 4 unless given")
    command.add_argument("--fps", type=int, help="frames a second, from 12 to 60; 24 unless given")
    command.add_argument(
        "--through",
        action="append",
        metavar="LOOK",
        help="what it turns into: a look's name, a recipe or a picture painted here; repeatable",
    )
    command.add_argument(
        "--hold", type=float, help="of each look's time, the part for which it stays itself, from 0 to 0.9; 0.3 unless given"
    )
    command.add_argument("--photo", type=Path, help="animate a photograph in place of a theme")
    command.add_argument("--estimate", action="store_true", help="say how long it would take, and make nothing")
    add_subject(command)


def animate(asked: argparse.Namespace) -> None:
    """Make a loop, telling on stderr how far it is; print its figures. A loop that is broken off leaves no file."""
    kind, generator = clip_kind(asked.out.suffix), ImageGenerator()
    recipe, photograph = asked_recipe(generator, asked, CLIP_SIZE), None
    if asked.photo:
        photograph = read_photograph(read(asked.photo, MAX_BYTES))
        recipe = generator.restyled(photograph, recipe, asked.size or size_of(photograph, max(CLIP_SIZE)))
    motion = {name: getattr(asked, name) for name in ("seconds", "fps", "hold") if getattr(asked, name) is not None}
    if asked.through:
        motion["looks"] = [_look(generator, name) for name in asked.through]
    recipe = generator.moving(recipe, kind.id, **motion)
    if asked.estimate:
        expected = generator.estimate(recipe, kind.id, photograph=photograph)
        print(f"{asked.out}: {expected.frames} frames, about {expected.seconds:.0f} s to make")
        return
    line = ProgressLine(str(asked.out))
    try:
        clip = generator.animate(recipe, kind.id, photograph=photograph, tell=line.tell)
    finally:
        line.end()
    replace_whole(asked.out, clip.file)
    size, figures = clip.recipe.size, f"on palette {clip.fidelity.on_palette_share:.2%}, share error {clip.fidelity.share_error:.3f}"
    shown = f"{size.width} x {size.height}, {clip.frames} frames in {clip.motion.seconds:g} s, {len(clip.file) / 2**20:.1f} MB"
    print(f"{asked.out}: {shown}, {figures}, {clip.seconds:.2f} s")


def _look(generator: ImageGenerator, name: str) -> Recipe | Preferences:
    """A look by its name, or what a file says."""
    file = Path(name)
    return read_recipe(file) if file.suffix else generator.catalogue.looks[name].preferences
