"""The strip of pictures that this browser kept."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import icon, part


def kept() -> gr.HTML:
    """`kept`: filled by ui/assets/kept.js from this browser's own storage; no other browser sees it."""
    return part(
        "kept",
        '<section class="hp-kept" aria-label="Kept pictures"><p class="hp-empty">Pictures you keep line up here.'
        '<span class="hp-for-keys"> Press <kbd>S</kbd></span></p>'
        '<ul></ul><template><li><button type="button" class="hp-recall"><img alt=""></button>'
        f'<a class="hp-tool" target="_blank" rel="noopener" title="Open the kept file" aria-label="Open the kept file">{icon("open")}</a>'
        '<button type="button" class="hp-tool hp-forget" title="Take it off this list (the file stays)" '
        f'aria-label="Take it off this list">{icon("close")}</button></li></template></section>',
    )
