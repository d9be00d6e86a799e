"""Preferences and recipes with one more edit, or with more of the scene in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from engine.contracts import Preferences, Recipe, Size
from engine.edits import Edit
from engine.errors import InvalidPreferencesError
from engine.mask import Frame
from engine.values import sentence


def with_edit(preferences: Preferences, mask: Any, inside: Mapping[str, Any], feather: float | None = None) -> Preferences:
    """One edit more, laid over those before. mask: outlines as engine/mask.py has them, or one alone; inside: what differs there.

    Raises InvalidPreferencesError.
    """
    shapes = [mask] if isinstance(mask, Mapping) or not isinstance(mask, Sequence) else list(mask)
    try:
        edit = Edit.model_validate({"mask": shapes, "inside": inside, **({} if feather is None else {"feather": feather})})
    except ValidationError as error:
        raise InvalidPreferencesError(sentence(error)) from None
    return Preferences.parse({**dict(preferences), "edits": (*preferences.edits, edit)})


def extended(recipe: Recipe, *, left: float = 0.0, right: float = 0.0, top: float = 0.0, bottom: float = 0.0) -> Recipe:
    """The same scene seen wider: so much more of it on each side, in heights of the picture as it is. Its pixels stay as large.

    Raises InvalidPreferencesError where a side is negative or the picture becomes too long.
    """
    if min(left, right, top, bottom) < 0:
        raise InvalidPreferencesError("A picture is extended by 0 or more of its height on each side.")
    if not max(left, right, top, bottom):
        return recipe
    width, height = recipe.size.width, recipe.size.height
    frame = recipe.preferences.frame or Frame(aspect=recipe.size.aspect)
    size = Size.parse((round(width + (left + right) * height), round(height + (top + bottom) * height)))
    try:
        wider = Frame(
            aspect=frame.aspect,
            x=frame.x + (right - left) / 2 * frame.height,
            y=frame.y + (bottom - top) / 2 * frame.height,
            height=frame.height * size.height / height,
        )
    except ValidationError as error:
        raise InvalidPreferencesError(f"frame: {sentence(error)}") from None
    return recipe.model_copy(update={"preferences": recipe.preferences.model_copy(update={"frame": wider}), "size": size})


def widened(recipe: Recipe, aspect: float) -> Recipe:
    """Extended on two sides alike until the picture is so many times wider than tall."""
    more = aspect / recipe.size.aspect - 1
    if more >= 0:
        return extended(recipe, left=more * recipe.size.aspect / 2, right=more * recipe.size.aspect / 2)
    return extended(recipe, top=(1 / (1 + more) - 1) / 2, bottom=(1 / (1 + more) - 1) / 2)
