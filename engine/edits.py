"""An edit: where it is, and what is painted there. Part of Preferences (engine/contracts.py)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.mask import Brush, Mask
from engine.values import KNOBS, MAX_SEED, Blend, Colour, Frozen, Name, Swatches, Unit

MAX_EDITS, MAX_POINTS = 24, 2048
"""Of one picture, and of all its strokes together: what one request may cost is bounded."""


class Inside(Frozen):
    """What is painted inside an edit's mask: only what differs from the picture around it. A theme there takes a photograph's place.

    knobs, options: those named; the others stay as they are. light, colour, recolour: of a photograph (see Photo).
    """

    theme: Name | Blend | None = None
    style: Name | Blend | None = None
    palette: Name | Swatches | None = None
    background: Colour | None = None
    accent: Colour | None = None
    knobs: Annotated[dict[Name, Unit], Field(max_length=len(KNOBS))] = Field(default_factory=dict)
    options: Annotated[dict[Name, Unit], Field(max_length=64)] = Field(default_factory=dict)
    seed: Annotated[int, Field(ge=0, le=MAX_SEED, strict=True)] | None = None
    light: Unit | None = None
    colour: Unit | None = None
    recolour: bool | None = None

    @model_validator(mode="after")
    def _known_knobs(self) -> Self:
        if unknown := sorted(set(self.knobs) - set(KNOBS)):
            raise ValueError(f"there is no knob called “{unknown[0]}”; choose from {', '.join(KNOBS)}")
        return self


class Edit(BaseModel):
    """A part of the picture painted otherwise; outside its mask no byte changes. Keys that are not known are left aside.

    mask: outlines, taken together (engine/mask.py). feather: how far within its border the old runs into the new, in picture heights.
    on: whether it is painted.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    mask: Mask
    feather: Annotated[float, Field(ge=0.0, le=0.5, allow_inf_nan=False)] = 0.065
    inside: Inside = Inside()
    on: bool = True


def not_too_many(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Raises ValueError where their strokes have more points than MAX_POINTS."""
    points = sum(len(shape.points) for edit in edits for shape in edit.mask if isinstance(shape, Brush))
    if points > MAX_POINTS:
        raise ValueError(f"all strokes together may have {MAX_POINTS} points; draw fewer, or with fewer corners")
    return edits
