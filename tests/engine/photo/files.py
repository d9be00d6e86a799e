"""Forty files that people upload, and whether each can be read; made here, so that no photograph lies in the repository."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageOps

OK = ""
PLACE = b"SECRET PLACE"


def landscape(width: int = 96, height: int = 64) -> Image.Image:
    """A light sky over a dark green ground; a red house at the left, so that every turn and mirror image is told from the others."""
    wide, tall = 2 * width, 2 * height
    image = Image.new("RGB", (wide, tall), (150, 190, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, int(0.6 * tall), wide, tall), fill=(60, 90, 50))
    draw.rectangle((int(0.14 * wide), int(0.4 * tall), int(0.4 * wide), int(0.75 * tall)), fill=(190, 60, 40))
    draw.polygon(
        [(int(0.1 * wide), int(0.4 * tall)), (int(0.27 * wide), int(0.2 * tall)), (int(0.44 * wide), int(0.4 * tall))], fill=(70, 40, 40)
    )
    return image.resize((width, height), Image.Resampling.LANCZOS)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def turned(orientation: int) -> bytes:
    """A JPEG whose EXIF says how to turn it to see the landscape, and where it was taken."""
    undo = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}[orientation]
    exif = Image.Exif()
    exif[0x0112] = undo
    plain = Image.open(io.BytesIO(saved(landscape(), "PNG", exif=exif.tobytes())))
    stored = ImageOps.exif_transpose(plain)
    assert stored is not None
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010E] = PLACE.decode()
    told.get_ifd(0x8825)[1] = "N"
    return saved(stored.convert("RGB"), "JPEG", quality=95, subsampling=0, exif=told.tobytes())


def sixteen_bits() -> bytes:
    grey = np.asarray(landscape().convert("L"), dtype=np.uint16) * 257
    return saved(Image.fromarray(grey), "PNG")


def animated() -> bytes:
    first = landscape()
    return saved(first, "GIF", save_all=True, append_images=[ImageOps.invert(first)] * 3, duration=40)


def see_through(mode: str = "RGBA") -> bytes:
    image = landscape().convert(mode)
    image.putalpha(Image.new("L", image.size, 128))
    return saved(image, "PNG")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *extra: bytes) -> bytes:
    """A grey PNG that claims a size; few of its bytes hold pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    return png(64, 64, chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(30_000_000), 1)))


def claiming(jpeg: bytes, width: int, height: int) -> bytes:
    """A JPEG whose header says another size."""
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def palette_png() -> bytes:
    return saved(landscape().quantize(16), "PNG", transparency=0)


def with_profile(profile: bytes) -> bytes:
    return saved(landscape(), "JPEG", quality=95, icc_profile=profile)


JPEG = saved(landscape(), "JPEG", quality=95, subsampling=0)
PNG = saved(landscape(), "PNG")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "plain.jpg": (lambda: JPEG, OK),
    "plain.png": (lambda: PNG, OK),
    "plain.webp": (lambda: saved(landscape(), "WEBP", quality=95), OK),
    "plain.avif": (lambda: saved(landscape(), "AVIF", quality=95), OK),
    "plain.bmp": (lambda: saved(landscape(), "BMP"), OK),
    "progressive.jpg": (lambda: saved(landscape(), "JPEG", quality=95, progressive=True), OK),
    "cmyk.jpg": (lambda: saved(landscape().convert("CMYK"), "JPEG", quality=95), OK),
    "grey.jpg": (lambda: saved(landscape().convert("L"), "JPEG"), OK),
    "grey and alpha.png": (lambda: saved(landscape().convert("LA"), "PNG"), OK),
    "black and white.png": (lambda: saved(landscape().convert("1"), "PNG"), OK),
    "sixteen bits.png": (sixteen_bits, OK),
    "palette.png": (palette_png, OK),
    "animated.gif": (animated, OK),
    "see-through.png": (see_through, OK),
    **{f"orientation {turn}.jpg": (lambda turn=turn: turned(turn), OK) for turn in range(1, 9)},
    "jpeg called png.png": (lambda: JPEG, OK),
    "png called heic.heic": (lambda: PNG, OK),
    "bytes after the end.jpg": (lambda: JPEG + b"<?php echo 1; ?>" * 50, OK),
    "broken exif.jpg": (lambda: saved(landscape(), "JPEG", quality=95, exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff"), OK),
    "broken profile.jpg": (lambda: with_profile(b"not a profile at all"), OK),
    "panorama.png": (lambda: saved(landscape(800, 100), "PNG"), OK),
    "twelve thousand wide.jpg": (lambda: saved(Image.new("L", (12_000, 9_000), 120), "JPEG", quality=30), OK),
    "empty.jpg": (lambda: b"", "empty"),
    "one byte.jpg": (lambda: b"\xff", "cannot be read|not a picture"),
    "truncated.jpg": (lambda: JPEG[: len(JPEG) // 2], "damaged or cut off"),
    "truncated.png": (lambda: PNG[: len(PNG) // 2], "damaged or cut off"),
    "truncated header.png": (lambda: PNG[:20], "not a picture"),
    "script.svg": (lambda: SVG, "SVG"),
    "page.html": (lambda: b"<!doctype html><p>Not found", "not a picture"),
    "text.jpg": (lambda: b"these are words " * 400, "not a picture"),
    "many pixels.png": (lambda: png(30_000, 30_000), "million pixels"),
    "claims many pixels.jpg": (lambda: claiming(JPEG, 60_000, 60_000), "million pixels"),
    "text bomb.png": (text_bomb, "not a picture|damaged"),
    "one by ten thousand.png": (lambda: saved(Image.new("L", (1, 10_000)), "PNG"), "1 x 10000"),
    "ribbon.png": (lambda: saved(Image.new("L", (4_000, 20)), "PNG"), "4000 x 20"),
    "heavy.jpg": (lambda: JPEG + bytes(21 * 2**20), "20 MB"),
    "document.pdf": (lambda: b"%PDF-1.7\n" + bytes(500), "not a picture"),
}
