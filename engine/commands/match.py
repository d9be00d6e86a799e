"""`python -m engine match photo.jpg --reference painting.jpg out.png`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.arguments import to_palette, to_size
from engine.commands.files import read, write
from engine.commands.progress_line import ProgressLine
from engine.commands.subject import figures
from engine.errors import InvalidPreferencesError
from engine.image_generator import ImageGenerator
from engine.photo.upload import MAX_BYTES
from engine.store import kind_named, picture_to_bytes


def add_to(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=match, name="match")
    command.add_argument(
        "files", type=Path, nargs="+", metavar="[photo] out", help="the photograph, if any, and where to write the picture"
    )
    command.add_argument("--reference", type=Path, action="append", required=True, help="a painting, a texture; repeatable, up to 6")
    command.add_argument("--content", type=float, default=0.5, help="how much of the photograph's shapes, from 0 to 1; 0.5 unless given")
    command.add_argument("--size", type=to_size, help="such as 1024x768; by default the photograph's shape, 512 pixels long")
    command.add_argument("--seed", type=int, default=0, help="0 to 2147483647")
    command.add_argument("--palette", type=to_palette, help="fit its colours to these in the end: a name, or colours with shares")


def match(asked: argparse.Namespace) -> None:
    """Match to references, telling on stderr how far it is; print the figures. What is broken off leaves no file."""
    *photos, out = asked.files
    if len(photos) > 1:
        raise InvalidPreferencesError("Name one photograph, or none, and then where to write the picture.")
    kind, line = kind_named(out.suffix), ProgressLine(str(out))
    photo, references = read(photos[0], MAX_BYTES) if photos else None, [read(file, MAX_BYTES) for file in asked.reference]
    palette = None if asked.palette is None else {"palette": asked.palette}
    kept = {"size": asked.size, "content": asked.content, "seed": asked.seed, "palette": palette}
    try:
        painting = ImageGenerator().match(references, photo, tell=lambda part, _: line.tell(part), **kept)
    finally:
        line.end()
    write(out, picture_to_bytes(painting.image, painting.recipe, kind))
    size = painting.recipe.size
    print(f"{out}: {figures(painting) if palette else f'{size.width} x {size.height}'}, {painting.seconds:.2f} s")
