"""The palette editor: preset bars, colours with shares, harmonies, pictures, background and accent.

Python lays out the parts that never change; ui/assets/palette.js holds the palette, palettes_own.js the saved ones, palette_editor.js and
palette_bar.js show it and take the hand's changes, palette_sources.js and palette_tools.js ask ui/api/palette.py.
Text that a person typed is only ever set as textContent.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import gradio as gr

from engine import ImageGenerator
from engine.catalogue import PaletteEntry
from engine.palette.harmony import HARMONIES
from ui.widgets.markup import escaped, icon, lock, part
from ui.widgets.palette_mine import mine, save_button
from ui.widgets.palette_tools import sight_filters, tool_buttons, tool_panels

_FILES = ".ase,.aco,.gpl,.css,.scss,.less,.txt,.json"


def palette_editor(generator: ImageGenerator) -> gr.HTML:
    """`palette`: the whole editor. Client side: hueprint.palette.get(), .set(), and the event hueprint:palette on document."""
    return part(
        "palette",
        '<section class="hp-section hp-palette" aria-labelledby="palette-title">'
        f"{_head()}{_gallery(generator.catalogue.palettes.values())}"
        '<div class="hp-pal-bar" role="group" aria-label="Shares of the colours"></div>'
        '<div class="hp-pal-tiles" role="group" aria-label="Colours"></div>'
        f"{_inspector()}{_actions()}{_paste_box()}{tool_panels()}{sight_filters()}"
        f'<div class="hp-pal-wells">{_well("background")}{_well("accent")}</div>'
        '<p id="palette-message" class="hp-pal-message" role="status"></p>'
        '<div class="hp-pal-drop" aria-hidden="true">Drop to take its colours</div></section>',
    )


def _head() -> str:
    return (
        '<div class="hp-pal-head"><h2 id="palette-title">Palette</h2><button type="button" class="hp-pal-name" aria-expanded="false" '
        'aria-controls="palette-gallery" title="Yours and the presets"><span></span><svg class="hp-icon" viewBox="0 0 16 16" '
        f'aria-hidden="true"><path d="M4.5 6.5 8 10l3.5-3.5"/></svg></button>{save_button()}{lock("palette", "the palette")}</div>'
    )


def _gallery(entries: Iterable[PaletteEntry]) -> str:
    families = "".join(
        f"<section><h3>{escaped(family)}</h3><div>{''.join(map(_preset, group))}</div></section>"
        for family, group in itertools.groupby(entries, key=lambda entry: entry.family)
    )
    return (
        '<div id="palette-gallery" class="hp-pal-gallery" hidden>'
        '<input type="search" placeholder="Find by name or family" aria-label="Find a palette" spellcheck="false" autocomplete="off">'
        f'<div class="hp-pal-list" role="radiogroup" aria-label="Palettes">{mine()}{families}'
        '<p class="hp-pal-nothing" role="status" hidden>No palette is called so.</p></div></div>'
    )


def _preset(entry: PaletteEntry) -> str:
    return (
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-name="{escaped(entry.id)}">'
        f"<i></i><span>{escaped(entry.name)}</span></button>"
    )


def _inspector() -> str:
    """What can be done to the colour that is selected."""
    kinds = "".join(f'<option value="{escaped(kind)}">{escaped(kind.capitalize())}</option>' for kind in HARMONIES)
    return (
        '<div class="hp-pal-one" role="group" aria-label="Selected colour">'
        '<input type="color" class="hp-pal-well" aria-label="Pick the selected colour">'
        '<input type="text" class="hp-pal-hex" aria-label="Selected colour as text" maxlength="2000" spellcheck="false" autocomplete="off">'
        '<select class="hp-pal-harmony" aria-label="Palette in harmony with the selected colour">'
        f'<option value="">Harmony</option>{kinds}</select>'
        '<button type="button" class="hp-tool hp-pal-lock" aria-pressed="false" aria-label="Lock the selected colour" '
        f'title="Lock: re-roll leaves it (L)">{icon("unlocked")}{icon("locked")}</button>'
        '<button type="button" class="hp-tool hp-pal-remove" aria-label="Remove the selected colour" title="Remove (Delete)">'
        f"{icon('close')}</button></div>"
    )


def _actions() -> str:
    return (
        '<div class="hp-pal-actions"><button type="button" data-do="add" title="Add a colour">Add</button>'
        '<button type="button" data-do="paste" aria-expanded="false" title="Paste colours in any form">Paste</button>'
        '<button type="button" data-do="picture" title="The colours of a picture or a palette file (or drop one anywhere)">Open</button>'
        '<button type="button" data-do="reroll" title="New colours for all that are not locked">Re-roll</button>'
        f'{tool_buttons()}<input type="file" accept="image/*,{_FILES}" aria-label="A picture or a palette file" hidden></div>'
    )


def _paste_box() -> str:
    return (
        '<form class="hp-pal-paste" hidden><textarea rows="4" maxlength="10000" spellcheck="false" aria-label="Colours to use" '
        'placeholder="#264653 30%, #2a9d8f, rgb(233 196 106) …&#10;hex codes, CSS, JSON or a palette link"></textarea>'
        '<button type="submit" class="hp-primary">Use these colours</button></form>'
    )


def _well(name: str) -> str:
    return (
        f'<div class="hp-pal-extra" data-well="{name}" role="group" aria-label="{name.capitalize()}">'
        f"<span>{name.capitalize()}</span><div>"
        f'<input type="color" class="hp-pal-well" aria-label="Pick the {name}">'
        f'<input type="text" class="hp-pal-hex" aria-label="{name.capitalize()} as text" placeholder="None" maxlength="64" '
        'spellcheck="false" autocomplete="off">'
        f'<button type="button" class="hp-tool" aria-label="No {name}" title="No {name}">{icon("close")}</button></div></div>'
    )
