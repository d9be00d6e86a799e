"""What is asked for -> a wish that can be carried out; and what a recipe says of the picture that comes of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from PIL import Image

from engine.contracts import MAX_REFERENCES, MAX_SEED, Match, Size, Tensor
from engine.errors import InvalidPreferencesError, PictureTooLargeError, UnreadablePictureError
from engine.match.flow import Wish
from engine.match.scales import resized
from engine.palette.extract import extract_palette
from engine.photograph import Photograph

MOST_PIXELS = 1_600_000
LONGER = 512
"""Pixels of the longer side, unless a size is asked for."""


def checked(
    references: Sequence[Photograph], photo: Photograph | None, size: Size | tuple[int, int] | None, content: float, seed: int
) -> Size:
    """The size that is meant. Raises InvalidPreferencesError and PictureTooLargeError."""
    if not 1 <= len(references) <= MAX_REFERENCES:
        raise InvalidPreferencesError(f"references: give 1 to {MAX_REFERENCES} reference pictures, not {len(references)}.")
    if not 0 <= content <= 1:
        raise InvalidPreferencesError("content: choose a number from 0 (the reference alone) to 1 (the photograph's every shape).")
    if not 0 <= seed <= MAX_SEED:
        raise InvalidPreferencesError(f"seed: choose a whole number from 0 to {MAX_SEED}.")
    chosen = Size.parse(size if size is not None else size_like(photo or references[0]))
    if chosen.pixels > MOST_PIXELS:
        raise PictureTooLargeError(
            f"{chosen.width} x {chosen.height} is more than can be matched; ask for at most {MOST_PIXELS / 1e6:g} million pixels."
        )
    return chosen


def to_wish(
    references: Sequence[Photograph],
    photo: Photograph | None,
    size: Size | tuple[int, int] | None,
    content: float,
    seed: int,
    device: torch.device,
) -> Wish:
    """Checked, and brought onto the device. Raises what `checked` raises."""
    chosen = checked(references, photo, size, content, seed)
    shape = chosen.height, chosen.width
    seen = None if photo is None else covering(to_planes(photo, device), shape)
    return Wish(seen, [to_planes(one, device) for one in references], shape, content, seed)


def size_like(photograph: Photograph, longer: int = LONGER) -> tuple[int, int]:
    """(width, height) of its shape."""
    aspect = photograph.aspect
    return (longer, math.ceil(longer / aspect)) if aspect >= 1 else (math.ceil(longer * aspect), longer)


def to_planes(photograph: Photograph, device: torch.device) -> Tensor:
    """(3, H, W) sRGB in [0, 1]."""
    return torch.tensor(photograph.pixels).to(device).permute(2, 0, 1).float().div_(255)


def covering(picture: Tensor, shape: tuple[int, int]) -> Tensor:
    """(3, H, W) -> (3, *shape): scaled until it covers the shape, and cut on both sides alike."""
    by = max(shape[0] / picture.shape[1], shape[1] / picture.shape[2])
    whole = resized(picture, (max(shape[0], round(picture.shape[1] * by)), max(shape[1], round(picture.shape[2] * by))))
    top, left = (whole.shape[1] - shape[0]) // 2, (whole.shape[2] - shape[1]) // 2
    return whole[:, top : top + shape[0], left : left + shape[1]]


def to_image(planes: Tensor) -> Image.Image:
    """(3, H, W) in about [0, 1] -> RGB."""
    pixels = planes.clamp(0, 1).mul(255).round_().to(torch.uint8).permute(1, 2, 0).contiguous().cpu().numpy()
    return Image.fromarray(pixels)


def told(references: Sequence[Photograph], photo: Photograph | None, content: float) -> Match:
    """What the recipe says of it."""
    names = tuple(one.sha256 for one in references)
    return Match(photo=photo.sha256 if photo else None, references=names, content=content)


def own_colours(image: Image.Image) -> list[dict[str, Any]]:
    """The colours that a picture is made of, as a palette."""
    try:
        return [swatch.model_dump() for swatch in extract_palette(image)]
    except UnreadablePictureError:  # a single one
        red, green, blue = image.resize((1, 1)).convert("RGB").tobytes()
        return [{"hex": f"#{red:02x}{green:02x}{blue:02x}"}] * 2
