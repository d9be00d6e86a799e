"""What POST /edit is asked for: a picture, where in it, and what is painted there.

{"recipe": {...}, "mask": [{"kind": "ellipse", "left": -0.3, ...}], "inside": {"seed": 9}}
{"photo": "<handle>", "mask": [...], "inside": {"style": "oil"}}    a photograph that stays as it is around the mask
{"recipe": {...}, "extend": {"right": 0.5}}                         more of the scene
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine import ImageGenerator, InvalidPreferencesError, NoRecipeError, Preferences, Recipe, Size
from engine.editing import extended, widened
from engine.edits import MAX_EDITS, Inside
from engine.mask import Mask
from engine.photo.upload import read_photograph
from engine.photograph import Photograph
from engine.store import bytes_to_recipe
from engine.values import sentence

Side = Annotated[float, Field(ge=0, le=8, allow_inf_nan=False)]


class Extend(BaseModel):
    """More of the scene on each side, in heights of the picture."""

    model_config = ConfigDict(extra="forbid")

    left: Side = 0.0
    right: Side = 0.0
    top: Side = 0.0
    bottom: Side = 0.0


class EditAsked(BaseModel):
    """recipe or preferences: the picture; photo: the handle of the photograph that it was made from, or, alone, one that stays as it is.

    undo: how many of its last edits are taken away first. extend, aspect: more of the scene. mask, inside, feather: one edit more.
    """

    model_config = ConfigDict(extra="forbid")

    recipe: Recipe | None = None
    preferences: Preferences | None = None
    photo: Annotated[str, Field(max_length=64)] | None = None
    undo: Annotated[int, Field(ge=0, le=MAX_EDITS)] = 0
    extend: Extend = Extend()
    aspect: Annotated[float, Field(ge=0.125, le=8, allow_inf_nan=False)] | None = None
    mask: Mask | None = None
    inside: Inside = Inside()
    feather: Annotated[float, Field(ge=0, le=0.5, allow_inf_nan=False)] | None = None
    size: Size | None = None
    format: Literal["png", "jpeg", "webp"] = "png"

    @classmethod
    def parse(cls, asked: Mapping[str, Any]) -> EditAsked:
        """Raises InvalidPreferencesError with one clear sentence."""
        try:
            return cls.model_validate(asked)
        except ValidationError as error:
            raise InvalidPreferencesError(sentence(error)) from None


def read_picture(data: bytes) -> tuple[Recipe | None, Photograph | None]:
    """A file: the recipe of a picture painted here, else a photograph. Raises HueprintError where it is neither."""
    try:
        return bytes_to_recipe(data), None
    except NoRecipeError:
        return None, read_photograph(data)


def edited_recipe(generator: ImageGenerator, recipe: Recipe | None, photograph: Photograph | None, asked: EditAsked) -> Recipe:
    """What to paint. recipe, photograph: those that came as files or handles. Raises what the engine raises."""
    said = [one for one in (recipe, asked.recipe, asked.preferences) if one is not None]
    if len(said) > 1 or not (said or photograph):
        raise InvalidPreferencesError("Send one picture: a recipe, preferences, a photograph's handle, or the file itself as “photo”.")
    base = _base(generator, said[0] if said else None, photograph)
    if base.preferences.photo is not None and photograph is None:
        raise InvalidPreferencesError("photo: this picture is of a photograph; send its handle (from POST /photos) as “photo” too.")
    edits = base.preferences.edits[: max(0, len(base.preferences.edits) - asked.undo)]
    base = base.model_copy(update={"preferences": base.preferences.model_copy(update={"edits": edits})})
    base = extended(base, **asked.extend.model_dump())
    if asked.aspect is not None:
        base = widened(base, asked.aspect)
    if asked.mask is not None:
        base = generator.edited(base, asked.mask, dict(asked.inside), asked.feather)
    return generator.recipe(base, asked.size or base.size)


def _base(generator: ImageGenerator, said: Recipe | Preferences | None, photograph: Photograph | None) -> Recipe:
    """The picture before the edit; made from the photograph, where one came along."""
    if said is None and photograph is not None:
        return generator.to_edit(photograph)[0]
    if photograph is not None and said is not None:
        return generator.restyled(photograph, said)
    return generator.to_edit(said or Preferences())[0]
