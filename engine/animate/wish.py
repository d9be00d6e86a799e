"""What is asked for as the recipe of a clip: one size, one motion, and looks that go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.animate.formats import clip_kind, fitted
from engine.contracts import Motion, Preferences, Recipe, Size

Asked = Preferences | Recipe | Mapping[str, Any]
CLIP_SIZE = (720, 720)


def moving_recipe(
    asked: Asked,
    kind: str,
    size: Size | tuple[int, int] | None,
    motion: dict[str, Any],
    to_recipe: Callable[[Asked, Size], Recipe],
    resolve: Callable[[Preferences], Preferences],
) -> Recipe:
    """motion: fields of Motion, over those of the recipe's own. to_recipe, resolve: see ImageGenerator.

    On the way from look to look there is one photograph, or none; what differs in its repeating does not repeat; and the edits of the first
    look lie over all, as much of the scene is seen as in the first.
    """
    own = asked.motion if isinstance(asked, Recipe) else None
    looks = motion.get("looks", own.looks if own else ())
    told = Motion.parse({**(own.model_dump(exclude={"looks"}) if own else {}), **motion, "looks": ()})
    wanted = size or (asked.size if isinstance(asked, Recipe) else CLIP_SIZE)
    recipe = to_recipe(asked, fitted(Size.parse(wanted), told, clip_kind(kind)))
    first, others = recipe.preferences, [one.preferences if isinstance(one, Recipe) else Preferences.parse(one) for one in looks]
    if others:
        tile = first.tile if first.photo or all(one.tile == first.tile for one in others) else "none"
        first = first.model_copy(update={"tile": tile})
        alike = {**{name: getattr(first, name) for name in ("photo", "phase", "tile", "frame")}, "edits": (), "words": ""}
        told = Motion.parse({**told.model_dump(), "looks": [resolve(one.model_copy(update=alike)) for one in others]})
    return recipe.model_copy(update={"preferences": first, "motion": told})
