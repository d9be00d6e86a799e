"""A checked message becomes a wish: a recipe and bounded sizes."""

from __future__ import annotations

from collections.abc import Callable

from engine import HueprintError, ImageGenerator
from engine.photograph import Photograph
from ui.live.limits import Limits
from ui.live.messages import Message, MessageError, state_preferences
from ui.live.turns import Wish

Photos = Callable[[str], Photograph]
"""The photograph of a handle; raises HueprintError where there is none."""
_ANY_SIZE = (64, 64)


def wish_from(message: Message, generator: ImageGenerator, limits: Limits, photos: Photos) -> Wish:
    """Message -> Wish. Raises MessageError, carrying the state's id, when names or values are wrong.

    Names are checked here, not at the painter's, so that a bad state never pushes a good one out of the slot.
    """
    try:
        recipe = generator.recipe(state_preferences(message), _ANY_SIZE)
        photograph = photos(message.photo or "") if recipe.preferences.photo else None
    except MessageError:
        raise
    except HueprintError as error:
        raise RejectedStateError(error, message.id) from None
    final = min(message.pixels or limits.final_pixels, limits.final_ceiling)
    draft = min(message.draft or limits.draft_pixels, limits.draft_ceiling, final)
    return Wish(message.id or 0, recipe, message.aspect, draft, final, message.final, photograph=photograph)


class RejectedStateError(MessageError):
    """The engine's own words about a state's preferences, under the engine's own code."""

    def __init__(self, error: HueprintError, state: int | None) -> None:
        super().__init__(error.message, state)
        self.code = error.code
