"""How the picture is looked at: compared, under guides, in a mock-up, nearer, alone. None of it changes the picture."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part

OVERLAYS = (
    ("Guides", (("thirds", "Thirds"), ("golden", "Golden ratio"), ("cross", "Centre and diagonals"))),
    ("Safe areas", (("story", "Story, 9:16"), ("reel", "Reel, 9:16"), ("video", "Video thumbnail, 16:9"), ("title", "Title safe, 16:9"))),
    ("In use", (("page", "On a page"), ("phone", "On a phone"), ("poster", "As a poster"))),
)


def view() -> gr.HTML:
    """`view`: `compare` and its tools, `overlay`, `zoom-out zoom zoom-in`, `full`, and on phones `download-near`
    (ui/assets/view.js, compare.js, overlays.js, export.js)."""
    return part(
        "view",
        f'<div class="hp-view" role="group" aria-label="View">{_compare()}<span class="hp-gap"></span>'
        f'<select id="overlay" aria-label="Overlay"><option value="">No overlay</option>{_overlays()}</select>{_zoom()}'
        f'<button type="button" id="full" class="hp-tool hp-small" aria-pressed="false" title="Picture only, full screen (F)" '
        f'aria-label="Full screen">{icon("wide")}</button>'
        f'<button type="button" id="download-near" class="hp-tool hp-small" title="Download this picture" aria-label="Download">'
        f"{icon('import')}</button></div>",
    )


def layers() -> str:
    """What lies over the canvas in its frame: the painted detail, picture A and its divider, guides, the names of A and B."""
    return (
        '<img class="hp-detail" alt="" hidden><div class="hp-before" hidden><img alt=""></div>'
        '<svg class="hp-guides" aria-hidden="true" preserveAspectRatio="none"></svg>'
        '<div id="compare-divider" class="hp-divider" role="slider" tabindex="0" aria-label="How much of A is shown" aria-valuemin="0" '
        'aria-valuemax="100" aria-valuenow="50" hidden></div><span class="hp-badge hp-badge-a" aria-hidden="true">A</span>'
        '<span class="hp-badge hp-badge-b" aria-hidden="true">B</span>'
    )


def _compare() -> str:
    return (
        '<button type="button" id="compare" class="hp-ex-do" aria-pressed="false" title="Compare this picture (B) with another (A)">Compare'
        '</button><span class="hp-comparing" hidden><select id="compare-with" aria-label="Picture A"></select>'
        '<span id="compare-how" class="hp-segments" role="radiogroup" aria-label="How to compare">'
        '<button type="button" role="radio" aria-checked="true" tabindex="0" data-how="slide" title="One over the other">'
        "Slide</button>"
        '<button type="button" role="radio" aria-checked="false" tabindex="-1" data-how="beside" title="Side by side">'
        "Beside</button></span>"
        '<button type="button" id="compare-pin" class="hp-ex-do" title="This picture becomes A">Pin</button>'
        '<button type="button" id="compare-take" class="hp-ex-do" title="Go back to picture A">Take A</button></span>'
    )


def _overlays() -> str:
    return "".join(
        f'<optgroup label="{group}">{"".join(f"<option value={name!r}>{title}</option>" for name, title in items)}</optgroup>'
        for group, items in OVERLAYS
    )


def _zoom() -> str:
    return (
        '<span class="hp-zoom" role="group" aria-label="Zoom"><button type="button" id="zoom-out" class="hp-tool hp-small" '
        f'title="Further" aria-label="Zoom out">{icon("minus")}</button>'
        '<button type="button" id="zoom" class="hp-ex-do" title="At 100% a pixel of the file is a pixel of the screen. '
        'Click for that, or to fit">Fit</button><button type="button" id="zoom-in" class="hp-tool hp-small" title="Nearer" '
        f'aria-label="Zoom in">{icon("plus")}</button></span>'
    )
