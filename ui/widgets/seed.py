"""The seed: one number that chooses between endless pictures of the same wishes."""

from __future__ import annotations

import gradio as gr

from engine.contracts import MAX_SEED
from ui.widgets.markup import icon, part


def seed() -> gr.HTML:
    """`seed`: a number from 0 to MAX_SEED; `dice` draws another; `seed-lock` holds it against dice and surprise."""
    return part(
        "seed",
        '<section class="hp-section hp-line" aria-label="Seed"><label for="seed-number" title="The same seed and settings give '
        'the same picture">Seed</label>'
        f'<input type="number" id="seed-number" class="hp-number" inputmode="numeric" min="0" max="{MAX_SEED}" step="1" value="0">'
        '<button type="button" id="dice" class="hp-tool hp-boxed" title="Another seed (D)" aria-label="Another seed (D)">'
        f"{icon('dice')}</button>"
        '<button type="button" id="seed-lock" class="hp-tool hp-boxed" aria-pressed="false" title="Hold the seed: dice and surprise '
        f'leave it alone" aria-label="Hold the seed">{icon("unlocked")}{icon("locked")}</button></section>',
    )
