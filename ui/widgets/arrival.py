"""The sheet that shows what a picture's settings would change, before they do."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part

_PARTS = (
    ("all", "All"),
    ("theme", "Theme"),
    ("style", "Style"),
    ("palette", "Palette"),
    ("knobs", "Sliders"),
    ("seed", "Seed"),
)
_ACCEPTED = "image/*,video/mp4,video/webm,.json,.ase,.aco,.gpl,.css,.scss,.less,.txt"


def arrival() -> gr.HTML:
    """`arrival`: a dialog (ui/assets/arrival.js), and `open-file`, the field behind the button `open`."""
    parts = "".join(
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-part="{name}">{label}</button>'
        for name, label in _PARTS
    )
    return part(
        "arrivals",
        f'<input type="file" id="open-file" accept="{_ACCEPTED}" aria-label="A picture, its settings, or a palette file" hidden>'
        '<dialog id="arrival" class="hp-sheet" aria-labelledby="arrival-title"><form method="dialog">'
        '<h2 id="arrival-title">Settings of this picture</h2><p class="hp-arrival-name"></p>'
        f'<button type="button" class="hp-tool hp-sheet-close" data-close aria-label="Close">{icon("close")}</button>'
        '<div class="hp-arrival-pictures"><figure class="hp-arrival-before"><img alt="The picture now"><figcaption>Now</figcaption>'
        '</figure><figure class="hp-arrival-after"><img alt="The picture then"><figcaption>Then</figcaption></figure></div>'
        f'<div class="hp-segments" role="radiogroup" aria-label="Which settings to take">{parts}</div>'
        '<p class="hp-arrival-caveat"></p><dl></dl><p class="hp-arrival-none" hidden>Nothing would change.</p>'
        '<div class="hp-sheet-buttons"><button type="button" class="hp-wide" data-close>Cancel</button>'
        '<button type="submit" class="hp-primary">Take these</button></div></form></dialog>',
    )
