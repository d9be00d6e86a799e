"""An uploaded file -> a clean, upright photograph of bounded size. Files are hostile until they have been read; nothing is stored.

Pixels are counted before any is decoded. Orientation (EXIF 2.32, tag 0x0112) is applied and colour profiles are converted to sRGB; then
everything but the pixels is dropped: place, time, camera, thumbnail, comments.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import math

import numpy as np
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from engine.errors import HueprintError, PictureTooLargeError, UnreadablePictureError
from engine.photograph import Photograph

FORMATS = ("PNG", "WEBP", "AVIF", "GIF", "BMP")
"""Beside JPEG, which is opened by itself: it alone can be decoded at a fraction of its size."""
MAX_BYTES = 20 * 2**20
MAX_PIXELS, MAX_JPEG_PIXELS = 36_000_000, 200_000_000
"""The second for JPEG files that are decoded at a half, a quarter or an eighth."""
KEPT_PIXELS = 1_600_000
"""What a photograph is brought down to."""
LEAST_SIDE, MOST_ASPECT = 16, 8.0
MAX_PROFILE = 2**20
STRIP = 256
"""Rows that are flattened at a time."""
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
READABLE = "use JPEG, PNG, WebP, AVIF or GIF"


def read_photograph(source: bytes | Image.Image) -> Photograph:
    """A file's bytes, or a decoded image, -> a Photograph of at most KEPT_PIXELS pixels; see-through places show white.

    Of an animation the first frame. Raises UnreadablePictureError or PictureTooLargeError with one clear sentence.
    """
    if isinstance(source, Image.Image):
        return _photograph(source.copy(), hashlib.sha256(repr((source.mode, source.size)).encode() + source.tobytes()).hexdigest())
    image = _opened(source)
    try:
        return _photograph(image, hashlib.sha256(source).hexdigest())
    except HueprintError:
        raise
    except Exception:  # noqa: BLE001  (decoders raise a dozen unrelated kinds on hostile bytes; all of them mean this)
        raise UnreadablePictureError(f"This picture is damaged or cut off; save it again, or {READABLE}.") from None
    finally:
        image.close()


def _opened(data: bytes) -> Image.Image:
    """The file's header read, its kind known, its pixels counted and not yet decoded."""
    if not data:
        raise UnreadablePictureError("This file is empty; choose a photograph.")
    if len(data) > MAX_BYTES:
        raise PictureTooLargeError(f"This file is larger than {MAX_BYTES >> 20} MB; choose a smaller one.")
    try:
        image = _by_kind(data)
    except HueprintError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(MAX_PIXELS) from None
    except Exception:  # noqa: BLE001  (as above)
        raise UnreadablePictureError(f"This file is not a picture that can be read; {READABLE}.") from None
    _check_size(image)
    return image


def _by_kind(data: bytes) -> Image.Image:
    file = io.BytesIO(data)
    if data[:3] == b"\xff\xd8\xff":
        return JpegImageFile(file)
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        return _heic(file)
    if b"<svg" in data[:2048].lower():
        raise UnreadablePictureError("SVG drawings are not photographs; save the drawing as PNG and choose that.")
    return Image.open(file, formats=FORMATS)


def _heic(file: io.BytesIO) -> Image.Image:
    """With pillow-heif where it is installed."""
    if importlib.util.find_spec("pillow_heif") is None:
        raise UnreadablePictureError("HEIC photographs cannot be read here; save it as JPEG and choose that.")
    from pillow_heif import HeifImagePlugin  # type: ignore[import-not-found,unused-ignore]

    opened: Image.Image = HeifImagePlugin.HeifImageFile(file)
    return opened


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    by_parts = isinstance(image, JpegImageFile) and "progressive" not in image.info
    most = MAX_JPEG_PIXELS if by_parts else MAX_PIXELS
    if width * height > most:
        raise _too_many_pixels(most)
    if min(width, height) < LEAST_SIDE or max(width, height) > MOST_ASPECT * min(width, height):
        raise UnreadablePictureError(
            f"This picture has {width} x {height} pixels; choose one at least {LEAST_SIDE} pixels wide and high, "
            f"and no more than {MOST_ASPECT:g} times as long as it is narrow."
        )


def _too_many_pixels(most: int) -> PictureTooLargeError:
    return PictureTooLargeError(f"This picture has more than {most // 1_000_000} million pixels; choose a smaller one.")


def _photograph(image: Image.Image, sha256: str) -> Photograph:
    """Decode, shrink, flatten, turn: in that order, so that no step holds more than it must."""
    _check_size(image)
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    scale = math.sqrt(min(1.0, KEPT_PIXELS / (image.width * image.height)))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    image.draft("RGB", size)
    image.load()
    flat = _plain(image)
    if scale < 1:
        flat = flat.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    upright = _in_srgb(flat, profile)
    if orientation in TURNS:
        upright = upright.transpose(TURNS[orientation])
    return Photograph(np.ascontiguousarray(upright), sha256)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  (a broken EXIF block says nothing; the picture may still be whole)
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """RGB, L or CMYK of eight bits, on white where it is see-through. Strip by strip: a whole picture of floats or a second copy of
    it would take several times what the picture itself does.
    """
    if image.mode in {"RGB", "L", "CMYK"} and not image.has_transparency_data:
        return image
    is_deep = image.mode in {"I", "F"} or image.mode.startswith("I;16")
    brightest = max(float(np.nanmax(np.asarray(image))), 1e-9) if image.mode == "F" else 65_535.0
    plain = Image.new("L" if is_deep else "RGB", image.size)
    for top in range(0, image.height, STRIP):
        strip = image.crop((0, top, image.width, min(top + STRIP, image.height)))
        plain.paste(_bytes_a_pixel(strip, brightest) if is_deep else _opaque(strip), (0, top))
    return plain


def _bytes_a_pixel(image: Image.Image, brightest: float) -> Image.Image:
    """Sixteen bits or more of grey -> eight."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32))
    return Image.fromarray((values * (255 / brightest)).clip(0, 255).round().astype(np.uint8))


def _opaque(image: Image.Image) -> Image.Image:
    """RGB; what is see-through lies on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """RGB. A profile that cannot be used is passed over: most files without a good one are sRGB."""
    if isinstance(profile, bytes) and len(profile) <= MAX_PROFILE and image.mode != "L":
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
            image = changed or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")
