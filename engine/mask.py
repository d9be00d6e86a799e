"""Where on a picture an edit is, as data: outlines in the plane of the picture, which hang on no size.

The plane's unit is the picture's height; x runs right and y runs down from its middle, as in draw/grid.py, so an outline stays on what
it was drawn around whatever the picture is painted at. Keys that are not known are left aside: a later studio may have added them.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_POINTS, MOST_SHAPES = 256, 16
FARTHEST = 16.0
Place = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST, allow_inf_nan=False)]
Length = Annotated[float, Field(gt=0.0, le=FARTHEST, allow_inf_nan=False)]
Bounds = tuple[float, float, float, float]
"""(left, top, right, bottom) on the plane."""


class Outline(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Brush(Outline):
    """A stroke with a round brush. points: where its middle went, straight between them. radius: in picture heights."""

    kind: Literal["brush"] = "brush"
    points: Annotated[tuple[tuple[Place, Place], ...], Field(min_length=1, max_length=MOST_POINTS)]
    radius: Annotated[float, Field(ge=0.002, le=1.0, allow_inf_nan=False)]

    @property
    def bounds(self) -> Bounds:
        across, down = zip(*self.points, strict=True)
        return min(across) - self.radius, min(down) - self.radius, max(across) + self.radius, max(down) + self.radius


class Box(Outline):
    """Where a rectangle or an ellipse lies."""

    left: Place
    top: Place
    right: Place
    bottom: Place

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.right - self.left < 0.004 or self.bottom - self.top < 0.004:
            raise ValueError("left must be less than right, and top less than bottom")
        return self

    @property
    def bounds(self) -> Bounds:
        return self.left, self.top, self.right, self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def halves(self) -> tuple[float, float]:
        """Half its width and half its height."""
        return (self.right - self.left) / 2, (self.bottom - self.top) / 2


class Rectangle(Box):
    """Everything within the box."""

    kind: Literal["rectangle"] = "rectangle"


class Ellipse(Box):
    """The ellipse that touches the sides of the box."""

    kind: Literal["ellipse"] = "ellipse"


class Region(Outline):
    """What hangs together around a place and is of nearly its colour. tolerance: how far colours may differ, in OKLab."""

    kind: Literal["region"] = "region"
    x: Place
    y: Place
    tolerance: Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)] = 0.05


Shape = Annotated[Brush | Rectangle | Ellipse | Region, Field(discriminator="kind")]
Mask = Annotated[tuple[Shape, ...], Field(min_length=1, max_length=MOST_SHAPES)]


class Frame(Outline):
    """How much of a scene is seen, beyond the picture that it was composed for. In heights of that picture, from its middle.

    aspect: of the picture that the scene was composed for. x, y: the middle of what is seen. height: how much is seen; the width
    follows from the size that is painted.
    """

    aspect: Annotated[float, Field(ge=1 / 8, le=8.0, allow_inf_nan=False)]
    x: Annotated[float, Field(ge=-8.0, le=8.0, allow_inf_nan=False)] = 0.0
    y: Annotated[float, Field(ge=-8.0, le=8.0, allow_inf_nan=False)] = 0.0
    height: Annotated[float, Field(ge=0.25, le=8.0, allow_inf_nan=False)] = 1.0
