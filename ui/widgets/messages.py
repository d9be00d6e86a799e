"""What the studio says: short sentences that come and go, and the help sheet."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part

_KEYS = {
    "Picture": (
        (("D",), "Another seed"),
        (("R",), "Surprise me"),
        (("S",), "Keep the picture on screen"),
        (("E",), "Download it"),
        (("L",), "Copy a link to it"),
        (("O",), "Open a picture or a palette"),
        (("K",), "Save as a look of your own"),
        (("Ctrl", "Z"), "Undo; with Shift, redo"),
    ),
    "Colours": (
        (("P",), "Palettes: yours and the presets"),
        (("I",), "Save the palette as one of yours"),
        (("N",), "Nudge the palette"),
        (("[", "]"), "Darker, lighter"),
        (("Alt", "→"), "Carry a colour along"),
        (("C",), "Check contrast and other eyes"),
        (("V",), "See as the next eye does"),
        (("X",), "Export the palette"),
    ),
    "Getting about": (
        (("1", "5"), "The rooms, from first to last"),
        (("T",), "Themes"),
        (("Y",), "Styles"),
        (("A",), "Sliders"),
        (("W",), "Size"),
        (("H",), "Kept pictures or history"),
        (("J",), "Library: all kept pictures; there Space selects, S stars"),
        (("/",), "Find among them"),
        (("←", "→"), "Move in a picker, a strip or a slider"),
        (("Shift", "click"), "Mix up to four themes or styles; Shift and an arrow too"),
        (("Del",), "Take a colour or a picture off its list; reset a slider"),
        (("?",), "This sheet"),
    ),
    "View": (
        (("F",), "Picture only, and back"),
        (("M",), "Compare with an earlier picture"),
        (("G",), "Guides and mock-ups"),
        (("+", "−", "0"), "Nearer, further, fit"),
        (("B",), "Light or dark surroundings"),
        (("Esc",), "Leave the picture only, a comparison, an overlay"),
    ),
    "In Edit": (
        (("Enter",), "Place a dab or a box in the middle; Tab to the tools, and arrows choose one"),
        (("←", "→"), "Move what is chosen; with Alt, size it"),
        (("[", "]"), "A finer or a broader brush"),
        (("PgUp", "PgDn"), "Lay what is chosen over or under the next"),
        (("Ctrl", "D"), "One more like what is chosen"),
        (("Space", "drag"), "Move a picture that is zoomed in"),
    ),
}


def messages() -> gr.HTML:
    """`messages`: a polite live region for toasts, and a dialog with the keyboard."""
    groups = "".join(f"<h3>{title}</h3><dl>{''.join(map(_row, rows))}</dl>" for title, rows in _KEYS.items())
    return part(
        "messages",
        '<div id="toasts" role="status" aria-live="polite"></div>'
        '<dialog id="help-sheet" aria-labelledby="help-title"><h2 id="help-title">'
        '<span class="hp-for-keys">Keyboard and tips</span><span class="hp-for-touch">Tips</span></h2>'
        f'<button type="button" class="hp-tool" aria-label="Close">{icon("close")}</button><div class="hp-for-keys">{groups}</div>'
        '<p class="hp-for-keys"><label><input type="checkbox" id="help-single" checked> Single-key shortcuts</label>. Without them '
        "?, Esc, keys with Ctrl, and keys in a picker, a strip or a slider go on working.</p>"
        '<p class="hp-for-touch">Hold a theme or a style to mix it with the chosen one: up to four mix, each with its share. '
        "A swipe up or down scrolls, on a slider too; the arrow beside Adjust resets them all.</p>"
        "<p>Every picture carries its recipe. The address of this page is the picture: send it, and the other screen shows the same; "
        "a photograph alone stays here.</p></dialog>",
    )


def _row(row: tuple[tuple[str, ...], str]) -> str:
    keys, what = row
    return f"<div><dt>{''.join(f'<kbd>{key}</kbd>' for key in keys)}</dt><dd>{what}</dd></div>"
