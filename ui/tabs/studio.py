"""The studio: the picture on one side, what it is made of on the other, and between them what each room adds."""

from __future__ import annotations

from collections.abc import Iterable

import gradio as gr

from engine import ImageGenerator
from ui.tabs.room import Room
from ui.widgets.export import export
from ui.widgets.jumps import jumps
from ui.widgets.kept import kept
from ui.widgets.knobs import knobs
from ui.widgets.looks import looks
from ui.widgets.options import options
from ui.widgets.palette_editor import palette_editor
from ui.widgets.picker import picker
from ui.widgets.preview import figures, preview
from ui.widgets.seed import seed
from ui.widgets.view import view


def studio(generator: ImageGenerator, rooms: Iterable[Room]) -> None:
    """Lays the room out inside the Blocks that is open, in the order of the Tab key; ui/assets/layout.css places it."""
    with gr.Row(elem_id="studio"):
        with gr.Column(elem_id="stage"):
            preview(generator)
            view()
            figures()
        for room in rooms:
            if room.stage:
                room.stage(generator)
        kept()
        with gr.Column(elem_id="panel"):
            jumps()
            with gr.Column(elem_id="subject"):
                for room in rooms:
                    if room.panel:
                        room.panel(generator)
                looks(generator.catalogue.looks)
                picker("theme", "Theme", generator.catalogue.themes)
                picker("style", "Style", generator.catalogue.styles)
                seed()
            with gr.Column(elem_id="colour"):
                palette_editor(generator)
                knobs()
                options()
        export()
