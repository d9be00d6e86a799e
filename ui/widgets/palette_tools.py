"""What a palette can be asked beyond its colours: to move as a whole, to be judged, to leave as a file."""

from __future__ import annotations

from engine.palette.palette_file import WRITERS
from engine.palette.vision import SIGHTS
from ui.widgets.markup import escaped

_NUDGES = ("lighter", "livelier", "warmer", "darker", "calmer", "cooler")
_FORMATS = {
    "ase": ("ASE", "Adobe Swatch Exchange: Illustrator, InDesign, Photoshop, Affinity"),
    "aco": ("ACO", "Photoshop swatches"),
    "gpl": ("GPL", "GIMP, Inkscape, Krita"),
    "css": ("CSS", "Custom properties"),
    "txt": ("Hex", "A list of hex codes and shares"),
    "png": ("PNG", "A picture of the colours"),
}
_SIGHTS = {
    "protan": ("Protan", "As seen without red cones"),
    "deutan": ("Deutan", "As seen without green cones"),
    "tritan": ("Tritan", "As seen without blue cones"),
    "grey": ("Grey", "Luminance alone"),
}


def tool_buttons() -> str:
    """The second row of the editor's buttons."""
    return (
        _opener("nudge", "Nudge", "Move the whole palette a step (N)")
        + '<button type="button" data-do="ramp" title="Even steps from the first colour to the last, in OKLCH">Ramp</button>'
        + _opener("check", "Check", "Contrast between the colours, and how other eyes see them (C)")
        + _opener("export", "Export", "Take the palette along as a file (X)")
    )


def tool_panels() -> str:
    """The panels that these buttons open, one at a time (ui/assets/palette_tools.js and palette_check.js)."""
    nudges = "".join(f'<button type="button" data-nudge="{name}">{name.capitalize()}</button>' for name in _NUDGES)
    formats = "".join(
        f'<button type="button" data-format="{kind}" title="{escaped(_FORMATS[kind][1])}">{_FORMATS[kind][0]}</button>' for kind in WRITERS
    )
    return (
        _panel("nudge", "Nudge the palette", nudges)
        + _panel("check", "Check the palette", f'<div class="hp-pal-table"></div>{_legend()}{_sights()}')
        + _panel("export", "Export the palette", f'{formats}<button type="button" data-do="copy" title="Copy the hex codes">Copy</button>')
    )


def sight_filters() -> str:
    """SVG filters, one for each way of seeing, with the matrices that engine/palette/vision.py judges palettes by, on linear light."""
    filters = "".join(
        f'<filter id="sight-{name}" color-interpolation-filters="linearRGB" x="0" y="0" width="1" height="1">'
        f'<feColorMatrix values="{" ".join(str(value) for row in rows for value in (*row, 0, 0))} 0 0 0 1 0"/></filter>'
        for name, rows in SIGHTS.items()
    )
    return f'<svg width="0" height="0" aria-hidden="true" class="hp-sights">{filters}</svg>'


def _opener(name: str, label: str, title: str) -> str:
    return (
        f'<button type="button" data-panel="{name}" aria-expanded="false" aria-controls="palette-{name}" title="{escaped(title)}">'
        f"{label}</button>"
    )


def _panel(name: str, label: str, inside: str) -> str:
    return f'<div id="palette-{name}" class="hp-pal-panel hp-pal-{name}" role="group" aria-label="{label}" hidden>{inside}</div>'


def _legend() -> str:
    return (
        '<p class="hp-pal-legend">from <b>7</b> AAA · from <b>4.5</b> AA · from <b>3</b> large letters and shapes · below, too little</p>'
    )


def _sights() -> str:
    radios = '<button type="button" role="radio" aria-checked="true" tabindex="0" data-sight="">Full</button>' + "".join(
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-sight="{name}" title="{_SIGHTS[name][1]}">'
        f"{_SIGHTS[name][0]}</button>"
        for name in SIGHTS
    )
    return (
        '<p class="hp-pal-legend">Picture and palette as other eyes see them</p>'
        f'<div class="hp-segments" role="radiogroup" aria-label="See picture and palette as">{radios}</div>'
        '<div class="hp-pal-seen" aria-hidden="true"></div><p class="hp-pal-alike" role="status"></p>'
    )
