"""A grid of pictures to choose one from, or to mix two: themes and styles."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from engine.catalogue import StyleEntry, ThemeEntry
from ui.widgets.markup import escaped, icon, part


def picker(kind: str, title: str, entries: Mapping[str, ThemeEntry] | Mapping[str, StyleEntry]) -> gr.HTML:
    """A radio group called `kind`; the pictures on its tiles come as one sheet from /thumbnails (ui/assets/picker.js)."""
    tiles = "".join(
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-name="{escaped(entry.id)}" '
        f'title="{escaped(entry.about)}"><span class="hp-thumb"></span><span class="hp-name">{escaped(entry.name)}</span></button>'
        for entry in entries.values()
    )
    return part(
        kind,
        f'<section class="hp-section" aria-labelledby="{kind}-title"><h2 id="{kind}-title">{escaped(title)}'
        '<small class="hp-hint">Shift-click a second to mix</small></h2>'
        f'<div class="hp-tiles" role="radiogroup" aria-labelledby="{kind}-title">{tiles}</div>'
        '<div class="hp-mix" hidden><span data-side="0"></span>'
        f'<input type="range" min="0.05" max="0.95" step="0.01" value="0.5" aria-label="Mix of two {kind}s">'
        '<span data-side="1"></span>'
        f'<button type="button" class="hp-tool" aria-label="End the mix" title="End the mix">{icon("close")}</button></div></section>',
    )
