"""A palette as a picture: one band for each colour, as wide as its share. Read back by extract.py, colours exactly."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from engine.contracts import Swatch

SIZE = (1200, 400)


def write(name: str, swatches: Sequence[Swatch]) -> bytes:
    """A PNG of 1200 x 400 pixels, without text: the colours alone."""
    picture = Image.new("RGB", SIZE)
    brush = ImageDraw.Draw(picture)
    total, left = sum(swatch.weight for swatch in swatches), 0.0
    for swatch in swatches:
        right = left + SIZE[0] * swatch.weight / total
        brush.rectangle((round(left), 0, round(right) - 1, SIZE[1] - 1), fill=swatch.hex)
        left = right
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
