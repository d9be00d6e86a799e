"""Edit: an area of the picture painted otherwise, and more of its scene in sight."""

from __future__ import annotations

import gradio as gr

from engine import ImageGenerator
from engine.contracts import KNOBS
from ui.tabs.room import Room
from ui.widgets.knobs import knob_row
from ui.widgets.markup import escaped, icon, part

TOOLS = (
    ("move", "Move", "Drag an edit over its scene, or a border of it for its size. Arrows nudge it, with Shift further, with Alt its size"),
    ("brush", "Brush", "Paint over what is to change; or press Enter on the picture, then arrows"),
    ("rectangle", "Rectangle", "Drag from corner to corner; or press Enter on the picture, then arrows, and Alt and arrows for its size"),
    ("ellipse", "Ellipse", "Drag from corner to corner; or press Enter on the picture, then arrows, and Alt and arrows for its size"),
    ("region", "Colour", "Click a colour: all that hangs together around there; or press Enter on the picture for the one in the middle"),
)
FIRST = "brush"
ORDER = (
    ("up", "raise", "Over the next", "Page up"),
    ("down", "lower", "Under the one before", "Page down"),
    ("copy", "copy", "One more like it", "Ctrl + D"),
)
KINDS = (
    ("seed", "Seed", "The same there, composed anew by other seeds"),
    ("style", "Style", "The same there in other styles"),
    ("palette", "Palette", "The same there in other palettes, the nearest to the colours around first"),
    ("theme", "Theme", "Another theme there"),
)
NO_EDIT = "Draw on the picture, or choose an edit: what might stand there is proposed here."
ALL_LOCKED = "Theme, style, palette and seed are locked: open a lock, and more is proposed here."
WIDER = (("left", "More on the left"), ("both", "More on both sides"), ("right", "More on the right"))
ASPECTS = (("1", "1 : 1"), ("0.8", "4 : 5"), ("0.5625", "9 : 16"), ("1.5", "3 : 2"), ("1.7778", "16 : 9"), ("2.3333", "21 : 9"))


def _stage(generator: ImageGenerator) -> gr.HTML:
    """`room-edit`: `edit-proposals`, `edit-tool`, `edit-size`, `edit-tolerance`, and `edit-wider-<side>`, `edit-aspect`,
    `edit-frame-reset`."""
    tools = "".join(map(_tool, TOOLS))
    wider = "".join(
        f'<button type="button" id="edit-wider-{side}" class="hp-ex-do" title="{hint}" aria-label="{hint}">{icon(side)}</button>'
        for side, hint in WIDER
    )
    aspects = "".join(f'<option value="{aspect}">to {title}</option>' for aspect, title in ASPECTS)
    return part(
        "room-edit",
        f"{_proposals()}"
        '<section class="hp-edit" aria-label="Edit">'
        f'<div id="edit-tool" class="hp-segments" role="radiogroup" aria-label="Tool">{tools}</div>'
        '<span class="hp-edit-either"><label class="hp-edit-range" data-for="brush"><span>Size</span>'
        '<input type="range" id="edit-size" min="0.01" max="0.3" step="0.005" value="0.08"></label>'
        '<label class="hp-edit-range" data-for="region" hidden><span>Tolerance</span>'
        '<input type="range" id="edit-tolerance" min="0" max="0.4" step="0.01" value="0.05"></label></span>'
        '<span class="hp-edit-wider" role="group" aria-label="See more of the scene" title="See more of the scene">'
        '<span class="hp-edit-either"><span>Wider</span>'
        '<button type="button" id="edit-frame-reset" class="hp-ex-do" hidden title="The picture as it was composed">Reset</button></span>'
        f'{wider}<select id="edit-aspect" aria-label="Until the picture has this shape"><option value="">Shape</option>{aspects}</select>'
        "</span>"
        "</section>",
        "hp-room",
    )


def _tool(called: tuple[str, str, str]) -> str:
    tool, title, hint = called
    chosen, stop = ("true", 0) if tool == FIRST else ("false", -1)
    return (
        f'<button type="button" role="radio" aria-checked="{chosen}" tabindex="{stop}" data-tool="{tool}" title="{hint}">{title}</button>'
    )


def _proposals() -> str:
    """`edit-proposals`: `edit-kind`, `edit-tiles`, which ui/assets/edit_row.js fills, and `edit-others`."""
    kinds = "".join(
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-kind="{kind}" title="{hint}">{title}</button>'
        for kind, title, hint in KINDS
    )
    return (
        '<section id="edit-proposals" class="hp-none" aria-label="Proposals for the chosen edit">'
        f'<div id="edit-kind" class="hp-segments" role="radiogroup" aria-label="What to propose">{kinds}</div>'
        f'<p id="edit-hint" data-none="{NO_EDIT}" data-locked="{ALL_LOCKED}">{NO_EDIT}</p>'
        '<div id="edit-tiles" role="radiogroup" aria-label="Proposals"></div>'
        '<button type="button" id="edit-others" class="hp-ex-do" disabled title="Other proposals">More</button>'
        '<template><button type="button" class="hp-edit-tile" role="radio" aria-checked="false" tabindex="-1">'
        '<canvas aria-hidden="true"></canvas><span class="hp-name"></span></button></template></section>'
    )


def _panel(generator: ImageGenerator) -> gr.HTML:
    """`panel-edit`: `edit-list`, and of the chosen edit `edit-up edit-down edit-copy edit-seed edit-theme edit-style edit-palette
    edit-feather edit-add` and a slider `edit-knob-<name>` for each knob."""
    catalogue = generator.catalogue
    shelves = (("theme", "Theme", catalogue.themes), ("style", "Style", catalogue.styles), ("palette", "Palette", catalogue.palettes))
    choices = "".join(
        f'<label class="hp-edit-row"><span>{title}</span><select id="edit-{kind}"><option value="">As around</option>'
        + "".join(f'<option value="{escaped(name)}">{escaped(entry.name)}</option>' for name, entry in shelf.items())
        + "</select></label>"
        for kind, title, shelf in shelves
    )
    sliders = "".join(knob_row(name, "edit-knob") for name in KNOBS)
    order = "".join(
        f'<button type="button" id="edit-{does}" class="hp-ex-do" title="{hint} ({keys})" aria-label="{hint}">{icon(drawn)}</button>'
        for does, drawn, hint, keys in ORDER
    )
    return part(
        "panel-edit",
        '<section class="hp-section" aria-labelledby="edit-title"><div class="hp-head"><h2 id="edit-title">Edits</h2></div>'
        '<p id="edit-strays" role="status"></p>'
        '<label class="hp-edit-check" id="edit-plain-row" hidden title="Only edits paint; the rest of the photograph stays as it is">'
        '<input type="checkbox" id="edit-plain">The photograph as it is</label>'
        '<p id="edit-none">Draw on the picture: what is under your hand is painted anew, and nothing else changes.</p>'
        '<ul id="edit-list" aria-label="Edits, the topmost first"></ul>'
        '<p id="edit-told" class="hp-unseen" role="status"></p>'
        '<template><li><input type="checkbox" title="Shown or not" aria-label="Shown"><button type="button" class="hp-edit-name"></button>'
        f'<button type="button" class="hp-tool hp-small" title="Delete" aria-label="Delete">{icon("close")}</button></li></template>'
        '<div id="edit-chosen" role="group" aria-labelledby="edit-this" hidden>'
        '<div class="hp-head"><h2 id="edit-this">This edit</h2></div>'
        '<div class="hp-edit-row"><span>Seed</span><span class="hp-edit-seed">'
        f'<button type="button" id="edit-seed" class="hp-ex-do" title="Another seed in there">{icon("dice")}Another</button>'
        '<button type="button" id="edit-seed-around" class="hp-ex-do" title="The seed of the picture around">As around</button></span>'
        "</div>"
        f"{choices}"
        '<label class="hp-edit-row"><span>Feather</span>'
        '<input type="range" id="edit-feather" min="0" max="0.25" step="0.005" aria-label="Feather"></label>'
        f'<div class="hp-edit-row"><span>Order</span><span class="hp-edit-seed">{order}</span></div>'
        f'<details id="edit-knobs"><summary>Adjust<small></small></summary>{sliders}</details>'
        '<label class="hp-edit-check" title="So does Shift while drawing"><input type="checkbox" id="edit-add">Add what I draw to this edit'
        "</label><p>The other panels change the whole picture.</p></div></section>",
        "hp-room",
    )


EDIT = Room(
    "edit",
    "Edit",
    stage=_stage,
    panel=_panel,
    styles=("edit.css",),
    scripts=(
        "edit_shapes.js",
        "edits.js",
        "edit_harmony.js",
        "edit_proposals.js",
        "edit_outline.js",
        "edit_move.js",
        "edit_order.js",
        "edit_layer.js",
        "edit_knobs.js",
        "edit_panel.js",
        "edit_wider.js",
        "edit_crop.js",
        "edit_row.js",
    ),
)
