"""The bar on top: the name, what was done and can be undone, and the two ways out (share, keep)."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part

_BUTTONS = (
    ("undo", "undo", "Undo (Ctrl+Z)"),
    ("redo", "redo", "Redo (Ctrl+Shift+Z)"),
    ("surprise", "spark", "Surprise me: another theme, style and palette (R)"),
    ("open", "folder", "Open a picture or a palette (O)"),
    ("contrast", "contrast", "Light or dark surroundings (B)"),
    ("help", "help", "Keyboard and tips (?)"),
    ("share", "share", "Copy a link to this picture (L)"),
)


def top_bar() -> gr.HTML:
    """Buttons `undo redo surprise open contrast help share save`, and the bar of what is being kept or downloaded."""
    buttons = "".join(
        f'<button type="button" id="{name}" class="hp-tool" title="{title}" aria-label="{title}">{icon(drawing)}</button>'
        for name, drawing, title in _BUTTONS
    )
    return part(
        "top-bar",
        f'<header class="hp-bar"><h1>Hueprint</h1><nav aria-label="Studio">{buttons}'
        '<button type="button" id="save" class="hp-primary" title="Keep this picture (S)">Keep</button></nav>'
        '<div id="progress" role="progressbar" aria-label="Painting" hidden><i></i></div></header>',
    )
