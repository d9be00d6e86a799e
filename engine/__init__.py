"""Hueprint's engine: preferences in, exact-palette pictures out. Knows no web, reads no environment.

    Preferences --encoder--> Condition --scene--> Fields --style--> Picture --palette--> Picture --store--> address

    from engine import ImageGenerator
    picture = ImageGenerator().generate_image({"theme": "dark", "style": "minimalist"})

Verbs of ImageGenerator: start, close, generate_image, paint, paint_all, preview, restyle, match, edit, animate, estimate, variations,
recipe, moving, resolve, condition, preferences, fidelity.
"""

import engine.runtime  # noqa: F401 - first: torch reads its thread settings when it is imported
from engine.contracts import Condition, Fidelity, Knobs, Preferences, Priority, Recipe, Size, Swatch
from engine.errors import (
    EncoderMissingError,
    HueprintError,
    InvalidPreferencesError,
    NoRecipeError,
    PictureNotFoundError,
    PictureTooLargeError,
    RecipeError,
    StoreError,
    StoreFullError,
    StoreUnavailableError,
    UnknownNameError,
    UnreadablePictureError,
)
from engine.image_generator import ImageGenerator, Painting

__all__ = [
    "Condition",
    "EncoderMissingError",
    "Fidelity",
    "HueprintError",
    "ImageGenerator",
    "InvalidPreferencesError",
    "Knobs",
    "NoRecipeError",
    "Painting",
    "PictureNotFoundError",
    "PictureTooLargeError",
    "Preferences",
    "Priority",
    "Recipe",
    "RecipeError",
    "Size",
    "StoreError",
    "StoreFullError",
    "StoreUnavailableError",
    "Swatch",
    "UnknownNameError",
    "UnreadablePictureError",
]
