"""What the studio offers, as data for the scripts of the page: names, preset palettes, limits."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import gradio as gr

from engine import ImageGenerator
from engine.contracts import ENGINE_VERSION, KNOBS, MAX_ASPECT, MAX_BLEND, MAX_SEED, MAX_SIDE, MIN_SIDE
from ui.widgets.export import DEFAULT_SIZE
from ui.widgets.looks import look_states
from ui.widgets.markup import escaped, part


def offer(generator: ImageGenerator) -> gr.HTML:
    """`offer`: one hidden element whose `data-offer` is JSON; ui/assets/state.js reads it once."""
    return part("offer", f'<i hidden data-offer="{escaped(json.dumps(_offer(generator)))}"></i>')


def _offer(generator: ImageGenerator) -> dict[str, Any]:
    catalogue = generator.catalogue
    return {
        "engine": ENGINE_VERSION,
        "themes": {entry.id: entry.name for entry in catalogue.themes.values()},
        "styles": {entry.id: entry.name for entry in catalogue.styles.values()},
        "palettes": {
            entry.id: entry.model_dump(mode="json", include={"name", "colours", "background", "accent"})
            for entry in catalogue.palettes.values()
        },
        "looks": look_states(catalogue.looks),
        "knobs": list(KNOBS),
        "options": {theme: [asdict(option) for option in catalogue.options_of(theme)] for theme in catalogue.themes},
        "tiles": [theme for theme in catalogue.themes if catalogue.tiles(theme)],
        "size": DEFAULT_SIZE,
        "limits": {
            "seed": MAX_SEED,
            "blend": MAX_BLEND,
            "minSide": MIN_SIDE,
            "maxSide": MAX_SIDE,
            "aspect": MAX_ASPECT,
            "pixels": generator.max_pixels,
        },
    }
