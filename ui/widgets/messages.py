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
    (("O",), "Open a picture or a palette"),
    (("F",), "Picture only, and back"),
    (("M",), "Compare with an earlier picture"),
    (("G",), "Guides and mock-ups"),
    (("Esc",), "Leave the picture only, a comparison, an overlay"),
    (("+", "−", "0"), "Nearer, further, fit"),
    (("K",), "Save as a look of your own"),
    (("B",), "Light or dark surroundings"),
    (("Ctrl", "Z"), "Undo; with Shift, redo"),
    (("T",), "Themes"),
    (("Y",), "Styles"),
    (("A",), "Sliders"),
    (("P",), "Palettes: yours and the presets"),
    (("I",), "Save the palette as one of yours"),
    (("N",), "Nudge the palette"),
    (("[", "]"), "Darker, lighter; in Edit, a finer or a broader brush"),
    (("C",), "Check contrast and other eyes"),
    (("V",), "See as the next eye does"),
    (("X",), "Export the palette"),
    (("W",), "Size"),
    (("1", "5"), "The rooms, from first to last"),
    (("H",), "Kept pictures or history"),
    (("J",), "Library: all kept pictures; there Space selects, S stars"),
    (("/",), "Find among them"),
    (("←", "→"), "Move in a picker, a strip or a slider; in Edit, what is chosen"),
    (("Alt", "→"), "Carry a colour along; in Edit, size what is chosen"),
    (("Enter",), "In Edit, place a dab or a box in the middle; Tab to the tools, and arrows choose one"),
    (("PgUp", "PgDn"), "In Edit, lay what is chosen over or under the next"),
    (("Ctrl", "D"), "In Edit, one more like what is chosen"),
    (("Space", "drag"), "In Edit, move a picture that is zoomed in"),
    (("Shift", "click"), "Mix up to four themes or styles; Shift and an arrow too"),
    (("Del",), "Take a colour or a picture off its list"),
    (("?",), "This sheet"),
)


def messages() -> gr.HTML:
    """`messages`: a polite live region for toasts, and a dialog with the keyboard."""
    rows = "".join(f"<div><dt>{''.join(f'<kbd>{key}</kbd>' for key in keys)}</dt><dd>{what}</dd></div>" for keys, what in _KEYS)
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
