"""What leaves the studio: its exact size, its file format, and the button that paints it."""

from __future__ import annotations

import gradio as gr

from engine.contracts import MAX_SIDE, MIN_SIDE
from ui.widgets.markup import icon, part

SIZES = (
    ("1:1", 1080, 1080),
    ("4:5", 1080, 1350),
    ("9:16", 1080, 1920),
    ("3:2", 1620, 1080),
    ("16:9", 1920, 1080),
    ("21:9", 2520, 1080),
    ("4K", 3840, 2160),
)
DEFAULT_SIZE = (1620, 1080)
FORMATS = (("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WebP"))
_LOCK = (
    '<button type="button" id="size-lock" class="hp-tool hp-small" aria-pressed="false" aria-label="Lock width to height" '
    f'title="Lock the shape: width and height change together">{icon("chain")}</button>'
)


def export() -> gr.HTML:
    """`size` (presets, two numbers and `size-lock`), `format` and `download`."""
    return part(
        "export",
        '<section class="hp-export" aria-label="Size and format"><div id="size">'
        f'<div class="hp-chips" role="radiogroup" aria-label="Size">{"".join(map(_chip, SIZES))}</div>'
        f'<div class="hp-line">{_side("width", DEFAULT_SIZE[0])}{_LOCK}{_side("height", DEFAULT_SIZE[1])}'
        '</div></div><div class="hp-out"><div id="format" class="hp-segments" role="radiogroup" aria-label="File format">'
        f"{''.join(map(_format, FORMATS))}</div>"
        '<button type="button" id="download" class="hp-wide" title="Download this picture (E)">Download</button></div></section>',
    )


def _chip(preset: tuple[str, int, int]) -> str:
    label, width, height = preset
    scale = 14 / max(width, height)
    glyph = f'<i style="width:{width * scale:.1f}px;height:{height * scale:.1f}px"></i>'
    turns = "" if width == height else "; pressed again, turned"
    stands = " data-stands" if label == "4K" else ""  # no shape of its own: as the picture stands
    return (
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-width="{width}" data-height="{height}" '
        f'title="{width} × {height} pixels{turns}"{stands}><span class="hp-glyph">{glyph}</span>{label}</button>'
    )


def _side(name: str, value: int) -> str:
    return (
        f'<input type="number" class="hp-number" data-side="{name}" inputmode="numeric" min="{MIN_SIDE}" max="{MAX_SIDE}" step="1" '
        f'value="{value}" aria-label="{name.capitalize()} in pixels">'
    )


def _format(pair: tuple[str, str]) -> str:
    value, label = pair
    checked = "true" if value == FORMATS[0][0] else "false"
    return f'<button type="button" role="radio" aria-checked="{checked}" tabindex="-1" data-format="{value}">{label}</button>'
