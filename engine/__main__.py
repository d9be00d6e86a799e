"""The engine on the command line: `python -m engine render ... out.png`, `restyle photo.jpg ... out.png`,
`match photo.jpg --reference painting.jpg out.png`, `animate ... out.mp4`, `edit picture.png ... out.png` and `sheet sheet.jpg`.

Mistakes are told in one line on stderr, with exit status 2.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from PIL import Image

from engine.animate import clip_kind
from engine.arguments import FORMS, to_blend, to_knob, to_names, to_palette, to_seeds, to_shape, to_size, to_sizes
from engine.contact_sheet import SheetPlan, paint_sheet
from engine.contracts import Preferences, Recipe
from engine.editing import extended, widened
from engine.errors import HueprintError, InvalidPreferencesError, NoRecipeError, RecipeError
from engine.image_generator import CLIP_SIZE, DEFAULT_SIZE, ImageGenerator, Painting, size_of
from engine.photo.upload import MAX_BYTES, read_photograph
from engine.photograph import Photograph
from engine.progress_line import ProgressLine
from engine.store import bytes_to_recipe, kind_named, picture_to_bytes

MAX_RECIPE_FILE = 256 * 2**20
ASKED = ("theme", "style", "palette", "background", "accent", "tile", "seed", "words")


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        """Exit status 2, as argparse has it."""
        self.exit(2, f"{self.prog}: {message}\n")


class MixedParser(OneLineParser):
    """Takes files and options in any order: with one file or two, files parted by an option would else be refused."""

    _mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As ArgumentParser has it, which calls this again from within."""
        if self._mixing:
            return super().parse_known_args(args, namespace)
        self._mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixing = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. 0, or 2 after one line on stderr."""
    asked = parser().parse_args(arguments)
    try:
        asked.command(asked)
    except HueprintError as error:
        print(f"engine {asked.name}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"engine {asked.name}: broken off; nothing was written.", file=sys.stderr)
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = OneLineParser(prog="python -m engine", description="Paint pictures in exactly the colours you choose.")
    commands = top.add_subparsers(required=True, metavar="render | restyle | match | edit | animate | sheet", parser_class=MixedParser)
    _add_render(commands.add_parser("render", help="paint one picture"))
    _add_restyle(commands.add_parser("restyle", help="paint a photograph"))
    _add_edit(commands.add_parser("edit", help="paint a part of a picture otherwise, or see more of its scene"))
    _add_match(commands.add_parser("match", help="give a photograph a reference's patches, or make more like the reference"))
    _add_animate(commands.add_parser("animate", help="a seamless loop, or a passage from look to look"))
    _add_sheet(commands.add_parser("sheet", help="paint a contact sheet of themes x styles"))
    return top


def _add_render(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=render, name="render")
    command.add_argument("out", type=Path, help="where to write it: .png, .jpg or .webp; the recipe goes in")
    _add_subject(command)


def _add_subject(command: argparse.ArgumentParser) -> None:
    command.add_argument("--theme", type=to_blend, help="a theme, or a blend such as ocean:0.7,cosmos:0.3")
    command.add_argument("--option", type=to_knob, action="append", metavar="NAME=VALUE", help="a theme's own slider, such as fog=0.9")
    command.add_argument("--tile", choices=("none", "x", "y", "both"), help="repeat seamlessly, where the theme can")
    _add_preferences(command)
    command.add_argument("--look", help="start from a look, by its name; what else is named changes it")


def _add_animate(command: argparse.ArgumentParser) -> None:
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
    _add_subject(command)


def _add_restyle(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=restyle, name="restyle", theme=None, option=None, tile=None, look=None)
    command.add_argument("photo", type=Path, help="a photograph: JPEG, PNG, WebP, AVIF or GIF")
    command.add_argument("out", type=Path, help="where to write it: .png, .jpg or .webp; the recipe goes in, the photograph does not")
    command.add_argument("--light", type=float, help="how much of its own lightness the photograph keeps, from 0 to 1")
    command.add_argument("--colour", type=float, help="how much of its own colour, from 0 to 1")
    command.add_argument("--recolour", action="store_true", default=None, help="change its colours only; nothing is painted")
    _add_preferences(command)


def _add_edit(command: argparse.ArgumentParser) -> None:
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


def _add_match(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=match, name="match")
    command.add_argument(
        "files", type=Path, nargs="+", metavar="[photo] out", help="the photograph, if any, and where to write the picture"
    )
    command.add_argument("--reference", type=Path, action="append", required=True, help="a painting, a texture; repeatable, up to 6")
    command.add_argument("--content", type=float, default=0.5, help="how much of the photograph's shapes, from 0 to 1; 0.5 unless given")
    command.add_argument("--size", type=to_size, help="such as 1024x768; by default the photograph's shape, 512 pixels long")
    command.add_argument("--seed", type=int, default=0, help="0 to 2147483647")
    command.add_argument("--palette", type=to_palette, help="fit its colours to these in the end: a name, or colours with shares")


def _add_preferences(command: argparse.ArgumentParser) -> None:
    command.add_argument("--style", type=to_blend, help="a style, or a blend")
    command.add_argument("--palette", type=to_palette, help="a palette's name, or colours with shares: '#1b1026:0.3,#e8663f:0.7'")
    command.add_argument("--background", help="the paper's colour")
    command.add_argument("--accent", help="the accent's colour")
    command.add_argument("--knob", type=to_knob, action="append", metavar="NAME=VALUE", help="such as detail=0.8, from 0 to 1; repeatable")
    command.add_argument("--seed", type=int, help="0 to 2147483647")
    command.add_argument("--words", help="free text that chooses whatever is not named")
    command.add_argument("--size", type=to_size, help="such as 1920x1080; by default the recipe's, else 1024 pixels long")
    command.add_argument("--recipe", type=Path, help="start from a recipe: a .json file, or a picture painted by Hueprint")


def _add_sheet(command: argparse.ArgumentParser) -> None:
    command.set_defaults(command=sheet, name="sheet")
    command.add_argument("out", type=Path, help="where to write it: .jpg, .png or .webp")
    command.add_argument("--themes", type=to_names, default=(), help="such as alpine,ocean; all unless given")
    command.add_argument("--styles", type=to_names, default=(), help="such as ink,oil; all unless given")
    command.add_argument("--palettes", type=to_names, default=(), help="such as ember,moss; all unless given, taking turns")
    command.add_argument("--seeds", type=to_seeds, default=(7,), help="such as 1,2,3, taking turns")
    command.add_argument(
        "--cell", type=to_sizes, default=((320, 213),), help="size of one picture, such as 320x213; or several, with commas"
    )
    command.add_argument("--columns", type=int, default=0, help="pictures in a row; one row a theme unless given")
    command.add_argument("--every", action="store_true", help="every palette and seed for each theme x style, instead of taking turns")
    command.add_argument("--looks", action="store_true", help="the studio's looks, instead of themes x styles")


def render(asked: argparse.Namespace) -> None:
    """Paint one picture, write it with its recipe, print its figures."""
    kind = kind_named(asked.out.suffix)
    generator = ImageGenerator()
    painting = generator.paint(_recipe(generator, asked))
    _write(asked.out, picture_to_bytes(painting.image, painting.recipe, kind))
    print(f"{asked.out}: {_figures(painting)}, {painting.seconds:.2f} s")


def restyle(asked: argparse.Namespace) -> None:
    """Paint a photograph, write it with its recipe, print its figures."""
    kind = kind_named(asked.out.suffix)
    generator = ImageGenerator()
    photograph, recipe = read_photograph(_read(asked.photo, MAX_BYTES)), _recipe(generator, asked)
    kept = {name: getattr(asked, name) for name in ("light", "colour", "recolour") if getattr(asked, name) is not None}
    size = asked.size or (recipe.size if asked.recipe else size_of(photograph))
    painting = generator.restyle(photograph, recipe, size, **kept)
    _write(asked.out, picture_to_bytes(painting.image, painting.recipe, kind))
    print(f"{asked.out}: {_figures(painting)}, {painting.seconds:.2f} s")


def edit(asked: argparse.Namespace) -> None:
    """Lay an edit over a picture or extend it, write it with its recipe, print its figures."""
    kind = kind_named(asked.out.suffix)
    generator = ImageGenerator()
    recipe, photograph = _to_edit(generator, asked.picture)
    if asked.photo:
        photograph = read_photograph(_read(asked.photo, MAX_BYTES))
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
    _write(asked.out, picture_to_bytes(painting.image, painting.recipe, kind))
    print(f"{asked.out}: {_figures(painting)}, {painting.seconds:.2f} s")


def _to_edit(generator: ImageGenerator, file: Path) -> tuple[Recipe, Photograph | None]:
    """The recipe in a file, or a photograph as it is."""
    try:
        return generator.to_edit(_read_recipe(file))
    except NoRecipeError:
        return generator.to_edit(_read(file, MAX_BYTES))


def _sides(asked: list[tuple[str, float]]) -> dict[str, float]:
    for side, _ in asked:
        if side not in {"left", "right", "top", "bottom"}:
            raise InvalidPreferencesError("--extend: name a side, as in left=0.5: left, right, top or bottom.")
    return dict(asked)


def match(asked: argparse.Namespace) -> None:
    """Match to references, telling on stderr how far it is; print the figures. What is broken off leaves no file."""
    *photos, out = asked.files
    if len(photos) > 1:
        raise InvalidPreferencesError("Name one photograph, or none, and then where to write the picture.")
    kind, line = kind_named(out.suffix), ProgressLine(str(out))
    photo, references = _read(photos[0], MAX_BYTES) if photos else None, [_read(file, MAX_BYTES) for file in asked.reference]
    palette = None if asked.palette is None else {"palette": asked.palette}
    kept = {"size": asked.size, "content": asked.content, "seed": asked.seed, "palette": palette}
    try:
        painting = ImageGenerator().match(references, photo, tell=lambda part, _: line.tell(part), **kept)
    finally:
        line.end()
    _write(out, picture_to_bytes(painting.image, painting.recipe, kind))
    size = painting.recipe.size
    print(f"{out}: {_figures(painting) if palette else f'{size.width} x {size.height}'}, {painting.seconds:.2f} s")


def animate(asked: argparse.Namespace) -> None:
    """Make a loop, telling on stderr how far it is; print its figures. A loop that is broken off leaves no file."""
    kind, generator = clip_kind(asked.out.suffix), ImageGenerator()
    recipe, photograph = _recipe(generator, asked, CLIP_SIZE), None
    if asked.photo:
        photograph = read_photograph(_read(asked.photo, MAX_BYTES))
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
    _replace(asked.out, clip.file)
    size, figures = clip.recipe.size, f"on palette {clip.fidelity.on_palette_share:.2%}, share error {clip.fidelity.share_error:.3f}"
    shown = f"{size.width} x {size.height}, {clip.frames} frames in {clip.motion.seconds:g} s, {len(clip.file) / 2**20:.1f} MB"
    print(f"{asked.out}: {shown}, {figures}, {clip.seconds:.2f} s")


def _look(generator: ImageGenerator, name: str) -> Recipe | Preferences:
    """A look by its name, or what a file says."""
    file = Path(name)
    return _read_recipe(file) if file.suffix else generator.catalogue.looks[name].preferences


def sheet(asked: argparse.Namespace) -> None:
    """Paint a contact sheet, write it, print the worst figures on it."""
    kind = kind_named(asked.out.suffix)
    if asked.columns < 0:
        raise InvalidPreferencesError("--columns: ask for 1 or more.")
    plan = SheetPlan(asked.themes, asked.styles, asked.palettes, asked.seeds, asked.cell, asked.columns, asked.every, asked.looks)
    made = paint_sheet(ImageGenerator(), plan)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    _save(asked.out, made.image, kind.id)
    fidelities = [painting.fidelity for painting in made.paintings]
    worst_place = min(fidelity.on_palette_share for fidelity in fidelities)
    worst_share = max(fidelity.share_error for fidelity in fidelities)
    print(f"{asked.out}: {len(fidelities)} pictures, on palette at least {worst_place:.2%}, share error at most {worst_share:.3f}")


def _recipe(generator: ImageGenerator, asked: argparse.Namespace, size: tuple[int, int] = DEFAULT_SIZE) -> Recipe:
    """What to paint: the recipe or the look if one is given, with whatever else is named changed in it."""
    if asked.recipe and asked.look:
        raise InvalidPreferencesError("Start from either a recipe or a look, not both.")
    base = _read_recipe(asked.recipe) if asked.recipe else None
    start = base.preferences if base else generator.catalogue.looks[asked.look].preferences if asked.look else Preferences()
    preferences: dict[str, Any] = start.model_dump(mode="json", exclude_none=True)
    named = {name: getattr(asked, name) for name in ASKED if getattr(asked, name) is not None}
    if asked.knob:
        named["knobs"] = {**preferences.get("knobs", {}), **dict(asked.knob)}
    if asked.option:
        named["options"] = {**preferences.get("options", {}), **dict(asked.option)}
    if base is not None and not named:
        return generator.recipe(base, asked.size or base.size).model_copy(update={"motion": base.motion})
    if "palette" in named:
        preferences = {key: value for key, value in preferences.items() if key not in {"background", "accent"}}
    return generator.recipe({**preferences, **named}, asked.size or (base.size if base else size))


def _read_recipe(file: Path) -> Recipe:
    data = _read(file, MAX_RECIPE_FILE)
    return Recipe.parse(data) if file.suffix.lower() == ".json" else bytes_to_recipe(data)


def _read(file: Path, most_bytes: int) -> bytes:
    try:
        if file.stat().st_size > most_bytes:
            raise RecipeError(f"{file} is larger than {most_bytes >> 20} MB; choose another file.")
        return file.read_bytes()
    except OSError as error:
        raise RecipeError(f"{file} cannot be read ({error.strerror}); check the name.") from None


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise HueprintError(f"{file} cannot be written ({error.strerror}); choose another place.") from None


def _replace(file: Path, data: bytes) -> None:
    """Write it whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        _write(part, data)
        part.replace(file)
    except OSError as error:
        raise HueprintError(f"{file} cannot be written ({error.strerror}); choose another place.") from None
    finally:
        part.unlink(missing_ok=True)


def _save(file: Path, image: Image.Image, kind: str) -> None:
    options: Mapping[str, Any] = {"jpeg": {"quality": 92, "subsampling": 0}, "webp": {"quality": 90}}.get(kind, {})
    try:
        image.save(file, kind.upper(), **options)
    except OSError as error:
        raise HueprintError(f"{file} cannot be written ({error.strerror or error}); choose another place.") from None


def _figures(painting: Painting) -> str:
    size, fidelity = painting.recipe.size, painting.fidelity
    united = f" of {fidelity.palettes} palettes" if fidelity.palettes > 1 else ""
    share = f"on palette {fidelity.on_palette_share:.2%}{united}"
    return f"{size.width} x {size.height}, {share}, share error {fidelity.share_error:.3f}"


if __name__ == "__main__":
    sys.exit(main())
