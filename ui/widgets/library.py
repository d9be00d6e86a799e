"""The library: every kept picture on one sheet, found, ordered, selected, and taken away in one file."""

from __future__ import annotations

import gradio as gr

from engine.contracts import MAX_LOOKS
from ui.widgets.markup import icon, part

ORDERS = (("newest", "Newest"), ("stars", "Stars first"), ("hue", "By hue"))
SMALLEST, LARGEST = 96, 280
"""Height of a row of pictures, in CSS pixels."""


def library() -> gr.HTML:
    """`library`: a dialog (ui/assets/library.js), filled from this browser's own storage."""
    return part(
        "library-part",
        f'<dialog id="library" class="hp-sheet hp-library" aria-labelledby="library-title"><header>{_title()}{_look()}{_close()}</header>'
        f"{_grid()}{_foot()}</dialog>",
    )


def _title() -> str:
    return '<h2 id="library-title">Library</h2><p class="hp-lib-count" role="status"></p>'


def _look() -> str:
    orders = "".join(f'<option value="{name}">{title}</option>' for name, title in ORDERS)
    return (
        '<div class="hp-lib-look"><input type="search" placeholder="Find" '
        'title="Theme, style, palette, seed, a colour or a tone: warm, muted, dark (/)" '
        'aria-label="Find by theme, style, palette, seed or colour" maxlength="100" spellcheck="false" autocomplete="off">'
        '<button type="button" class="hp-tool hp-lib-stars" aria-pressed="false" title="Starred only" aria-label="Starred only">'
        f'{icon("star")}</button><select id="library-sort" aria-label="Order">{orders}</select>'
        f'<input type="range" id="library-row" min="{SMALLEST}" max="{LARGEST}" step="4" aria-label="Size of the pictures" '
        'title="Size of the pictures"></div>'
    )


def _close() -> str:
    return f'<button type="button" class="hp-tool hp-lib-close" data-close title="Close (Esc)" aria-label="Close">{icon("close")}</button>'


def _grid() -> str:
    return (
        '<div class="hp-lib-room"><div class="hp-lib-empty" hidden><p><b>Nothing is kept yet.</b></p>'
        "<p>Keep a picture with the button on top, and it stands here: found again, compared, downloaded with others."
        '<span class="hp-for-keys"> Press <kbd>S</kbd></span></p></div>'
        '<p class="hp-lib-nothing" hidden>No kept picture is like that. '
        '<button type="button" class="hp-lib-clear">Clear</button></p><ul aria-label="Kept pictures"></ul>'
        f"<template><li>{_tile()}</li></template></div>"
    )


def _tile() -> str:
    tools = (("hp-star", "star", "Star (S)", ' aria-pressed="false"'), ("hp-forget", "close", "Take it off (Del); the file stays", ""))
    buttons = "".join(
        f'<button type="button" class="hp-tool {kind}" title="{title}"{state}>{icon(drawing)}</button>'
        for kind, drawing, title, state in tools
    )
    return (
        '<button type="button" class="hp-lib-open"><img alt="" draggable="false"><canvas aria-hidden="true" hidden></canvas></button>'
        f'<button type="button" class="hp-lib-check" role="checkbox" aria-checked="false" title="Select (Space)">{icon("tick")}</button>'
        f'{buttons}<span class="hp-name" aria-hidden="true"></span>'
    )


def _foot() -> str:
    return (
        '<footer class="hp-lib-foot"><div class="hp-lib-told"><p class="hp-lib-said" role="status"></p>'
        '<button type="button" class="hp-lib-undo" hidden>Undo</button>'
        '<button type="button" class="hp-lib-all" title="All that are shown (Ctrl+A)">Select all</button></div>'
        '<div class="hp-lib-deeds" role="group" aria-label="With those selected">'
        f"{_deed('star', 'Star', 'Star, or take the star away (S)')}{_deed('compare', 'Compare', 'Two, one over the other')}"
        f"{_deed('morph', 'Animate', f'A loop through 2 to {MAX_LOOKS + 1} of them', f' data-most={MAX_LOOKS + 1}')}"
        f"{_deed('remove', 'Remove', 'Take them off (Del); the kept files stay')}{_download()}</div></footer>"
    )


def _deed(name: str, text: str, title: str, more: str = "") -> str:
    return f'<button type="button" class="hp-ex-do" data-do="{name}" title="{title}" aria-disabled="true"{more}>{text}</button>'


def _download() -> str:
    return (
        '<span class="hp-lib-out"><select id="library-size" aria-label="Size and kind of the files" '
        'title="How large each is painted, and as what">'
        '<option value="own">As kept</option><option value="now">Size chosen</option></select>'
        f"{_deed('zip', 'Download ZIP', 'All in one, each with its recipe inside')}"
        '<span class="hp-lib-zip" hidden><span class="hp-lib-bar" role="progressbar" aria-label="Painting" aria-valuemin="0" '
        'aria-valuemax="100" aria-valuenow="0"><i></i></span><span class="hp-lib-far"></span>'
        '<button type="button" class="hp-ex-do hp-lib-cancel">Cancel</button></span></span>'
    )
