"""The six sliders. Double-click one to reset it, or press Delete; type a value beside it."""

from __future__ import annotations

import gradio as gr

from engine.contracts import KNOBS, Knobs
from ui.widgets.markup import escaped, icon, lock, part

_HINTS = {
    "detail": "From few large shapes to many small ones",
    "contrast": "From soft, close tones to hard, far ones",
    "energy": "From calm and level to lively and leaning",
    "depth": "From flat to deep",
    "texture": "From smooth to rough paper, bristle and grain",
    "scale": "From small marks to large ones",
}


def knobs() -> gr.HTML:
    """One row `knob-<name>` for each field of Knobs: a range and a number, both in [0, 1]. `knobs-reset`: all, and the theme's own."""
    reset = (
        '<button type="button" id="knobs-reset" class="hp-tool hp-lock" hidden title="Reset all sliders, the theme\'s own too" '
        f'aria-label="Reset all sliders">{icon("reset")}</button>'
    )
    return part(
        "knobs",
        '<section class="hp-section" aria-labelledby="knobs-title"><div class="hp-head"><h2 id="knobs-title">Adjust'
        f'<small class="hp-hint">Double-click resets</small></h2>{reset}{lock("knobs", "the sliders")}</div>'
        + "".join(map(knob_row, KNOBS))
        + "</section>",
    )


def knob_row(name: str, of: str = "knob") -> str:
    """A row `<of>-<name>` for one of them, marked `data-<of>`."""
    default = getattr(Knobs(), name)
    label, hint = name.capitalize(), escaped(_HINTS.get(name, ""))
    field = f"range-{name}" if of == "knob" else f"range-{of}-{name}"
    limits = f'min="0" max="1" step="0.01" value="{default}"'
    return (
        f'<div class="hp-knob" id="{of}-{name}" data-{of}="{name}" data-default="{default}" title="{hint}">'
        f'<label for="{field}">{label}</label><input type="range" id="{field}" {limits}>'
        f'<input type="number" class="hp-number" inputmode="decimal" {limits} aria-label="{label}, typed"></div>'
    )
