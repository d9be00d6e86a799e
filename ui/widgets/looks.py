"""The looks: a row of whole pictures to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from engine.catalogue import LookEntry
from ui.widgets.markup import escaped, part


def looks(entries: Mapping[str, LookEntry]) -> gr.HTML:
    """`looks`: a button for each, painted by the engine when it comes into view and taken with one click (ui/assets/looks.js)."""
    tiles = "".join(
        f'<button type="button" aria-pressed="false" tabindex="-1" data-look="{escaped(entry.id)}" '
        f'title="{escaped(entry.about)}"><span class="hp-thumb"></span><span class="hp-name">{escaped(entry.name)}</span></button>'
        for entry in entries.values()
    )
    return part(
        "looks",
        '<section class="hp-section" aria-labelledby="looks-title"><h2 id="looks-title">Looks'
        '<small class="hp-hint">A click takes all of it</small></h2>'
        f'<div class="hp-looks" role="group" aria-labelledby="looks-title">{tiles}</div></section>',
    )


def look_states(entries: Mapping[str, LookEntry]) -> dict[str, Any]:
    """Each look as a patch of the page's state: everything but the size is said, so that nothing of the picture before stays."""
    return {entry.id: entry.preferences.model_dump(mode="json") for entry in entries.values()}
