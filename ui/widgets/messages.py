"""What the studio says: short sentences that come and go, and the help sheet."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part

_KEYS = (
    (("D",), "Another seed"),
    (("R",), "Surprise me"),
    (("S",), "Keep the picture on screen"),
    (("E",), "Download it"),
    (("L",), "Copy a link to it"),
    (("F",), "Picture only, and back"),
    (("Ctrl", "Z"), "Undo; with Shift, redo"),
    (("←", "→"), "Move in a picker or a slider"),
    (("Shift", "click"), "Mix up to four themes or styles; Shift and an arrow does too"),
    (("?",), "This sheet"),
)


def messages() -> gr.HTML:
    """`messages`: a polite live region for toasts, and a dialog with the keyboard."""
    rows = "".join(f"<dt>{''.join(f'<kbd>{key}</kbd>' for key in keys)}</dt><dd>{what}</dd>" for keys, what in _KEYS)
    return part(
        "messages",
        '<div id="toasts" role="status" aria-live="polite"></div>'
        '<dialog id="help-sheet" aria-labelledby="help-title"><h2 id="help-title">'
        '<span class="hp-for-keys">Keyboard and tips</span><span class="hp-for-touch">Tips</span></h2>'
        f'<button type="button" class="hp-tool" aria-label="Close">{icon("close")}</button><dl class="hp-for-keys">{rows}</dl>'
        '<p class="hp-for-touch">Hold a theme or a style to mix it with the chosen one: up to four mix, each with its share.</p>'
        "<p>Every picture carries its recipe. The address of this page is the picture: send it, and the other screen shows the same."
        "</p></dialog>",
    )
