"""Files that a command reads and writes; whatever goes wrong is told in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from engine.contracts import Recipe
from engine.errors import HueprintError, RecipeError
from engine.store import bytes_to_recipe

MAX_RECIPE_FILE = 256 * 2**20


def read_recipe(file: Path) -> Recipe:
    data = read(file, MAX_RECIPE_FILE)
    return Recipe.parse(data) if file.suffix.lower() == ".json" else bytes_to_recipe(data)


def read(file: Path, most_bytes: int) -> bytes:
    try:
        if file.stat().st_size > most_bytes:
            raise RecipeError(f"{file} is larger than {most_bytes >> 20} MB; choose another file.")
        return file.read_bytes()
    except OSError as error:
        raise RecipeError(f"{file} cannot be read ({error.strerror}); check the name.") from None


def write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise HueprintError(f"{file} cannot be written ({error.strerror}); choose another place.") from None


def replace_whole(file: Path, data: bytes) -> None:
    """Write it whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        write(part, data)
        part.replace(file)
    except OSError as error:
        raise HueprintError(f"{file} cannot be written ({error.strerror}); choose another place.") from None
    finally:
        part.unlink(missing_ok=True)


def save(file: Path, image: Image.Image, kind: str) -> None:
    options: Mapping[str, Any] = {"jpeg": {"quality": 92, "subsampling": 0}, "webp": {"quality": 90}}.get(kind, {})
    try:
        image.save(file, kind.upper(), **options)
    except OSError as error:
        raise HueprintError(f"{file} cannot be written ({error.strerror or error}); choose another place.") from None
