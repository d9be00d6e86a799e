"""`python -m engine render ... out.png`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.files import write
from engine.commands.subject import add_subject, asked_recipe, figures
from engine.image_generator import ImageGenerator
from engine.store import kind_named, picture_to_bytes


def add_to(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=render, name="render")
    command.add_argument("out", type=Path, help="where to write it: .png, .jpg or .webp; the recipe goes in")
    add_subject(command)


def render(asked: argparse.Namespace) -> None:
    """Paint one picture, write it with its recipe, print its figures."""
    kind = kind_named(asked.out.suffix)
    generator = ImageGenerator()
    painting = generator.paint(asked_recipe(generator, asked))
    write(asked.out, picture_to_bytes(painting.image, painting.recipe, kind))
    print(f"{asked.out}: {figures(painting)}, {painting.seconds:.2f} s")
