"""Every file that people upload is read right or refused with one clear sentence, and nothing of it but pixels is kept."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import fields

import numpy as np
import pytest
from PIL import Image, ImageCms

from engine.errors import HueprintError
from engine.photo.upload import KEPT_PIXELS, read_photograph
from engine.photograph import Photograph
from tests.engine.photo.files import FILES, JPEG, PLACE, SVG, landscape, saved, see_through, turned, with_profile

pytestmark = pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # a decoder's grumble about a file that is read all the same
SHAPED = {"panorama.png", "twelve thousand wide.jpg"}


def test_there_are_forty_files():
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_read_right_or_refused_in_one_sentence(name: str):
    make, refusal = FILES[name]
    if refusal:
        with pytest.raises(HueprintError, match=refusal) as caught:
            read_photograph(make())
        message = caught.value.message
        assert message.endswith(".") and len(message) < 200 and "\n" not in message and "Error" not in message
        return
    photograph = read_photograph(make())
    assert photograph.pixels.dtype == np.uint8 and photograph.pixels.shape[2] == 3
    assert photograph.pixels.shape[0] * photograph.pixels.shape[1] <= 1.01 * KEPT_PIXELS
    if name not in SHAPED:
        assert _apart(photograph, _looks(name)) < 14


def _looks(name: str) -> Image.Image:
    """The landscape as that file shows it."""
    plain = landscape()
    if name in {"grey.jpg", "grey and alpha.png", "sixteen bits.png"}:
        return plain.convert("L").convert("RGB")
    if name == "black and white.png":
        return plain.convert("1").convert("RGB")
    if name == "see-through.png":
        return Image.blend(plain, Image.new("RGB", plain.size, "white"), 0.5)
    if name == "palette.png":
        seen = plain.quantize(16).convert("RGB")
        seen.paste("white", mask=Image.fromarray((np.asarray(plain.quantize(16)) == 0).astype(np.uint8) * 255))
        return seen
    return plain


def _apart(photograph: Photograph, image: Image.Image) -> float:
    """Mean difference in 8-bit steps."""
    assert photograph.pixels.shape[:2] == (image.height, image.width)
    return float(np.abs(photograph.pixels.astype(int) - np.asarray(image).astype(int)).mean())


def test_an_orientation_that_is_not_applied_would_be_noticed():
    upright = read_photograph(turned(1))
    sideways = Photograph(upright.pixels[:, ::-1], upright.sha256)
    assert _apart(sideways, landscape()) > 14


def test_only_pixels_and_the_files_name_are_kept():
    """Not where it was taken, nor what it was called."""
    photograph = read_photograph(turned(6))
    assert [one.name for one in fields(photograph)] == ["pixels", "sha256"]
    assert PLACE in turned(6) and PLACE not in photograph.pixels.tobytes()


def test_colour_profiles_are_converted():
    """A file in sRGB stays as it is; one whose profile calls red what others call blue is shown as it was meant."""
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert _apart(read_photograph(with_profile(usual)), landscape()) < 3
    swapped = usual.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    meant = read_photograph(with_profile(swapped))
    assert _apart(Photograph(meant.pixels[..., ::-1], meant.sha256), landscape()) < 6 < _apart(meant, landscape())


def test_the_same_file_has_the_same_name_and_another_another():
    assert read_photograph(JPEG).sha256 == read_photograph(bytes(bytearray(JPEG))).sha256
    assert read_photograph(JPEG).sha256 != read_photograph(see_through()).sha256


def test_an_image_that_is_decoded_already_is_read_alike():
    given = landscape()
    assert _apart(read_photograph(given), given) == 0
    assert given.size == (96, 64)


@pytest.mark.skipif(importlib.util.find_spec("pillow_heif") is not None, reason="HEIC can be read here")
@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"heix"])
def test_heic_says_what_to_do_where_its_decoder_is_missing(brand: bytes):
    with pytest.raises(HueprintError, match="save it as JPEG"):
        read_photograph(b"\x00\x00\x00\x18ftyp" + brand + bytes(64))


def test_svg_is_refused_however_it_begins():
    for data in (SVG, b"\xef\xbb\xbf  " + SVG[21:], b"<!-- " + b"x" * 500 + b" -->" + SVG):
        with pytest.raises(HueprintError, match="SVG"):
            read_photograph(data)


MEMORY = """
import resource, sys
from engine.errors import HueprintError
from engine.photo.upload import read_photograph
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name in sys.argv[1:]:
    try:
        read_photograph(open(name, "rb").read())
    except HueprintError:
        pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def test_memory_stays_bounded(tmp_path):
    """12000 x 9000 pixels would be 324 MB; a bomb would be gigabytes."""
    names = ["twelve thousand wide.jpg", "many pixels.png", "text bomb.png", "claims many pixels.jpg"]
    for name in names:
        (tmp_path / name).write_bytes(FILES[name][0]())
    (tmp_path / "large.png").write_bytes(saved(Image.new("RGB", (4_000, 3_500), (9, 80, 90)), "PNG"))
    (tmp_path / "deep.png").write_bytes(saved(Image.fromarray(np.full((5_000, 7_000), 30_000, np.uint16)), "PNG"))
    command = [sys.executable, "-c", MEMORY, *(str(tmp_path / name) for name in (*names, "large.png", "deep.png"))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 150
