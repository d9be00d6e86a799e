"""Any colour that CSS can write -> sRGB. After CSS Color Module Level 4 (W3C), whose matrices these are; opacity is dropped.

#rgb #rgba #rrggbb #rrggbbaa, names, rgb() hsl() hwb() lab() lch() oklab() oklch() and color() in srgb, srgb-linear, display-p3 and xyz.
A colour outside sRGB keeps its OKLCH lightness and hue and gives up chroma.
"""

from __future__ import annotations

import colorsys
import math
import re
from collections.abc import Callable, Sequence

import torch
from PIL import ImageColor

from engine.palette.harmony import to_hexes
from engine.palette.oklab import linear_to_oklab, oklab_to_linear

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

_CALL = re.compile(r"(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(([^()]{1,120})\)")
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?)(%|deg|grad|rad|turn)?")
_DEGREES = {"": 1.0, "deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0}
_XYZ_TO_LINEAR: Matrix = (
    (12831 / 3959, -329 / 214, -1974 / 3959),
    (-851781 / 878810, 1648619 / 878810, 36519 / 878810),
    (705 / 12673, -2585 / 12673, 705 / 667),
)
_P3_TO_XYZ: Matrix = (
    (608311 / 1250200, 189793 / 714400, 198249 / 1000160),
    (35783 / 156275, 247089 / 357200, 198249 / 2500400),
    (0.0, 32229 / 714400, 5220557 / 5000800),
)
_D50_TO_D65: Matrix = (
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_D50 = (0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585)
_EDGE = 1e-4
"""How far outside [0, 1] a linear value may lie and still count as rounding."""


def css_colour_to_hex(text: str) -> str:
    """A colour as CSS writes it -> `#rrggbb`. Raises ValueError for anything else."""
    plain = text.strip().lower()
    if re.fullmatch(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", plain):
        digits = plain[1:] if len(plain) > 5 else "".join(2 * digit for digit in plain[1:])
        return f"#{digits[:6]}"
    if plain in ImageColor.colormap:
        red, green, blue = ImageColor.getrgb(plain)[:3]
        return f"#{red:02x}{green:02x}{blue:02x}"
    call = _CALL.fullmatch(plain)
    if not call:
        raise ValueError("this is not a CSS colour")
    return linear_to_hex(_READERS[call[1]](re.sub(r"[,/]", " ", call[2]).split()))


def linear_to_hex(linear: Triple) -> str:
    """Linear sRGB, also outside [0, 1] -> `#rrggbb`; what does not fit gives up chroma."""
    if all(-_EDGE <= value <= 1 + _EDGE for value in linear):
        return "#" + "".join(f"{round(255 * _encoded(min(1.0, max(0.0, value)))):02x}" for value in linear)
    lightness, a, b = linear_to_oklab(torch.tensor(linear, dtype=torch.float32)[:, None])[:, 0].tolist()
    return to_hexes([(min(1.0, max(0.0, lightness)), math.hypot(a, b), math.degrees(math.atan2(b, a)))])[0]


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _decoded(value: float) -> float:
    size = abs(value)
    return math.copysign(size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4, value)


def _values(parts: Sequence[str], whole: Sequence[float]) -> Triple:
    """Three numbers, percentages of `whole`, or none; 0 as `whole` marks an angle. A fourth, the opacity, is only checked."""
    if len(parts) not in (3, 4):
        raise ValueError("a colour has three values, and may have an opacity")
    one, two, three = (_value(part, full) for part, full in zip(parts, whole, strict=False))
    _value((*parts, "1")[3], 1.0)
    return one, two, three


def _value(text: str, whole: float) -> float:
    if text == "none":
        return 0.0
    number = _NUMBER.fullmatch(text)
    if not number or (number[2] == "%" and not whole) or (number[2] not in (None, "%") and whole):
        raise ValueError(f"{text[:16]} is not a number here")
    value = float(number[1])
    return value * whole / 100 if number[2] == "%" else value if whole else value * _DEGREES[number[2] or ""]


def _rgb(parts: Sequence[str]) -> Triple:
    red, green, blue = _values(parts, (255, 255, 255))
    return _clipped((red / 255, green / 255, blue / 255))


def _clipped(srgb: Triple) -> Triple:
    red, green, blue = (_decoded(min(1.0, max(0.0, value))) for value in srgb)
    return red, green, blue


def _hsl(parts: Sequence[str]) -> Triple:
    hue, saturation, lightness = _values(parts, (0, 100, 100))
    return _clipped(colorsys.hls_to_rgb(hue / 360 % 1, min(1, max(0, lightness / 100)), min(1, max(0, saturation / 100))))


def _hwb(parts: Sequence[str]) -> Triple:
    hue, white, black = _values(parts, (0, 100, 100))
    white, black = max(0, white / 100), max(0, black / 100)
    if white + black >= 1:
        return _clipped((white / (white + black),) * 3)
    red, green, blue = (channel * (1 - white - black) + white for channel in colorsys.hsv_to_rgb(hue / 360 % 1, 1, 1))
    return _clipped((red, green, blue))


def _lab(parts: Sequence[str]) -> Triple:
    return lab_to_linear(*_values(parts, (100, 125, 125)))


def _lch(parts: Sequence[str]) -> Triple:
    lightness, chroma, hue = _values(parts, (100, 150, 0))
    return lab_to_linear(lightness, *_turned(chroma, hue))


def lab_to_linear(lightness: float, a: float, b: float) -> Triple:
    """CIE Lab under D50 (lightness 0 to 100) -> linear sRGB, unclipped."""
    middle = (min(100.0, max(0.0, lightness)) + 16) / 116
    roots = (a / 500 + middle, middle, middle - b / 200)
    cubes = (root**3 if root**3 > 216 / 24389 else (116 * root - 16) / (24389 / 27) for root in roots)
    x, y, z = (value * white for value, white in zip(cubes, _D50, strict=True))
    return _times(_XYZ_TO_LINEAR, _times(_D50_TO_D65, (x, y, z)))


def _oklab(parts: Sequence[str]) -> Triple:
    return _oklab_to_linear(*_values(parts, (1, 0.4, 0.4)))


def _oklch(parts: Sequence[str]) -> Triple:
    lightness, chroma, hue = _values(parts, (1, 0.4, 0))
    return _oklab_to_linear(lightness, *_turned(chroma, hue))


def _oklab_to_linear(lightness: float, a: float, b: float) -> Triple:
    planes = torch.tensor([min(1.0, max(0.0, lightness)), a, b], dtype=torch.float32)[:, None]
    red, green, blue = oklab_to_linear(planes)[:, 0].tolist()
    return red, green, blue


def _turned(chroma: float, hue: float) -> tuple[float, float]:
    return max(0, chroma) * math.cos(math.radians(hue)), max(0, chroma) * math.sin(math.radians(hue))


def _color(parts: Sequence[str]) -> Triple:
    red, green, blue = values = _values(parts[1:], (1, 1, 1))
    if parts[0] == "srgb":
        return _decoded(red), _decoded(green), _decoded(blue)
    if parts[0] == "srgb-linear":
        return values
    if parts[0] == "display-p3":
        return _times(_XYZ_TO_LINEAR, _times(_P3_TO_XYZ, (_decoded(red), _decoded(green), _decoded(blue))))
    if parts[0] in {"xyz", "xyz-d65"}:
        return _times(_XYZ_TO_LINEAR, values)
    raise ValueError(f"{parts[0][:16]} is not a colour space known here")


def _times(matrix: Matrix, vector: Triple) -> Triple:
    one, two, three = (sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


_READERS: dict[str, Callable[[Sequence[str]], Triple]] = {
    "rgb": _rgb, "rgba": _rgb, "hsl": _hsl, "hsla": _hsl, "hwb": _hwb,
    "lab": _lab, "lch": _lch, "oklab": _oklab, "oklch": _oklch, "color": _color,
}  # fmt: skip
