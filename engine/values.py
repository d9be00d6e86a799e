"""The values that preferences are made of, and what is said when one is wrong."""

from __future__ import annotations

import re
from typing import Annotated

from PIL import ImageColor
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

MAX_SEED = 2**31 - 1
MAX_BLEND = 4
MIN_COLOURS, MAX_COLOURS = 2, 12
KNOBS = ("detail", "contrast", "energy", "depth", "texture", "scale")


def colour_to_hex(text: object) -> str:
    """`#rgb`, `#rrggbb`, `rrggbb`, `rgb()`, `hsl()` (comma or space separated) or a CSS name -> `#rrggbb`, lower case."""
    if not isinstance(text, str) or len(text) > 64:
        raise ValueError("a colour is text such as #e8663f, rgb(232, 102, 63) or hsl(14, 79%, 58%)")
    plain = text.strip().lower()
    if re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", plain):
        plain = f"#{plain}"
    call = re.fullmatch(r"(rgb|hsl)a?\(([^()]*)\)", plain)
    if call:
        parts = re.split(r"[\s,/]+", call[2].strip())[:3]
        parts = [part.removesuffix("deg") for part in parts]
        plain = f"{call[1]}({','.join(parts)})"
    try:
        red, green, blue = ImageColor.getrgb(plain)[:3]
    except ValueError:
        raise ValueError(f"“{text[:32]}” is not a colour; write it like #e8663f, rgb(232, 102, 63) or hsl(14, 79%, 58%)") from None
    return f"#{min(red, 255):02x}{min(green, 255):02x}{min(blue, 255):02x}"


Colour = Annotated[str, BeforeValidator(colour_to_hex)]
Name = Annotated[str, Field(min_length=1, max_length=64)]
Unit = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Weight = Annotated[float, Field(gt=0.0, le=1e6, allow_inf_nan=False)]
Blend = Annotated[dict[Name, Weight], Field(min_length=1, max_length=MAX_BLEND)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Swatch(Frozen):
    """One colour of a palette and its area share, on any positive scale (shares are normalised over the palette)."""

    hex: Colour
    weight: Weight = 1.0

    @model_validator(mode="before")
    @classmethod
    def _accept_bare_colour(cls, value: object) -> object:
        return {"hex": value} if isinstance(value, str) else value


Swatches = Annotated[tuple[Swatch, ...], Field(min_length=MIN_COLOURS, max_length=MAX_COLOURS)]


def sentence(error: ValidationError) -> str:
    """The first problem of a validation error as one sentence that says where it is and what to do."""
    first = min(error.errors(), key=lambda e: e["type"] in {"string_type", "dict_type"} and len(error.errors()) > 1)
    place = ".".join(str(part) for part in first["loc"] if not _is_union_tag(part))
    message = first["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:] if not message.startswith("“") else message
    return f"{place}: {message}." if place else f"{message[:1].upper()}{message[1:]}."


def _is_union_tag(part: int | str) -> bool:
    return isinstance(part, str) and ("[" in part or part in {"constrained-str", "Blend"})
