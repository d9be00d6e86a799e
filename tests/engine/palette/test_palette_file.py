"""Palettes of other programs: there and back, as those programs write them, and as nobody should."""

from __future__ import annotations

import random
import struct

import pytest

from engine.contracts import Swatch
from engine.errors import HueprintError, InvalidPreferencesError
from engine.palette.css_colour import css_colour_to_hex
from engine.palette.palette_file import WRITERS, read_palette, read_text, write_palette

PALETTE = tuple(Swatch(hex=h, weight=w) for h, w in (("#1b1026", 0.2225), ("#e8663f", 0.4), ("#ffd9a0", 0.1275), ("#00ff7f", 0.25)))


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "png"])
def test_there_and_back_with_every_share(kind: str) -> None:
    data, _ = write_palette(kind, "Ember “1”", PALETTE)
    found = read_palette(data)
    assert [swatch.hex for swatch in found.swatches] == [swatch.hex for swatch in PALETTE]
    assert [swatch.weight for swatch in found.swatches] == pytest.approx([swatch.weight for swatch in PALETTE], abs=1e-9)


def test_the_card_gives_its_colours_back_dark_to_light() -> None:
    found = read_palette(write_palette("png", "", PALETTE)[0]).swatches
    assert {swatch.hex for swatch in found} == {swatch.hex for swatch in PALETTE}
    assert {swatch.hex: swatch.weight for swatch in found}["#e8663f"] == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_written_again_is_the_same_file(kind: str) -> None:
    data, _ = write_palette(kind, "Ember", PALETTE)
    assert write_palette(kind, "Ember", PALETTE)[0] == data


def ase(*colours: tuple[bytes, tuple[float, ...]]) -> bytes:
    blocks = b""
    for model, values in colours:
        body = struct.pack(">H", 2) + "x\0".encode("utf-16-be") + model + struct.pack(f">{len(values)}fH", *values, 2)
        blocks += struct.pack(">HI", 1, len(body)) + body
    return b"ASEF" + struct.pack(">HHI", 1, 0, len(colours)) + blocks


def aco(*colours: tuple[int, int, int, int, int]) -> bytes:
    return struct.pack(">HH", 1, len(colours)) + b"".join(struct.pack(">5H", *colour) for colour in colours)


GREEN = "#008000"
FOREIGN = [
    (ase((b"LAB ", (0.462775, -47.5621, 48.5837)), (b"CMYK", (1, 0, 0, 0)), (b"Gray", (0.5,))), [GREEN, "#00ffff", "#808080"]),
    (
        aco((7, 4628, 65536 - 4756, 4858, 0), (2, 0, 65535, 65535, 65535), (8, 5000, 0, 0, 0), (1, 0, 65535, 65535, 0)),
        [GREEN, "#00ffff", "#808080", "#ff0000"],
    ),
    (b"GIMP Palette\nName: a\nColumns: 4\n# by hand\n  0 128   0\tGreen\n255 255 255 \n\n", [GREEN, "#ffffff"]),
    (
        b":root { --ink: oklch(51.975% 0.17686 142.495); --space: 4px; --sky: hwb(200 20% 0%) } a { color: tomato; border: 0 solid #123 }",
        [GREEN, "#33bbff"],
    ),
    (b"a { color: tomato } b { background: url(#fff.png) #112233; color: tomato; margin: 0 auto }", ["#ff6347", "#112233"]),
    (b"#264653 30%, #2a9d8f 70%", ["#264653", "#2a9d8f"]),
    (b"\xef\xbb\xbf$brand: #264653;\n$ink: rgb(42 157 143 / 50%);\n", ["#264653", "#2a9d8f"]),
]


@pytest.mark.parametrize(("data", "colours"), FOREIGN)
def test_files_as_other_programs_write_them(data: bytes, colours: list[str]) -> None:
    assert [swatch.hex for swatch in read_palette(data).swatches] == colours


def test_a_library_gives_its_first_twelve_and_says_how_many_are_left() -> None:
    found = read_palette(aco(*((0, value * 3000, 0, 0, 0) for value in range(20))))
    assert (len(found.swatches), found.notice) == (12, "There are 20 colours in it; these are the first 12.")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 400,
        b"ASEF",
        b"ASEF\0\1\0\0\xff\xff\xff\xff" + b"\0\1\xff\xff\xff\xff",
        ase((b"RGB ", (float("nan"), 0, 0)), (b"RGB ", (1, 0, 0))),
        ase((b"XYZ ", (0, 0, 0)), (b"RGB ", (1, 0, 0))),
        ase((b"RGB ", (0, 0, 0))),
        aco((99, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
        b"GIMP Palette\n300 0 0 red\n",
        b"GIMP Palette\n<script>alert(1)</script>\n",
        b":root { --a: 4px }",
        b"%PDF-1.7 \xff\xfe",
        b"#fff" * 400_000,
    ],
)
def test_what_is_no_palette_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(InvalidPreferencesError) as raised:
        read_palette(data)
    assert raised.value.message.endswith(".")
    assert raised.value.message.count(". ") == 0


def test_a_web_pages_text_gives_its_hex_codes_and_says_so() -> None:
    found = read_text("Primary\n#264653\nCopy\nSecondary — #2A9D8F\nCopied!\n&#8230; ##fff issue #12345")
    assert [swatch.hex for swatch in found.swatches] == ["#264653", "#2a9d8f"]
    assert found.notice == "Only 2 hex codes of this text were taken; the rest of it is no colours."
    with pytest.raises(InvalidPreferencesError, match="Primary"):
        read_text("Primary\n#264653\nCopy")


def test_any_damage_is_survived() -> None:
    chance = random.Random(5)
    for kind in ("ase", "aco", "gpl", "css", "txt"):
        good = write_palette(kind, "Ember", PALETTE)[0]
        for _ in range(200):
            data = bytearray(good[: chance.randrange(len(good) // 2, len(good) + 1)])
            for _ in range(chance.randrange(4)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                assert read_palette(bytes(data)).swatches
            except HueprintError as error:
                assert error.message.endswith((".", "?"))


# The colour of the first eight is green in the Web Platform Tests of CSS Color 4, each to one step of a byte.
@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("lab(46.2775% -47.5621 48.5837)", GREEN),
        ("lch(46.2775% 67.9892 134.3912)", GREEN),
        ("oklab(51.975% -0.1403 0.10768 / 50%)", GREEN),
        ("OKLCH(51.975% 0.17686 142.495deg)", GREEN),
        ("hwb(120 0% 49.8039%)", GREEN),
        ("color(display-p3 0.21604 0.49418 0.13151)", GREEN),
        ("color(xyz 0.07719 0.15438 0.02573)", GREEN),
        ("color(srgb-linear 0 0.21586 none)", GREEN),
        ("hsl(0.5turn, 100%, 50%)", "#00ffff"),
        ("#f00c", "#ff0000"),
        ("rebeccapurple", "#663399"),
    ],
)
def test_every_form_of_css(text: str, colour: str) -> None:
    assert css_colour_to_hex(text) == colour


@pytest.mark.parametrize(
    "text", ["", "#12", "rgb(1 2)", "lab(from red l a b)", "rgb(calc(1) 2 3)", "color(prophoto-rgb 1 0 0)", "oklch(1e999 0 x)"]
)
def test_what_is_no_colour_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"colour|number|value"):
        css_colour_to_hex(text)


def test_what_srgb_cannot_show_keeps_its_hue() -> None:
    from engine.palette.harmony import hex_to_lch

    assert hex_to_lch(css_colour_to_hex("oklch(70% 0.4 150)"))[2] == pytest.approx(150, abs=1)
