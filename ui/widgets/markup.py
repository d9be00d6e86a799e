"""Markup for the page: escaped text, icons, and the bare gr.HTML every part is made of."""

from __future__ import annotations

import html

import gradio as gr

_STROKES = {
    "undo": "M6 3.5 2.5 7 6 10.5M3 7h6.5a4 4 0 0 1 0 8H7",
    "redo": "M10 3.5 13.5 7 10 10.5M13 7H6.5a4 4 0 0 0 0 8H9",
    "share": "M6.7 9.3l2.6-2.6M7 4.5l1.2-1.2a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.2 1.2a3 3 0 0 1-4.3-4.3l1.2-1.2",
    "help": "M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.8-.9 1.5M8 12v.01",
    "reset": "M3.2 8.6a4.8 4.8 0 1 0 1.3-4M3 2.5v3.2h3.2",
    "dice": "M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z"
    "M5.5 5.5v.01M10.5 5.5v.01M8 8v.01M5.5 10.5v.01M10.5 10.5v.01",
    "locked": "M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3",
    "unlocked": "M4 7.5h8v6H4zM5.5 7.5V4.7a2.5 2.5 0 0 1 4.9-.7",
    "spark": "M8 2.5l1.4 4.1L13.5 8 9.4 9.4 8 13.5 6.6 9.4 2.5 8l4.1-1.4z",
    "contrast": "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
    "close": "M4.5 4.5l7 7M11.5 4.5l-7 7",
    "folder": "M2.5 12.5v-9h4l1.3 1.7h5.7v7.3z",
    "open": "M6.5 3.5h-3v9h9v-3M9.5 3h3.5v3.5M12.5 3.5 7.5 8.5",
    "star": "M8 2.6l1.65 3.4 3.75.5-2.7 2.6.65 3.7L8 11l-3.35 1.8.65-3.7-2.7-2.6 3.75-.5z",
    "sweep": "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v3.6M9.2 7v3.6",
    "minus": "M3.5 8h9",
    "pen": "M3 13l.7-3 6.6-6.6a1.6 1.6 0 0 1 2.3 2.3L6 12.3zM9.2 4.5l2.3 2.3",
    "plus": "M8 3.5v9M3.5 8h9",
    "import": "M8 2.5v7M5 7l3 3 3-3M2.5 11v2.5h11V11",
    "export": "M8 10V3M5 5.5l3-3 3 3M2.5 11v2.5h11V11",
    "chain": "M6.5 5h-2a3 3 0 0 0 0 6h2M9.5 5h2a3 3 0 0 1 0 6h-2M6 8h4",
    "left": "M8.5 3.5h5v9h-5M6.5 8h-4M4.5 6l-2 2 2 2",
    "right": "M7.5 3.5h-5v9h5M9.5 8h4M11.5 6l2 2-2 2",
    "both": "M6 3.5h4v9H6zM4 8H1.5M3 6.5 1.5 8 3 9.5M12 8h2.5M13 6.5 14.5 8 13 9.5",
    "raise": "M8 12.5V3.5M4.5 7 8 3.5 11.5 7",
    "lower": "M8 3.5v9M4.5 9 8 12.5 11.5 9",
    "copy": "M6 6h7.5v7.5H6zM6 10H2.5V2.5H10V6",
    "grid": "M2.5 2.5H7V7H2.5zM9 2.5h4.5V7H9zM2.5 9H7v4.5H2.5zM9 9h4.5v4.5H9z",
    "tick": "M4 8.5l2.7 2.7L12 5.5",
    "more": "M3.5 8v.01M8 8v.01M12.5 8v.01",
    "wide": "M2.5 6V3h3M13.5 6V3h-3M2.5 10v3h3M13.5 10v3h-3",
}


def escaped(text: object) -> str:
    """Text for markup and attributes. Braces and dollars too: Gradio evaluates `{{...}}` and `${...}` in HTML as templates."""
    return html.escape(str(text), quote=True).replace("{", "&#123;").replace("$", "&#36;")


def icon(name: str) -> str:
    """A 16-unit line drawing in the colour of the text around it."""
    return f'<svg class="hp-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="{_STROKES[name]}"/></svg>'


def lock(kind: str, what: str) -> str:
    """`lock-<kind>`: a small toggle that holds `what` against exploring, surprise and looks (ui/assets/locks.js)."""
    return (
        f'<button type="button" id="lock-{kind}" class="hp-tool hp-lock" aria-pressed="false" title="Lock: exploring, surprise and looks '
        f'leave {what} alone" aria-label="Lock {what}">{icon("unlocked")}{icon("locked")}</button>'
    )


def part(elem_id: str, markup: str, *classes: str) -> gr.HTML:
    """One bare part of the page: no padding, no box, no Gradio styling of its inside, no click handler."""
    return gr.HTML(
        markup,
        elem_id=elem_id,
        elem_classes=["hp-part", *classes],
        padding=False,
        container=False,
        apply_default_css=False,
        js_on_load=None,
    )
