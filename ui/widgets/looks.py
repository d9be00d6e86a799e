"""The looks: a row of whole pictures to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from engine.catalogue import LookEntry
from ui.widgets.markup import escaped, icon, part

_DEEDS = (
    ("looks-save", "plus", "Save this picture as a look of your own"),
    ("looks-import", "import", "Take looks from a YAML or JSON file"),
    ("looks-export", "export", "Save your own looks as one JSON file"),
)


def looks(entries: Mapping[str, LookEntry]) -> gr.HTML:
    """`looks`: a button for each, painted by the engine when it comes into view and taken with one click (ui/assets/looks.js).

    `looks-save`, `looks-import`, `looks-export`: one's own looks, which this browser remembers; they stand first in the row.
    """
    tiles = "".join(_tile(entry.id, entry.name, entry.about) for entry in entries.values())
    deeds = "".join(
        f'<button type="button" id="{name}" class="hp-tool hp-small" title="{what}" aria-label="{what}">{icon(drawing)}</button>'
        for name, drawing, what in _DEEDS
    )
    return part(
        "looks",
        '<section class="hp-section" aria-labelledby="looks-title"><div class="hp-head"><h2 id="looks-title">Looks'
        f'<small class="hp-hint">A click takes all of it</small></h2>{deeds}</div>'
        f'<div class="hp-looks" role="group" aria-labelledby="looks-title">{tiles}</div>'
        '<div id="look-own" class="hp-line" hidden><input type="text" class="hp-text" aria-label="Name of this look" maxlength="64" '
        'spellcheck="false" autocomplete="off"><button type="button" class="hp-ex-do" id="look-delete">Delete</button></div>'
        f'<template>{_tile("", "", "")}</template><input type="file" accept=".yaml,.yml,.json" hidden></section>',
    )


def _tile(name: str, title: str, about: str) -> str:
    return (
        f'<button type="button" aria-pressed="false" tabindex="-1" data-look="{escaped(name)}" title="{escaped(about)}">'
        f'<span class="hp-thumb"></span><span class="hp-name">{escaped(title)}</span></button>'
    )


def look_states(entries: Mapping[str, LookEntry]) -> dict[str, Any]:
    """Each look as a patch of the page's state: all but size and photograph is said, so that nothing else of the picture before stays."""
    return {entry.id: entry.preferences.model_dump(mode="json", exclude={"photo"}) for entry in entries.values()}
