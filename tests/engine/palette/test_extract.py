from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.errors import HueprintError, InvalidPreferencesError, PictureTooLargeError, UnreadablePictureError
from engine.palette.extract import MAX_BYTES, extract_palette


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def striped(colours: dict[str, int], mode: str = "RGB", height: int = 300) -> Image.Image:
    """Vertical stripes, each of its own width in pixels."""
    image = Image.new(mode, (sum(colours.values()), height))
    left = 0
    for colour, width in colours.items():
        image.paste(colour, (left, 0, left + width, height))
        left += width
    return image


POSTER = striped({"#1b1026": 300, "#e8663f": 200, "#ffd9a0": 80, "#2f7f86": 20})


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP"])
def test_flat_artwork_gives_its_exact_colours_and_shares(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    found = {swatch.hex: swatch.weight for swatch in extract_palette(encoded(POSTER, kind, **options), 6)}
    assert found == pytest.approx({"#1b1026": 0.5, "#e8663f": 0.333, "#ffd9a0": 0.133, "#2f7f86": 0.033}, abs=0.01)


def test_a_jpeg_gives_nearly_its_colours() -> None:
    found = extract_palette(encoded(POSTER, "JPEG", quality=90), 4)
    assert len(found) == 4
    assert sum(swatch.weight for swatch in found) == pytest.approx(1)
    assert [round(swatch.weight, 1) for swatch in sorted(found, key=lambda swatch: -swatch.weight)][:2] == [0.5, 0.3]


def test_swatches_run_from_dark_to_light_and_keep_to_the_count() -> None:
    ramp = Image.linear_gradient("L")
    for count in (3, 5, 8):
        found = extract_palette(ramp, count)
        values = [int(swatch.hex[1:3], 16) for swatch in found]
        assert len(found) == count
        assert values == sorted(values)


def test_near_duplicates_become_one() -> None:
    found = extract_palette(striped({"#808080": 100, "#828282": 100, "#ff0000": 100}), 12)
    assert len(found) == 2


def test_a_small_vivid_colour_outlives_the_tenth_grey() -> None:
    image = Image.linear_gradient("L").convert("RGB")
    image.paste("#d81e5b", (100, 100, 140, 140))
    assert "#d81e5b" in [swatch.hex for swatch in extract_palette(image, 4)]


def test_transparent_pixels_do_not_count() -> None:
    image = Image.new("RGBA", (200, 100), (0, 255, 0, 0))
    image.paste((232, 102, 63, 255), (0, 0, 50, 100))
    image.paste((27, 16, 38, 255), (50, 0, 100, 100))
    found = {swatch.hex: swatch.weight for swatch in extract_palette(encoded(image), 5)}
    assert found == pytest.approx({"#1b1026": 0.5, "#e8663f": 0.5}, abs=0.02)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    image = Image.linear_gradient("L")
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        image = image.convert("RGBA").convert("P") if mode == "P" else image.convert(mode)
    found = extract_palette(encoded(image, "JPEG" if mode == "CMYK" else "PNG"), 3)
    assert int(found[0].hex[1:3], 16) < 90
    assert int(found[-1].hex[1:3], 16) > 165


def test_the_same_picture_gives_the_same_palette() -> None:
    noise = Image.effect_noise((300, 200), 80)
    assert extract_palette(noise, 6) == extract_palette(noise, 6)


def png_bomb(width: int, height: int) -> bytes:
    """A valid PNG of all zeros: gigabytes of pixels in few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes(1_000_000), 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 10_500, 30_000, 100_000])
def test_a_bomb_is_refused_before_its_pixels_exist(side: int) -> None:
    with pytest.raises(PictureTooLargeError, match="60 million pixels"):
        extract_palette(png_bomb(side, side))


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(PictureTooLargeError, match="20 MB"):
        extract_palette(bytes(MAX_BYTES + 1))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10" fill="red"/></svg>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (SVG, "PNG, JPEG"),
        (b"%PDF-1.7\n", "PNG, JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "PNG, JPEG"),
        (encoded(Image.effect_noise((64, 64), 50))[:900], "PNG, JPEG"),
        (encoded(Image.effect_noise((64, 64), 50), "JPEG")[:900], "PNG, JPEG"),
        (encoded(Image.new("RGB", (9, 9), "#e8663f")), "only one colour"),
        (encoded(Image.new("RGBA", (9, 9), (9, 9, 9, 0))), "transparent"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UnreadablePictureError, match=says):
        extract_palette(data)


@pytest.mark.parametrize("count", [2, 13, 0, -1])
def test_a_silly_count_is_refused(count: int) -> None:
    with pytest.raises(InvalidPreferencesError, match="3 to 12"):
        extract_palette(POSTER, count)


SEEDS = [encoded(Image.effect_noise((24, 24), 60), kind) for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP")]


@settings(max_examples=150)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_files_never_raise_anything_else(good: bytes, damage: list[tuple[int, int]]) -> None:
    data = bytearray(good)
    for place, value in damage:
        data[place % len(data)] = value
    try:
        assert 2 <= len(extract_palette(bytes(data))) <= 5
    except HueprintError as error:
        assert error.message.endswith(".")
