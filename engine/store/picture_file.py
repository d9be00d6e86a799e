"""A picture and its recipe <-> one file: PNG, JPEG or WebP (engine/animate writes the moving ones). Only the pixels and the recipe go in.

The recipe travels as ASCII JSON: in a PNG as the iTXt chunk "recipe" (so Pillow gives it back as `info["recipe"]`), in JPEG and
WebP as the EXIF UserComment, where picture software leaves it alone. Every file says that its colours are sRGB, so that a
palette's hex codes mean the same everywhere. WebP is written lossless: exact colours, smaller than PNG and sooner done, while
lossy WebP halves the resolution of colour and so leaves the palette. The same picture and recipe give the same bytes.
"""

from __future__ import annotations

import io
import json

from PIL import Image, PngImagePlugin

from engine.checksum import KEY, checksum
from engine.contracts import Recipe
from engine.errors import InvalidPreferencesError, NoRecipeError, RecipeError, UnreadablePictureError
from engine.store.embedded import DAMAGE, EXIF_IFD, RECIPE_KEYWORD, USER_COMMENT, USER_COMMENT_ASCII, find_recipe_text
from engine.store.kinds import JPEG, PNG, PictureKind, kind_named, kind_of

MAX_FILE_BYTES = 256 * 2**20
MAX_RECIPE_BYTES = 256 * 2**10
_MAX_JPEG_EXIF = 65_000
_COLOUR_SPACE, _SRGB = 0xA001, 1


def picture_to_bytes(image: Image.Image, recipe: Recipe, kind: PictureKind | str = "png") -> bytes:
    """A picture (any mode, written as 8-bit RGB) and its recipe -> a file with the recipe inside.

    JPEG is written at quality 95 without chroma subsampling. Raises UnknownNameError for an unknown kind,
    InvalidPreferencesError if the kind cannot hold so many pixels, RecipeError if it cannot hold so long a recipe.
    """
    kind = kind_named(kind) if isinstance(kind, str) else kind
    if max(image.size) > kind.max_side:
        raise InvalidPreferencesError(f"{kind.id.upper()} holds at most {kind.max_side} pixels a side; choose PNG or a smaller size.")
    text = _recipe_to_ascii(recipe)
    bare = image.convert("RGB")
    bare.info = {}  # else Pillow copies profiles, comments and EXIF of wherever the pixels came from
    file = io.BytesIO()
    if kind is PNG:
        bare.save(file, "PNG", pnginfo=_png_notes(text), compress_level=4)
    elif kind is JPEG:
        bare.save(file, "JPEG", exif=_exif(text, _MAX_JPEG_EXIF), quality=95, subsampling=0, optimize=True)
    else:
        bare.save(file, "WEBP", exif=_exif(text, MAX_RECIPE_BYTES), lossless=True, quality=20, method=0)
    return file.getvalue()


def bytes_to_recipe(data: bytes) -> Recipe:
    """A picture's file, still or moving, from anyone -> the recipe in it. No pixel is decoded, so no bomb goes off.

    Raises UnreadablePictureError if the file is too large, damaged or of another kind; RecipeError if no good recipe is in it
    (NoRecipeError if none at all).
    """
    if len(data) > MAX_FILE_BYTES:
        raise UnreadablePictureError(f"This file is larger than {MAX_FILE_BYTES // 2**20} MB; choose a smaller picture.")
    kind = kind_of(data)
    try:
        text = find_recipe_text(data, kind, MAX_RECIPE_BYTES)
    except DAMAGE:
        raise UnreadablePictureError("This picture file is damaged; choose another copy of it.") from None
    if text is None:
        raise NoRecipeError("This picture holds no Hueprint recipe; choose one that was kept or downloaded here.")
    return Recipe.parse(text)


def exif_note(note: bytes) -> bytes:
    """ASCII text as the EXIF of a WebP. Raises RecipeError if it is too long."""
    return _exif(note, MAX_RECIPE_BYTES)


def sealed(recipe: Recipe) -> bytes:
    """The recipe as ASCII JSON with its checksum: what stands in a picture and beside it."""
    data = recipe.model_dump(mode="json")
    return json.dumps({**data, KEY: checksum(data)}, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _recipe_to_ascii(recipe: Recipe) -> bytes:
    text = sealed(recipe)
    if len(text) > MAX_RECIPE_BYTES:
        raise RecipeError("This recipe is too long to be put into a picture; simplify it.")
    return text


def _png_notes(text: bytes) -> PngImagePlugin.PngInfo:
    notes = PngImagePlugin.PngInfo()
    notes.add(b"sRGB", b"\x00")
    notes.add_itxt(RECIPE_KEYWORD, text.decode("ascii"))
    return notes


def _exif(text: bytes, limit: int) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(EXIF_IFD).update({USER_COMMENT: USER_COMMENT_ASCII + text, _COLOUR_SPACE: _SRGB})
    written = exif.tobytes()
    if len(written) > limit:
        raise RecipeError("This recipe is too long for this kind of file; choose PNG instead.")
    return written
