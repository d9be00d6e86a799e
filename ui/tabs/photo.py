"""Photo: a photograph in place of the theme, painted in any style and palette."""

from __future__ import annotations

import gradio as gr

from engine import ImageGenerator
from ui.tabs.room import Room
from ui.widgets.markup import part
from ui.widgets.match_sheet import match_sheet

_FILES = "image/jpeg,image/png,image/webp,image/avif,image/gif,image/bmp,image/heic,image/heif"
_SLIDERS = (
    ("light", "Its light", "How much of its own lightness the photograph keeps: from flat shapes to every tone"),
    ("colour", "Its colour", "How much of its own colour: from dark-to-light alone to each ink where its hue is"),
)


_WAYS = (
    ("painted", "Painted", "In the chosen style"),
    ("colours", "Colours only", "Its colours become those of the palette; nothing is painted"),
)


def _stage(generator: ImageGenerator) -> gr.HTML:
    """`room-photo`: `photo-choose`, `photo-take` (on a phone) and, once there is one, `photo-compare` (ui/assets/photo.js)."""
    return part(
        "room-photo",
        '<section class="hp-photo" aria-label="Photograph"><div class="hp-photo-ways">'
        '<button type="button" id="photo-choose">Choose a photograph</button>'
        '<button type="button" id="photo-take">Take one</button>'
        '<button type="button" id="match-open" title="Give it the strokes and colours of a painting, or make more like one">'
        "Match a reference</button></div>"
        '<p class="hp-photo-hint"><span class="hp-for-keys">Or drop or paste one here. </span>A photograph stays in this browser; the '
        "studio holds a copy in memory while it paints it.</p>"
        '<label class="hp-photo-compare"><span>Painted</span><input type="range" id="photo-compare" min="0" max="100" step="1" '
        'value="0" aria-label="How much of the photograph itself is shown"><span>Original</span></label>'
        f'<input type="file" id="photo-file" accept="{_FILES}" aria-label="A photograph" tabindex="-1">'
        '<input type="file" id="photo-camera" accept="image/*" capture="environment" aria-label="A photograph from the camera" '
        'tabindex="-1">'
        f"</section>{match_sheet(_FILES)}",
        "hp-room",
    )


def _panel(generator: ImageGenerator) -> gr.HTML:
    """`panel-photo`: the photograph, `photo-way`, `photo-remove`, and a slider `photo-<name>` each for its own light and colour."""
    return part(
        "panel-photo",
        '<section class="hp-section" aria-labelledby="photo-title" hidden><div class="hp-head"><h2 id="photo-title">Photograph</h2></div>'
        '<div class="hp-photo-own"><img alt="The photograph"><div>'
        '<div id="photo-way" class="hp-segments" role="radiogroup" aria-label="What becomes of the photograph">'
        f"{''.join(map(_way, _WAYS))}</div>"
        '<button type="button" id="photo-remove">Back to a theme</button></div></div>'
        f"{''.join(map(_row, _SLIDERS))}</section>",
        "hp-room",
    )


def _way(way: tuple[str, str, str]) -> str:
    name, label, hint = way
    return f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-way="{name}" title="{hint}">{label}</button>'


def _row(slider: tuple[str, str, str]) -> str:
    name, label, hint = slider
    limits = 'min="0" max="1" step="0.01" value="0.5"'
    return (
        f'<div class="hp-knob" id="photo-{name}" title="{hint}"><label for="range-photo-{name}">{label}</label>'
        f'<input type="range" id="range-photo-{name}" {limits}>'
        f'<input type="number" class="hp-number" inputmode="decimal" {limits} aria-label="{label}, typed"></div>'
    )


PHOTO = Room(
    "photo", "Photo", stage=_stage, panel=_panel, styles=("photo.css", "match.css"), scripts=("match_job.js", "match.js", "photo.js")
)
