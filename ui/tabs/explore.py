"""Explore: from the picture in hand to its neighbours, to every theme, style and palette, to mixtures of four looks, and along two axes."""

from __future__ import annotations

import gradio as gr

from engine import ImageGenerator
from ui.tabs.room import Room
from ui.widgets.markup import part

MODES = (
    ("around", "Around", "Variations of this picture, near to far"),
    ("theme", "Themes", "Every theme in this style and these colours"),
    ("style", "Styles", "This picture in every style"),
    ("palette", "Palettes", "This picture in every palette"),
    ("pad", "Pad", "Four looks, mixed by dragging"),
    ("plot", "Plot", "Any two sliders, one across and one down"),
)
CORNERS = ("top left", "top right", "bottom left", "bottom right")


def _stage(generator: ImageGenerator) -> gr.HTML:
    """`room-explore`: `explore-mode`, the tools of each mode, and the board, which ui/assets/explore*.js fill."""
    return part(
        "room-explore",
        f'<section class="hp-explore" aria-label="Explore"><div class="hp-ex-tools">{_modes()}'
        '<p class="hp-ex-hint" id="explore-hint"></p>'
        f"{_around()}{_taking()}{_pad_tools()}{_plot_tools()}</div>"
        '<div class="hp-ex-board"><div id="explore-board" class="hp-ex-grid" role="group" aria-labelledby="explore-hint"></div>'
        f'{_pad()}<template><button type="button" class="hp-ex-tile" aria-pressed="false" tabindex="-1">'
        '<canvas aria-hidden="true"></canvas><span class="hp-name"></span></button></template></div></section>',
        "hp-room",
    )


def _modes() -> str:
    buttons = "".join(
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-mode="{mode}" title="{hint}">{title}</button>'
        for mode, title, hint in MODES
    )
    return f'<div id="explore-mode" class="hp-segments" role="radiogroup" aria-label="What to explore">{buttons}</div>'


def _around() -> str:
    return (
        '<div class="hp-ex-row" data-for="around"><label class="hp-ex-far"><span>Near</span>'
        '<input type="range" id="explore-far" min="0" max="1" step="0.01" value="0.35" aria-label="How far from this picture">'
        "<span>Far</span></label></div>"
    )


def _taking() -> str:
    return (
        '<div class="hp-ex-row" data-for="around theme style palette plot">'
        '<button type="button" id="explore-others" class="hp-ex-do" data-for="around" title="Other variations of the same picture">'
        "More</button>"
        '<button type="button" id="explore-here" class="hp-ex-do" data-for="around" title="Variations of the picture now on screen '
        '(so does a double-click on a tile)">From here</button>'
        '<button type="button" id="explore-mix" class="hp-ex-do" aria-pressed="false" title="While this is on, a click goes half-way '
        '(so does Shift and a click, or holding a tile)">Mix half-way</button></div>'
    )


def _pad_tools() -> str:
    return (
        '<div class="hp-ex-row" data-for="pad" hidden>'
        '<button type="button" id="pad-snap" class="hp-ex-do" aria-pressed="false" title="Keep to quarters of the way">Snap'
        "</button>"
        '<button type="button" id="pad-reset" class="hp-ex-do" title="Back to the first corner">Reset</button>'
        '<button type="button" id="pad-animate" class="hp-ex-do" aria-pressed="false" title="Wander between the four">'
        "Animate</button></div>"
    )


def _plot_tools() -> str:
    return (
        '<div class="hp-ex-row hp-ex-axes" data-for="plot" hidden><label>Across<select id="plot-x"></select></label>'
        '<button type="button" id="plot-swap" class="hp-ex-do" title="Exchange the two" aria-label="Exchange across and down">⇄</button>'
        '<label>Down<select id="plot-y"></select></label></div>'
    )


def _pad() -> str:
    cells = "<canvas></canvas>" * 9
    corners = "".join(
        f'<select class="hp-pad-corner" data-corner="{place}" aria-label="Look at the {where}"></select>'
        for place, where in enumerate(CORNERS)
    )
    return (
        f'<div id="explore-pad" class="hp-pad" hidden><div class="hp-pad-map" aria-hidden="true">{cells}</div>'
        '<div id="pad-handle" class="hp-pad-handle" role="slider" tabindex="0" aria-label="Mix of the four looks" aria-valuemin="0" '
        f'aria-valuemax="100" aria-valuenow="0"></div>{corners}</div>'
    )


EXPLORE = Room(
    "explore",
    "Explore",
    stage=_stage,
    styles=("explore.css",),
    scripts=(
        "explore.js",
        "explore_board.js",
        "explore_moves.js",
        "explore_tiles.js",
        "explore_pad.js",
        "explore_plot.js",
    ),
)
