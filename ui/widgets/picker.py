"""A grid of pictures to choose one from, or to mix two: themes and styles."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from engine.catalogue import StyleEntry, ThemeEntry
from ui.widgets.markup import escaped, icon, lock, part


def picker(kind: str, title: str, entries: Mapping[str, ThemeEntry] | Mapping[str, StyleEntry]) -> gr.HTML:
    """Toggle buttons called `kind`; the pictures on them come in sheets from /thumbnails (ui/assets/thumbs.js)."""
    tiles = "".join(
        f'<button type="button" aria-pressed="false" tabindex="-1" data-name="{escaped(entry.id)}" '
        f'title="{escaped(entry.about)}"><span class="hp-thumb"></span><span class="hp-name">{escaped(entry.name)}</span></button>'
        for entry in entries.values()
    )
    return part(
        kind,
        f'<section class="hp-section" aria-label="{escaped(title)}"><div class="hp-head"><h2 id="{kind}-title">'
        f'<button type="button" class="hp-fold" aria-expanded="true" aria-controls="{kind}-tiles">{escaped(title)}<span></span></button>'
        '<small class="hp-hint hp-for-keys">Shift-click mixes</small><small class="hp-hint hp-for-touch">Hold one to mix it in</small></h2>'
        f"{lock(kind, f'the {kind}')}</div>"
        f'<div class="hp-tiles" id="{kind}-tiles" role="group" aria-label="{escaped(title)}">{tiles}</div>'
        f'<div class="hp-mix" role="group" aria-label="Mix of {kind}s" hidden></div>'
        '<template><div class="hp-part-of"><span></span><input type="range" min="1" max="99" step="1">'
        '<input type="text" inputmode="decimal" maxlength="8" autocomplete="off">'
        f'<button type="button" class="hp-tool" title="Take it out of the mix">{icon("close")}</button></div></template></section>',
    )
