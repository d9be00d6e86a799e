"""The six sliders. Double-click one to reset it; type a value beside it."""

from __future__ import annotations

import gradio as gr

from engine.contracts import KNOBS, Knobs
from ui.widgets.markup import escaped, lock, part

_HINTS = {
    "detail": "From few large shapes to many small ones",
    "contrast": "From soft, close tones to hard, far ones",
    "energy": "From calm and level to lively and leaning",
    "depth": "From flat to deep",
    "texture": "From smooth to rough paper, bristle and grain",
    "scale": "From small marks to large ones",
}


def knobs() -> gr.HTML:
    """One row `knob-<name>` for each field of Knobs: a range and a number, both in [0, 1]."""
    return part(
        "knobs",
        '<section class="hp-section" aria-labelledby="knobs-title"><div class="hp-head"><h2 id="knobs-title">Adjust'
        f'<small class="hp-hint">Double-click resets</small></h2>{lock("knobs", "the sliders")}</div>'
        + "".join(map(_row, KNOBS))
        + "</section>",
    )


def _row(name: str) -> str:
    default = getattr(Knobs(), name)
    label, hint = name.capitalize(), escaped(_HINTS.get(name, ""))
    limits = f'min="0" max="1" step="0.01" value="{default}"'
    return (
        f'<div class="hp-knob" id="knob-{name}" data-knob="{name}" data-default="{default}" title="{hint}">'
        f'<label for="range-{name}">{label}</label><input type="range" id="range-{name}" {limits}>'
        f'<input type="number" class="hp-number" inputmode="decimal" {limits} aria-label="{label}, typed"></div>'
    )
