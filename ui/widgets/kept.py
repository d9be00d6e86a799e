"""The strip under the picture: what this browser kept, and what it was shown."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part


def kept() -> gr.HTML:
    """`kept`: two rows, filled from this browser's own storage by ui/assets/kept.js and history.js; no other browser sees them.
    `library-open`: all of the kept ones on one sheet."""
    return part(
        "kept",
        '<section class="hp-kept hp-none" aria-label="Kept pictures and history">'
        f'<div class="hp-rows" role="tablist" aria-label="Which pictures">{_tab("kept", "Kept")}{_tab("history", "History")}</div>'
        f"{_kept_row()}{_history_row()}{_find()}"
        '<button type="button" id="library-open" class="hp-library-open" title="Library: all kept pictures (J)" aria-label="Library">'
        f'{icon("grid")}<small class="hp-library-count"></small></button></section>',
    )


def _tab(name: str, title: str) -> str:
    chosen = "true" if name == "kept" else "false"
    return (
        f'<button type="button" role="tab" id="tab-{name}" data-row="{name}" aria-controls="strip-{name}" aria-selected="{chosen}" '
        f'title="{title} (H)">{title}<small></small></button>'
    )


def _row(name: str, empty: str, item: str) -> str:
    hidden = "" if name == "kept" else " hidden"
    return (
        f'<div id="strip-{name}" class="hp-row" role="tabpanel" aria-labelledby="tab-{name}"{hidden}><p class="hp-empty">{empty}</p>'
        f'<p class="hp-empty hp-nothing" hidden>No picture here is like that.</p><ul></ul><template><li>{item}</li></template></div>'
    )


def _kept_row() -> str:
    return _row(
        "kept",
        'Pictures you keep line up here.<span class="hp-for-keys"> Press <kbd>S</kbd></span>',
        '<button type="button" class="hp-recall"><img alt=""></button>'
        f'<a class="hp-tool" target="_blank" rel="noopener" title="Open the kept file" aria-label="Open the kept file">{icon("open")}</a>'
        f'<button type="button" class="hp-tool hp-star" aria-pressed="false" title="Star" aria-label="Star">{icon("star")}</button>'
        + _forget("Take it off this list (the file stays)"),
    )


def _history_row() -> str:
    return _row(
        "history",
        "Every picture you rest on stays here, so that you can go back to it.",
        '<button type="button" class="hp-back"><img alt=""></button>' + _forget("Take it off the history"),
    )


def _forget(title: str) -> str:
    return f'<button type="button" class="hp-tool hp-forget" title="{title}" aria-label="{title}">{icon("close")}</button>'


def _find() -> str:
    return (
        '<div class="hp-find" hidden><input type="search" placeholder="Find" '
        'title="Theme, style, palette, seed, a colour or a tone: warm, muted, dark (/)" '
        'aria-label="Find by theme, style, palette, seed or colour" maxlength="100" spellcheck="false" autocomplete="off">'
        '<button type="button" class="hp-tool hp-only-stars" aria-pressed="false" title="Starred only" aria-label="Starred only">'
        f'{icon("star")}</button><p class="hp-unseen" role="status"></p>'
        f'<button type="button" id="clear-history" class="hp-tool" title="Clear the history" aria-label="Clear the history" hidden>'
        f"{icon('sweep')}</button></div>"
    )
