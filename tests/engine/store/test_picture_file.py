"""Recipes in and out of PNG, JPEG and WebP files, and files from people who mean harm."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from benchmarks.tampering import tampered
from engine.contracts import Preferences, Recipe
from engine.errors import HueprintError, InvalidPreferencesError, RecipeError, UnknownNameError, UnreadablePictureError
from engine.store.kinds import KINDS, PictureKind, kind_named, kind_of
from engine.store.picture_file import bytes_to_recipe, picture_to_bytes

KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)


@KIND
def test_the_recipe_comes_back_bit_exactly(image: Image.Image, recipe: Recipe, kind: PictureKind) -> None:
    data = picture_to_bytes(image, recipe, kind)
    assert kind_of(data) is kind
    assert bytes_to_recipe(data) == recipe
    assert bytes_to_recipe(data).model_dump_json() == recipe.model_dump_json()


@KIND
def test_the_same_picture_gives_the_same_bytes(image: Image.Image, recipe: Recipe, kind: PictureKind) -> None:
    assert picture_to_bytes(image, recipe, kind) == picture_to_bytes(image.copy(), Recipe.parse(recipe.model_dump_json()), kind.id)


@KIND
def test_nothing_goes_in_but_pixels_recipe_and_srgb(image: Image.Image, recipe: Recipe, kind: PictureKind) -> None:
    data = picture_to_bytes(image, recipe, kind)
    assert b"private-" not in data
    assert image.info["comment"] == b"private-comment"  # the caller's picture is left as it was
    written = Image.open(io.BytesIO(data))
    written.load()
    assert (written.size, written.mode) == (image.size, "RGB")
    assert "icc_profile" not in written.info
    assert "comment" not in written.info
    if kind.id == "png":
        assert (written.info.keys(), written.info["srgb"]) == ({"srgb", "recipe"}, 0)
        assert Recipe.parse(written.info["recipe"]) == recipe
    else:
        assert list(written.getexif()) == [0x8769]
        assert written.getexif().get_ifd(0x8769).keys() == {0x9286, 0xA001}  # UserComment, and ColorSpace:
        assert written.getexif().get_ifd(0x8769)[0xA001] == 1


def test_png_and_webp_keep_every_pixel_and_jpeg_every_colour_sample(image: Image.Image, recipe: Recipe) -> None:
    pixels = np.asarray(image).astype(int)
    for kind in ("png", "webp"):
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(picture_to_bytes(image, recipe, kind)))), pixels)
    jpeg = Image.open(io.BytesIO(picture_to_bytes(image, recipe, "jpeg")))
    assert [tuple(layer[1:3]) for layer in jpeg.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]  # sampling factors: 4:4:4
    assert np.abs(np.asarray(jpeg).astype(int) - pixels).mean() < 4


def test_kinds_go_by_id_extension_and_content_type() -> None:
    for kind in KINDS:
        for name in (kind.id, kind.extension, f".{kind.extension}".upper(), kind.content_type):
            assert kind_named(name) is kind
    with pytest.raises(UnknownNameError, match="png"):
        kind_named("pgn")


def test_a_picture_too_wide_for_webp_says_so(recipe: Recipe) -> None:
    with pytest.raises(InvalidPreferencesError, match="16383"):
        picture_to_bytes(Image.new("RGB", (16_384, 1)), recipe, "webp")


def png_with(chunk: bytes, body: bytes) -> bytes:
    plain = io.BytesIO()
    Image.new("RGB", (2, 2)).save(plain, "PNG")
    head, tail = plain.getvalue()[:33], plain.getvalue()[33:]
    return head + struct.pack(">I", len(body)) + chunk + body + struct.pack(">I", zlib.crc32(chunk + body)) + tail


def test_other_software_may_rewrite_the_png_text(recipe: Recipe) -> None:
    packed = zlib.compress(recipe.model_dump_json().encode())
    assert bytes_to_recipe(png_with(b"iTXt", b"recipe\0\1\0en\0Rezept\0" + packed)) == recipe
    ascii_recipe = recipe.model_copy(update={"preferences": recipe.preferences.model_copy(update={"words": ""})})
    plain = ascii_recipe.model_dump_json().encode()
    assert bytes_to_recipe(png_with(b"zTXt", b"recipe\0\0" + zlib.compress(plain))) == ascii_recipe
    assert bytes_to_recipe(png_with(b"tEXt", b"recipe\0" + plain)) == ascii_recipe


def test_pillow_writing_the_picture_again_keeps_the_recipe(png: bytes, recipe: Recipe) -> None:
    again = io.BytesIO()
    picture = Image.open(io.BytesIO(png))
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("recipe", picture.info["recipe"], zip=True)
    picture.save(again, "PNG", pnginfo=notes)
    assert bytes_to_recipe(again.getvalue()) == recipe


@KIND
def test_a_picture_without_a_recipe_says_so(kind: PictureKind) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, kind.id)
    with pytest.raises(RecipeError, match="holds no Hueprint recipe"):
        bytes_to_recipe(file.getvalue())


@pytest.mark.parametrize("data", [b"", b"BM....", b"%PDF-1.7", b"<svg onload=alert(1)>", b"PK\3\4", b"RIFF1234WAVE"])
def test_what_is_no_picture_says_so(data: bytes) -> None:
    with pytest.raises(UnreadablePictureError, match="not a PNG, JPEG, WebP or GIF picture"):
        bytes_to_recipe(data)


def test_a_zip_bomb_in_the_text_is_not_unpacked() -> None:
    bomb = zlib.compress(b" " * 50_000_000)  # 50 kB that unpack to 50 MB
    with pytest.raises(RecipeError):
        bytes_to_recipe(png_with(b"iTXt", b"recipe\0\1\0\0\0" + bomb))


def test_huge_dimensions_are_not_decoded(recipe: Recipe, png: bytes) -> None:
    header = struct.pack(">II", 2**31 - 1, 2**31 - 1) + png[24:29]
    bomb = png[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + png[33:]
    assert bytes_to_recipe(bomb) == recipe


@pytest.mark.parametrize(
    "text", [b"{}", b"null", b"[" * 100_000, b'{"version":1}', b"\xff\xfe", b'{"__proto__":1}', b"NaN", b'{"version":1,"size":[1e999,2]}']
)
def test_hostile_recipes_are_refused_in_one_sentence(text: bytes) -> None:
    with pytest.raises(RecipeError) as raised:
        bytes_to_recipe(png_with(b"iTXt", b"recipe\0\0\0\0\0" + text))
    assert len(raised.value.message) < 400


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch, png: bytes) -> None:
    monkeypatch.setattr("engine.store.picture_file.MAX_FILE_BYTES", 100)
    with pytest.raises(UnreadablePictureError, match="smaller"):
        bytes_to_recipe(png)


@pytest.fixture(scope="module")
def files(image: Image.Image, recipe: Recipe) -> list[bytes]:
    return [picture_to_bytes(image, recipe, kind) for kind in KINDS]


def read_quietly(data: bytes) -> None:
    """Reading may refuse, in our words; anything else is a crash."""
    try:
        assert isinstance(bytes_to_recipe(data), Recipe)
    except HueprintError as error:
        assert error.message.endswith(".")


@KIND
def test_every_truncation_is_survived(files: list[bytes], kind: PictureKind) -> None:
    data = files[KINDS.index(kind)]
    for length in range(0, len(data), 7):
        read_quietly(data[:length])


@settings(max_examples=400)
@given(which=st.integers(0, 2), changes=st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 255)), max_size=6))
def test_every_damage_is_survived(files: list[bytes], which: int, changes: list[tuple[int, int]]) -> None:
    data = bytearray(files[which])
    tail = len(data) - 1600 if which == 2 else 0  # WebP has its EXIF at the end
    for place, value in changes:
        data[max(0, tail) + place] = value
    read_quietly(bytes(data))


@settings(max_examples=100)
@given(words=st.text(max_size=500), kind=st.sampled_from(KINDS))
def test_any_words_survive(image: Image.Image, words: str, kind: PictureKind) -> None:
    recipe = Recipe(preferences=Preferences(words=words), size=(16, 16))
    assert bytes_to_recipe(picture_to_bytes(Image.new("RGB", (16, 16)), recipe, kind)) == recipe


def test_any_mode_is_written(recipe: Recipe) -> None:
    write: Callable[[str], bytes] = lambda mode: picture_to_bytes(Image.new(mode, (4, 4)), recipe, "jpeg")  # noqa: E731
    for mode in ("L", "RGBA", "P", "CMYK"):
        assert bytes_to_recipe(write(mode)) == recipe


def test_a_tampered_picture_is_refused_or_still_what_it_was(files: list[bytes], recipe: Recipe) -> None:
    """A sample of what benchmarks/links.py counts in full, and unlike the damage above none of it may pass for another recipe."""
    chance = random.Random(7)
    outcomes = set()
    for _ in range(600):
        try:
            outcomes.add(bytes_to_recipe(tampered(chance.choice(files), chance)) == recipe)
        except HueprintError as error:
            outcomes.add(error.message.endswith("."))
    assert outcomes == {True}
