"""What a command is asked to paint: options that all share, read into a recipe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.commands.arguments import to_blend, to_knob, to_palette, to_size
from engine.commands.files import read_recipe
from engine.contracts import Preferences, Recipe
from engine.errors import InvalidPreferencesError
from engine.image_generator import DEFAULT_SIZE, ImageGenerator, Painting

ASKED = ("theme", "style", "palette", "background", "accent", "tile", "seed", "words")


def add_subject(command: argparse.ArgumentParser) -> None:
    command.add_argument("--theme", type=to_blend, help="a theme, or a blend such as ocean:0.7,cosmos:0.3")
    command.add_argument("--option", type=to_knob, action="append", metavar="NAME=VALUE", help="a theme's own slider, such as fog=0.9")
    command.add_argument("--tile", choices=("none", "x", "y", "both"), help="repeat seamlessly, where the theme can")
    add_preferences(command)
    command.add_argument("--look", help="start from a look, by its name; what else is named changes it")


def add_preferences(command: argparse.ArgumentParser) -> None:
    command.add_argument("--style", type=to_blend, help="a style, or a blend")
    command.add_argument("--palette", type=to_palette, help="a palette's name, or colours with shares: '#1b1026:0.3,#e8663f:0.7'")
    command.add_argument("--background", help="the paper's colour")
    command.add_argument("--accent", help="the accent's colour")
    command.add_argument("--knob", type=to_knob, action="append", metavar="NAME=VALUE", help="such as detail=0.8, from 0 to 1; repeatable")
    command.add_argument("--seed", type=int, help="0 to 2147483647")
    command.add_argument("--words", help="free text that chooses whatever is not named")
    command.add_argument("--size", type=to_size, help="such as 1920x1080; by default the recipe's, else 1024 pixels long")
    command.add_argument("--recipe", type=Path, help="start from a recipe: a .json file, or a picture painted by Hueprint")


def asked_recipe(generator: ImageGenerator, asked: argparse.Namespace, size: tuple[int, int] = DEFAULT_SIZE) -> Recipe:
    """What to paint: the recipe or the look if one is given, with whatever else is named changed in it."""
    if asked.recipe and asked.look:
        raise InvalidPreferencesError("Start from either a recipe or a look, not both.")
    base = read_recipe(asked.recipe) if asked.recipe else None
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


def figures(painting: Painting) -> str:
    size, fidelity = painting.recipe.size, painting.fidelity
    united = f" of {fidelity.palettes} palettes" if fidelity.palettes > 1 else ""
    share = f"on palette {fidelity.on_palette_share:.2%}{united}"
    return f"{size.width} x {size.height}, {share}, share error {fidelity.share_error:.3f}"
