"""The panel's own contents on a tablet: one tap to each of its sections."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import part

SECTIONS = (("looks", "Looks"), ("theme", "Theme"), ("style", "Style"), ("palette", "Palette"), ("knobs", "Adjust"))


def jumps() -> gr.HTML:
    """`jumps`: a button for each section, marked `data-to` (ui/assets/jumps.js). The first leads to the top, whatever stands there."""
    buttons = "".join(f'<button type="button" data-to="{section}">{title}</button>' for section, title in SECTIONS)
    return part("jumps", f'<nav class="hp-jumps" aria-label="Sections of the panel">{buttons}</nav>')
