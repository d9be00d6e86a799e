"""What POST /match is asked for, beside the pictures.

{"references": ["<handle>", "<handle>"], "photo": "<handle>", "content": 0.6, "size": [768, 512], "palette": "ember"}
{"references": ["<handle>"], "seed": 3}                     more like the reference
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine import InvalidPreferencesError, Size
from engine.contracts import MAX_REFERENCES
from engine.values import MAX_SEED, Colour, Name, Swatches, sentence

Handle = Annotated[str, Field(max_length=64)]


class MatchAsked(BaseModel):
    """references, photo: handles from POST /photos, unless the files come along. palette, background, accent: fitted in the end.

    keep: put the picture into the store when it is done; else it is held for a while, and kept by POST /match/<id>.
    """

    model_config = ConfigDict(extra="forbid")

    references: Annotated[list[Handle], Field(max_length=MAX_REFERENCES)] = []
    photo: Handle | None = None
    content: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.5
    seed: Annotated[int, Field(ge=0, le=MAX_SEED, strict=True)] = 0
    size: Size | None = None
    palette: Name | Swatches | None = None
    background: Colour | None = None
    accent: Colour | None = None
    format: Literal["png", "jpeg", "webp"] = "png"
    keep: bool = True

    @classmethod
    def parse(cls, asked: Mapping[str, Any]) -> MatchAsked:
        """Raises InvalidPreferencesError with one clear sentence."""
        try:
            return cls.model_validate(asked)
        except ValidationError as error:
            raise InvalidPreferencesError(sentence(error)) from None

    @property
    def colours(self) -> dict[str, Any] | None:
        """The preferences that name a palette, as JSON; None where none is named."""
        named = self.model_dump(mode="json", include={"palette", "background", "accent"}, exclude_none=True)
        return named if self.palette is not None else None
