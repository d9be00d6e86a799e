"""`python -m engine edit picture.png ... out.png`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.arguments import FORMS, to_blend, to_knob, to_palette, to_shape, to_size
from engine.commands.files import read, read_recipe, write
from engine.commands.subject import ASKED, figures
from engine.contracts import Recipe
from engine.editing import extended, widened
from engine.errors import InvalidPreferencesError, NoRecipeError
from engine.image_generator import ImageGenerator
from engine.photo.upload import MAX_BYTES, read_photograph
from engine.photograph import Photograph
from engine.store import kind_named, picture_to_bytes


def add_to(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=edit, name="edit")
    command.add_argument("picture", type=Path, help="a picture painted by Hueprint, a recipe (.json), or a photograph")
    command.add_argument("out", type=Path, help="where to write it: .png, .jpg or .webp; the recipe goes in, with the edit")
    where = command.add_argument_group("where (lengths in picture heights, places from the picture's middle, right and down)")
    for kind, form in FORMS.items():
        where.add_argument(f"--{kind}", type=to_shape(kind), action="append", dest="mask", metavar=form)
    where.add_argument("--feather", type=float, help="how far within its border the old runs into the new")
    inside = command.add_argument_group("what is painted there: what is not named stays as it is")
    inside.add_argument("--theme", type=to_blend)
    inside.add_argument("--option", type=to_knob, action="append", metavar="NAME=VALUE")
    inside.add_argument("--style", type=to_blend)
    inside.add_argument("--palette", type=to_palette)
    inside.add_argument("--background")
    inside.add_argument("--accent")
    inside.add_argument("--knob", type=to_knob, action="append", metavar="NAME=VALUE")
    inside.add_argument("--seed", type=int)
    wider = command.add_argument_group("the picture")
    wider.add_argument("--photo", type=Path, help="the photograph that the picture was made from, if it was")
    wider.add_argument("--undo", type=int, default=0, metavar="N", help="first take its last N edits away")
    wider.add_argument("--extend", type=to_knob, action="append", metavar="SIDE=HEIGHTS", help="more of the scene, such as left=0.5")
    wider.add_argument("--aspect", type=float, help="more of the scene on two sides, until it is so many times wider than tall")
    wider.add_argument("--size", type=to_size, help="such as 3840x2160; by default as large as the picture")


def edit(asked: argparse.Namespace) -> None:
    """Lay an edit over a picture or extend it, write it with its recipe, print its figures."""
    kind = kind_named(asked.out.suffix)
    generator = ImageGenerator()
    recipe, photograph = _to_edit(generator, asked.picture)
    if asked.photo:
        photograph = read_photograph(read(asked.photo, MAX_BYTES))
    kept = recipe.preferences.edits[: max(0, len(recipe.preferences.edits) - asked.undo)]
    recipe = recipe.model_copy(update={"preferences": recipe.preferences.model_copy(update={"edits": kept})})
    if asked.extend:
        recipe = extended(recipe, **_sides(asked.extend))
    if asked.aspect:
        recipe = widened(recipe, asked.aspect)
    inside = {name: getattr(asked, name) for name in ASKED if getattr(asked, name, None) is not None}
    inside |= {f"{name}s": dict(getattr(asked, name)) for name in ("knob", "option") if getattr(asked, name)}
    if inside and not asked.mask:
        raise InvalidPreferencesError("Say where: --brush, --rectangle, --ellipse or --region.")
    if asked.mask:
        recipe = generator.edited(recipe, asked.mask, inside, asked.feather)
    painting = generator.paint(generator.recipe(recipe, asked.size or recipe.size), photograph=photograph)
    write(asked.out, picture_to_bytes(painting.image, painting.recipe, kind))
    print(f"{asked.out}: {figures(painting)}, {painting.seconds:.2f} s")


def _to_edit(generator: ImageGenerator, file: Path) -> tuple[Recipe, Photograph | None]:
    """The recipe in a file, or a photograph as it is."""
    try:
        return generator.to_edit(read_recipe(file))
    except NoRecipeError:
        return generator.to_edit(read(file, MAX_BYTES))


def _sides(asked: list[tuple[str, float]]) -> dict[str, float]:
    for side, _ in asked:
        if side not in {"left", "right", "top", "bottom"}:
            raise InvalidPreferencesError("--extend: name a side, as in left=0.5: left, right, top or bottom.")
    return dict(asked)
