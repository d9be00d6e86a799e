"""The chosen theme's own sliders, and whether the picture repeats."""

from __future__ import annotations

import gradio as gr

from ui.widgets.markup import part

REPEATS = (("none", "Off"), ("x", "Across"), ("y", "Down"), ("both", "Both"))
_LIMITS = 'min="0" max="1" step="0.01" value="0.5"'


def options() -> gr.HTML:
    """`options`: a row `option-<name>` for each slider that the chosen themes declare (ui/assets/options.js), and `tile`."""
    repeats = "".join(
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-tile="{value}">{label}</button>'
        for value, label in REPEATS
    )
    return part(
        "options",
        '<section class="hp-section" aria-labelledby="options-title"><h2 id="options-title"></h2><div></div>'
        f'<template><div class="hp-knob"><label></label><input type="range" {_LIMITS}>'
        f'<input type="number" class="hp-number" inputmode="decimal" {_LIMITS}></div></template>'
        '<div class="hp-line hp-repeat"><span id="tile-title">Repeat</span>'
        f'<div id="tile" class="hp-segments" role="radiogroup" aria-labelledby="tile-title">{repeats}</div></div></section>',
    )
