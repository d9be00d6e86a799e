"""Words of the command line -> values of Preferences. Each raises ArgumentTypeError with one sentence."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable


def to_size(text: str) -> tuple[int, int]:
    """`1920x1080` -> (1920, 1080)."""
    match = re.fullmatch(r"([0-9]{1,6})\s*[x×,]\s*([0-9]{1,6})", text.strip().lower())
    if match is None:
        raise ArgumentTypeError(f"“{text[:32]}” is not a size; write it like 1920x1080")
    return int(match[1]), int(match[2])


def to_sizes(text: str) -> tuple[tuple[int, int], ...]:
    """`320x213` or `135x240,240x240` -> each as (width, height)."""
    return tuple(map(to_size, text.split(",")))


def to_blend(text: str) -> str | dict[str, float]:
    """`ocean` -> "ocean"; `ocean:0.7,cosmos:0.3` -> a blend."""
    if ":" not in text and "," not in text:
        return text.strip()
    return dict(_weighted(part) for part in text.split(","))


def to_palette(text: str) -> str | list[dict[str, object]]:
    """`ember` -> "ember"; `#1b1026:0.3,rgb(232, 102, 63)` -> swatches with weights (1 where none is written)."""
    parts = [part.strip() for part in re.split(r",(?![^()]*\))", text)]
    if len(parts) == 1 and re.fullmatch(r"[A-Za-z][\w-]*", parts[0]):
        return parts[0]
    return [{"hex": colour, "weight": weight} for colour, weight in map(_weighted, parts)]


def to_knob(text: str) -> tuple[str, float]:
    """`detail=0.8` -> ("detail", 0.8)."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ArgumentTypeError(f"“{text[:32]}” is not a knob; write it like detail=0.8")
    return name.strip(), _number(value)


def to_names(text: str) -> tuple[str, ...]:
    """`alpine,ocean` -> ("alpine", "ocean")."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if not names:
        raise ArgumentTypeError("name at least one, as in alpine,ocean")
    return names


def to_seeds(text: str) -> tuple[int, ...]:
    """`1,2,3` -> (1, 2, 3)."""
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise ArgumentTypeError(f"“{text[:32]}” is not a list of seeds; write it like 1,2,3") from None


FORMS = {
    "brush": "X,Y[;X,Y...]@RADIUS",
    "rectangle": "LEFT,TOP,RIGHT,BOTTOM",
    "ellipse": "LEFT,TOP,RIGHT,BOTTOM",
    "region": "X,Y[@TOLERANCE]",
}
"""How the outlines of an edit's mask are written, by kind."""


def to_shape(kind: str) -> Callable[[str], dict[str, object]]:
    """A reader of one kind's form -> an outline as engine/mask.py has it."""

    def read(text: str) -> dict[str, object]:
        places, _, last = text.partition("@")
        points = [tuple(map(_number, point.split(","))) for point in places.split(";")]
        if any(len(point) != (2 if kind in {"brush", "region"} else 4) for point in points) or (kind == "brush" and not last):
            raise ArgumentTypeError(f"“{text[:32]}” is no {kind}; write it like {FORMS[kind]}")
        if kind == "brush":
            return {"kind": kind, "points": points, "radius": _number(last)}
        if kind == "region":
            return {"kind": kind, "x": points[0][0], "y": points[0][1], **({"tolerance": _number(last)} if last else {})}
        return {"kind": kind, **dict(zip(("left", "top", "right", "bottom"), points[0], strict=True))}

    return read


def _weighted(part: str) -> tuple[str, float]:
    name, colon, weight = part.strip().rpartition(":")
    return (name, _number(weight)) if colon else (weight, 1.0)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text.strip()[:32]}” is not a number") from None
