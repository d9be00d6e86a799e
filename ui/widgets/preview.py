"""The live picture and the line of figures beneath it."""

from __future__ import annotations

import gradio as gr

from engine import ImageGenerator
from ui.widgets.markup import escaped, part
from ui.widgets.view import layers


def preview(generator: ImageGenerator) -> gr.HTML:
    """`preview`: the canvas on which ui/assets/live.js draws. Until the first frame, bands in the first palette stand there.

    Over it lies what view.js, compare.js and overlays.js show, and `status`: why a picture is late (waiting.js); beside it picture A,
    before it the mock-ups.
    """
    colours = next(iter(generator.catalogue.palettes.values())).colours
    bands = "".join(f'<i style="flex:{escaped(swatch.weight)};background:{escaped(swatch.hex)}"></i>' for swatch in colours)
    return part(
        "preview",
        f'<div class="hp-frame"><div class="hp-waiting" aria-hidden="true">{bands}</div>'
        f'<canvas role="img" aria-label="The picture, live"></canvas>{layers()}<p id="status" role="status"></p>'
        '<div class="hp-late" role="progressbar" aria-label="Painting" hidden><i></i></div></div>'
        '<div class="hp-frame hp-other" hidden><img alt="Picture A"><span class="hp-badge hp-badge-a" aria-hidden="true">A</span></div>'
        '<div class="hp-mock" hidden></div>',
    )


def figures() -> gr.HTML:
    """`figures`: the shares asked for and measured, how true the colours are, and what the frame took."""
    facts = (
        (
            "on-palette",
            "on palette",
            "How many of the pixels are a mixture of two of your colours, to within what an eye can tell",
        ),
        ("share-error", "share error", "The largest difference between a colour's asked and measured share"),
        ("render", "render", "How long the server took to paint this frame"),
        ("pixels", "size", "The size that Keep and Download paint"),
    )
    row = "".join(
        f'<span class="hp-figure-{name}" title="{hint}"><b data-figure="{name}">–</b> {label}</span>' for name, label, hint in facts
    )
    row += '<span hidden title="Drafts get smaller, so that everybody\'s come soon"><b data-figure="people">1</b> share this machine</span>'
    return part(
        "figures",
        '<div class="hp-figures"><div class="hp-shares" role="img" aria-label="Shares asked and measured" '
        'title="Above: the shares you asked for. Below: the shares measured in the picture.">'
        f"<div data-bar='asked'></div><div data-bar='measured'></div></div>{row}</div>",
    )
