"""`python -m engine sheet sheet.jpg`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.arguments import to_names, to_seeds, to_sizes
from engine.commands.files import save
from engine.contact_sheet import SheetPlan, paint_sheet
from engine.errors import InvalidPreferencesError
from engine.image_generator import ImageGenerator
from engine.store import kind_named


def add_to(command: argparse.ArgumentParser) -> None:
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


def sheet(asked: argparse.Namespace) -> None:
    """Paint a contact sheet, write it, print the worst figures on it."""
    kind = kind_named(asked.out.suffix)
    if asked.columns < 0:
        raise InvalidPreferencesError("--columns: ask for 1 or more.")
    plan = SheetPlan(asked.themes, asked.styles, asked.palettes, asked.seeds, asked.cell, asked.columns, asked.every, asked.looks)
    made = paint_sheet(ImageGenerator(), plan)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    save(asked.out, made.image, kind.id)
    fidelities = [painting.fidelity for painting in made.paintings]
    worst_place = min(fidelity.on_palette_share for fidelity in fidelities)
    worst_share = max(fidelity.share_error for fidelity in fidelities)
    print(f"{asked.out}: {len(fidelities)} pictures, on palette at least {worst_place:.2%}, share error at most {worst_share:.3f}")
