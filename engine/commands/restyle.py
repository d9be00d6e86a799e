"""`python -m engine restyle photo.jpg ... out.png`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.files import read, write
from engine.commands.subject import add_preferences, asked_recipe, figures
from engine.image_generator import ImageGenerator, size_of
from engine.photo.upload import MAX_BYTES, read_photograph
from engine.store import kind_named, picture_to_bytes


def add_to(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=restyle, name="restyle", theme=None, option=None, tile=None, look=None)
    command.add_argument("photo", type=Path, help="a photograph: JPEG, PNG, WebP, AVIF or GIF")
    command.add_argument("out", type=Path, help="where to write it: .png, .jpg or .webp; the recipe goes in, the photograph does not")
    command.add_argument("--light", type=float, help="how much of its own lightness the photograph keeps, from 0 to 1")
    command.add_argument("--colour", type=float, help="how much of its own colour, from 0 to 1")
    command.add_argument("--recolour", action="store_true", default=None, help="change its colours only; nothing is painted")
    add_preferences(command)


def restyle(asked: argparse.Namespace) -> None:
    """Paint a photograph, write it with its recipe, print its figures."""
    kind = kind_named(asked.out.suffix)
    generator = ImageGenerator()
    photograph, recipe = read_photograph(read(asked.photo, MAX_BYTES)), asked_recipe(generator, asked)
    kept = {name: getattr(asked, name) for name in ("light", "colour", "recolour") if getattr(asked, name) is not None}
    size = asked.size or (recipe.size if asked.recipe else size_of(photograph))
    painting = generator.restyle(photograph, recipe, size, **kept)
    write(asked.out, picture_to_bytes(painting.image, painting.recipe, kind))
    print(f"{asked.out}: {figures(painting)}, {painting.seconds:.2f} s")
